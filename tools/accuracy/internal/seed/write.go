package seed

import (
	"go/ast"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/site"
)

// alias returns the name under which a changed file imports a path.
func alias(path string) string { return "zz" + suffix(path) }

// suffix returns a path as a part of a Go name.
func suffix(path string) string {
	if !strings.Contains(path, "/") {
		return path
	}
	h := fnv.New32a()
	h.Write([]byte(path))
	last := strings.Map(func(r rune) rune {
		if r == '-' || r == '.' {
			return -1
		}
		return r
	}, path[strings.LastIndexByte(path, '/')+1:])
	return last + strconv.FormatUint(uint64(h.Sum32()), 36)
}

// writeTest makes the mutant test for another value in a form. It reports
// whether the form fits the site.
func (pl *Planter) writeTest(m *Mutant, f form, value string) bool {
	s := m.Site
	t := pl.newTest(m, s, value)
	m.Form = f.name
	if f.cases {
		if value == s.Value && f.name == AsWritten {
			return true // leave it
		}
		expr, ok := f.write(t)
		m.replace(pl.p, s.Lit, expr)
		pl.keepUsed(m)
		return ok
	}
	if s.Form != "==" && s.Form != "!=" || t.code == "" || strings.Contains(pl.p.Text(s.Node), "\n") {
		return false
	}
	expr, ok := f.write(t)
	if !ok {
		return false
	}
	switch {
	case s.Form == "==":
	case f.name == "operands swapped" || f.name == "GetCode or Code":
		expr = strings.Replace(expr, " == ", " != ", 1)
	default:
		expr = "!" + expr
	}
	m.replace(pl.p, s.Node, expr)
	pl.keepUsed(m)
	return true
}

// keepUsed keeps the import of a constant that the mutant no longer names.
func (pl *Planter) keepUsed(m *Mutant) {
	if _, ok := m.Site.Lit.(*ast.SelectorExpr); ok {
		m.appends = append(m.appends, "const _ = "+pl.p.Text(m.Site.Lit))
	}
}

// fits reports whether a form can be used at a site at all.
func fits(f form, s *site.Site) bool {
	return f.cases || s.Form == "==" || s.Form == "!="
}
