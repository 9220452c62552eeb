package engine

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// maxRead bounds how many values one list is read from.
const maxRead = 2000

// A reader reads a list: it follows values back to the constants that they can
// be, in whichever function of the package these are written.
type reader struct {
	home *Function // who asks
	fn   *Function // whose values are followed now
	seen map[readKey]bool
	list list
	each func(*ssa.MapUpdate) // called for what is put into a map, instead of reading it
}

type readKey struct {
	v    any
	path string
}

// listOf reads the strings to which a path leads from a value.
func (f *Function) listOf(v ssa.Value, path []step) list {
	r := &reader{home: f, fn: f, seen: make(map[readKey]bool)}
	r.value(v, path)
	return r.list
}

func (r *reader) unknown() { r.list.open = true }

// visit reports whether a value is read along a path for the first time.
func (r *reader) visit(v any, path []step) bool {
	key := make([]byte, 0, 2*len(path))
	for _, s := range path {
		key = append(key, byte(s.kind), byte(s.field))
		if s.key != nil {
			key = append(key, s.key.String()...)
		}
		key = append(key, s.answer...)
	}
	k := readKey{v, string(key)}
	if r.seen[k] {
		return false
	}
	if len(r.seen) == maxRead {
		r.unknown()
		return false
	}
	r.seen[k] = true
	return true
}

// in goes on in another function of the package.
func (r *reader) in(fn *Function, read func()) {
	if fn == nil {
		r.unknown()
		return
	}
	before := r.fn
	r.fn = fn
	read()
	r.fn = before
}

// value reads what v holds.
func (r *reader) value(v ssa.Value, path []step) {
	if !r.visit(v, path) {
		return
	}
	switch x := v.(type) {
	case *ssa.Const:
		r.constant(x, path)
	case *ssa.MakeInterface:
		r.value(x.X, path)
	case *ssa.ChangeType:
		r.value(x.X, path)
	case *ssa.ChangeInterface:
		r.value(x.X, path)
	case *ssa.Convert:
		r.value(x.X, path)
	case *ssa.TypeAssert:
		r.value(x.X, path)
	case *ssa.Slice:
		r.value(x.X, path)
	case *ssa.Phi:
		for _, edge := range x.Edges {
			r.value(edge, path)
		}
	case *ssa.Parameter:
		r.parameter(x, path)
	case *ssa.FreeVar:
		r.captured(x, path)
	case *ssa.Alloc, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Global:
		r.at(x, path)
	case *ssa.MakeSlice:
		r.contents(x, path)
	case *ssa.MakeMap:
		r.updates(x, path)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			r.load(x, path)
		} else {
			r.unknown()
		}
	case *ssa.Field:
		r.value(x.X, prepend(step{kind: stepField, field: x.Field}, path))
	case *ssa.Index:
		r.value(x.X, prepend(step{kind: stepElem}, path))
	case *ssa.Lookup:
		r.lookup(x, path)
	case *ssa.Extract:
		r.extract(x, path)
	case *ssa.Call:
		r.call(x, path)
	case *ssa.MakeClosure:
		r.value(x.Fn, path)
	case *ssa.Function:
		if r.list.funcs = append(r.list.funcs, x); len(path) > 0 {
			r.unknown()
		}
	default:
		r.unknown()
	}
}

func prepend(s step, path []step) []step { return append([]step{s}, path...) }

func (r *reader) constant(c *ssa.Const, path []step) {
	switch {
	case c.Value == nil: // nothing is in it
	case len(path) == 0 && c.Value.Kind() == constant.String:
		r.list.values = append(r.list.values, listed{value: constant.StringVal(c.Value)})
	default:
		r.unknown()
	}
}

// put reads a value at the place where it is put into what holds it: there its
// expression is.
func (r *reader) put(v ssa.Value, path []step, pos token.Pos) {
	if value, ok := ir.ConstString(v); ok && len(path) == 0 {
		r.list.values = append(r.list.values, listed{value: value, expr: r.fn.syntax().elements[pos]})
		return
	}
	r.value(v, path)
}

// at reads what is kept at an address.
func (r *reader) at(addr ssa.Value, path []step) {
	switch x := addr.(type) {
	case *ssa.Global:
		r.global(x, path)
	case *ssa.FieldAddr:
		r.field(x, path)
	case *ssa.IndexAddr:
		if array, ok := x.X.(*ssa.Alloc); ok && ir.IsConstant(x.Index) && len(path) == 0 {
			r.element(array, x)
			return
		}
		r.value(x.X, prepend(step{kind: stepElem}, path))
	default:
		r.contents(addr, path)
	}
}

// element reads one element of an array that is filled here.
func (r *reader) element(array *ssa.Alloc, at *ssa.IndexAddr) {
	for addr, store := range ir.Elements(array) {
		if ir.SameValue(addr.Index, at.Index) {
			r.put(store.Val, nil, store.Pos())
		}
	}
}

// contents reads all that this function stores at an address, or in the parts of
// what is there.
func (r *reader) contents(addr ssa.Value, path []step) {
	if addr.Referrers() == nil {
		r.unknown()
		return
	}
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr {
				r.put(ref.Val, path, ref.Pos())
			}
		case *ssa.IndexAddr:
			if ref.X == addr && len(path) > 0 && path[0].kind == stepElem {
				r.stored(ref, path[1:])
			}
		case *ssa.FieldAddr:
			if ref.X == addr && len(path) > 0 && path[0] == (step{kind: stepField, field: ref.Field}) {
				r.contents(ref, path[1:])
			}
		}
	}
}

// stored reads the element at an index.
func (r *reader) stored(addr *ssa.IndexAddr, path []step) {
	if array, ok := addr.X.(*ssa.Alloc); ok && array.Comment == "varargs" && len(path) == 0 {
		for _, ref := range *addr.Referrers() {
			if store, ok := ref.(*ssa.Store); ok && store.Addr == addr {
				if value, ok := ir.ConstString(store.Val); ok {
					r.list.values = append(r.list.values, listed{value: value, expr: r.fn.vararg(array, addr)})
				} else {
					r.value(store.Val, nil)
				}
			}
		}
		return
	}
	r.contents(addr, path)
}

// updates reads a map that is made here.
func (r *reader) updates(m ssa.Value, path []step) {
	if len(path) == 0 || m.Referrers() == nil {
		r.unknown()
		return
	}
	for _, ref := range *m.Referrers() {
		if update, ok := ref.(*ssa.MapUpdate); ok && update.Map == m {
			r.update(update, path)
		}
	}
}

func (r *reader) update(u *ssa.MapUpdate, path []step) {
	first, rest := path[0], path[1:]
	if r.each != nil {
		r.each(u)
		return
	}
	switch first.kind {
	case stepKey:
		if !r.answers(u.Value, first) {
			return
		}
		if c, ok := u.Value.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Bool && !constant.BoolVal(c.Value) {
			return // it is said not to be in
		}
		if value, ok := ir.ConstString(u.Key); ok && len(rest) == 0 {
			r.list.values = append(r.list.values, listed{value: value, expr: r.fn.syntax().keys[u.Pos()]})
			return
		}
		r.value(u.Key, rest)
	case stepElem:
		if key, ok := u.Key.(*ssa.Const); ok && first.key != nil && !ir.SameValue(key, first.key) {
			return
		}
		r.put(u.Value, rest, u.Pos())
	}
}

// load reads what is loaded from an address.
func (r *reader) load(load *ssa.UnOp, path []step) {
	switch addr := load.X.(type) {
	case *ssa.Alloc:
		if ver := r.fn.memory.load(load); ver != nil {
			r.version(ver, addr, path)
			return
		}
		r.contents(addr, path)
	case *ssa.FreeVar:
		r.captured(addr, path)
	case *ssa.Global, *ssa.FieldAddr, *ssa.IndexAddr:
		r.at(addr, path)
	default:
		r.value(addr, path) // a pointer is what it points to
	}
}

// version reads what a variable holds between two writes.
func (r *reader) version(v *version, cell *ssa.Alloc, path []step) {
	if v = v.resolve(); !r.visit(v, path) {
		return
	}
	switch v.kind {
	case stored:
		r.put(v.value, path, token.NoPos)
	case merged:
		for _, op := range v.ops {
			r.version(op, cell, path)
		}
	case initial:
		r.contents(cell, path) // an array or a struct is filled part by part
	default:
		r.unknown()
	}
}

func (r *reader) lookup(l *ssa.Lookup, path []step) {
	if _, ok := l.X.Type().Underlying().(*types.Map); !ok {
		r.unknown() // a byte of a string
		return
	}
	key, _ := l.Index.(*ssa.Const)
	r.value(l.X, prepend(step{kind: stepElem, key: key}, path))
}

func (r *reader) extract(x *ssa.Extract, path []step) {
	switch tuple := x.Tuple.(type) {
	case *ssa.Lookup:
		if x.Index == 0 {
			r.lookup(tuple, path)
			return
		}
	case *ssa.TypeAssert:
		if x.Index == 0 {
			r.value(tuple.X, path)
			return
		}
	case *ssa.Next:
		if x.Index > 0 && !tuple.IsString {
			kind := stepKey
			if x.Index == 2 {
				kind = stepElem
			}
			r.value(tuple.Iter.(*ssa.Range).X, prepend(step{kind: kind}, path))
			return
		}
	case *ssa.Call:
		r.results(tuple, x.Index, path)
		return
	}
	r.unknown()
}
