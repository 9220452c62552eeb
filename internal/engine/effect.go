package engine

import (
	"fmt"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// effectOf returns what an instruction does that others may see, and what says
// that two instructions do the same; "" if that cannot be told.
func (w *walker) effectOf(instr ssa.Instruction) (effect, string) {
	switch x := instr.(type) {
	case *ssa.Store:
		return w.storeEffect(x)
	case *ssa.MapUpdate:
		if made, ok := x.Map.(*ssa.MakeMap); ok && w.base != nil && !w.base.owns(made.Block()) {
			return traceless, "" // made on the path itself
		}
		return recorded, "map " + w.identity(x.Map) + " " + w.identity(x.Key) + " " + w.identity(x.Value)
	case *ssa.Send:
		return recorded, "send " + w.identity(x.Chan) + " " + w.identity(x.X)
	case *ssa.Select:
		for _, state := range x.States {
			if state.Send != nil {
				return recorded, "send " + w.identity(state.Chan) + " " + w.identity(state.Send)
			}
		}
	case *ssa.Go:
		return recorded, ""
	case *ssa.Defer:
		return w.callEffect(&x.Call)
	case *ssa.Call:
		if w.f.testOf(x) != nil {
			return traceless, ""
		}
		return w.callEffect(&x.Call)
	}
	return traceless, ""
}

// storeEffect is the effect of an assignment: what it leaves behind in a
// variable that is read, or that is not the function's own.
func (w *walker) storeEffect(store *ssa.Store) (effect, string) {
	if ir.IsErrorType(store.Val.Type()) {
		return traceless, "" // errors are followed, see derives
	}
	root := ir.RootOf(store.Addr)
	if alloc, ok := root.(*ssa.Alloc); ok {
		// What is made on the path itself tells where it goes to.
		if w.base != nil && !w.base.owns(alloc.Block()) || !ir.IsVariable(alloc) || !ir.IsLoaded(alloc) {
			return traceless, ""
		}
	}
	what := "store " + w.identity(store.Addr) + " " + w.identity(store.Val)
	if c, ok := store.Val.(*ssa.Const); ok && ir.IsZeroConst(c) {
		return cleared, what // cleared, which need not be a record
	}
	return recorded, what
}

// callEffect is the effect of a call that is not given the error.
func (w *walker) callEffect(common *ssa.CallCommon) (effect, string) {
	if b, ok := common.Value.(*ssa.Builtin); ok {
		switch b.Name() {
		case "delete", "clear":
			return cleared, w.callIdentity(common)
		case "close", "copy":
			return recorded, w.callIdentity(common)
		case "print", "println":
			return printed, w.callIdentity(common)
		}
		return traceless, ""
	}
	callee := common.StaticCallee()
	if w.inspects(common, callee) || w.f.pkg.isNeutral(common, callee) {
		return traceless, ""
	}
	if clears(common) {
		return cleared, w.callIdentity(common)
	}
	if printsForHumans(common) {
		return printed, w.callIdentity(common)
	}
	return recorded, w.callIdentity(common)
}

// clears reports whether a call is given nothing but zero values: SetId("").
func clears(common *ssa.CallCommon) bool {
	args := common.Args
	if common.Signature().Recv() != nil && !common.IsInvoke() {
		args = args[1:]
	}
	return len(args) > 0 && !slices.ContainsFunc(args, func(arg ssa.Value) bool {
		c, ok := arg.(*ssa.Const)
		return !ok || !ir.IsZeroConst(c)
	})
}

func (w *walker) callIdentity(common *ssa.CallCommon) string {
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
func (w *walker) identity(v ssa.Value) string { return identityAt(v, 0) }

func identityAt(v ssa.Value, depth int) string {
	if depth > 8 {
		return fmt.Sprintf("%p", v)
	}
	switch x := v.(type) {
	case *ssa.Const:
		if x.Value == nil {
			return "nil"
		}
		if x.Value.Kind() == constant.String {
			return fmt.Sprintf("%q", constant.StringVal(x.Value))
		}
		return x.Value.ExactString()
	case *ssa.MakeInterface:
		return identityAt(x.X, depth+1)
	case *ssa.ChangeInterface:
		return identityAt(x.X, depth+1)
	case *ssa.ChangeType:
		return identityAt(x.X, depth+1)
	case *ssa.Convert:
		return identityAt(x.X, depth+1)
	case *ssa.FieldAddr:
		return fmt.Sprintf("%s.%d", identityAt(x.X, depth+1), x.Field)
	case *ssa.Slice:
		return identityAt(x.X, depth+1) + "[]"
	case *ssa.UnOp:
		if alloc, ok := x.X.(*ssa.Alloc); ok && !ir.IsVariable(alloc) {
			return "*" + identityAt(alloc, depth+1)
		}
		if free, ok := x.X.(*ssa.FreeVar); ok {
			return "*" + identityAt(free, depth+1)
		}
	case *ssa.Alloc:
		if !ir.IsVariable(x) {
			return literalIdentity(x, depth)
		}
	}
	return fmt.Sprintf("%p", v)
}

// literalIdentity describes a composite literal or an argument list by what is
// stored in it.
func literalIdentity(alloc *ssa.Alloc, depth int) string {
	var b strings.Builder
	b.WriteString(types.TypeString(alloc.Type(), nil) + "{")
	for _, ref := range *alloc.Referrers() {
		var at string
		switch addr := ref.(type) {
		case *ssa.FieldAddr:
			at = fmt.Sprint(addr.Field)
		case *ssa.IndexAddr:
			at = identityAt(addr.Index, depth+1)
		case *ssa.Store:
			if addr.Addr != alloc {
				return fmt.Sprintf("%p", alloc)
			}
			fmt.Fprintf(&b, " =%s", identityAt(addr.Val, depth+1))
			continue
		default:
			continue
		}
		addr := ref.(ssa.Value)
		for _, ref := range *addr.Referrers() {
			if store, ok := ref.(*ssa.Store); ok && store.Addr == addr {
				fmt.Fprintf(&b, " %s:%s", at, identityAt(store.Val, depth+1))
			}
		}
	}
	return b.String() + "}"
}

// isNeutral reports whether a call tells nothing of a failure: it computes,
// waits, or takes turns.
func (p *Package) isNeutral(common *ssa.CallCommon, callee *ssa.Function) bool {
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
	if d := p.declared[object]; d != nil {
		return !d.acts
	}
	return isNeutralFunc(object)
}
