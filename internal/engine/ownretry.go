package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// Calls says what a function does with a function that it is given.
type Calls struct {
	Param int
	Style style
}

// callsOwn returns what a function of the program does with the functions that
// it is given.
func (p *Package) callsOwn(callee *ssa.Function, object *types.Func) []Calls {
	if callee == nil {
		return nil
	}
	if f := p.bySSA[callee]; f != nil {
		return f.callsParams()
	}
	if object.Pkg() == nil || object.Pkg() == p.pass.Pkg {
		return nil
	}
	if fact := p.factOf(object); fact != nil {
		return fact.Calls
	}
	return nil
}

// callsParams finds the parameters that a function calls again, and those that
// it asks whether to.
func (f *Function) callsParams() []Calls {
	var list []Calls
	for i, param := range f.ssa.Params {
		if _, ok := param.Type().Underlying().(*types.Signature); !ok {
			continue
		}
		for _, ref := range *param.Referrers() {
			call, ok := ref.(*ssa.Call)
			if !ok || call.Call.Value != param {
				continue
			}
			found := f.callsAgain(call, i)
			if len(found) > 0 {
				list = append(list, found...)
				break
			}
		}
		if s := f.keptAs(param); s != plain {
			list = append(list, Calls{i, s})
		}
	}
	return list
}

// keptAs returns what is done with a function that is put in a field, by this
// function or by an option that it returns.
func (f *Function) keptAs(v ssa.Value) style {
	for _, ref := range *v.Referrers() {
		store, ok := ref.(*ssa.Store)
		if !ok || store.Val != v {
			continue
		}
		switch addr := store.Addr.(type) {
		case *ssa.FieldAddr:
			if s := f.pkg.fieldStyle(ir.FieldVar(addr.X.Type(), addr.Field), v.Type()); s != plain {
				return s
			}
		case *ssa.Alloc: // captured by a literal
			for _, ref := range *addr.Referrers() {
				closure, ok := ref.(*ssa.MakeClosure)
				if !ok {
					continue
				}
				for _, free := range ir.CapturedAs(closure, addr) {
					for _, ref := range *free.Referrers() {
						if load, ok := ref.(*ssa.UnOp); ok {
							if s := f.keptAs(load); s != plain {
								return s
							}
						}
					}
				}
			}
		}
	}
	return plain
}

// comesBack returns a function that reports whether control gets from a block
// to another call like this one: in a loop, or by a recursion that hands the
// same function on.
func (f *Function) comesBack(call *ssa.Call, param int) func(from *ssa.BasicBlock) bool {
	return func(from *ssa.BasicBlock) bool {
		seen := make(map[*ssa.BasicBlock]bool)
		work := []*ssa.BasicBlock{from}
		for len(work) > 0 {
			b := work[len(work)-1]
			work = work[:len(work)-1]
			if seen[b] {
				continue
			}
			seen[b] = true
			if b == call.Block() {
				return true
			}
			for _, instr := range b.Instrs {
				again, ok := instr.(*ssa.Call)
				if ok && ir.Generic(again.Call.StaticCallee()) == f.ssa && again.Call.Args[param] == f.ssa.Params[param] {
					return true
				}
			}
			work = append(work, b.Succs...)
		}
		return false
	}
}

// callsAgain returns the style in which a call of a parameter is made again
// because it failed, and that of the parameter which is asked about it.
func (f *Function) callsAgain(call *ssa.Call, param int) []Calls {
	back := f.comesBack(call, param)
	var failure, done ssa.Value
	switch results := call.Call.Signature().Results(); {
	case results.Len() == 1 && ir.IsErrorType(results.At(0).Type()):
		failure = call
	case results.Len() == 2 && ir.IsErrorType(results.At(1).Type()):
		for _, ref := range *call.Referrers() {
			if x, ok := ref.(*ssa.Extract); ok && x.Index == 1 {
				failure = x
			} else if ok && ir.IsBool(x.Type()) {
				done = x
			}
		}
	}
	if failure == nil {
		return nil
	}
	failures := f.kept(failure)
	onFailure, onSuccess, ok := ir.BranchOnNil(failures, back)
	if !ok {
		return nil
	}
	if done != nil { // (done, err): an error ends it
		yes, no := ir.BranchOn(done, back)
		if !onFailure && no && !yes {
			return []Calls{{param, poller}}
		}
		return nil
	}
	if !onFailure || onSuccess || f.timesRounds(call, back) {
		return nil
	}
	calls := []Calls{{param, backoff}}
	for _, ref := range ir.Referrers(failures) {
		asked, ok := ref.(*ssa.Call)
		if !ok || !ir.IsBool(asked.Type()) {
			continue
		}
		yes, no := ir.BranchOn(asked, back)
		if field := ir.ReadField(asked.Call.Value); field != nil && yes != no {
			f.pkg.asked[field] = asks
			if no {
				f.pkg.asked[field] = asksNot
			}
			return nil
		}
		hook, ok := asked.Call.Value.(*ssa.Parameter)
		if !ok {
			return nil // the function itself decides
		}
		for i, p := range f.ssa.Params {
			if p != hook {
				continue
			}
			switch {
			case yes && !no:
				return []Calls{{i, asks}}
			case no && !yes:
				return []Calls{{i, asksNot}}
			}
			return nil
		}
	}
	return calls
}

// timesRounds reports whether a loop is left because of how long a round took: an
// error that comes at once, such as a refused signature, may then be final.
func (f *Function) timesRounds(call *ssa.Call, back func(*ssa.BasicBlock) bool) bool {
	round := make(map[*ssa.BasicBlock]bool) // that the call reaches, and that reach it
	work := slices.Clone(call.Block().Succs)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if !round[b] && back(b) {
			round[b] = true
			work = append(work, b.Succs...)
		}
	}
	for b := range round {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if ok && back(b.Succs[0]) != back(b.Succs[1]) && ir.IsDurationSince(branch.Cond, round, 0) {
			return true
		}
	}
	return false
}

// kept returns an error and what reads it from where it was put: a field, or a
// variable in memory.
func (f *Function) kept(failure ssa.Value) []ssa.Value {
	values := []ssa.Value{failure}
	for _, ref := range *failure.Referrers() {
		store, ok := ref.(*ssa.Store)
		if !ok || store.Val != failure {
			continue
		}
		to := identityAt(store.Addr, 0)
		for _, block := range f.ssa.Blocks {
			for _, instr := range block.Instrs {
				load, ok := instr.(*ssa.UnOp)
				if ok && load.Op == token.MUL && ir.IsErrorType(load.Type()) && identityAt(load.X, 0) == to {
					values = append(values, load)
				}
			}
		}
	}
	return values
}

// exportsCallers reports whether the package exports a function that calls
// another, which it is given, in a loop: a retry that the program wrote itself.
func (p *Package) exportsCallers() bool {
	if p.isStd(p.pass.Pkg) {
		return false
	}
	for _, file := range p.pass.Files {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && ir.CallsInLoop(f) {
				return true
			}
		}
	}
	return false
}

// takesFunction reports whether a function may call functions again that it is
// given.
func takesFunction(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if f, ok := v.Type().Underlying().(*types.Signature); ok && (ir.ReturnsError(f) || asks.fits(f)) {
			return true
		}
	}
	return false
}
