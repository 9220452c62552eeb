package predicate

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// A TextTest looks for a constant in the text of an error.
type TextTest struct {
	Value   string
	Expr    ast.Expr      // the constant
	Call    *ast.CallExpr // the test
	Typed   ast.Expr      // the SDK's error, of which the test takes the text; nil if it takes another error's
	Message bool          // the text is only the message, which has no code
	Same    bool          // to look into Code of Typed instead matches whenever the text has the code
	Named   bool          // the function names the SDK's errors besides
	Origin  facts.Origin
}

// TextTests returns the tests on the text of an error that is the SDK's for
// certain, or comes from a call of the SDK, in source order.
func TextTests(p *program.Package) []TextTest {
	var list []TextTest
	for _, f := range p.Functions {
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(*ssa.Call); ok {
					list = append(list, textTests(f, call)...)
				}
			}
		}
	}
	return list
}

// textTests returns the tests that a call makes: one for each constant that a loop
// has looked for.
func textTests(f *program.Function, call *ssa.Call) []TextTest {
	callee := call.Call.StaticCallee()
	for _, name := range []string{"Contains", "HasPrefix", "HasSuffix"} {
		if !ir.IsFunc(callee, name, "strings") {
			continue
		}
		of, isText := textOf(f, call.Call.Args[0])
		node := f.Syntax().Call(call)
		if !isText || node == nil || len(node.Args) != 2 {
			return nil
		}
		t := TextTest{Call: node}
		t.Typed, t.Message = typedText(f, node.Args[0])
		t.Origin, _ = origin.OriginOf(f, of)
		d := f.Pkg.Declared[f.Pkg.ObjectOf(ir.Outermost(f.SSA))]
		t.Named = d == nil || d.Tests
		if known := f.ByID[of]; t.Typed == nil && !t.Message && (known == nil || !known.Certain) && len(t.Origin.Services) == 0 && !isTyped(f, of, call.Block()) {
			return nil
		}
		if text, ok := ir.ConstString(call.Call.Args[1]); ok {
			t.Value, t.Expr = text, node.Args[1]
			t.Same = name == "Contains" && t.Typed != nil && hasCode(f, t.Typed)
			return []TextTest{t}
		}
		var each []TextTest
		if m, ok := value.MemberOf(f, call.Call.Args[1]); ok {
			for _, v := range value.ListOf(f, m.Of, m.Path).Values {
				if t.Value, t.Expr = v.Value, v.Expr; v.Expr != nil {
					each = append(each, t)
				}
			}
		}
		return each
	}
	return nil
}

// isTyped reports whether control gets to a block only where an error was found to be
// the SDK's.
func isTyped(f *program.Function, of program.ValueID, block *ssa.BasicBlock) bool {
	for ; block.Idom() != nil; block = block.Idom() {
		from := block.Idom()
		branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If)
		if !ok || len(block.Preds) != 1 {
			continue
		}
		if t := TestOf(f, branch.Cond); t != nil && t.Kind == OnType && t.Of == of && (from.Succs[0] == block) != t.Negated {
			return true
		}
	}
	return false
}

// typedText takes e.Error(), e.GetMessage() and e.Message apart, where e is the
// SDK's error or another that carries a code.
func typedText(f *program.Function, e ast.Expr) (typed ast.Expr, message bool) {
	e = ast.Unparen(e)
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 0 {
		e = call.Fun
	}
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return nil, false
	}
	t := f.Pkg.Pass.TypesInfo.TypeOf(sel.X)
	if t == nil || !f.Pkg.Errors.Is(t) {
		return nil, false
	}
	if sel.Sel.Name != "Error" {
		return nil, true
	}
	return sel.X, false
}

// hasCode reports whether an expression is the SDK's own error, whose text has
// the code, and whose field Code is a string.
func hasCode(f *program.Function, e ast.Expr) bool {
	t := f.Pkg.Pass.TypesInfo.TypeOf(e)
	if f.Pkg.Wire.IsOwn(t) {
		return false // its text is anything
	}
	object, _, _ := types.LookupFieldOrMethod(t, true, f.Pkg.Pass.Pkg, "Code")
	v, ok := object.(*types.Var)
	return ok && types.Identical(v.Type(), types.Typ[types.String])
}
