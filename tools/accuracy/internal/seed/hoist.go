package seed

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// hoist moves the call of the SDK that the error comes from into a function:
// of the same package, or of the helper package.
func (pl *Planter) hoist(m *Mutant, other bool) bool {
	call := m.Site.Source
	if call == nil || call.Ellipsis.IsValid() {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	info := m.Site.Pkg.TypesInfo
	sig, ok := info.TypeOf(call.Fun).(*types.Signature)
	if !ok || sig.Variadic() || info.Selections[sel] == nil {
		return false
	}
	var imports []string
	exported := true
	typ := func(t types.Type) string {
		return types.TypeString(t, func(pkg *types.Package) string {
			if !other && pkg == m.Site.Pkg.Types {
				return ""
			}
			exported = exported && pkg != m.Site.Pkg.Types
			imports = append(imports, pkg.Path())
			return alias(pkg.Path())
		})
	}
	params := []string{"c " + typ(info.TypeOf(sel.X))}
	args := []string{pl.p.Text(sel.X)}
	var pass []string
	for i := range sig.Params().Len() {
		params = append(params, fmt.Sprintf("a%d %s", i, typ(sig.Params().At(i).Type())))
		pass = append(pass, fmt.Sprintf("a%d", i))
	}
	for _, arg := range call.Args {
		args = append(args, pl.p.Text(arg))
	}
	var results []string
	for v := range sig.Results().Variables() {
		results = append(results, typ(v.Type()))
	}
	text := strings.Join(args, ", ")
	if !exported || strings.Contains(text, "\n") || strings.Contains(pl.p.Text(call), "\n") {
		return false
	}
	name := (&test{Planter: pl}).fresh("ZZCall")
	decl := fmt.Sprintf("func %s(%s) (%s) { return c.%s(%s) }", name, strings.Join(params, ", "), strings.Join(results, ", "), sel.Sel.Name, strings.Join(pass, ", "))
	if other {
		m.helpers = append(m.helpers, helper{decl, imports})
		m.imports = append(m.imports, pl.p.HelperPath())
		name = alias(pl.p.HelperPath()) + "." + name
	} else {
		m.appends = append(m.appends, decl)
		m.imports = append(m.imports, imports...)
	}
	m.replace(pl.p, call, name+"("+text+")")
	return true
}
