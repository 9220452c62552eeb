package rules

import (
	"go/ast"
	"go/constant"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/program"
)

// fakes are the strings that the tests of a program make errors and answers of. A
// test may make up any code it likes.
type fakes struct {
	pass *analysis.Pass
	made map[string]bool
	json []string // texts of answers
}

// fakesOf returns the strings in _test.go files that stand elsewhere than in a
// comparison with a code.
func fakesOf(pass *analysis.Pass, pkg *program.Package) *fakes {
	f := &fakes{pass: pass, made: make(map[string]bool)}
	var compared map[ast.Expr]bool
	for _, file := range pass.Files {
		if !f.inTest(file.FileStart) {
			continue
		}
		if compared == nil {
			compared = make(map[ast.Expr]bool)
			for _, lit := range literals(pkg) {
				compared[lit.Expr] = true
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GenDecl:
				return n.Tok != token.CONST // their uses count
			case ast.Expr:
				if compared[n] {
					return false
				}
				f.note(n)
			}
			return true
		})
	}
	return f
}

func (f *fakes) note(e ast.Expr) {
	switch e.(type) {
	case *ast.BasicLit, *ast.Ident, *ast.SelectorExpr:
	default:
		return
	}
	v := f.pass.TypesInfo.Types[e].Value
	if v == nil || v.Kind() != constant.String {
		return
	}
	text := constant.StringVal(v)
	f.made[text] = true
	if strings.Contains(text, "Code") {
		f.json = append(f.json, text)
	}
}

func (f *fakes) inTest(pos token.Pos) bool {
	return strings.HasSuffix(f.pass.Fset.File(pos).Name(), "_test.go")
}

// has reports whether a literal stands in a test that makes up the code itself.
func (f *fakes) has(lit *literal) bool {
	if !f.inTest(lit.Expr.Pos()) {
		return false
	}
	if f.made[lit.Value] {
		return true
	}
	for _, text := range f.json {
		if strings.Contains(text, lit.Value) {
			return true
		}
	}
	return false
}
