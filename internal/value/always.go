package value

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// IsAlways reports whether an error is nil or of a type, whatever happens: to ask whether
// it is of the type is to ask whether there is one.
func IsAlways(f *program.Function, err ssa.Value, t types.Type) bool {
	return !types.IsInterface(t) && (&always{t: t}).value(f, err)
}

// IsMadeElsewhere reports whether an error is what a function of another package returns
// that is given one: what it makes of it is not known.
func IsMadeElsewhere(f *program.Function, err ssa.Value) bool {
	if x, ok := err.(*ssa.Extract); ok {
		err = x.Tuple
	}
	call, ok := err.(*ssa.Call)
	if !ok || f.Pkg.BySSA[ir.Generic(call.Call.StaticCallee())] != nil {
		return false
	}
	for _, arg := range call.Call.Args {
		if ir.IsErrorType(arg.Type()) {
			return true
		}
	}
	return false
}

// always holds for values that are nil or of a type. What is being asked already, in a
// loop or a recursion, holds unless something else does not.
type always struct {
	t    types.Type
	seen map[ssa.Value]bool // phis, and results of calls
}

// begin reports whether a value is asked about for the first time.
func (a *always) begin(v ssa.Value) bool {
	if a.seen[v] {
		return false
	}
	if a.seen == nil {
		a.seen = make(map[ssa.Value]bool)
	}
	a.seen[v] = true
	return true
}

func (a *always) value(f *program.Function, v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.Const:
		return x.IsNil()
	case *ssa.MakeInterface:
		return types.Identical(x.X.Type(), a.t)
	case *ssa.Phi:
		return !a.begin(x) || !slices.ContainsFunc(x.Edges, func(edge ssa.Value) bool { return !a.value(f, edge) })
	case *ssa.Call:
		return a.result(f, x, x, 0)
	case *ssa.Extract:
		call, ok := x.Tuple.(*ssa.Call)
		return ok && a.result(f, x, call, x.Index)
	case *ssa.UnOp:
		ver := f.Memory.Load(x)
		return ver != nil && ver.Kind == program.Stored && a.value(f, ver.Value)
	}
	return false
}

// result asks about all that a function of this package returns as v, one of its results.
func (a *always) result(f *program.Function, v ssa.Value, call *ssa.Call, index int) bool {
	body := f.Pkg.BySSA[ir.Generic(call.Call.StaticCallee())]
	if body == nil || body.SSA.Recover != nil {
		return false
	}
	if !a.begin(v) {
		return true
	}
	returns := false
	for _, block := range body.SSA.Blocks {
		if ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok {
			if returns = a.value(body, ret.Results[index]); !returns {
				return false
			}
		}
	}
	return returns
}
