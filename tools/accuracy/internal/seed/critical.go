package seed

import (
	"go/ast"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

func (pl *Planter) missingCritical(m *Mutant, f form) bool {
	path, reason := m.Site.Path()
	if reason != "" || !(m.Site.Equal() || m.Site.Form == "list of IsExpectError" || m.Site.Form == "list of IsContains") || m.Site.Form == "!=" {
		return false
	}
	m.Fate = m.Kind
	switch m.Kind {
	case "swallowed":
		for _, e := range path.Errors {
			m.replace(pl.p, e, "nil")
		}
	case "retried", "stopped":
		name := retryImport(m.Site)
		if len(path.Errors) != 1 || len(path.End.Results) != 1 || name == "" || !pl.ownRetry(m.Site, path) {
			return false
		}
		if m.Kind == "retried" {
			m.replace(pl.p, path.Errors[0], name+".RetryableError("+m.Site.Err.Name()+")")
			break
		}
		m.Fate = "final"
		if path.If == nil || !retries(path.If.Body) || !onlyCode(m.Site, path.If.Cond) || m.Site.How != "call" {
			return false // no sibling is retried for sure, or a layer between retries throttling
		}
		if strings.HasPrefix(m.Site.Value, "RequestLimitExceeded") {
			return false
		}
		m.replace(pl.p, path.Errors[0], name+".NonRetryableError("+m.Site.Err.Name()+")")
	}
	return pl.writeTest(m, f, m.Site.Value)
}

// ownRetry reports whether the path ends in telling a retry what to do.
func (pl *Planter) ownRetry(s *site.Site, path *site.Path) bool {
	call, ok := ast.Unparen(path.Errors[0]).(*ast.CallExpr)
	if !ok || path.Lit == nil {
		return false
	}
	name := pl.p.Text(call.Fun)
	return strings.HasSuffix(name, "RetryError") || strings.HasSuffix(name, ".NonRetryableError")
}

// retries reports whether a block does nothing but retry.
func retries(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	ret, ok := b.List[len(b.List)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return false
	}
	call, ok := ret.Results[0].(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "RetryableError"
}

// retryImport returns the name under which the site's file imports the
// functions that make errors retried or final.
func retryImport(s *site.Site) string {
	for _, spec := range s.File.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		if !strings.HasSuffix(path, "/helper/resource") && !strings.HasSuffix(path, "/helper/retry") {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path[strings.LastIndexByte(path, '/')+1:]
	}
	return ""
}

var criticalCategories = []string{"AuthFailure", "UnauthorizedOperation", "RequestLimitExceeded"}

func (pl *Planter) partialCategory(m *Mutant, f form) bool {
	s := m.Site
	path, reason := s.Path()
	if s.Form != "==" || reason != "" || path.If == nil || len(path.If.Body.List) == 0 || !plainCond(s, path.If.Cond) {
		return false
	}
	service, known := catalog.ServiceNamed(s.Service)
	if m.Kind == "details lost" {
		if !retries(path.If.Body) || pl.inCond(s, "RequestLimitExceeded") || strings.Contains(pl.p.Text(path.End), ".RetryError(") ||
			strings.Contains(pl.p.Text(path.End), ".RetryableError(") {
			return false
		}
		m.Value = "RequestLimitExceeded"
		return pl.writeTest(m, f, m.Value)
	}
	category := criticalCategories[pl.random(s, "category").IntN(len(criticalCategories))]
	bare, ok := catalog.Lookup(category)
	if !ok || !known || bare.Kind()&catalog.KindPublic == 0 && !service.Has(bare) || !hasDetails(service, category) ||
		pl.inCond(s, category) || !pl.fatesDiffer(s, path, category) {
		return false
	}
	m.Value = category + "."
	return pl.categoryTest(m, f)
}

// categoryTest adds "|| strings.HasPrefix(code, category.)" to a test, in the
// place of the form.
func (pl *Planter) categoryTest(m *Mutant, f form) bool {
	s := m.Site
	t := pl.newTest(m, s, m.Value)
	m.Form = f.name
	var prefix string
	switch f.name {
	case AsWritten:
		m.imports = append(m.imports, "strings")
		prefix = "zzstrings.HasPrefix(" + t.code + ", " + t.lit + ")"
	case "constant":
		m.imports = append(m.imports, "strings")
		prefix = "zzstrings.HasPrefix(" + t.code + ", " + t.constant() + ")"
	case "concatenation":
		m.imports = append(m.imports, "strings")
		prefix = "zzstrings.HasPrefix(" + t.code + ", " + t.concatenation() + ")"
	case "closure":
		m.imports = append(m.imports, "strings")
		prefix = "func(code string) bool { return zzstrings.HasPrefix(code, " + t.lit + ") }(" + t.code + ")"
	case "helper with the code":
		m.imports = append(m.imports, "strings")
		prefix = t.declare("func %s(code, prefix string) bool { return zzstrings.HasPrefix(code, prefix) }") + "(" + t.code + ", " + t.lit + ")"
	case "other package: code":
		prefix = t.other("HasPrefix(" + t.code + ", " + t.lit + ")")
		m.helpers = append(m.helpers, helper{"func HasPrefix(code, prefix string) bool { return zzstrings.HasPrefix(code, prefix) }", []string{"strings"}})
	default:
		return false
	}
	if strings.Contains(pl.p.Text(s.Node), "\n") {
		return false
	}
	m.replace(pl.p, s.Node, "("+pl.p.Text(s.Node)+" || "+prefix+")")
	return true
}

func (pl *Planter) inCond(s *site.Site, word string) bool {
	return strings.Contains(pl.p.Text(s.Fn), word)
}

// fatesDiffer reports whether a code of the category fares otherwise where the
// test matches than where it does not.
func (pl *Planter) fatesDiffer(s *site.Site, path *site.Path, category string) bool {
	if !site.EndsInReturn(path.If.Body) {
		return false
	}
	match := path.If.Body.List[len(path.If.Body.List)-1].(*ast.ReturnStmt)
	end := pl.p.Text(path.End)
	if len(match.Results) != len(path.End.Results) || category == "RequestLimitExceeded" && strings.Contains(end, "RetryError(") {
		return false // the helper names it
	}
	last := pl.p.Text(match.Results[len(match.Results)-1])
	return last == "nil" || retries(path.If.Body) && !strings.Contains(end, ".RetryableError(")
}

func hasDetails(service catalog.Service, category string) bool {
	for id := range service.Codes() {
		if strings.HasPrefix(id.String(), category+".") {
			return true
		}
	}
	return false
}

// criticalSuccess puts a critical code into a test whose match ends in success.
func (pl *Planter) criticalSuccess(m *Mutant, f form) bool {
	s := m.Site
	path, reason := s.Path()
	if s.Form != "==" || reason != "" || path.If == nil || !plainCond(s, path.If.Cond) || len(path.If.Body.List) != 1 || pl.inCond(s, "UnauthorizedOperation") {
		return false
	}
	ret, ok := path.If.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 || pl.p.Text(ret.Results[len(ret.Results)-1]) != "nil" {
		return false
	}
	m.Value = "UnauthorizedOperation" // public: every service answers it
	return pl.writeTest(m, f, m.Value)
}
