package program

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A place is where a program keeps a value besides its variables: a field, an
// element, an entry of a map, a package variable, what a pointer points to, or
// what a getter returns, reached from a value. Two reads of one place with no
// write between are one value, and memory numbers the versions of places as it
// does those of cells.
type place struct {
	first ssa.Value // the first address, lookup or call that was met stands for the place
	root  ssa.Value // the value that it is reached from
	from  []ssa.Value
	kind  placeKind
	field *types.Var // of a field
	typ   types.Type // of what is kept
	reads []ssa.Value
}

type placeKind uint8

const (
	inField placeKind = iota
	inElement
	inMap
	inGlobal
	inPointer
	inGetter
	inValue // a field of a struct that is no variable
)

// maxPlaces bounds the places of a function.
const maxPlaces = 64

// places finds the places of a function.
type places struct {
	fn     *Function
	byKey  map[string]*place
	byRead map[ssa.Value]*place // nil: it is none
	Cells  map[ssa.Value]*place // by what stands for each
	local  map[*ssa.Alloc]bool

	writers []ssa.Instruction // that may write to places, found when first needed
}

// Read returns the version of the cell or the place that a value was read from;
// nil if it was read from none that can be told.
func (m *Memory) Read(v ssa.Value) *Version {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL && ir.IsCell(load.X) {
		return m.Load(load)
	}
	p := m.Places.of(v)
	if p == nil {
		return nil
	}
	return m.Before(p.first, v.(ssa.Instruction)).Resolve()
}

// of returns the place that a value is read from.
func (ps *places) of(v ssa.Value) *place {
	if p, ok := ps.byRead[v]; ok {
		return p
	}
	if !mayBeRead(v) {
		return nil
	}
	if !mayKeepSubject(v.Type()) || ps.isErrorField(v) {
		return nil
	}
	if ps.byRead == nil {
		ps.byRead = make(map[ssa.Value]*place)
	}
	ps.byRead[v] = nil // breaks cycles
	p := &place{typ: v.Type()}
	key := ps.locate(p, v)
	if key == "" {
		return nil
	}
	if known := ps.byKey[key]; known != nil {
		p = known
	} else {
		if len(ps.byKey) == maxPlaces {
			return nil
		}
		if ps.byKey == nil {
			ps.byKey, ps.Cells = make(map[string]*place), make(map[ssa.Value]*place)
		}
		ps.byKey[key] = p
		ps.Cells[p.first] = p
	}
	p.reads = append(p.reads, v)
	ps.byRead[v] = p
	return p
}

// mayBeRead reports whether v is made by an instruction that may read a place.
func mayBeRead(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.UnOp:
		return x.Op == token.MUL
	case *ssa.Field, *ssa.Lookup:
		return true
	case *ssa.Extract:
		_, ok := x.Tuple.(*ssa.Lookup)
		return ok
	case *ssa.Call:
		return len(x.Call.Args)+IndexOfBool(x.Call.IsInvoke()) == 1 // a getter is asked of one value
	}
	return false
}

// isErrorField reports whether v is read from a field of an error of the SDK: that
// the error is a place is enough.
func (ps *places) isErrorField(v ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	addr, ok := load.X.(*ssa.FieldAddr)
	return ok && ps.fn.Pkg.Errors.Is(addr.X.Type())
}

// mayKeepSubject reports whether a place of this type is followed: it may keep an
// error, a code, or what leads to one.
func mayKeepSubject(t types.Type) bool {
	if ir.IsErrorType(t) || ir.IsString(t) {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		_, ok := u.Elem().Underlying().(*types.Struct)
		return ok || ir.IsErrorType(u.Elem())
	case *types.Struct:
		return true
	}
	return false
}

// locate fills p with where v is read from, and returns what tells the place from
// others; "" if v is not read from a place.
func (ps *places) locate(p *place, v ssa.Value) string {
	switch x := v.(type) {
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return ps.address(p, x.X)
		}
	case *ssa.Field:
		p.first, p.kind = x, inValue
		return ps.from(p, x.X) + fmt.Sprintf(".%d", x.Field)
	case *ssa.Lookup:
		if !ir.IsMap(x.X.Type()) || x.CommaOk {
			return ""
		}
		return ps.entry(p, x, x)
	case *ssa.Extract:
		if l, ok := x.Tuple.(*ssa.Lookup); ok && x.Index == 0 && ir.IsMap(l.X.Type()) {
			return ps.entry(p, l, x)
		}
	case *ssa.Call:
		return ps.getter(p, x)
	}
	return ""
}

func (ps *places) entry(p *place, l *ssa.Lookup, read ssa.Value) string {
	p.first, p.kind = read, inMap
	return ps.from(p, l.X) + "[" + ps.from(p, l.Index) + "]"
}

// address locates what is kept at an address.
func (ps *places) address(p *place, addr ssa.Value) string {
	p.first = addr
	switch x := addr.(type) {
	case *ssa.Global:
		p.kind, p.root = inGlobal, x
		return fmt.Sprintf("%p", x)
	case *ssa.FieldAddr:
		p.kind, p.field = inField, ir.StructField(x.X.Type(), x.Field)
		return ps.from(p, x.X) + fmt.Sprintf(".%d", x.Field)
	case *ssa.IndexAddr:
		p.kind = inElement
		return ps.from(p, x.X) + "[" + ps.from(p, x.Index) + "]"
	case *ssa.Parameter, *ssa.Call, *ssa.Extract, *ssa.Phi, *ssa.UnOp:
		p.kind = inPointer
		return ps.from(p, x) + "*"
	}
	return ""
}

// from tells the value that a place is reached from: itself, or the version of
// what it was read from.
func (ps *places) from(p *place, v ssa.Value) string {
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.Const:
			return x.String()
		case *ssa.Alloc:
			p.note(x)
			return fmt.Sprintf("%p", x)
		case *ssa.FieldAddr: // a struct in a struct
			return ps.from(p, x.X) + fmt.Sprintf(".%d&", x.Field)
		case *ssa.IndexAddr:
			return ps.from(p, x.X) + "[" + ps.from(p, x.Index) + "]&"
		}
		ver := ps.fn.Memory.Read(v)
		if ver == nil {
			p.note(v)
			return fmt.Sprintf("%p", v)
		}
		if ver.Kind == Stored {
			v = ver.Value
			continue
		}
		p.note(v)
		return fmt.Sprintf("%p", ver)
	}
}

func (p *place) note(v ssa.Value) {
	if p.root == nil {
		p.root = v
	}
	p.from = append(p.from, v)
}

// isLocal reports whether a variable's address stays in the function.
func (ps *places) isLocal(alloc *ssa.Alloc) bool {
	if local, ok := ps.local[alloc]; ok {
		return local
	}
	local := staysHere(alloc)
	if ps.local == nil {
		ps.local = make(map[*ssa.Alloc]bool)
	}
	ps.local[alloc] = local
	return local
}

func staysHere(addr ssa.Value) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == addr {
				return false
			}
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.FieldAddr:
			if !staysHere(ref) {
				return false
			}
		case *ssa.IndexAddr:
			if !staysHere(ref) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// IsLocalCell reports whether a cell, or the variable that a place is a part of,
// is a variable of the function that nobody else can reach.
func (m *Memory) IsLocalCell(cell ssa.Value) bool {
	if _, ok := cell.(*ssa.Alloc); ok {
		return true
	}
	p := m.Places.Cells[cell]
	if p == nil {
		return false
	}
	alloc, ok := p.root.(*ssa.Alloc)
	return ok && m.Places.isLocal(alloc)
}

// IsOthers reports whether others can read what a version of a place holds: it is
// reached from a parameter, a captured or a package variable, or from what is returned,
// or was copied from one.
func (m *Memory) IsOthers(v *Version) bool {
	p := m.Places.Cells[v.Cell]
	if p == nil {
		return false
	}
	if p.kind == inGetter {
		return true
	}
	root := p.root
	if store, ok := v.Call.(*ssa.Store); ok {
		root = store.Val
	}
	return reachable(root, 0)
}

// isReturned reports whether a function returns what it makes, as it is.
func isReturned(made ssa.Value) bool {
	return slices.ContainsFunc(*made.Referrers(), func(ref ssa.Instruction) bool {
		_, ok := ref.(*ssa.Return)
		return ok
	})
}

func reachable(v ssa.Value, depth int) bool {
	if depth > ir.MaxDepth {
		return true
	}
	switch x := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
		return true
	case *ssa.MakeMap, *ssa.MakeSlice:
		return isReturned(x)
	case *ssa.UnOp:
		return x.Op == token.MUL && reachable(x.X, depth+1)
	case *ssa.FieldAddr:
		return reachable(x.X, depth+1)
	case *ssa.IndexAddr:
		return reachable(x.X, depth+1)
	case *ssa.Field:
		return reachable(x.X, depth+1)
	case *ssa.Lookup:
		return reachable(x.X, depth+1)
	case *ssa.Extract:
		if next, ok := x.Tuple.(*ssa.Next); ok {
			return reachable(next.Iter.(*ssa.Range).X, depth+1)
		}
		if l, ok := x.Tuple.(*ssa.Lookup); ok {
			return reachable(l.X, depth+1)
		}
	case *ssa.TypeAssert:
		return reachable(x.X, depth+1)
	case *ssa.Phi:
		return slices.ContainsFunc(x.Edges, func(e ssa.Value) bool { return e != v && reachable(e, depth+8) })
	case *ssa.Alloc:
		whole := ir.WholeStore(x)
		return whole != nil && reachable(whole, depth+1)
	}
	return false
}

// KeepsHere reports whether what is stored at an address stays in the function: it
// is a variable, or part of one that nobody else can reach.
func (m *Memory) KeepsHere(addr ssa.Value) bool {
	if ir.IsCell(addr) {
		return true
	}
	for {
		field, ok := addr.(*ssa.FieldAddr)
		if !ok {
			break
		}
		addr = field.X
	}
	alloc, ok := addr.(*ssa.Alloc)
	return ok && alloc.Comment != "complit" && alloc.Comment != "varargs" && m.Places.isLocal(alloc)
}
