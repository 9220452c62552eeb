package program

import (
	"fmt"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// getter locates what a call returns, where it returns the same each time: a
// function that only reads a field, or context.Cause.
func (ps *places) getter(p *place, call *ssa.Call) string {
	if !ir.IsErrorType(call.Type()) {
		return ""
	}
	common := &call.Call
	callee := ir.Generic(common.StaticCallee())
	switch {
	case ir.IsContextError(common, callee):
		p.first, p.kind = call, inGetter
		return ps.asked(p, call)
	case callee != nil && ps.fn.Pkg.BySSA[callee] != nil:
		if field, ok := ir.FieldRead(callee); ok && len(common.Args) == 1 {
			p.first, p.kind, p.field = call, inField, ir.StructField(common.Args[0].Type(), field)
			return ps.from(p, common.Args[0]) + fmt.Sprintf(".%d", field)
		}
		return ""
	}
	// Of others it cannot be told: where one is called twice, it may be one error.
	if ps.fn.asksAgain(call) {
		p.first, p.kind = call, inGetter
		return ps.asked(p, call)
	}
	return ""
}

// asked tells a call of a getter from calls of others, or for something else.
func (ps *places) asked(p *place, call *ssa.Call) string {
	common := &call.Call
	key := fmt.Sprintf("%p()", common.Method)
	if common.IsInvoke() {
		key += ps.from(p, common.Value)
	} else {
		key = fmt.Sprintf("%p()", common.StaticCallee())
	}
	for _, arg := range common.Args {
		key += "," + ps.from(p, arg)
	}
	return key
}

// asksAgain reports whether the function makes a call twice that sends no request
// and is given nothing but what it is asked of: it may be a getter.
func (f *Function) asksAgain(call *ssa.Call) bool {
	common := &call.Call
	args := len(common.Args)
	if common.IsInvoke() {
		args++
	}
	if args != 1 || f.SendsRequest(common) {
		return false
	}
	n := 0
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			if other, ok := instr.(*ssa.Call); ok && ir.SameCallee(&other.Call, common) {
				n++
			}
		}
	}
	return n > 1
}

// SendsRequest reports whether a call may ask the API for something.
func (f *Function) SendsRequest(common *ssa.CallCommon) bool {
	callee := ir.Generic(common.StaticCallee())
	return callee != nil && f.Pkg.sends(callee, 0)
}

// sends reports whether a function, or a literal that it runs, asks the API for
// something.
func (p *Package) sends(callee *ssa.Function, depth int) bool {
	if object, ok := callee.Object().(*types.Func); ok {
		return len(p.declaredOrigin(object).Services) > 0
	}
	if depth > ir.MaxDepth {
		return true
	}
	for _, block := range callee.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			if _, ok := p.Errors.Realm.ServiceOfCall(call.Common().Signature()); ok {
				return true
			}
			if inner := ir.Generic(call.Common().StaticCallee()); inner != nil && p.sends(inner, depth+1) {
				return true
			}
		}
	}
	return false
}

// declaredOrigin returns where the errors of a declared function can come from,
// as far as the scan and facts tell.
func (p *Package) declaredOrigin(object *types.Func) facts.Origin {
	if object.Pkg() == p.Pass.Pkg {
		if d := p.Declared[object.Origin()]; d != nil {
			return d.Origin
		}
		return facts.Origin{}
	}
	if object.Pkg() != nil && !p.IsErrors(object.Pkg()) && p.Reaches(object.Pkg()) {
		if fact := p.FactOf(object); fact != nil {
			return fact.Origin
		}
	}
	return facts.Origin{}
}
