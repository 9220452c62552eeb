package retry

import (
	"fmt"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// IdentityAt returns a name that two values share if they are built alike from
// the same parts.
func IdentityAt(v ssa.Value, depth int) string {
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
		return IdentityAt(x.X, depth+1)
	case *ssa.ChangeInterface:
		return IdentityAt(x.X, depth+1)
	case *ssa.ChangeType:
		return IdentityAt(x.X, depth+1)
	case *ssa.Convert:
		return IdentityAt(x.X, depth+1)
	case *ssa.FieldAddr:
		return fmt.Sprintf("%s.%d", IdentityAt(x.X, depth+1), x.Field)
	case *ssa.Slice:
		return IdentityAt(x.X, depth+1) + "[]"
	case *ssa.UnOp:
		if alloc, ok := x.X.(*ssa.Alloc); ok && !ir.IsVariable(alloc) {
			return "*" + IdentityAt(alloc, depth+1)
		}
		if free, ok := x.X.(*ssa.FreeVar); ok {
			return "*" + IdentityAt(free, depth+1)
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
			at = IdentityAt(addr.Index, depth+1)
		case *ssa.Store:
			if addr.Addr != alloc {
				return fmt.Sprintf("%p", alloc)
			}
			fmt.Fprintf(&b, " =%s", IdentityAt(addr.Val, depth+1))
			continue
		default:
			continue
		}
		addr := ref.(ssa.Value)
		for _, ref := range *addr.Referrers() {
			if store, ok := ref.(*ssa.Store); ok && store.Addr == addr {
				fmt.Fprintf(&b, " %s:%s", at, IdentityAt(store.Val, depth+1))
			}
		}
	}
	return b.String() + "}"
}

// HandedOn reports whether a function literal that filled in a variable also
// returned the error that it put there.
func HandedOn(f *program.Function, v *program.Version) bool {
	call := v.Call.(ssa.CallInstruction)
	for _, arg := range append([]ssa.Value{call.Common().Value}, call.Common().Args...) {
		closure := ir.ClosureOf(arg)
		if closure == nil {
			continue
		}
		inner := f.Pkg.BySSA[closure.Fn.(*ssa.Function)]
		for _, free := range ir.CapturedAs(closure, v.Cell) {
			for _, ref := range *free.Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == free && (inner == nil || returnsSubject(inner, value.SubjectOf(inner, store.Val))) {
					return true
				}
			}
		}
	}
	return false
}

// returnsSubject reports whether the function returns the error, or what a call
// makes of it.
func returnsSubject(f *program.Function, s program.ValueID) bool {
	for _, block := range f.SSA.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		for _, result := range ret.Results {
			if value.SubjectOf(f, result) == s {
				return true
			}
			if call, ok := result.(*ssa.Call); ok && slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool { return value.SubjectOf(f, arg) == s }) {
				return true
			}
		}
	}
	return false
}
