package predicate

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/program"
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
					if t, ok := textTest(f, call); ok {
						list = append(list, t)
					}
				}
			}
		}
	}
	return list
}

func textTest(f *program.Function, call *ssa.Call) (TextTest, bool) {
	callee := call.Call.StaticCallee()
	for _, name := range []string{"Contains", "HasPrefix", "HasSuffix"} {
		if !ir.IsFunc(callee, name, "strings") {
			continue
		}
		value, isConst := ir.ConstString(call.Call.Args[1])
		of, isText := textOf(f, call.Call.Args[0])
		node := f.Syntax().Call(call)
		if !isConst || !isText || node == nil || len(node.Args) != 2 {
			return TextTest{}, false
		}
		t := TextTest{Value: value, Expr: node.Args[1], Call: node}
		t.Typed, t.Message = typedText(f, node.Args[0])
		t.Same = name == "Contains" && t.Typed != nil && hasCode(f, t.Typed)
		t.Origin, _ = origin.OriginOf(f, of)
		d := f.Pkg.Declared[f.Pkg.ObjectOf(ir.Outermost(f.SSA))]
		t.Named = d == nil || d.Tests
		known := f.ByID[of]
		return t, t.Typed != nil || t.Message || known != nil && known.Certain || len(t.Origin.Services) > 0
	}
	return TextTest{}, false
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
