package live

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"strconv"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
)

// A Source is what is needed to check one function of a package while somebody
// writes it: its files, and the packages that it imported when it was loaded last.
type Source struct {
	path      string
	files     []string
	packages  map[string]*packages.Package // imported, by path
	sizes     types.Sizes
	goVersion string

	driver *driver.Driver     // of the findings, which has the facts of what is imported
	tested *analysis.Analyzer // see [analyzer.NewTested]

	mu      sync.Mutex
	look    *Look  // the last one
	lookKey string // of it
}

// sourcesOf returns the sources of packages by the names of their files.
func (v *View) sourcesOf(pkgs []*packages.Package) map[string]*Source {
	sources := make(map[string]*Source)
	for _, pkg := range pkgs {
		if pkg.Types == nil {
			continue
		}
		s := &Source{path: pkg.PkgPath, files: pkg.CompiledGoFiles, packages: pkg.Imports, sizes: pkg.TypesSizes, driver: v.driver, tested: v.tested}
		if pkg.Module != nil && pkg.Module.GoVersion != "" {
			s.goVersion = "go" + pkg.Module.GoVersion
		}
		for _, name := range pkg.CompiledGoFiles {
			sources[name] = s
		}
	}
	return sources
}

// Import implements types.Importer.
func (s *Source) Import(name string) (*types.Package, error) {
	if name == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := s.packages[name]; pkg != nil && pkg.Types != nil {
		return pkg.Types, nil
	}
	return nil, os.ErrNotExist
}

// A Point is a place in a file, with the types around it.
type Point struct {
	Path []ast.Node // what encloses the place, innermost first; the last is the file
	info *types.Info
	pkg  *types.Package
	fset *token.FileSet
	decl *ast.FuncDecl // nil outside of functions
	pos  token.Pos
}

// At returns what is at an offset of a file, nil if nothing can be said. Errors in
// the code do not matter. The contents of files come from texts, from the disk
// where those have none. Only the function at the offset is checked.
func (s *Source) At(file string, offset int, texts map[string][]byte) *Point {
	p := &Point{
		fset: token.NewFileSet(),
		info: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
			Uses: make(map[*ast.Ident]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		},
	}
	var parsed []*ast.File
	var here *ast.File
	for _, name := range s.files {
		var text any
		if open, ok := texts[name]; ok {
			text = open
		}
		f, _ := parser.ParseFile(p.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if f == nil {
			continue
		}
		parsed = append(parsed, f)
		if name == file {
			here = f
		}
	}
	if here == nil {
		return nil
	}
	tokens := p.fset.File(here.FileStart)
	if offset < 0 || offset > tokens.Size() {
		return nil
	}
	p.pos = tokens.Pos(offset)
	p.Path, _ = astutil.PathEnclosingInterval(here, p.pos, p.pos)
	for _, f := range parsed {
		p.keep(f, f == here)
	}
	config := types.Config{Importer: s, Error: func(error) {}, DisableUnusedImportCheck: true}
	p.pkg, _ = config.Check(s.path, p.fset, parsed, p.info)
	return p
}

// keep drops the bodies of the functions that are not at the place.
func (p *Point) keep(f *ast.File, here bool) {
	for _, d := range f.Decls {
		decl, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if here && decl.Pos() <= p.pos && p.pos <= decl.End() {
			p.decl = decl
		} else {
			decl.Body = nil
		}
	}
}

// File returns the file of the place.
func (p *Point) File() *ast.File { return p.Path[len(p.Path)-1].(*ast.File) }

// Offsets returns the first byte of a node and the one after its last.
func (p *Point) Offsets(n ast.Node) (start, end int) {
	f := p.fset.File(n.Pos())
	return f.Offset(n.Pos()), f.Offset(n.End())
}

// Object returns what the name at the place stands for, and its expression with
// the package before it.
func (p *Point) Object() (obj types.Object, expr ast.Expr) {
	id, ok := p.Path[0].(*ast.Ident)
	if !ok {
		return nil, nil
	}
	expr = id
	if len(p.Path) > 1 {
		if sel, ok := p.Path[1].(*ast.SelectorExpr); ok && sel.Sel == id {
			expr = sel
		}
	}
	return p.info.ObjectOf(id), expr
}

// Switch returns the innermost switch around the place that compares a string, nil
// if there is none in the same function; what is compared, and where its chain of
// conditions begins: at its tag, or at its first condition.
func (p *Point) Switch() (sw *ast.SwitchStmt, code, first ast.Expr) {
	for _, n := range p.Path {
		switch n := n.(type) {
		case *ast.SwitchStmt:
			if code, first := p.compared(n); code != nil && isText(p.typeOf(code)) {
				return n, code, first
			}
		case *ast.FuncLit, *ast.FuncDecl:
			return nil, nil, nil
		}
	}
	return nil, nil, nil
}

// compared returns the tag of a switch; of one without, what its first condition
// compares with a constant, and that condition.
func (p *Point) compared(sw *ast.SwitchStmt) (code, first ast.Expr) {
	if sw.Tag != nil {
		return sw.Tag, sw.Tag
	}
	for _, clause := range sw.Body.List {
		clause, ok := clause.(*ast.CaseClause)
		if !ok || len(clause.List) == 0 {
			continue
		}
		cond, ok := clause.List[0].(*ast.BinaryExpr)
		if !ok || cond.Op != token.EQL {
			return nil, nil
		}
		if p.info.Types[cond.Y].Value != nil {
			return cond.X, cond
		}
		return cond.Y, cond
	}
	return nil, nil
}

func isText(t types.Type) bool {
	return t != nil && types.Identical(t.Underlying(), types.Typ[types.String])
}

func (p *Point) typeOf(e ast.Expr) types.Type {
	if e == nil {
		return nil
	}
	return p.info.TypeOf(e)
}

// Results returns the results of the function around the place.
func (p *Point) Results() *types.Tuple {
	for _, n := range p.Path {
		switch n := n.(type) {
		case *ast.FuncLit:
			if sig, ok := p.typeOf(n).(*types.Signature); ok {
				return sig.Results()
			}
			return nil
		case *ast.FuncDecl:
			if f, ok := p.info.Defs[n.Name].(*types.Func); ok {
				return f.Signature().Results()
			}
			return nil
		}
	}
	return nil
}

// ErrorName returns the name of the error of whose code an expression is the
// field or method; for another expression that of the one error that the function
// has there. It is "" where that is not certain.
func (p *Point) ErrorName(code ast.Expr) string {
	failure := types.Universe.Lookup("error").Type().Underlying().(*types.Interface)
	e := ast.Unparen(code)
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 0 {
		e = ast.Unparen(call.Fun)
	}
	if sel, ok := e.(*ast.SelectorExpr); ok {
		if id, ok := ast.Unparen(sel.X).(*ast.Ident); ok {
			if t := p.info.TypeOf(id); t != nil && types.Implements(t, failure) {
				return id.Name
			}
		}
	}
	name := ""
	for scope := p.pkg.Scope().Innermost(p.pos); scope != nil && scope != p.pkg.Scope(); scope = scope.Parent() {
		for _, each := range scope.Names() {
			obj, ok := scope.Lookup(each).(*types.Var)
			if !ok || !types.Identical(obj.Type(), types.Universe.Lookup("error").Type()) || obj.Pos() > p.pos || each == "_" {
				continue
			}
			if name != "" && name != each {
				return ""
			}
			name = each
		}
	}
	return name
}

// A Call is the method of a client that was called.
type Call struct{ Service, Action string }

// Mentions counts in what was checked how often the package is used that a name
// stands for: in the function at the place and the declarations of the file.
func (p *Point) Mentions(name *ast.Ident) int {
	pkg, ok := p.info.Uses[name].(*types.PkgName)
	if !ok {
		return 0
	}
	n := 0
	for _, obj := range p.info.Uses {
		if obj == pkg {
			n++
		}
	}
	return n
}

// CallOf returns which action of which service a method of a client calls.
func CallOf(obj types.Object) (Call, bool) {
	f, ok := obj.(*types.Func)
	if !ok || f.Pkg() == nil || f.Signature().Recv() == nil || f.Signature().Results().Len() != 2 {
		return Call{}, false
	}
	service := ServiceOf(f.Pkg())
	action := f.Name()
	if n := len(action) - len("WithContext"); n > 0 && action[n:] == "WithContext" {
		action = action[:n]
	}
	return Call{service, action}, service != ""
}

// ServiceOf returns the service that a package of the SDK is for, or "".
func ServiceOf(pkg *types.Package) string {
	if pkg == nil || !glance.IsService(pkg.Path()) {
		return ""
	}
	return path.Base(path.Dir(pkg.Path()))
}

// Imported returns the packages of services that the file imports, by the names
// that mean them at the place.
func (p *Point) Imported() map[string]*types.Package {
	names := make(map[string]*types.Package)
	scope := p.pkg.Scope().Innermost(p.pos)
	for _, spec := range p.File().Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		pkg := p.imported(name)
		if ServiceOf(pkg) == "" {
			continue
		}
		local := pkg.Name()
		if spec.Name != nil {
			local = spec.Name.Name
		}
		if scope == nil {
			continue
		}
		if _, obj := scope.LookupParent(local, p.pos); obj != nil {
			if as, ok := obj.(*types.PkgName); ok && as.Imported() == pkg {
				names[local] = pkg
			}
		}
	}
	return names
}

func (p *Point) imported(name string) *types.Package {
	for _, pkg := range p.pkg.Imports() {
		if pkg.Path() == name {
			return pkg
		}
	}
	return nil
}
