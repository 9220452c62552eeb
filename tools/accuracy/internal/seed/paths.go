package seed

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// deadTest inserts, before the statement that tests, one that takes the code.
func (pl *Planter) deadTest(m *Mutant, f form) bool {
	s := m.Site
	path, reason := s.Path()
	if s.Form != "==" || reason != "" || path.If == nil || isElse(s, path.If) || !onlyCode(s, path.If.Cond) || !pl.answered(s) {
		return false
	}
	t := pl.newTest(m, s, s.Value)
	cover := t.code + " == " + strconv.Quote(s.Value)
	if m.Kind == "covering prefix before" {
		m.imports = append(m.imports, "strings")
		cover = "zzstrings.HasPrefix(" + t.code + ", " + strconv.Quote(catalog.Category(s.Value)) + ")"
	}
	init := ""
	if path.If.Init != nil {
		init = pl.p.Text(path.If.Init) + "; "
	}
	cond := pl.p.Text(path.If.Cond)
	start := offset(pl.p, path.If.Cond, false)
	from, to := offset(pl.p, s.Node, false)-start, offset(pl.p, s.Node, true)-start
	cond = cond[:from] + cover + cond[to:]
	end := pl.returnError(s, path)
	text := "if " + init + cond + " { " + end + " }; "
	if end == "" || strings.Contains(text, "\n") {
		return false
	}
	m.insert(offset(pl.p, path.If, false), text)
	m.Value = s.Value
	return pl.writeTest(m, f, s.Value)
}

// onlyCode reports whether a condition is the site's test, perhaps after
// variables that must be true.
func onlyCode(s *site.Site, cond ast.Expr) bool {
	cond = ast.Unparen(cond)
	if cond == s.Node {
		return true
	}
	b, ok := cond.(*ast.BinaryExpr)
	if !ok || b.Op.String() != "&&" {
		return false
	}
	_, isIdent := ast.Unparen(b.X).(*ast.Ident)
	return ast.Unparen(b.Y) == s.Node && isIdent
}

// plainCond reports whether a condition is made of tests on the site's code
// and of variables that must be true.
func plainCond(s *site.Site, cond ast.Expr) bool {
	cond = ast.Unparen(cond)
	if onlyCode(s, cond) {
		return true
	}
	b, ok := cond.(*ast.BinaryExpr)
	if !ok {
		return false
	}
	switch b.Op.String() {
	case "||":
		return plainCond(s, b.X) && plainCond(s, b.Y)
	case "&&":
		_, isIdent := ast.Unparen(b.X).(*ast.Ident)
		return isIdent && plainCond(s, b.Y)
	case "==":
		return types.ExprString(b.X) == types.ExprString(s.Code)
	}
	return false
}

// returnError returns a statement that returns the error.
func (pl *Planter) returnError(s *site.Site, path *site.Path) string {
	if path.Sig == nil {
		return ""
	}
	var results []string
	for v := range path.Sig.Results().Variables() {
		switch t := v.Type(); {
		case types.Identical(t, types.Universe.Lookup("error").Type()):
			results = append(results, s.Err.Name())
		case strings.HasSuffix(t.String(), ".RetryError") && retryImport(s) != "":
			results = append(results, retryImport(s)+".NonRetryableError("+s.Err.Name()+")")
		default:
			zero := zero(t)
			if zero == "" {
				return ""
			}
			results = append(results, zero)
		}
	}
	return "return " + strings.Join(results, ", ")
}

func zero(t types.Type) string {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "false"
		case u.Info()&types.IsString != 0:
			return `""`
		case u.Info()&types.IsNumeric != 0:
			return "0"
		}
	case *types.Pointer, *types.Slice, *types.Map, *types.Interface, *types.Signature, *types.Chan:
		return "nil"
	}
	return ""
}

// dropped lets the path on which the assertion fails end in success, and the
// other one return the error.
func (pl *Planter) dropped(m *Mutant, f form) bool {
	s := m.Site
	path, reason := s.Path()
	if reason != "" || s.Form == "!=" || s.Code == nil {
		return false
	}
	a, in := pl.assertion(s)
	if a == nil || in == nil || in.Else != nil {
		return false
	}
	ok, isIdent := a.Lhs[1].(*ast.Ident)
	cond, isCond := ast.Unparen(in.Cond).(*ast.Ident)
	if !isIdent || !isCond || ok.Name != cond.Name || in.Body.End() < s.Lit.Pos() || path.End.Pos() < in.End() || path.If == in {
		return false
	}
	end := pl.p.Text(path.End)
	if strings.Contains(end, "\n") {
		return false
	}
	if !site.EndsInReturn(in.Body) {
		m.insert(pl.p.Fset().PositionFor(in.Body.Rbrace, false).Offset, "; "+end+" ")
	}
	for _, e := range path.Errors {
		m.replace(pl.p, e, "nil")
	}
	return pl.writeTest(m, f, s.Value)
}
