package value

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// IsAlways reports whether an error is nil or of a type, whatever happens: to ask whether
// it is of the type is to ask whether there is one.
func IsAlways(f *program.Function, err ssa.Value, t types.Type) bool {
	return !types.IsInterface(t) && isAlways(f, err, t, 0)
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

func isAlways(f *program.Function, err ssa.Value, t types.Type, depth int) bool {
	if depth > ir.MaxDepth {
		return false
	}
	switch x := err.(type) {
	case *ssa.Const:
		return x.IsNil()
	case *ssa.MakeInterface:
		return types.Identical(x.X.Type(), t)
	case *ssa.Phi:
		for _, edge := range x.Edges {
			if edge != x && !isAlways(f, edge, t, depth+1) {
				return false
			}
		}
		return true
	case *ssa.Call:
		return returnsAlways(f, x, 0, t, depth+1)
	case *ssa.Extract:
		call, ok := x.Tuple.(*ssa.Call)
		return ok && returnsAlways(f, call, x.Index, t, depth+1)
	case *ssa.UnOp:
		ver := f.Memory.Load(x)
		return ver != nil && ver.Kind == program.Stored && isAlways(f, ver.Value, t, depth+1)
	}
	return false
}

// returnsAlways reports whether all that a function of this package returns as one of
// its results is nil or of a type.
func returnsAlways(f *program.Function, call *ssa.Call, index int, t types.Type, depth int) bool {
	body := f.Pkg.BySSA[ir.Generic(call.Call.StaticCallee())]
	if body == nil || body.SSA.Recover != nil {
		return false
	}
	returns := false
	for _, block := range body.SSA.Blocks {
		if ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok {
			if returns = isAlways(body, ret.Results[index], t, depth); !returns {
				return false
			}
		}
	}
	return returns
}
