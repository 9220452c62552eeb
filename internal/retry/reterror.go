package retry

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// noteRetryErrors notes the types of this package that a function gets from functions
// which it calls again, and of which a field decides whether it does. A type of which
// one loop is not understood is none.
func noteRetryErrors(f *program.Function) {
	for _, param := range f.SSA.Params {
		sig, ok := param.Type().Underlying().(*types.Signature)
		if !ok || !ir.MayReturnRetryError(sig) {
			continue
		}
		t := ir.LastResult(sig)
		object := ir.Deref(t).(*types.Named).Obj()
		if object.Pkg() != f.Pkg.Pass.Pkg {
			continue
		}
		for _, ref := range *param.Referrers() {
			call, ok := ref.(*ssa.Call)
			if !ok || call.Call.Value != param {
				continue
			}
			back := func(b *ssa.BasicBlock) bool { return b == call.Block() || ir.Reaches(b, call.Block()) }
			if !slices.ContainsFunc(call.Block().Succs, back) {
				continue
			}
			found := decidedBy(f, call, back, t)
			if old, ok := f.Pkg.RetryErrors[object]; ok && (old == nil || found == nil || *old != *found) {
				found = nil
			}
			f.Pkg.NoteRetryError(object, found)
		}
	}
}

// decidedBy returns how a field of what the call returns decides whether the call is
// made again; nil if anything else may decide it, too.
func decidedBy(f *program.Function, call *ssa.Call, back func(*ssa.BasicBlock) bool, t types.Type) *facts.RetryError {
	result := ir.ResultOf(call, call.Call.Signature().Results().Len()-1)
	if result == nil || timesRounds(f, call, back) {
		return nil
	}
	l := &retryLoop{f: f, call: call, back: back, result: result, made: madeOf(call)}
	l.decides = facts.RetryError{Pointer: ir.IsPointer(t), Field: -1, Error: -1}
	l.again, l.nils = make(map[*ssa.BasicBlock]*ssa.BasicBlock), make(map[*ssa.BasicBlock]*ssa.BasicBlock)
	if l.changes() || !l.conditions() || l.decides.Field < 0 || l.passesBy() || !l.leavesWithError() {
		return nil
	}
	return &l.decides
}

// A retryLoop is a loop that calls a function for a struct which tells whether to
// call it again.
type retryLoop struct {
	f       *program.Function
	call    *ssa.Call
	back    func(*ssa.BasicBlock) bool
	result  ssa.Value
	made    map[ssa.Value]bool // of the result
	decides facts.RetryError
	again   map[*ssa.BasicBlock]*ssa.BasicBlock // from where the field is asked to where the call may be made again
	nils    map[*ssa.BasicBlock]*ssa.BasicBlock // from where the error is asked for to where there is none
	finals  []*ssa.BasicBlock                   // where it is not
}

// madeOf returns the values that are made of what a call returns, of all of it or a
// part. How long to wait tells nothing of an error.
func madeOf(call *ssa.Call) map[ssa.Value]bool {
	made := make(map[ssa.Value]bool)
	for work := []ssa.Value{call}; len(work) > 0; {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if made[v] || v.Referrers() == nil || ir.IsTimeChannel(v.Type()) {
			continue
		}
		made[v] = true
		for _, ref := range *v.Referrers() {
			if store, ok := ref.(*ssa.Store); ok {
				work = append(work, ir.RootOf(store.Addr))
			} else if next, ok := ref.(ssa.Value); ok {
				work = append(work, next)
			}
		}
	}
	return made
}

// field returns the field of the result that a value is.
func (l *retryLoop) field(v ssa.Value) (field int, ok bool) {
	switch x := v.(type) {
	case *ssa.Field:
		return x.Field, x.X == l.result
	case *ssa.UnOp:
		addr, ok := x.X.(*ssa.FieldAddr)
		return fieldOf(addr), ok && x.Op == token.MUL && l.isResult(addr.X)
	}
	return 0, false
}

func fieldOf(addr *ssa.FieldAddr) int {
	if addr == nil {
		return 0
	}
	return addr.Field
}

// isResult reports whether a pointer is the result, or points to the variable that
// holds it.
func (l *retryLoop) isResult(v ssa.Value) bool {
	alloc, ok := v.(*ssa.Alloc)
	return v == l.result || ok && len(storesTo(alloc)) == 1 && storesTo(alloc)[0].Val == l.result
}

// storesTo returns what stores to a variable as a whole.
func storesTo(alloc *ssa.Alloc) (stores []*ssa.Store) {
	for _, ref := range *alloc.Referrers() {
		if store, ok := ref.(*ssa.Store); ok && store.Addr == alloc {
			stores = append(stores, store)
		}
	}
	return stores
}

// changes reports whether the result may be changed: a field is stored to, or a
// function is given its address.
func (l *retryLoop) changes() bool {
	for _, block := range l.f.SSA.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.FieldAddr:
				if l.isResult(x.X) && !onlyLoaded(x) {
					return true
				}
			case ssa.CallInstruction:
				for _, arg := range x.Common().Args {
					if ir.IsPointer(arg.Type()) && l.isResult(arg) {
						return true
					}
				}
			case *ssa.Store:
				if ir.IsPointer(x.Val.Type()) && l.isResult(x.Val) {
					return true
				}
			case *ssa.MakeClosure:
				for _, binding := range x.Bindings {
					if l.isResult(binding) {
						return true
					}
				}
			}
		}
	}
	return false
}

// onlyLoaded reports whether an address is used for nothing but reads.
func onlyLoaded(addr ssa.Value) bool {
	for _, ref := range *addr.Referrers() {
		if load, ok := ref.(*ssa.UnOp); !ok || load.Op != token.MUL {
			return false
		}
	}
	return true
}

// conditions looks at every condition that is made of the result; it reports whether
// one field decides, and else only whether there is an error is asked.
func (l *retryLoop) conditions() bool {
	for _, block := range l.f.SSA.Blocks {
		branch, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if ok && l.made[branch.Cond] && !l.condition(branch) {
			return false
		}
	}
	return true
}

func (l *retryLoop) condition(branch *ssa.If) bool {
	cond, yes, no := branch.Cond, branch.Block().Succs[0], branch.Block().Succs[1]
	for {
		not, ok := cond.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			break
		}
		cond, yes, no = not.X, no, yes
	}
	left := !l.back(yes) && !l.back(no) // it only decides what is returned
	if cmp, ok := cond.(*ssa.BinOp); ok && l.asksForError(cmp) {
		if cmp.Op == token.EQL {
			yes, no = no, yes
		}
		l.nils[branch.Block()] = no
		return !l.back(no)
	}
	field, ok := l.field(cond)
	if left || !ok || l.back(yes) == l.back(no) {
		return left
	}
	return l.decide(branch.Block(), field, yes, no)
}

// decide notes the field that decides, and where it does; it reports whether there is
// no other, and none that decides otherwise.
func (l *retryLoop) decide(at *ssa.BasicBlock, field int, yes, no *ssa.BasicBlock) bool {
	final := l.back(no)
	if l.decides.Field >= 0 && (l.decides.Field != field || l.decides.Final != final) {
		return false
	}
	if final {
		yes, no = no, yes
	}
	l.decides.Field, l.decides.Final = field, final
	l.again[at], l.finals = yes, append(l.finals, no)
	return true
}

// asksForError reports whether a comparison asks whether there is an error: the
// result, or its field, is not nil.
func (l *retryLoop) asksForError(cmp *ssa.BinOp) bool {
	if !ir.IsNil(cmp.Y) || cmp.Op != token.EQL && cmp.Op != token.NEQ {
		return false
	}
	if l.isLast(cmp.X, make(map[*ssa.Phi]bool)) {
		return true
	}
	field, ok := l.field(cmp.X)
	if !ok || l.decides.Error >= 0 && l.decides.Error != field {
		return false
	}
	l.decides.Error, l.decides.Asked = field, true
	return true
}

// isLast reports whether a pointer is the result, or that of the last round, if there
// was one.
func (l *retryLoop) isLast(v ssa.Value, seen map[*ssa.Phi]bool) bool {
	phi, ok := v.(*ssa.Phi)
	if !ok {
		return v == l.result || ir.IsNil(v)
	}
	if seen[phi] {
		return true
	}
	seen[phi] = true
	return !slices.ContainsFunc(phi.Edges, func(e ssa.Value) bool { return !l.isLast(e, seen) })
}

// passesBy reports whether the call is made again on a way on which the field was not
// asked.
func (l *retryLoop) passesBy() bool {
	seen := make(map[*ssa.BasicBlock]bool)
	work := []*ssa.BasicBlock{l.call.Block()}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		for _, succ := range b.Succs {
			if succ == l.call.Block() && l.again[b] != succ {
				return true
			}
			if !seen[succ] && l.again[b] != succ {
				seen[succ] = true
				work = append(work, succ)
			}
		}
	}
	return false
}

// leavesWithError reports whether the function returns the error, or what is made of
// it, wherever the field ends the loop, and success can be told.
func (l *retryLoop) leavesWithError() bool {
	seen := make(map[*ssa.BasicBlock]bool)
	returned := make(map[int]bool) // fields; -1: what is made of the result
	for work := slices.Clone(l.finals); len(work) > 0; {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[b] {
			continue
		}
		seen[b] = true
		for _, succ := range b.Succs {
			if l.nils[b] != succ {
				work = append(work, succ)
			}
		}
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		if len(ret.Results) == 0 || !l.made[ret.Results[len(ret.Results)-1]] {
			return false
		}
		field, ok := l.field(ret.Results[len(ret.Results)-1])
		if !ok {
			field = -1
		}
		returned[field] = true
	}
	if len(returned) == 1 && l.decides.Error < 0 {
		for field := range returned {
			l.decides.Error = field // the error as it is, which is nil on success
		}
	}
	return l.decides.Pointer || l.decides.Error >= 0
}
