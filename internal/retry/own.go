package retry

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// callsOwn returns what a function of the program does with the functions that
// it is given.
func callsOwn(p *program.Package, callee *ssa.Function, object *types.Func) []facts.Calls {
	if callee == nil {
		return nil
	}
	if f := p.BySSA[callee]; f != nil {
		return CallsParams(f)
	}
	if object == nil || object.Pkg() == nil || object.Pkg() == p.Pass.Pkg {
		return nil
	}
	if fact := p.FactOf(object); fact != nil {
		return fact.Calls
	}
	return nil
}

// CallsParams finds the parameters that a function calls again, and those that
// it asks whether to.
func CallsParams(f *program.Function) []facts.Calls {
	if f.Forward != nil {
		to := ir.Generic(f.Forward.To)
		object, _ := to.Object().(*types.Func)
		return (&facts.Summary{Calls: callsOwn(f.Pkg, to, object)}).Given(f.Forwards).Calls
	}
	var list []facts.Calls
	for i, param := range f.SSA.Params {
		sig, ok := param.Type().Underlying().(*types.Signature)
		if !ok || f.Pkg.RetryErrorOf(ir.LastResult(sig)) != nil {
			continue // a field decides, see RetryError
		}
		for _, ref := range *param.Referrers() {
			call, ok := ref.(*ssa.Call)
			if !ok || call.Call.Value != param {
				continue
			}
			found := callsAgain(f, call, i)
			if len(found) > 0 {
				list = append(list, found...)
				break
			}
		}
		if s := keptAs(f, param); s != facts.Plain {
			list = append(list, facts.Calls{Param: i, Style: s})
		}
	}
	return list
}

// keptAs returns what is done with a function that is put in a field, by this
// function or by an option that it returns.
func keptAs(f *program.Function, v ssa.Value) facts.Style {
	for _, ref := range *v.Referrers() {
		store, ok := ref.(*ssa.Store)
		if !ok || store.Val != v {
			continue
		}
		switch addr := store.Addr.(type) {
		case *ssa.FieldAddr:
			if s := fieldStyle(f.Pkg, ir.FieldVar(addr.X.Type(), addr.Field), v.Type()); s != facts.Plain {
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
							if s := keptAs(f, load); s != facts.Plain {
								return s
							}
						}
					}
				}
			}
		}
	}
	return facts.Plain
}

// comesBack returns a function that reports whether control gets from a block
// to another call like this one: in a loop, or by a recursion that hands the
// same function on.
func comesBack(f *program.Function, call *ssa.Call, param int) func(from *ssa.BasicBlock) bool {
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
				if ok && ir.Generic(again.Call.StaticCallee()) == f.SSA && again.Call.Args[param] == f.SSA.Params[param] {
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
func callsAgain(f *program.Function, call *ssa.Call, param int) []facts.Calls {
	back := comesBack(f, call, param)
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
	failures := keptFailure(f, failure)
	onFailure, onSuccess, ok := ir.BranchOnNil(failures, back)
	if done != nil {
		yes, no := ir.BranchOn(done, back)
		switch {
		case ok && !onFailure && no && !yes: // (done, err): an error ends it
			return []facts.Calls{{Param: param, Style: facts.Poller}}
		case (!ok || onFailure && !onSuccess) && yes && !no && !timesRounds(f, call, back): // (again, err)
			return []facts.Calls{{Param: param, Style: facts.Steps}}
		}
		return nil
	}
	if !ok {
		return nil
	}
	if !onFailure || onSuccess || timesRounds(f, call, back) {
		return nil
	}
	calls := []facts.Calls{{Param: param, Style: facts.Backoff}}
	if asksSeveral(failures) {
		return nil // none decides alone
	}
	for _, ref := range ir.Referrers(failures) {
		asked, ok := ref.(*ssa.Call)
		if !ok || !ir.IsBool(asked.Type()) {
			continue
		}
		yes, no := ir.BranchOn(asked, back)
		if field := ir.ReadField(asked.Call.Value); field != nil && yes != no {
			f.Pkg.Asked[field] = facts.Asks
			if no {
				f.Pkg.Asked[field] = facts.AsksNot
			}
			return nil
		}
		hook, ok := asked.Call.Value.(*ssa.Parameter)
		if !ok {
			return nil // the function itself decides
		}
		for i, p := range f.SSA.Params {
			if p != hook {
				continue
			}
			switch {
			case yes && !no:
				return []facts.Calls{{Param: i, Style: facts.Asks}}
			case no && !yes:
				return []facts.Calls{{Param: i, Style: facts.AsksNot}}
			}
			return nil
		}
	}
	if decidesByError(failures, back) {
		return nil // by what it makes of the error
	}
	return calls
}

// decidesByError reports whether a condition on something that is made of an error, but
// whether there is one, leaves the loop or not.
func decidesByError(failures []ssa.Value, back func(*ssa.BasicBlock) bool) bool {
	made := make(map[ssa.Value]bool)
	work := slices.Clone(failures)
	for len(work) > 0 {
		v := work[len(work)-1]
		work = work[:len(work)-1]
		if made[v] || v.Referrers() == nil {
			continue
		}
		made[v] = true
		for _, ref := range *v.Referrers() {
			switch ref := ref.(type) {
			case *ssa.If:
				if succs := ref.Block().Succs; back(succs[0]) != back(succs[1]) {
					return true
				}
			case *ssa.BinOp:
				if !ir.IsErrorType(ref.X.Type()) { // whether there is one
					work = append(work, ref)
				}
			case *ssa.Store:
				if cell, ok := ref.Addr.(*ssa.Alloc); ok && ref.Val == v && !ir.IsErrorType(v.Type()) {
					work = append(work, cell)
				}
			case ssa.Value:
				work = append(work, ref)
			}
		}
	}
	return false
}

// asksSeveral reports whether more than one function that others choose is asked about
// an error.
func asksSeveral(failures []ssa.Value) bool {
	var first any // the parameter, or the field
	for _, ref := range ir.Referrers(failures) {
		asked, ok := ref.(*ssa.Call)
		if !ok || asked.Call.IsInvoke() || !ir.IsBool(asked.Type()) {
			continue
		}
		var hook any
		if param, ok := asked.Call.Value.(*ssa.Parameter); ok {
			hook = param
		} else if field := ir.ReadField(asked.Call.Value); field != nil {
			hook = field
		} else {
			continue
		}
		if first != nil && first != hook {
			return true
		}
		first = hook
	}
	return false
}

// timesRounds reports whether a loop is left because of how long a round took: an
// error that comes at once, such as a refused signature, may then be final.
func timesRounds(f *program.Function, call *ssa.Call, back func(*ssa.BasicBlock) bool) bool {
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
	begins := func(now *ssa.Call) bool { // the round, and not a comparison at its end
		after := call.Block().Dominates(now.Block()) && (now.Block() != call.Block() || ir.IndexOf(now) > ir.IndexOf(call))
		return round[now.Block()] && !after
	}
	for b := range round {
		branch, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if ok && back(b.Succs[0]) != back(b.Succs[1]) && ir.IsDurationSince(branch.Cond, begins, 0) {
			return true
		}
	}
	return false
}

// keptFailure returns an error and what reads it from where it was put: a field, or a
// variable in memory.
func keptFailure(f *program.Function, failure ssa.Value) []ssa.Value {
	values := []ssa.Value{failure}
	for _, ref := range *failure.Referrers() {
		store, ok := ref.(*ssa.Store)
		if !ok || store.Val != failure {
			continue
		}
		to := IdentityAt(store.Addr, 0)
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				load, ok := instr.(*ssa.UnOp)
				if ok && load.Op == token.MUL && ir.IsErrorType(load.Type()) && IdentityAt(load.X, 0) == to {
					values = append(values, load)
				}
			}
		}
	}
	return values
}

// ExportsCallers reports whether the package exports a function that calls
// another, which it is given, in a loop: a retry that the program wrote itself.
func ExportsCallers(p *program.Package) bool {
	if p.IsStd(p.Pass.Pkg) {
		return false
	}
	calls := make(map[*types.Func]bool) // of functions that are not exported
	var exported []*ast.FuncDecl
	for _, file := range p.Pass.Files {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			switch {
			case !ok:
			case !f.Name.IsExported():
				if object, ok := p.Pass.TypesInfo.Defs[f.Name].(*types.Func); ok && ir.CallsInLoop(f) {
					calls[object] = true
				}
			case ir.CallsInLoop(f):
				return true
			default:
				exported = append(exported, f)
			}
		}
	}
	return len(calls) > 0 && slices.ContainsFunc(exported, func(f *ast.FuncDecl) bool {
		callee := ir.OnlyCalls(p.Pass.TypesInfo, f)
		return callee != nil && calls[callee.Origin()]
	})
}
