package value

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// statusCode reports whether a load reads a code inside a successful answer:
// *status.Code, or answer.Code where the field is no pointer.
func statusCode(f *program.Function, load *ssa.UnOp) (Code, bool) {
	if f.Pkg.Status == nil || !ir.IsString(load.Type()) {
		return Code{}, false
	}
	addr := load.X
	if inner, ok := addr.(*ssa.UnOp); ok && inner.Op == token.MUL {
		addr = inner.X
	}
	field, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return Code{}, false
	}
	s := f.Pkg.Status.Code(fieldAt(field.X.Type(), field.Field))
	if s == nil {
		return Code{}, false
	}
	return Code{Of: program.ValueID{Value: field.X, Status: s}, IsCode: true}, true
}

func fieldAt(t types.Type, index int) *types.Var {
	if p, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.Underlying().(*types.Struct).Field(index)
}

// UnreadStatuses returns the calls of writing actions whose answer holds a code
// that nobody reads.
func UnreadStatuses(p *program.Package) []instatus.Unread {
	var found []instatus.Unread
	if p.Status != nil {
		for _, f := range p.Functions {
			found = append(found, p.Status.Unread(f.SSA, bodies{p})...)
		}
	}
	return found
}

// bodies answers package instatus what it cannot see.
type bodies struct{ p *program.Package }

// Body returns the function of this package that a call runs.
func (b bodies) Body(call *ssa.CallCommon) *ssa.Function {
	callee := ir.Generic(call.StaticCallee())
	if callee == nil || b.p.BySSA[callee] == nil {
		return nil
	}
	return callee
}

// Leaves returns what a function of another package does with an answer, as its fact
// says.
func (b bodies) Leaves(call *ssa.CallCommon, arg int) (instatus.Use, bool) {
	h := b.p.SummaryOf(call.StaticCallee())
	if h == nil {
		return 0, false
	}
	for i := range h.Uses {
		if u := &h.Uses[i]; u.Role == facts.Leaves && u.Subject == arg {
			return instatus.Use(u.Result), true
		}
	}
	return 0, false
}

// NoteLeaves notes the answers of which a function does not read the code.
func NoteLeaves(f *program.Function, h *facts.Summary) {
	if f.Pkg.Status == nil || !f.Exported {
		return
	}
	for i, param := range f.SSA.Params {
		if use, ok := f.Pkg.Status.LeftBy(param, bodies{f.Pkg}); ok {
			h.Uses = append(h.Uses, facts.ParamUse{Role: facts.Leaves, Subject: i, Result: int(use)})
		}
	}
}

// Prints reports whether a call writes its arguments to a log or the standard
// output.
func (b bodies) Prints(call *ssa.CallCommon) bool { return ir.PrintsForHumans(call) }

// CallNode returns the syntax of a call; nil when the package has none for it.
func CallNode(p *program.Package, call ssa.CallInstruction) ast.Node {
	f := p.BySSA[ir.Generic(call.Parent())]
	if f == nil {
		return nil
	}
	if node := f.Syntax().Call(call); node != nil {
		return node
	}
	return nil
}
