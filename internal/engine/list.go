package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A listed string is a string that a list can hold.
type listed struct {
	value     string
	expr      ast.Expr // nil where it is not written in this package
	elsewhere bool     // it is in a list of another package, which has no test on it
}

// A list is the abstract value of strings that a program keeps: of the elements
// of a slice, the keys of a map, a field of the rows of a table. It is a set of
// constants and of parameters whose values the callers know.
type list struct {
	values []listed
	params []given // of the function that asks
	outer  []given // of the function around it, which is a literal
	open   bool    // it may hold strings that are not known
	others []exposed
	funcs  []*ssa.Function // function literals, where functions are asked for
}

// exposed is a parameter of another function, whose callers in other packages fill
// the list as well.
type exposed struct {
	of *ssa.Function
	given
}

// given is a parameter whose string, or each of whose elements, is in a list.
type given struct {
	index int
	elem  bool
}

// A step leads from a value to what it holds. A path of steps leads to strings:
// [elem] to the elements of a slice, [elem, field 0] to the first fields of its
// structs.
type step struct {
	kind  stepKind
	field int        // of a struct
	key   *ssa.Const // of a map, or nil for any

	// Of stepKey: only keys with this answer as their value, or with others.
	answer string
	others bool
}

type stepKind uint8

const (
	stepElem  stepKind = iota // an element of a slice or an array, or a value of a map
	stepKey                   // a key of a map
	stepField                 // a field of a struct
)

// membersOf is the path to what a program looks for in a list of this type: the
// keys of a map, or the elements of a slice.
func membersOf(t types.Type) []step {
	if _, ok := t.Underlying().(*types.Map); ok {
		return []step{{kind: stepKey}}
	}
	return []step{{kind: stepElem}}
}

// A member is any of the strings to which a path leads from a value: what a
// loop over a list compares with.
type member struct {
	of   ssa.Value
	path []step
}

// memberOf reports whether v is a variable that goes over the members of a list.
func (f *Function) memberOf(v ssa.Value) (member, bool) { return f.memberAt(v, 0) }

func (f *Function) memberAt(v ssa.Value, depth int) (member, bool) {
	if depth > ir.MaxDepth {
		return member{}, false
	}
	switch x := v.(type) {
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return f.memberLoaded(x, depth)
		}
	case *ssa.Index:
		if !ir.IsConstant(x.Index) {
			return member{x.X, []step{{kind: stepElem}}}, true
		}
	case *ssa.Field:
		m, ok := f.memberAt(x.X, depth+1)
		return m.then(step{kind: stepField, field: x.Field}), ok
	case *ssa.Extract:
		if next, ok := x.Tuple.(*ssa.Next); ok && x.Index > 0 && !next.IsString {
			kind := stepKey
			if x.Index == 2 {
				kind = stepElem
			}
			return member{next.Iter.(*ssa.Range).X, []step{{kind: kind}}}, true
		}
	case *ssa.ChangeType:
		return f.memberAt(x.X, depth+1)
	case *ssa.MakeInterface:
		return f.memberAt(x.X, depth+1)
	case *ssa.Call:
		if list := reflectedMember(x); list != nil {
			return member{list, membersOf(ir.ContainerOf(list))}, true
		}
	}
	return member{}, false
}

func (m member) then(s step) member {
	return member{m.of, append(slices.Clip(m.path), s)}
}

// memberLoaded is memberOf for what is loaded from memory.
func (f *Function) memberLoaded(load *ssa.UnOp, depth int) (member, bool) {
	switch addr := load.X.(type) {
	case *ssa.IndexAddr:
		if !ir.IsConstant(addr.Index) {
			return member{addr.X, []step{{kind: stepElem}}}, true
		}
	case *ssa.FieldAddr:
		field := step{kind: stepField, field: addr.Field}
		switch row := addr.X.(type) {
		case *ssa.IndexAddr: // &table[i]
			if !ir.IsConstant(row.Index) {
				return member{row.X, []step{{kind: stepElem}, field}}, true
			}
		case *ssa.Alloc: // for _, row := range table
			if whole := ir.WholeStore(row); whole != nil {
				m, ok := f.memberAt(whole, depth+1)
				return m.then(field), ok
			}
		case *ssa.UnOp, *ssa.Extract: // the rows are pointers
			m, ok := f.memberAt(row, depth+1)
			return m.then(field), ok
		}
		return member{}, false
	}
	if ver := f.memory.load(load); ver != nil && ver.kind == stored { // for _, v := range, with v captured
		return f.memberAt(ver.value, depth+1)
	}
	return member{}, false
}

// reflectedMember returns the list of reflect.ValueOf(list).Index(i).Interface()
// and of reflect.ValueOf(m).MapKeys()[i].Interface().
func reflectedMember(call *ssa.Call) ssa.Value {
	if !isReflectMethod(call, "Interface") {
		return nil
	}
	switch of := call.Call.Args[0].(type) {
	case *ssa.Call:
		if isReflectMethod(of, "Index") {
			return reflected(of.Call.Args[0])
		}
	case *ssa.UnOp:
		if addr, ok := of.X.(*ssa.IndexAddr); ok {
			if keys, ok := addr.X.(*ssa.Call); ok && isReflectMethod(keys, "MapKeys") {
				return reflected(keys.Call.Args[0])
			}
		}
	}
	return nil
}

func isReflectMethod(call *ssa.Call, name string) bool {
	callee := call.Call.StaticCallee()
	return callee != nil && callee.Name() == name && callee.Signature.Recv() != nil && isReflectValue(callee.Signature.Recv().Type())
}

// InExportedVar reports whether an expression stands in the value of a package
// variable that other packages can use.
func (p *Package) InExportedVar(e ast.Expr) bool {
	i, exact := slices.BinarySearchFunc(p.shared, e.Pos(), func(value ast.Expr, pos token.Pos) int { return int(value.Pos() - pos) })
	if !exact {
		i-- // the last that begins before
	}
	return i >= 0 && e.End() <= p.shared[i].End()
}
