// Package assertion judges type assertions to the SDK's error: which cannot
// hold, and where the nil of a failed one leaves as an error that is not nil.
package assertion

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Leak is the nil pointer of a failed assertion on its way out of a function
// as an error: it is not nil any more, and the error asserted is lost.
type Leak struct {
	Assert ssa.Instruction // the assertion, or the call of errors.As
	From   ssa.Value       // the error that was asserted
	At     ssa.Instruction // the return, or the call that is given it
	Index  int             // of the result, or of the argument
	Blind  bool            // nothing asks whether the assertion held: the pointer may be nil
}

// Leaks returns the leaks of a function. isError reports whether a type is the
// SDK's error, isAs whether a call is one of errors.As, asType whether a function
// gives an error as a certain type and tells whether it is one.
func Leaks(f *ssa.Function, isError func(types.Type) bool, isAs func(*ssa.CallCommon) bool, asType func(*ssa.Function) bool) []Leak {
	var found []Leak
	for _, block := range f.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.TypeAssert:
				if x.CommaOk && isError(x.AssertedType) && isPointer(x.AssertedType) {
					value, ok := extracts(x)
					found = append(found, leaksOf(x, x.X, value, ok)...)
				}
			case *ssa.Call:
				if tuple, ok := x.Type().(*types.Tuple); ok && asType(x.Call.StaticCallee()) && isError(tuple.At(0).Type()) && isPointer(tuple.At(0).Type()) {
					value, ok := extracts(x)
					found = append(found, leaksOf(x, x.Call.Args[0], value, ok)...)
				}
				if cell := target(x, isError, isAs); cell != nil {
					found = append(found, leaksOf(x, x.Call.Args[0], cell, x)...)
				}
			}
		}
	}
	return found
}

// extracts returns the results of an assertion that the function uses.
func extracts(x ssa.Value) (value, ok ssa.Value) {
	for _, ref := range *x.Referrers() {
		if e, isExtract := ref.(*ssa.Extract); isExtract {
			if e.Index == 0 {
				value = e
			} else {
				ok = e
			}
		}
	}
	return value, ok
}

// target returns the variable that a call of errors.As fills, if it is the SDK's
// typed error and nothing else fills it.
func target(call *ssa.Call, isError func(types.Type) bool, isAs func(*ssa.CallCommon) bool) ssa.Value {
	if !isAs(&call.Call) || len(call.Call.Args) != 2 {
		return nil
	}
	m, ok := call.Call.Args[1].(*ssa.MakeInterface)
	if !ok {
		return nil
	}
	cell, ok := m.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	p, ok := cell.Type().Underlying().(*types.Pointer)
	if !ok || !isPointer(p.Elem()) || !isError(p.Elem()) {
		return nil
	}
	uses := 0
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.DebugRef:
		case *ssa.MakeInterface:
			uses += len(*ref.Referrers())
		default:
			return nil // written elsewhere, or captured
		}
	}
	if uses != 1 {
		return nil
	}
	return cell
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// leaksOf walks the ways on which the assertion failed to where its nil is
// returned as an error.
func leaksOf(assert ssa.Instruction, from, value, ok ssa.Value) []Leak {
	if value == nil || value.Referrers() == nil {
		return nil
	}
	w := &walk{value: value, ok: ok, seen: make(map[state]bool)}
	blind := isBlind(assert, from, value, ok)
	w.decided = blind
	w.block(assert.Block(), nil, assert)
	var found []Leak
	for _, l := range w.leaks {
		l.Assert, l.From, l.Blind = assert, from, blind
		found = append(found, l)
	}
	return found
}

// isBlind reports whether nothing tells if an assertion holds: neither its answer
// nor its pointer is asked, and no condition before asked the error for more than
// whether it is nil.
func isBlind(assert ssa.Instruction, from, value, ok ssa.Value) bool {
	if ok != nil && ok.Referrers() != nil && len(*ok.Referrers()) > 0 || asked(value) {
		return false
	}
	for b := assert.Block(); b.Idom() != nil; b = b.Idom() {
		last := b.Idom().Instrs
		if branch, isIf := last[len(last)-1].(*ssa.If); isIf && asksMore(branch.Cond, from, 0) {
			return false
		}
	}
	return true
}

// asked reports whether a pointer, or what a variable of it holds, is compared
// with anything.
func asked(value ssa.Value) bool {
	for _, ref := range *value.Referrers() {
		switch ref := ref.(type) {
		case *ssa.BinOp:
			return true
		case *ssa.UnOp:
			if asked(ref) {
				return true
			}
		case *ssa.Phi:
			return true // it may be another pointer then
		}
	}
	return false
}

// asksMore reports whether a condition is made of an error in another way than by
// comparing it with nil.
func asksMore(cond ssa.Value, err ssa.Value, depth int) bool {
	if cond == err || depth > 4 {
		return true
	}
	if cmp, ok := cond.(*ssa.BinOp); ok && (isNil(cmp.X) || isNil(cmp.Y)) {
		return false
	}
	instr, ok := cond.(ssa.Instruction)
	if !ok {
		return false
	}
	for _, op := range instr.Operands(nil) {
		if *op != nil && asksMore(*op, err, depth+1) {
			return true
		}
	}
	return false
}

// A walk follows control from a failed assertion.
type walk struct {
	value, ok ssa.Value // ok may be nil: then comparisons of value with nil tell
	seen      map[state]bool
	decided   bool // a condition told that the assertion failed
	leaks     []Leak
}

// A state is where a walk was, and what it knew.
type state struct {
	from, block *ssa.BasicBlock
	decided     bool
}

// block walks a block that control enters from another; after is the instruction
// after which it begins, or nil.
func (w *walk) block(b, from *ssa.BasicBlock, after ssa.Instruction) {
	if at := (state{from, b, w.decided}); w.seen[at] {
		return
	} else {
		w.seen[at] = true
	}
	started := after == nil
	for _, instr := range b.Instrs {
		if !started {
			started = instr == after
			continue
		}
		switch instr := instr.(type) {
		case ssa.CallInstruction:
			w.calls(instr, from)
		case *ssa.If:
			w.branch(instr, from)
			return
		case *ssa.Return:
			w.returns(instr, from)
			return
		case *ssa.Panic:
			return
		}
		if instr == after { // round a loop: another assertion
			return
		}
	}
	for _, next := range b.Succs {
		w.block(next, b, nil)
	}
}

func (w *walk) branch(branch *ssa.If, from *ssa.BasicBlock) {
	b := branch.Block()
	holds, known := w.condition(branch.Cond, from)
	if known {
		decided := w.decided
		w.decided = true
		next := b.Succs[1]
		if holds {
			next = b.Succs[0]
		}
		w.block(next, b, nil)
		w.decided = decided
		return
	}
	for _, next := range b.Succs {
		w.block(next, b, nil)
	}
}

// condition returns what a condition is where the assertion failed.
func (w *walk) condition(cond ssa.Value, from *ssa.BasicBlock) (holds, known bool) {
	if w.ok != nil && cond == w.ok {
		return false, true
	}
	switch x := cond.(type) {
	case *ssa.UnOp:
		if x.Op == token.NOT {
			holds, known = w.condition(x.X, from)
			return !holds, known
		}
	case *ssa.BinOp:
		if (x.Op == token.EQL || x.Op == token.NEQ) && (isNil(x.Y) && w.isValue(x.X, from) || isNil(x.X) && w.isValue(x.Y, from)) {
			return x.Op == token.EQL, true
		}
	case *ssa.Phi:
		if edge := edgeOf(x, from); edge != nil {
			return w.condition(edge, nil)
		}
	case *ssa.Const:
		if x.Value != nil && x.Value.Kind() == constant.Bool {
			return constant.BoolVal(x.Value), true
		}
	}
	return false, false
}

// isValue reports whether a value is the pointer that the assertion gave.
func (w *walk) isValue(v ssa.Value, from *ssa.BasicBlock) bool {
	if v == w.value {
		return true
	}
	switch x := v.(type) {
	case *ssa.UnOp: // of the variable that errors.As fills
		return x.Op == token.MUL && x.X == w.value
	case *ssa.Phi:
		edge := edgeOf(x, from)
		return edge != nil && edge != v && w.isValue(edge, nil)
	}
	return false
}

// edgeOf returns what a phi is where control came from a block.
func edgeOf(phi *ssa.Phi, from *ssa.BasicBlock) ssa.Value {
	for i, pred := range phi.Block().Preds {
		if pred == from {
			return phi.Edges[i]
		}
	}
	return nil
}

// returns notes a return of the pointer as an error.
func (w *walk) returns(ret *ssa.Return, from *ssa.BasicBlock) {
	if !w.decided {
		return
	}
	for i, result := range ret.Results {
		v := result
		if phi, ok := v.(*ssa.Phi); ok && phi.Block() == ret.Block() {
			if edge := edgeOf(phi, from); edge != nil {
				v = edge
			}
		}
		if m, ok := v.(*ssa.MakeInterface); ok && w.isValue(m.X, from) {
			w.leaks = append(w.leaks, Leak{At: ret, Index: i})
		}
	}
}

// calls notes a call that is given the pointer as an error.
func (w *walk) calls(call ssa.CallInstruction, from *ssa.BasicBlock) {
	if !w.decided {
		return
	}
	for i, arg := range call.Common().Args {
		if m, ok := arg.(*ssa.MakeInterface); ok && isErrorInterface(m.Type()) && w.isValue(m.X, from) {
			w.leaks = append(w.leaks, Leak{At: call, Index: i})
		}
	}
}

// isErrorInterface reports whether a type is an interface of errors.
func isErrorInterface(t types.Type) bool {
	return types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}
