package seed

import (
	"go/ast"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
)

// An operator plants one kind of fault. It returns false where the fault does
// not fit the site.
type operator struct {
	name  string
	kinds []string
	plant func(pl *Planter, m *Mutant, f form) bool
}

var operators = []operator{
	{"unknowncode", slipNames(), (*Planter).unknownCode},
	{"wrongservice", []string{"code of another service"}, (*Planter).wrongService},
	{"missingcritical", []string{"swallowed", "retried", "stopped"}, (*Planter).missingCritical},
	{"criticalsuccess", []string{"critical code read as success"}, (*Planter).criticalSuccess},
	{"partialcategory", []string{"bare code lost", "details lost"}, (*Planter).partialCategory},
	{"deadtest", []string{"covering prefix before", "same test before"}, (*Planter).deadTest},
	{"swappedargs", []string{"strings.Contains", "strings.HasPrefix", "helper", "other package: helper"}, (*Planter).swappedArgs},
	{"dropped", []string{"not-ok path"}, (*Planter).dropped},
}

func slipNames() []string {
	var names []string
	for _, s := range slips {
		names = append(names, s.name)
	}
	return names
}

// Operators lists the operators.
func Operators() []string {
	var names []string
	for _, o := range operators {
		names = append(names, o.name)
	}
	return append(names, "uncheckedresponse")
}

func (pl *Planter) unknownCode(m *Mutant, f form) bool {
	if h := m.Site.HelperOf(); h != nil && h.Mixed && m.Site.Service == "" {
		return false // the code may be one of another cloud
	}
	for _, k := range slips {
		if k.name == m.Kind {
			m.Value = pl.misspell(m.Site, k)
		}
	}
	if _, ok := catalog.Lookup(m.Site.Value); !ok || m.Value == "" || strings.HasPrefix(m.Site.Form, "strings.") {
		return false // only whole codes have a right spelling
	}
	_, m.Literal = ast.Unparen(m.Site.Lit).(*ast.BasicLit)
	m.Original = m.Site.Value
	return pl.writeTest(m, f, m.Value)
}

func (pl *Planter) wrongService(m *Mutant, f form) bool {
	if strings.HasPrefix(m.Site.Form, "strings.") || m.Site.Param {
		return false
	}
	m.Value = pl.foreign(m.Site)
	m.Kind += ", " + m.Site.How
	return m.Value != "" && pl.writeTest(m, f, m.Value)
}

func (pl *Planter) swappedArgs(m *Mutant, f form) bool {
	s := m.Site
	if f.name != AsWritten || s.Code == nil || strings.Contains(pl.p.Text(s.Lit), "\n") || strings.ContainsAny(s.Value, " ,;|/") || !(s.Form == "==" || s.Form == "strings.Contains" || s.Form == "strings.HasPrefix") {
		return false
	}
	m.Form, m.Value = f.name, s.Value
	t := pl.newTest(m, s, s.Value)
	args := "(" + t.lit + ", " + t.code + ")"
	var expr string
	switch m.Kind {
	case "strings.Contains", "strings.HasPrefix":
		m.imports = append(m.imports, "strings")
		expr = "zz" + m.Kind + args
	case "helper":
		m.imports = append(m.imports, "strings")
		expr = t.declare("func %s(s, sub string) bool { return zzstrings.Contains(s, sub) }") + args
	default:
		expr = t.other("In" + args)
		m.helpers = append(m.helpers, helper{"func In(s, sub string) bool { return zzstrings.Contains(s, sub) }", []string{"strings"}})
	}
	m.replace(pl.p, s.Node, expr)
	pl.keepUsed(m)
	if call, ok := s.Node.(*ast.CallExpr); ok {
		m.appends = append(m.appends, "var _ = "+pl.p.Text(call.Fun))
	}
	return true
}
