package prog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A Variant is a program with some files replaced, and a helper package added.
type Variant struct {
	Overlay map[string][]byte // file → its bytes
	Helper  string            // source of the package at [Program.HelperPath]; "" for none
}

// HelperPath is the path of the package that a variant may add to the module.
func (p *Program) HelperPath() string { return p.Module + "/zzaccuracy" }

// A TypeError is an error of a variant: where, and what.
type TypeError struct {
	File string
	Line int
	Msg  string
}

// Build type-checks the packages that a variant changes, and those between
// them, anew. It returns the changed packages of the program's own, and the errors.
func (p *Program) Build(v Variant) ([]*packages.Package, []TypeError) {
	b := &build{p: p, v: v, fresh: make(map[*packages.Package]*packages.Package)}
	changed := make(map[string]bool)
	for file := range v.Overlay {
		changed[file] = true
	}
	if v.Helper != "" {
		b.addHelper()
	}
	var roots []*packages.Package
	for _, root := range p.Roots {
		if slices.ContainsFunc(root.CompiledGoFiles, func(f string) bool { return changed[f] }) {
			roots = append(roots, b.of(root))
		}
	}
	delete(p.byPath, p.HelperPath())
	return roots, b.errs
}

// build is one call of [Program.Build].
type build struct {
	p     *Program
	v     Variant
	fresh map[*packages.Package]*packages.Package // nil value: unchanged
	errs  []TypeError
}

// addHelper type-checks the helper package, and lets imports find it.
func (b *build) addHelper() { b.note(b.p.Add("zzaccuracy", b.v.Helper)) }

// Add type-checks a package of one file and lets imports find it, at the name
// beneath the module's path.
func (p *Program) Add(name, src string) *packages.Package {
	path := p.Module + "/" + name
	file := p.Dir + "/" + name + "/" + name + ".go"
	pkg := &packages.Package{
		ID: path, PkgPath: path, Name: name,
		GoFiles: []string{file}, CompiledGoFiles: []string{file},
		Imports:    make(map[string]*packages.Package),
		Module:     p.Roots[0].Module,
		TypesSizes: p.Roots[0].TypesSizes,
	}
	p.checkPackage(pkg, false, func(file string) (*ast.File, error) {
		return p.parse(file, []byte(src), false)
	})
	p.byPath[path] = pkg
	return pkg
}

// Services returns the service packages of the SDK that the program loads.
func (p *Program) Services() []*packages.Package {
	var list []*packages.Package
	for _, path := range slices.Sorted(maps.Keys(p.byPath)) {
		if IsService(path) {
			list = append(list, p.byPath[path])
		}
	}
	return list
}

func (b *build) note(pkg *packages.Package) {
	for _, err := range pkg.Errors {
		at, rest, _ := strings.Cut(err.Pos, ".go:")
		line, _, _ := strings.Cut(rest, ":")
		n, _ := strconv.Atoi(line)
		b.errs = append(b.errs, TypeError{at + ".go", n, err.Msg})
	}
}

// of returns the package as it is in the variant: itself, where neither it nor
// anything that it imports has changed.
func (b *build) of(pkg *packages.Package) *packages.Package {
	if fresh, ok := b.fresh[pkg]; ok {
		return fresh
	}
	b.fresh[pkg] = pkg // imports have no cycles
	overlay := make(map[string][]byte)
	for _, file := range pkg.CompiledGoFiles {
		if src, ok := b.v.Overlay[file]; ok {
			overlay[file] = src
		}
	}
	changed := len(overlay) > 0
	imports := make(map[string]*packages.Package)
	for _, path := range slices.Sorted(maps.Keys(pkg.Imports)) {
		imports[path] = b.of(pkg.Imports[path])
		changed = changed || imports[path] != pkg.Imports[path]
	}
	if !changed || pkg.Syntax == nil {
		return pkg
	}
	// A changed file may import what no file of the package did.
	for file, src := range overlay {
		for _, path := range importsOf(file, src) {
			if dep := b.p.byPath[path]; imports[path] == nil && dep != nil {
				imports[path] = b.of(dep)
			}
		}
	}
	syntax := make(map[string]*ast.File)
	for i, file := range pkg.CompiledGoFiles {
		syntax[file] = pkg.Syntax[i]
	}
	fresh := &packages.Package{
		ID: pkg.ID, PkgPath: pkg.PkgPath, Name: pkg.Name,
		GoFiles: pkg.GoFiles, CompiledGoFiles: pkg.CompiledGoFiles,
		Imports: imports, Module: pkg.Module, TypesSizes: pkg.TypesSizes,
	}
	b.p.checkPackage(fresh, false, func(file string) (*ast.File, error) {
		if src, ok := overlay[file]; ok {
			return b.p.parse(file, src, false)
		}
		return syntax[file], nil
	})
	b.note(fresh)
	b.fresh[pkg] = fresh
	return fresh
}

func importsOf(name string, src []byte) []string {
	file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
	if file == nil || err != nil {
		return nil
	}
	var paths []string
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}
