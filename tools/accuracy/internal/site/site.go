package site

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
)

// A Site is one constant that a code is tested with.
type Site struct {
	Pkg   *packages.Package
	File  *ast.File
	Name  string // of the file, absolute
	Fn    *ast.FuncDecl
	Func  string // a name for it
	Form  string // "==", "!=", "case", "strings.HasPrefix", "list", …
	Lit   ast.Expr
	Value string

	Node   ast.Expr     // the comparison or call; nil for a case
	Code   ast.Expr     // the code that is compared; nil where a helper is given the error
	Typed  ast.Expr     // the typed error of the code
	Err    types.Object // the variable of type error that it was asserted from; nil if not known
	Switch *ast.SwitchStmt
	Call   *ast.CallExpr // of a helper
	Errors *types.Package

	Service string // of the one SDK call that the error comes from; "" if not known
	How     string // in which way it comes from there
	Source  *ast.CallExpr
	Param   bool // the error is a parameter
	Stack   []ast.Node
}

// Equal reports whether the whole code is compared for equality.
func (s *Site) Equal() bool { return s.Form == "==" || s.Form == "!=" || s.Form == "case" }

// Find returns the sites of a program in source order, and the number of
// functions that hold one.
func Find(p *prog.Program) []*Site {
	f := &finder{p: p, bodies: make(map[*types.Func]body)}
	for _, pkg := range p.Roots {
		for _, file := range pkg.Syntax {
			for _, decl := range file.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
					if obj, ok := pkg.TypesInfo.Defs[fn.Name].(*types.Func); ok {
						f.bodies[obj] = body{pkg, fn}
					}
				}
			}
		}
	}
	for _, pkg := range p.Roots {
		for _, file := range pkg.Syntax {
			if ast.IsGenerated(file) {
				continue
			}
			for _, decl := range file.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil && !suppresses(file, fn) {
					f.function(pkg, file, fn)
				}
			}
		}
	}
	return f.sites
}

// suppresses reports whether a function has a comment that suppresses findings.
func suppresses(file *ast.File, fn *ast.FuncDecl) bool {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if fn.Pos() <= c.Pos() && c.Pos() < fn.End() && (strings.HasPrefix(c.Text, "//tcerrlint:") || strings.HasPrefix(c.Text, "//nolint")) {
				return true
			}
		}
	}
	return false
}

type body struct {
	pkg *packages.Package
	fn  *ast.FuncDecl
}

type finder struct {
	p      *prog.Program
	bodies map[*types.Func]body
	sites  []*Site
}

func (f *finder) function(pkg *packages.Package, file *ast.File, fn *ast.FuncDecl) {
	if !mentionsErrors(pkg.TypesInfo, fn) {
		return
	}
	s := newScope(pkg.TypesInfo, fn)
	name := f.p.Fset().PositionFor(file.Package, false).Filename
	var stack []ast.Node
	add := func(site *Site) {
		site.Pkg, site.File, site.Name, site.Fn = pkg, file, name, fn
		site.Func = f.p.Rel(name) + ":" + FuncName(fn)
		site.Stack = slices.Clone(stack)
		f.origin(s, site)
		f.sites = append(f.sites, site)
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				s.comparison(n, add)
			}
		case *ast.SwitchStmt:
			s.cases(n, add)
		case *ast.CallExpr:
			s.stringsCall(n, add)
			s.helperCall(n, add)
		}
		return true
	})
}

// FuncName returns the name of a function, with its receiver's type.
func FuncName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	t := fn.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name + "." + fn.Name.Name
	}
	return fn.Name.Name
}

// mentionsErrors reports, quickly, whether a function can hold a site: an
// expression of the SDK's error type, or a call of a known helper.
func mentionsErrors(info *types.Info, fn *ast.FuncDecl) bool {
	found := false
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || found {
			return !found
		}
		switch obj := info.Uses[id].(type) {
		case *types.TypeName:
			found = errorName(obj.Type()) != nil
		case *types.Func:
			found = helperOf(obj) != nil
		case *types.Var:
			found = IsError(obj.Type())
		}
		return !found
	})
	return found
}

func (s *scope) comparison(n *ast.BinaryExpr, add func(*Site)) {
	for _, pair := range [][2]ast.Expr{{n.X, n.Y}, {n.Y, n.X}} {
		of, ok := s.code(pair[0])
		value, isText := s.text(pair[1])
		if ok && isText {
			add(&Site{Form: n.Op.String(), Lit: pair[1], Value: value, Node: n, Code: pair[0], Typed: of})
			return
		}
	}
}

func (s *scope) cases(n *ast.SwitchStmt, add func(*Site)) {
	if n.Tag == nil {
		return
	}
	of, ok := s.code(n.Tag)
	if !ok {
		return
	}
	for _, clause := range n.Body.List {
		for _, e := range clause.(*ast.CaseClause).List {
			if value, ok := s.text(e); ok {
				add(&Site{Form: "case", Lit: e, Value: value, Code: n.Tag, Typed: of, Switch: n})
			}
		}
	}
}

func (s *scope) stringsCall(n *ast.CallExpr, add func(*Site)) {
	f := s.callee(n)
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != "strings" || len(n.Args) != 2 {
		return
	}
	switch f.Name() {
	case "Contains", "HasPrefix", "HasSuffix", "EqualFold":
	default:
		return
	}
	of, ok := s.code(n.Args[0])
	value, isText := s.text(n.Args[1])
	if ok && isText {
		add(&Site{Form: "strings." + f.Name(), Lit: n.Args[1], Value: value, Node: n, Code: n.Args[0], Typed: of})
	}
}
