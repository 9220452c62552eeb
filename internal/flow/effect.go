package flow

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
	"github.com/tcerrlint/tcerrlint/internal/retry"
)

// effectOf returns what an instruction does that others may see, and what says
// that two instructions do the same; "" if that cannot be told.
func (w *Solver) effectOf(instr ssa.Instruction) (program.Effect, string) {
	switch x := instr.(type) {
	case *ssa.Store:
		return w.storeEffect(x)
	case *ssa.MapUpdate:
		if made, ok := x.Map.(*ssa.MakeMap); ok && w.base != nil && !w.base.owns(made.Block()) {
			return program.Traceless, "" // made on the path itself
		}
		return program.Recorded, "map " + w.identity(x.Map) + " " + w.identity(x.Key) + " " + w.identity(x.Value)
	case *ssa.Send:
		return program.Recorded, "send " + w.identity(x.Chan) + " " + w.identity(x.X)
	case *ssa.Select:
		for _, state := range x.States {
			if state.Send != nil {
				return program.Recorded, "send " + w.identity(state.Chan) + " " + w.identity(state.Send)
			}
		}
	case *ssa.Go:
		return program.Recorded, ""
	case *ssa.Defer:
		return w.callEffect(&x.Call)
	case *ssa.Call:
		if predicate.TestOf(w.F, x) != nil {
			return program.Traceless, ""
		}
		return w.callEffect(&x.Call)
	}
	return program.Traceless, ""
}

// storeEffect is the effect of an assignment: what it leaves behind in a
// variable that is read, or that is not the function's own.
func (w *Solver) storeEffect(store *ssa.Store) (program.Effect, string) {
	if ir.IsErrorType(store.Val.Type()) {
		return program.Traceless, "" // errors are followed, see derives
	}
	root := ir.RootOf(store.Addr)
	if alloc, ok := root.(*ssa.Alloc); ok {
		// What is made on the path itself tells where it goes to.
		if w.base != nil && !w.base.owns(alloc.Block()) || !ir.IsVariable(alloc) && alloc.Block() == store.Block() || !ir.IsLoaded(alloc) {
			return program.Traceless, ""
		}
	}
	what := "store " + w.identity(store.Addr) + " " + w.identity(store.Val)
	if c, ok := store.Val.(*ssa.Const); ok && ir.IsZeroConst(c) {
		return program.Cleared, what // cleared, which need not be a record
	}
	return program.Recorded, what
}

// callEffect is the effect of a call that is not given the error.
func (w *Solver) callEffect(common *ssa.CallCommon) (program.Effect, string) {
	if b, ok := common.Value.(*ssa.Builtin); ok {
		switch b.Name() {
		case "delete", "clear":
			return program.Cleared, w.callIdentity(common)
		case "close", "copy":
			return program.Recorded, w.callIdentity(common)
		case "print", "println":
			return program.Printed, w.callIdentity(common)
		}
		return program.Traceless, ""
	}
	callee := common.StaticCallee()
	if w.inspects(common, callee) || isNeutral(w.F.Pkg, common, callee) {
		return program.Traceless, ""
	}
	if clears(common) {
		return program.Cleared, w.callIdentity(common)
	}
	if ir.PrintsForHumans(common) {
		return program.Printed, w.callIdentity(common)
	}
	return program.Recorded, w.callIdentity(common)
}

// clears reports whether a call is given nothing but zero values, for the receiver
// or for what a first pointer points to: SetId("").
func clears(common *ssa.CallCommon) bool {
	args := common.Args
	if !common.IsInvoke() && (common.Signature().Recv() != nil || len(args) > 1 && ir.IsPointer(args[0].Type())) {
		args = args[1:]
	}
	return len(args) > 0 && !slices.ContainsFunc(args, func(arg ssa.Value) bool {
		c, ok := arg.(*ssa.Const)
		return !ok || !ir.IsZeroConst(c)
	})
}

func (w *Solver) callIdentity(common *ssa.CallCommon) string {
	var b strings.Builder
	b.WriteString("call ")
	if common.IsInvoke() {
		b.WriteString(common.Method.FullName() + " ")
	}
	b.WriteString(w.identity(common.Value))
	for _, arg := range common.Args {
		b.WriteString(" " + w.identity(arg))
	}
	return b.String()
}

// identity describes a value so that equal descriptions are equal values.
func (w *Solver) identity(v ssa.Value) string { return retry.IdentityAt(v, 0) }

// isNeutral reports whether a call tells nothing of a failure: it computes,
// waits, or takes turns.
func isNeutral(p *program.Package, common *ssa.CallCommon, callee *ssa.Function) bool {
	if callee == nil {
		return false
	}
	callee = ir.Generic(callee)
	if callee.Synthetic != "" && callee.Object() == nil {
		return false
	}
	object, ok := callee.Object().(*types.Func)
	if !ok {
		return false
	}
	if d := p.Declared[object]; d != nil {
		return !d.Acts
	}
	return relevance.IsNeutralFunc(object) || p.IsQuiet(object)
}
