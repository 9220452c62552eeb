package engine

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// getter locates what a call returns, where it returns the same each time: a
// function that only reads a field, or context.Cause.
func (ps *places) getter(p *place, call *ssa.Call) string {
	if !isErrorType(call.Type()) {
		return ""
	}
	common := &call.Call
	callee := generic(common.StaticCallee())
	switch {
	case isContextError(common, callee):
		p.first, p.kind = call, inGetter
		return ps.asked(p, call)
	case callee != nil && ps.fn.pkg.bySSA[callee] != nil:
		if field, ok := fieldRead(callee); ok && len(common.Args) == 1 {
			p.first, p.kind, p.field = call, inField, structField(common.Args[0].Type(), field)
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

// isContextError reports whether a call asks a context why it ended.
func isContextError(common *ssa.CallCommon, callee *ssa.Function) bool {
	if common.IsInvoke() {
		return common.Method.Name() == "Err" && common.Method.Pkg() != nil && common.Method.Pkg().Path() == "context"
	}
	return isFunc(callee, "Cause", "context")
}

// fieldRead returns the field of its receiver that is all that a method returns.
func fieldRead(f *ssa.Function) (field int, ok bool) {
	if len(f.Params) != 1 || len(f.Blocks) != 1 {
		return 0, false
	}
	ret, ok := f.Blocks[0].Instrs[len(f.Blocks[0].Instrs)-1].(*ssa.Return)
	if !ok || len(ret.Results) != 1 {
		return 0, false
	}
	load, ok := ret.Results[0].(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return 0, false
	}
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok || addr.X != f.Params[0] {
		return 0, false
	}
	return addr.Field, true
}

// asksAgain reports whether the function makes a call twice that sends no request
// and is given nothing but what it is asked of: it may be a getter.
func (f *Function) asksAgain(call *ssa.Call) bool {
	common := &call.Call
	args := len(common.Args)
	if common.IsInvoke() {
		args++
	}
	if args != 1 || f.sendsRequest(common) {
		return false
	}
	n := 0
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			if other, ok := instr.(*ssa.Call); ok && sameCallee(&other.Call, common) {
				n++
			}
		}
	}
	return n > 1
}

// sendsRequest reports whether a call may ask the API for something.
func (f *Function) sendsRequest(common *ssa.CallCommon) bool {
	t := &tracer{fn: f, seen: make(map[any]bool)}
	if callee := common.StaticCallee(); callee != nil {
		t.function(callee)
	}
	return len(t.origin.Services) > 0
}
