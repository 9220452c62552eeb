package value

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
)

// maxRead bounds how many values one list is read from.
const maxRead = 2000

// A Reader reads a list: it follows values back to the constants that they can
// be, in whichever function of the package these are written.
type Reader struct {
	Home *program.Function // who asks
	Fn   *program.Function // whose values are followed now
	Seen map[ReadKey]bool
	via  *callString // how it got into Fn, nil where any call may have led there
	List List

	strings map[callString]*callString // all that were made

	uses    map[ssa.Value][]use     // of maps that are filled
	indexes map[ssa.Instruction]int // in their blocks

	Each func(*ssa.MapUpdate) // called for what is put into a map, instead of reading it

	eachRow func(*ssa.IndexAddr) // called for where an element is stored, instead of reading it
}

// A ReadKey is a value and the path below it that a reader has read, and by which
// calls it came there.
type ReadKey struct {
	v    any
	path string
	via  *callString
}

// ListOf reads the strings to which a path leads from a value.
func ListOf(f *program.Function, v ssa.Value, path []Step) List {
	r := &Reader{Home: f, Fn: f, Seen: make(map[ReadKey]bool)}
	r.Value(v, path)
	return r.List
}

// Unknown makes the list open: a string in it is not known.
func (r *Reader) Unknown() { r.List.Open = true }

// oneOf notes that what is read now is one of n things.
func (r *Reader) oneOf(n int) { r.List.May = r.List.May || n > 1 }

// loops counts the edges into a block on which control comes back to it: what a
// loop adds to a list is in it with what was there before.
func loops(block *ssa.BasicBlock) int {
	n := 0
	for _, pred := range block.Preds {
		if block.Dominates(pred) {
			n++
		}
	}
	return n
}

// visit reports whether a value is read along a path for the first time.
func (r *Reader) visit(v any, path []Step) bool {
	key := make([]byte, 0, 2*len(path))
	for _, s := range path {
		key = append(key, byte(s.Kind), byte(s.field))
		if s.key != nil {
			key = append(key, s.key.String()...)
		}
		key = append(key, s.Answer...)
		key = append(key, byte(program.IndexOfBool(s.all)))
	}
	k := ReadKey{v: v, path: string(key)}
	if _, shared := v.(*types.Var); !shared { // a field or a package variable is the same for all calls
		k.via = r.via
	}
	if r.Seen[k] {
		return false
	}
	if len(r.Seen) == maxRead {
		r.Unknown()
		return false
	}
	r.Seen[k] = true
	return true
}

// in goes on in another function of the package, whichever calls led there.
func (r *Reader) in(fn *program.Function, read func()) { r.by(nil, fn, read) }

func (r *Reader) by(via *callString, fn *program.Function, read func()) {
	if fn == nil {
		r.Unknown()
		return
	}
	before, from := r.Fn, r.via
	r.Fn, r.via = fn, via
	read()
	r.Fn, r.via = before, from
}

// Value reads what v holds.
func (r *Reader) Value(v ssa.Value, path []Step) {
	if !r.visit(v, path) {
		return
	}
	if ir.IsMap(v.Type()) {
		r.updates(v, path)
	}
	switch x := v.(type) {
	case *ssa.Const:
		r.constant(x, path)
	case *ssa.MakeInterface:
		r.Value(x.X, path)
	case *ssa.ChangeType:
		r.Value(x.X, path)
	case *ssa.ChangeInterface:
		r.Value(x.X, path)
	case *ssa.Convert:
		r.Value(x.X, path)
	case *ssa.TypeAssert:
		r.Value(x.X, path)
	case *ssa.Slice:
		r.Value(x.X, path)
	case *ssa.Phi:
		r.oneOf(len(x.Edges) - loops(x.Block()))
		for _, edge := range x.Edges {
			r.Value(edge, path)
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
	case *ssa.UnOp:
		if x.Op == token.MUL {
			r.load(x, path)
		} else {
			r.Unknown()
		}
	case *ssa.Field:
		r.Value(x.X, prepend(Step{Kind: stepField, field: x.Field}, path))
	case *ssa.Index:
		r.Value(x.X, prepend(Step{Kind: StepElem}, path))
	case *ssa.Lookup:
		r.lookup(x, path)
	case *ssa.Extract:
		r.extract(x, path)
	case *ssa.Call:
		r.call(x, path)
	case *ssa.MakeClosure:
		r.Value(x.Fn, path)
	case *ssa.Function:
		if r.List.Funcs = append(r.List.Funcs, x); len(path) > 0 {
			r.Unknown()
		}
	default:
		r.Unknown()
	}
}

func prepend(s Step, path []Step) []Step { return append([]Step{s}, path...) }

func (r *Reader) constant(c *ssa.Const, path []Step) {
	switch {
	case c.Value == nil: // nothing is in it
	case len(path) == 0 && c.Value.Kind() == constant.String:
		r.List.Values = append(r.List.Values, Listed{Value: constant.StringVal(c.Value)})
	default:
		r.Unknown()
	}
}

// put reads a value at the place where it is put into what holds it: there its
// expression is.
func (r *Reader) put(v ssa.Value, path []Step, by ssa.Instruction) {
	if value, ok := ir.ConstString(v); ok && len(path) == 0 {
		l := Listed{Value: value, Put: by}
		if by != nil {
			l.Expr = r.Fn.Syntax().Elements[by.Pos()]
		}
		r.List.Values = append(r.List.Values, l)
		return
	}
	r.Value(v, path)
}

// at reads what is kept at an address.
func (r *Reader) at(addr ssa.Value, path []Step) {
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
		r.Value(x.X, prepend(Step{Kind: StepElem}, path))
	default:
		r.contents(addr, path)
	}
}

// element reads one element of an array that is filled here.
func (r *Reader) element(array *ssa.Alloc, at *ssa.IndexAddr) {
	for addr, store := range ir.Elements(array) {
		if ir.SameValue(addr.Index, at.Index) {
			r.put(store.Val, nil, store)
		}
	}
}

// contents reads all that this function stores at an address, or in the parts of
// what is there.
func (r *Reader) contents(addr ssa.Value, path []Step) {
	if addr.Referrers() == nil {
		r.Unknown()
		return
	}
	stored := 0
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr {
				stored++
				r.put(ref.Val, path, ref)
			}
		case *ssa.IndexAddr:
			if ref.X == addr && len(path) > 0 && path[0].Kind == StepElem {
				r.stored(ref, path[1:])
			}
		case *ssa.FieldAddr:
			if ref.X == addr && len(path) > 0 && path[0] == (Step{Kind: stepField, field: ref.Field}) {
				r.contents(ref, path[1:])
			}
		}
	}
	r.oneOf(stored)
}

// stored reads the element at an index.
func (r *Reader) stored(addr *ssa.IndexAddr, path []Step) {
	if r.eachRow != nil {
		r.eachRow(addr)
		return
	}
	if array, ok := addr.X.(*ssa.Alloc); ok && array.Comment == "varargs" && len(path) == 0 {
		for _, ref := range *addr.Referrers() {
			if store, ok := ref.(*ssa.Store); ok && store.Addr == addr {
				if value, ok := ir.ConstString(store.Val); ok {
					r.List.Values = append(r.List.Values, Listed{Value: value, Expr: vararg(r.Fn, array, addr), Put: store})
				} else {
					r.Value(store.Val, nil)
				}
			}
		}
		return
	}
	r.contents(addr, path)
}

// updates reads what is put into a map through a value that is the map.
func (r *Reader) updates(m ssa.Value, path []Step) { r.updated(m, m, path) }

// updated is updates for a map that is another of a type of its own.
func (r *Reader) updated(m, of ssa.Value, path []Step) {
	if len(path) == 0 {
		r.Unknown()
		return
	}
	if m.Referrers() == nil {
		return
	}
	for _, ref := range *m.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MapUpdate:
			if ref.Map == m {
				r.List.May = r.List.May || !r.sure(of, ref)
				r.update(ref, path)
			}
		case *ssa.ChangeType: // to or from a type of its own
			r.updated(ref, of, path)
		case *ssa.Call:
			r.List.May = r.List.May || takes(m, ref) || r.fills(m, ref, nil) && !r.sure(of, ref)
			r.filled(m, ref, path)
		}
	}
}

// filled reads what a call puts into a map that it is given.
func (r *Reader) filled(m ssa.Value, call *ssa.Call, path []Step) {
	callee := ir.Generic(call.Call.StaticCallee())
	if ir.IsFunc(callee, "Copy", "maps") && call.Call.Args[0] == m {
		r.Value(call.Call.Args[1], path)
		return
	}
	fn := r.Fn.Pkg.BySSA[callee]
	if fn == nil {
		r.filledElsewhere(m, call, callee, path)
		return
	}
	if !r.visit(call, path) {
		return
	}
	for i, arg := range call.Call.Args {
		if arg == m {
			r.by(r.via.then(r, call), fn, func() { r.updates(callee.Params[i], path) })
		}
	}
}

// filledElsewhere reads what a function whose body is not in sight puts into a map.
func (r *Reader) filledElsewhere(m ssa.Value, call *ssa.Call, callee *ssa.Function, path []Step) {
	if _, builtin := call.Call.Value.(*ssa.Builtin); builtin {
		return
	}
	if _, isMap := m.Type().Underlying().(*types.Map); !isMap || !slices.Contains(call.Call.Args, m) {
		return // nobody writes to a list of strings that he is given
	}
	h := r.Fn.Pkg.SummaryOf(callee)
	if h == nil || len(h.Uses) == 0 {
		if !r.onlyReads(callee) {
			r.Unknown()
		}
		return
	}
	for i := range h.Uses {
		u := &h.Uses[i]
		if u.Role != facts.Fills || u.Subject >= len(call.Call.Args) || call.Call.Args[u.Subject] != m {
			continue
		}
		if len(path) != 1 || path[0].Kind != StepKey || path[0].Answer != "" || u.Pattern.Open {
			r.Unknown()
			continue
		}
		r.List.May = r.List.May || u.Pattern.May
		r.stringsOf(call, u)
	}
}

// onlyReads reports whether a function puts nothing into what it is given.
func (r *Reader) onlyReads(callee *ssa.Function) bool {
	if callee == nil {
		return false
	}
	object, ok := callee.Object().(*types.Func)
	return ok && (relevance.IsNeutralFunc(object) || r.Fn.Pkg.IsQuiet(object))
}

func (r *Reader) update(u *ssa.MapUpdate, path []Step) {
	first, rest := path[0], path[1:]
	if r.Each != nil {
		r.Each(u)
		return
	}
	switch first.Kind {
	case StepKey:
		if !r.answers(u.Value, first) {
			return
		}
		if c, ok := u.Value.(*ssa.Const); ok && !first.all && c.Value != nil && c.Value.Kind() == constant.Bool && !constant.BoolVal(c.Value) {
			return // it is said not to be in
		}
		if value, ok := ir.ConstString(u.Key); ok && len(rest) == 0 {
			r.List.Values = append(r.List.Values, Listed{Value: value, Expr: r.Fn.Syntax().Keys[u.Pos()], Put: u})
			return
		}
		r.Value(u.Key, rest)
	case StepElem:
		if key, ok := u.Key.(*ssa.Const); ok && first.key != nil && !ir.SameValue(key, first.key) {
			return
		}
		r.put(u.Value, rest, u)
	}
}

// load reads what is loaded from an address.
func (r *Reader) load(load *ssa.UnOp, path []Step) {
	switch addr := load.X.(type) {
	case *ssa.Alloc:
		if ver := r.Fn.Memory.Load(load); ver != nil {
			r.version(ver, addr, path)
			return
		}
		r.contents(addr, path)
	case *ssa.FreeVar:
		r.captured(addr, path)
	case *ssa.Global, *ssa.FieldAddr, *ssa.IndexAddr:
		r.at(addr, path)
	default:
		r.Value(addr, path) // a pointer is what it points to
	}
}

// version reads what a variable holds between two writes.
func (r *Reader) version(v *program.Version, cell *ssa.Alloc, path []Step) {
	if v = v.Resolve(); !r.visit(v, path) {
		return
	}
	switch v.Kind {
	case program.Stored:
		r.put(v.Value, path, nil)
	case program.Merged:
		r.oneOf(len(v.Ops) - loops(v.Block))
		for _, op := range v.Ops {
			r.version(op, cell, path)
		}
	case program.Initial:
		r.contents(cell, path) // an array or a struct is filled part by part
	default:
		r.Unknown()
	}
}

func (r *Reader) lookup(l *ssa.Lookup, path []Step) {
	if _, ok := l.X.Type().Underlying().(*types.Map); !ok {
		r.Unknown() // a byte of a string
		return
	}
	key, isKnown := l.Index.(*ssa.Const)
	r.List.May = r.List.May || !isKnown
	r.Value(l.X, prepend(Step{Kind: StepElem, key: key}, path))
}

func (r *Reader) extract(x *ssa.Extract, path []Step) {
	switch tuple := x.Tuple.(type) {
	case *ssa.Lookup:
		if x.Index == 0 {
			r.lookup(tuple, path)
			return
		}
	case *ssa.TypeAssert:
		if x.Index == 0 {
			r.Value(tuple.X, path)
			return
		}
	case *ssa.Next:
		if x.Index > 0 && !tuple.IsString {
			r.Value(tuple.Iter.(*ssa.Range).X, prepend(ranged(x, tuple), path))
			return
		}
	case *ssa.Call:
		if compiles(tuple) {
			r.compiled(tuple, path)
		} else {
			r.results(tuple, x.Index, path)
		}
		return
	}
	r.Unknown()
}
