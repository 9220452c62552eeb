package program

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// A Forward is all that a function does: it calls another with what it is given, or
// with constants, and answers what that answers. To call the one is to call the
// other.
type Forward struct {
	To   *ssa.Function
	Call *ssa.Call
	args []ssa.Value // of the call: constants, and parameters of the function
}

// forwardOf returns what a function forwards to; nil if it does anything else.
func forwardOf(f *ssa.Function) *Forward {
	if len(f.Blocks) != 1 || f.Recover != nil {
		return nil
	}
	var call *ssa.Call
	for _, instr := range f.Blocks[0].Instrs {
		switch x := instr.(type) {
		case *ssa.Alloc, *ssa.UnOp, *ssa.DebugRef: // an empty struct, perhaps; see fixed
		case *ssa.Extract:
			if x.Tuple != call {
				return nil
			}
		case *ssa.Call:
			if call != nil {
				return nil
			}
			call = x
		case *ssa.Return:
			if call == nil || !answers(x, call) {
				return nil
			}
		default:
			return nil
		}
	}
	if call == nil {
		return nil
	}
	to := call.Call.StaticCallee()
	if to == nil || ir.Generic(to) == f || !types.Identical(call.Call.Signature().Results(), f.Signature.Results()) {
		return nil
	}
	if object := ir.Generic(to).Object(); object != nil && object.Pkg() != nil && sdk.IsSDK(object.Pkg().Path()) {
		return nil // the call of an API stays where it is written
	}
	forward := &Forward{To: to, Call: call}
	for _, arg := range call.Call.Args {
		if _, isParam := arg.(*ssa.Parameter); !isParam {
			if arg = fixed(arg); arg == nil {
				return nil
			}
		}
		forward.args = append(forward.args, arg)
	}
	return forward
}

// answers reports whether a return hands on all that a call answers.
func answers(ret *ssa.Return, call *ssa.Call) bool {
	if len(ret.Results) == 1 && ret.Results[0] == ssa.Value(call) {
		return true
	}
	for i, v := range ret.Results {
		if x, ok := v.(*ssa.Extract); !ok || x.Index != i {
			return false
		}
	}
	return true
}

// fixed returns a value as it is in every function, nil where it is not.
func fixed(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.Const:
		if !ir.IsString(v.Type()) { // which may be a code: it is looked at where it stands
			return v
		}
	case *ssa.Function:
		if results := v.Signature.Results(); results.Len() != 1 || !ir.IsBool(results.At(0).Type()) { // which may be what is asked
			return v
		}
	case *ssa.UnOp:
		cell, ok := v.X.(*ssa.Alloc)
		if ok && v.Op == token.MUL && len(*cell.Referrers()) == 1 { // nothing is stored: T{}
			return ssa.NewConst(nil, v.Type())
		}
	}
	return nil
}

// forwardCalls makes calls of functions that forward calls of what they forward to.
func (p *Package) forwardCalls() {
	for _, f := range p.Functions {
		// A literal is where somebody decided what to hand on.
		if d := p.Declared[f.Object]; d != nil && !d.Says && !d.Handed {
			f.Forward = forwardOf(f.SSA)
		}
		f.Exported = f.Object != nil && Visible(f.Object)
	}
	for _, f := range p.Functions {
		for to := f; to.Exported && to.Forward != nil; {
			if to = p.BySSA[ir.Generic(to.Forward.To)]; to == nil || to.Exported {
				break
			}
			to.Exported = true
		}
	}
	var operands []*ssa.Value
	for _, f := range p.Functions {
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				call, _ := instr.(ssa.CallInstruction)
				if call != nil {
					p.forwardCall(call)
				}
				operands = instr.Operands(operands[:0])
				for i, operand := range operands {
					if call == nil || i > 0 {
						p.forwardValue(operand)
					}
				}
			}
		}
	}
}

// forwardCall follows a call to the function that does the work.
func (p *Package) forwardCall(call ssa.CallInstruction) {
	common := call.Common()
	if p.forwarding(common.Value) == nil {
		return
	}
	written := *common
	from := make([]int, len(common.Args))
	for i := range from {
		from[i] = i
	}
	for range ir.MaxDepth { // functions may forward in a circle
		f := p.forwarding(common.Value)
		if f == nil {
			break
		}
		args, sources := make([]ssa.Value, len(f.Forward.args)), make([]int, len(f.Forward.args))
		for i, arg := range f.Forward.args {
			args[i], sources[i] = arg, -1
			if param, ok := arg.(*ssa.Parameter); ok {
				at := slices.Index(f.SSA.Params, param)
				args[i], sources[i] = common.Args[at], from[at]
			}
		}
		common.Value, common.Args, from = f.Forward.To, args, sources
	}
	if p.forwarded == nil {
		p.forwarded = make(map[ssa.CallInstruction]*forwarded)
	}
	p.forwarded[call] = &forwarded{written, from}
}

// forwarded is a call as it is written.
type forwarded struct {
	common ssa.CallCommon
	from   []int // the argument that each argument is, -1 for a constant
}

// Written returns a call as it is written, which may name a function that forwards.
func (p *Package) Written(call ssa.CallInstruction) *ssa.CallCommon {
	if written := p.forwarded[call]; written != nil {
		return &written.common
	}
	return call.Common()
}

// forwarding returns the function of this package that a call names, if it forwards.
func (p *Package) forwarding(v ssa.Value) *Function {
	callee, ok := v.(*ssa.Function)
	if !ok {
		return nil
	}
	if f := p.BySSA[ir.Generic(callee)]; f != nil && f.Forward != nil {
		return f
	}
	return nil
}

// Behind returns the function that does what a function does.
func (p *Package) Behind(f *ssa.Function) *ssa.Function {
	for range ir.MaxDepth {
		by := p.BySSA[f]
		if by == nil || by.Forward == nil {
			break
		}
		f = ir.Generic(by.Forward.To)
	}
	return f
}

// forwardValue replaces a function that is used as a value by the one it forwards
// to, if that is given all it is given.
func (p *Package) forwardValue(operand *ssa.Value) {
	for range ir.MaxDepth {
		f := p.forwarding(*operand)
		if f == nil || !slices.EqualFunc(f.Forward.args, f.SSA.Params, func(arg ssa.Value, param *ssa.Parameter) bool { return arg == ssa.Value(param) }) ||
			!types.Identical((*operand).Type(), f.Forward.To.Type()) {
			return
		}
		*operand = f.Forward.To
	}
}

// SummaryOfForward makes the summary of a function from that of what it forwards to;
// nil if it does not forward, or if nothing is known of that: what libraries do is
// known of their calls, and the function has one.
func (f *Function) SummaryOfForward() *facts.Summary {
	if f.Forward == nil {
		return nil
	}
	to := ir.Generic(f.Forward.To)
	if f.Pkg.BySSA[to] == nil && (to.Object() == nil || to.Object().Pkg() == nil || !f.Pkg.Reaches(to.Object().Pkg())) {
		return nil
	}
	h := f.Pkg.SummaryOf(to)
	if h == nil {
		return nil
	}
	return h.Given(f.Forwards)
}

// Forwards returns which parameter of a function that forwards a parameter of the
// other is given, -1 if none.
func (f *Function) Forwards(param int) int {
	if param < len(f.Forward.args) {
		if v, ok := f.Forward.args[param].(*ssa.Parameter); ok {
			return slices.Index(f.SSA.Params, v)
		}
	}
	return -1
}
