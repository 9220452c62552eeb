package live

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/glance"
)

// A Source is what is needed to check one function of a package while somebody
// writes it: its files, and the packages that it imported when it was loaded last.
type Source struct {
	path    string
	files   []string
	imports map[string]*types.Package
}

// sourcesOf returns the sources of packages by the names of their files.
func sourcesOf(pkgs []*packages.Package) map[string]*Source {
	sources := make(map[string]*Source)
	for _, pkg := range pkgs {
		if pkg.Types == nil {
			continue
		}
		s := &Source{path: pkg.PkgPath, files: pkg.CompiledGoFiles, imports: make(map[string]*types.Package)}
		for name, dep := range pkg.Imports {
			if dep.Types != nil {
				s.imports[name] = dep.Types
			}
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
	if pkg := s.imports[name]; pkg != nil {
		return pkg, nil
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
	if before, _ := astutil.PathEnclosingInterval(here, p.pos-1, p.pos-1); offset > 0 && isOpen(before[0]) {
		p.Path = before
	}
	for _, f := range parsed {
		p.keep(f, f == here)
	}
	config := types.Config{Importer: s, Error: func(error) {}, DisableUnusedImportCheck: true}
	p.pkg, _ = config.Check(s.path, p.fset, parsed, p.info)
	return p
}

// isOpen reports whether a node is a string without an end: what is behind its
// last byte belongs to it.
func isOpen(n ast.Node) bool {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return false
	}
	_, err := strconv.Unquote(lit.Value)
	return err != nil
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

// Literal returns the string at the place and its value, nil if there is none.
// One that has no end yet is valued as far as its line goes.
func (p *Point) Literal() (lit *ast.BasicLit, value string) {
	lit, ok := p.Path[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil, ""
	}
	value, err := strconv.Unquote(lit.Value)
	if err != nil {
		value = lit.Value[1:]
	}
	return lit, value
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

// Calls returns the calls of the function at the place, the nearest before the
// place first and those after it last.
func (p *Point) Calls() []Call {
	var before, after []Call
	if p.decl == nil || p.decl.Body == nil {
		return nil
	}
	ast.Inspect(p.decl.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if c, ok := CallOf(p.info.Uses[sel.Sel]); ok {
			if call.Pos() < p.pos {
				before = append([]Call{c}, before...)
			} else {
				after = append(after, c)
			}
		}
		return true
	})
	return append(before, after...)
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
