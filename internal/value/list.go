package value

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A Listed string is a string that a list can hold.
type Listed struct {
	Value     string
	Expr      ast.Expr        // nil where it is not written in this package
	Put       ssa.Instruction // that puts it into a list; nil if none does, or is not known
	Elsewhere bool            // it is in another package, which does not know that it is a code
}

// A List is the abstract value of strings that a program keeps: of the elements
// of a slice, the keys of a map, a field of the rows of a table. It is a set of
// constants and of parameters whose values the callers know.
type List struct {
	Values []Listed
	Params []given // of the function that asks
	Outer  []given // of the function around it, which is a literal
	Open   bool    // it may hold strings that are not known
	May    bool    // it is one of several lists: what they hold together, none need hold
	Others []exposed
	Funcs  []*ssa.Function // function literals, where functions are asked for
}

// exposed is a parameter of another function, whose callers in other packages fill
// the list as well.
type exposed struct {
	Of *ssa.Function
	given
}

// given is a parameter whose string, or each of whose elements, is in a list.
type given struct {
	Index int
	Elem  bool
}

// A Step leads from a value to what it holds. A path of steps leads to strings:
// [elem] to the elements of a slice, [elem, field 0] to the first fields of its
// structs.
type Step struct {
	Kind  stepKind
	field int        // of a struct
	key   *ssa.Const // of a map, or nil for any

	// Of StepKey: only keys with this answer as their value, or with others.
	Answer string
	Others bool

	// Of StepKey: keys whose value is false, too, which says elsewhere that they are
	// not in the list.
	all bool
}

type stepKind uint8

const (
	StepElem  stepKind = iota // an element of a slice or an array, or a value of a map
	StepKey                   // a key of a map
	stepField                 // a field of a struct
)

// MembersOf is the path to what a program looks for in a list of this type: the
// keys of a map, or the elements of a slice.
func MembersOf(t types.Type) []Step {
	if _, ok := t.Underlying().(*types.Map); ok {
		return []Step{{Kind: StepKey}}
	}
	return []Step{{Kind: StepElem}}
}

// A member is any of the strings to which a path leads from a value: what a
// loop over a list compares with.
type member struct {
	Of   ssa.Value
	Path []Step
}

// MemberOf reports whether v is a variable that goes over the members of a list.
func MemberOf(f *program.Function, v ssa.Value) (member, bool) { return memberAt(f, v, 0) }

func memberAt(f *program.Function, v ssa.Value, depth int) (member, bool) {
	if depth > ir.MaxDepth {
		return member{}, false
	}
	switch x := v.(type) {
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return memberLoaded(f, x, depth)
		}
	case *ssa.Index:
		if !ir.IsConstant(x.Index) {
			return member{x.X, []Step{{Kind: StepElem}}}, true
		}
	case *ssa.Field:
		m, ok := memberAt(f, x.X, depth+1)
		return m.then(Step{Kind: stepField, field: x.Field}), ok
	case *ssa.Extract:
		if next, ok := x.Tuple.(*ssa.Next); ok && x.Index > 0 && !next.IsString {
			return member{next.Iter.(*ssa.Range).X, []Step{ranged(x, next)}}, true
		}
	case *ssa.ChangeType:
		return memberAt(f, x.X, depth+1)
	case *ssa.MakeInterface:
		return memberAt(f, x.X, depth+1)
	case *ssa.Call:
		if list := reflectedMember(x); list != nil {
			return member{list, MembersOf(ir.ContainerOf(list))}, true
		}
	}
	return member{}, false
}

// ranged returns the step to a variable of a loop over a map: all its keys, where the
// loop does not ask for their values.
func ranged(x *ssa.Extract, next *ssa.Next) Step {
	if x.Index == 2 {
		return Step{Kind: StepElem}
	}
	valued := slices.ContainsFunc(*next.Referrers(), func(ref ssa.Instruction) bool {
		e, ok := ref.(*ssa.Extract)
		return ok && e.Index == 2
	})
	return Step{Kind: StepKey, all: !valued}
}

func (m member) then(s Step) member {
	return member{m.Of, append(slices.Clip(m.Path), s)}
}

// memberLoaded is MemberOf for what is loaded from memory.
func memberLoaded(f *program.Function, load *ssa.UnOp, depth int) (member, bool) {
	switch addr := load.X.(type) {
	case *ssa.IndexAddr:
		if !ir.IsConstant(addr.Index) {
			return member{addr.X, []Step{{Kind: StepElem}}}, true
		}
	case *ssa.FieldAddr:
		field := Step{Kind: stepField, field: addr.Field}
		switch row := addr.X.(type) {
		case *ssa.IndexAddr: // &table[i]
			if !ir.IsConstant(row.Index) {
				return member{row.X, []Step{{Kind: StepElem}, field}}, true
			}
		case *ssa.Alloc: // for _, row := range table
			if whole := ir.WholeStore(row); whole != nil {
				m, ok := memberAt(f, whole, depth+1)
				return m.then(field), ok
			}
		case *ssa.UnOp, *ssa.Extract: // the rows are pointers
			m, ok := memberAt(f, row, depth+1)
			return m.then(field), ok
		}
		return member{}, false
	}
	if ver := f.Memory.Load(load); ver != nil && ver.Kind == program.Stored { // for _, v := range, with v captured
		return memberAt(f, ver.Value, depth+1)
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
			return Reflected(of.Call.Args[0])
		}
	case *ssa.UnOp:
		if addr, ok := of.X.(*ssa.IndexAddr); ok {
			if keys, ok := addr.X.(*ssa.Call); ok && isReflectMethod(keys, "MapKeys") {
				return Reflected(keys.Call.Args[0])
			}
		}
	}
	return nil
}

// InExportedVar reports whether an expression stands in the value of a package
// variable that other packages can use.
func InExportedVar(p *program.Package, e ast.Expr) bool {
	i, exact := slices.BinarySearchFunc(p.Shared, e.Pos(), func(value ast.Expr, pos token.Pos) int { return int(value.Pos() - pos) })
	if !exact {
		i-- // the last that begins before
	}
	return i >= 0 && e.End() <= p.Shared[i].End()
}
