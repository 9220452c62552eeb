package seed

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// WireFaults returns mutants of the places that decode answers without the
// SDK: the look at the Error removed, in each way of decoding, and tests on its
// code, in each way of writing them.
func (pl *Planter) WireFaults(answers []*site.Answer, perForm int) []*Mutant {
	var all []*Mutant
	for _, d := range decodings {
		all = append(all, pl.spreadAnswers(answers, uncheckedKinds, 3*perForm, func(a *site.Answer, kind string) *Mutant {
			m := pl.wireMutant(a, "uncheckedresponse", kind, d.name)
			m.wide = a.Given && !a.Uses
			if !a.Uses && (!a.Given || d.name != AsWritten) || !pl.uncheck(m, a, kind) || !d.rewrite(pl, m, a) || m.overlap() {
				return nil
			}
			return m
		})...)
	}
	for _, op := range codeOperators {
		for _, f := range append(append([]form(nil), forms...), ownForms...) {
			all = append(all, pl.spreadAnswers(answers, op.kinds, 2*perForm, func(a *site.Answer, kind string) *Mutant {
				m := pl.wireMutant(a, op.name, kind, f.name)
				if !op.plant(pl, m, a, f) || len(m.edits) == 0 || m.overlap() {
					return nil
				}
				return m
			})...)
		}
	}
	return all
}

func (pl *Planter) wireMutant(a *site.Answer, operator, kind, form string) *Mutant {
	return &Mutant{
		Site: a.Site, Operator: operator, Rule: operator, Kind: kind, Form: form,
		Shape: a.Shape.Name, Written: form == AsWritten, twin: twin{a.Site, operator, kind},
	}
}

func (pl *Planter) spreadAnswers(answers []*site.Answer, kinds []string, limit int, make func(a *site.Answer, kind string) *Mutant) []*Mutant {
	byPlace := map[*site.Site]*site.Answer{}
	var sites []*site.Site
	for _, a := range answers {
		byPlace[a.Site] = a
		sites = append(sites, a.Site)
	}
	return pl.spreadUpTo(maxWithoutSDK, sites, kinds, limit, func(s *site.Site, kind string) *Mutant { return make(byPlace[s], kind) })
}

var uncheckedKinds = []string{"check removed", "check on one way only", "check made dead"}

// uncheck takes the look at the Error away.
func (pl *Planter) uncheck(m *Mutant, a *site.Answer, kind string) bool {
	text := pl.p.Text(a.Check)
	switch kind {
	case "check removed":
		m.replace(pl.p, a.Check, strings.Repeat("\n", strings.Count(text, "\n")))
		pl.keepImports(m, a.Check)
	case "check on one way only":
		name := (&test{Planter: pl}).fresh("zzAsked")
		m.appends = append(m.appends, "var "+name+" bool")
		m.insert(offset(pl.p, a.Check, false), "if "+name+" { ")
		m.insert(offset(pl.p, a.Check, true), " }")
	default:
		m.insert(offset(pl.p, a.Check.Cond, false), "false && (")
		m.insert(offset(pl.p, a.Check.Cond, true), ")")
	}
	return true
}

// keepImports keeps the imports that removed source was the last to use.
func (pl *Planter) keepImports(m *Mutant, removed ast.Node) {
	info := m.Site.Pkg.TypesInfo
	ast.Inspect(removed, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		id, ok := sel.X.(*ast.Ident)
		if _, isPkg := info.Uses[id].(*types.PkgName); !ok || !isPkg {
			return true
		}
		name := pl.p.Text(sel)
		switch info.Uses[sel.Sel].(type) {
		case *types.TypeName:
			m.appends = append(m.appends, "var _ "+name)
		default:
			m.appends = append(m.appends, "var _ = "+name)
		}
		return false
	})
}

// A codeOperator plants a test on the code of an answer where its Error is
// looked at.
type codeOperator struct {
	name  string
	kinds []string
	plant func(pl *Planter, m *Mutant, a *site.Answer, f form) bool
}

var codeOperators = []codeOperator{
	{"unknowncode", slipNames(), (*Planter).wireUnknown},
	{"wrongservice", []string{"code of another service, host"}, (*Planter).wireWrong},
	{"missingcritical", []string{"swallowed"}, (*Planter).wireSwallowed},
	{"criticalsuccess", []string{"critical code read as success"}, (*Planter).wireSuccess},
	{"deadtest", []string{"same test before", "covering prefix before"}, (*Planter).wireDead},
	{"swappedargs", []string{"strings.Contains", "strings.HasPrefix"}, (*Planter).wireSwapped},
}

// rightCodes are codes that any service may answer.
var rightCodes = []string{"AuthFailure.SignatureFailure", "AuthFailure.SecretIdNotFound", "RequestLimitExceeded", "UnauthorizedOperation", "InvalidParameterValue", "ResourceNotFound", "ResourceUnavailable", "LimitExceeded"}

// wireTest returns the test "code equals value" in a form.
func (pl *Planter) wireTest(m *Mutant, a *site.Answer, f form, value string) (expr string, ok bool) {
	t := &test{Planter: pl, m: m, code: a.Code, value: value, lit: strconv.Quote(value)}
	if expr, ok = f.write(t); ok && f.cases {
		expr = a.Code + " == " + expr
	}
	return expr, ok
}

// plantTest puts a test at the start of what is done when there is an Error; a
// match is success.
func (pl *Planter) plantTest(m *Mutant, a *site.Answer, before, cond string) bool {
	ret := pl.succeed(a)
	text := " " + before + "if " + cond + " { " + ret + " };"
	if ret == "" || strings.Contains(text, "\n") {
		return false
	}
	m.insert(offset(pl.p, a.Check.Body, false)+1, text)
	return true
}

// succeed returns a statement that returns nothing, and no error.
func (pl *Planter) succeed(a *site.Answer) string {
	var results []string
	for v := range a.Sig.Results().Variables() {
		z := zero(v.Type())
		if z == "" {
			return ""
		}
		results = append(results, z)
	}
	return "return " + strings.Join(results, ", ")
}

func (pl *Planter) wireUnknown(m *Mutant, a *site.Answer, f form) bool {
	s := *a.Site
	s.Value = rightCodes[pl.random(a.Site, "right").IntN(len(rightCodes))]
	for _, k := range slips {
		if k.name == m.Kind {
			m.Value = pl.misspell(&s, k)
		}
	}
	cond, ok := pl.wireTest(m, a, f, m.Value)
	m.Original = s.Value
	return ok && m.Value != "" && pl.plantTest(m, a, "", cond)
}

func (pl *Planter) wireWrong(m *Mutant, a *site.Answer, f form) bool {
	m.Value = pl.foreign(a.Site)
	cond, ok := pl.wireTest(m, a, f, m.Value)
	return ok && m.Value != "" && pl.plantTest(m, a, "", cond)
}

// wireSwallowed lets every code but one go on to success.
func (pl *Planter) wireSwallowed(m *Mutant, a *site.Answer, f form) bool {
	cond, ok := pl.wireTest(m, a, f, "ResourceNotFound")
	ret, body := pl.succeed(a), pl.p.Text(a.Check.Body)
	if !ok || !a.Uses || ret == "" {
		return false
	}
	m.Fate = m.Kind
	m.replace(pl.p, a.Check.Body, "{ if "+cond+" { "+ret+" } "+strings.Repeat("\n", strings.Count(body, "\n"))+"}")
	pl.keepImports(m, a.Check.Body)
	return true
}

func (pl *Planter) wireSuccess(m *Mutant, a *site.Answer, f form) bool {
	m.Value = "UnauthorizedOperation"
	cond, ok := pl.wireTest(m, a, f, m.Value)
	return ok && pl.plantTest(m, a, "", cond)
}

// wireDead lets an earlier test take the code to another end.
func (pl *Planter) wireDead(m *Mutant, a *site.Answer, f form) bool {
	m.Value = "AuthFailure.SignatureFailure"
	cond, ok := pl.wireTest(m, a, f, m.Value)
	last, isReturn := a.Check.Body.List[len(a.Check.Body.List)-1].(*ast.ReturnStmt)
	if !ok || !isReturn || len(a.Check.Body.List) > 1 || strings.HasPrefix(f.name, "own error") {
		return false // tests on the answer and on an error made of it are not compared
	}
	cover := a.Code + " == " + strconv.Quote(m.Value)
	if m.Kind == "covering prefix before" {
		m.imports = append(m.imports, "strings")
		cover = "zzstrings.HasPrefix(" + a.Code + ", " + strconv.Quote(catalog.Category(m.Value)) + ")"
	}
	return pl.plantTest(m, a, "if "+cover+" { "+pl.p.Text(last)+" }; ", cond)
}

func (pl *Planter) wireSwapped(m *Mutant, a *site.Answer, f form) bool {
	if f.name != AsWritten {
		return false
	}
	m.Value = "RequestLimitExceeded"
	m.imports = append(m.imports, "strings")
	return pl.plantTest(m, a, "", "zz"+m.Kind+"("+strconv.Quote(m.Value)+", "+a.Code+")")
}

// ownForms make an error of the program's own of the answer, and test that.
var ownForms = []form{
	{name: "own error, returned", write: func(t *test) (string, bool) {
		own := t.ownError()
		t.m.imports = append(t.m.imports, "errors")
		made := t.declare("func %s(code string) error { return &" + own + "{code} }")
		is := t.declare("func %s(err error) bool { var e *" + own + "; return zzerrors.As(err, &e) && e.Code == " + t.lit + " }")
		return is + "(" + made + "(" + t.code + "))", true
	}},
	{name: "own error, asserted", write: func(t *test) (string, bool) {
		own := t.ownError()
		made := t.declare("func %s(code string) error { return &" + own + "{code} }")
		is := t.declare("func %s(err error) bool { e, ok := err.(*" + own + "); return ok && e.Code == " + t.lit + " }")
		return is + "(" + made + "(" + t.code + "))", true
	}},
}

// OwnFormNames lists the forms of tests on errors of the program's own.
func OwnFormNames() []string {
	var names []string
	for _, f := range ownForms {
		names = append(names, f.name)
	}
	return names
}

// ownError declares an error type that carries a code.
func (t *test) ownError() string {
	name := t.fresh("zzAPIError")
	t.m.appends = append(t.m.appends,
		"type "+name+" struct { Code string }",
		"func (e *"+name+") Error() string { return e.Code }")
	return name
}

// isPlainType reports whether a type is written as a name, perhaps of another
// package, so that it can be embedded.
func isPlainType(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		_, ok := e.X.(*ast.Ident)
		return ok
	}
	return false
}

// usesOf returns the selections of the Response in the function.
func usesOf(a *site.Answer) []*ast.SelectorExpr {
	var list []*ast.SelectorExpr
	ast.Inspect(a.Fn.Body, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if id, ok := sel.X.(*ast.Ident); ok && a.Pkg.TypesInfo.Uses[id] == types.Object(a.Var) && sel.Sel.Name == a.Shape.Response.Name() {
			list = append(list, sel)
		}
		return true
	})
	return list
}

func isAddress(e ast.Expr) bool {
	u, ok := ast.Unparen(e).(*ast.UnaryExpr)
	return ok && u.Op == token.AND
}
