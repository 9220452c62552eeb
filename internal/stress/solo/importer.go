package solo

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// An Importer imports packages from their folders, declarations only. What of
// a package does not parse or type-check is left out.
type Importer struct {
	// Find returns the folder of a package that is not in the standard library,
	// "" if it has none. Nil finds none.
	Find func(path string) string

	std      *Importer // of the standard library; nil: this one
	fset     *token.FileSet
	packages map[string]*types.Package // nil: being imported
}

// NewImporter returns an importer that knows the standard library and the
// packages given.
func NewImporter(known ...*types.Package) *Importer {
	i := &Importer{fset: token.NewFileSet(), packages: map[string]*types.Package{"unsafe": types.Unsafe}}
	for _, pkg := range known {
		i.Add(pkg)
	}
	return i
}

// Beside returns an importer that shares nothing but the standard library with
// this one.
func (i *Importer) Beside(find func(path string) string) *Importer {
	other := NewImporter()
	other.Find, other.std = find, i
	return other
}

// Add makes a package known.
func (i *Importer) Add(pkg *types.Package) { i.packages[pkg.Path()] = pkg }

// Import implements [types.Importer].
func (i *Importer) Import(path string) (*types.Package, error) {
	if pkg, ok := i.packages[path]; ok {
		if pkg == nil {
			return nil, fmt.Errorf("import cycle by way of %s", path)
		}
		return pkg, nil
	}
	dir := stdDir(path)
	switch {
	case dir != "" && i.std != nil:
		return i.std.Import(path)
	case dir == "" && i.Find != nil:
		dir = i.Find(path)
	}
	if dir == "" {
		return nil, fmt.Errorf("no package %s", path)
	}
	i.packages[path] = nil
	files, _ := ParseDir(i.fset, dir, parser.SkipObjectResolution)
	config := types.Config{Importer: i, IgnoreFuncBodies: true, FakeImportC: true, Error: func(error) {}}
	pkg, _ := config.Check(path, i.fset, files, nil)
	i.packages[path] = pkg
	return pkg, nil
}

// stdDir returns the folder of a package of the standard library, or of one that
// it vendors; "" for others.
func stdDir(path string) string {
	src := filepath.Join(runtime.GOROOT(), "src")
	for _, dir := range []string{filepath.Join(src, path), filepath.Join(src, "vendor", path)} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
	}
	return ""
}

// goFiles returns the names of the files of a package without its tests, as
// the go command chooses them without cgo.
func goFiles(dir string) []string {
	context := build.Default
	context.CgoEnabled = false
	pkg, err := context.ImportDir(dir, 0)
	if pkg == nil || err != nil && len(pkg.GoFiles) == 0 {
		return nil
	}
	var names []string
	for _, name := range slices.Concat(pkg.GoFiles, pkg.CgoFiles) {
		names = append(names, filepath.Join(dir, name))
	}
	return names
}

// ParseDir parses the files of the package in a folder, without its tests. It
// returns what of them parses, and the first error.
func ParseDir(fset *token.FileSet, dir string, mode parser.Mode) (files []*ast.File, first error) {
	for _, name := range goFiles(dir) {
		file, err := parser.ParseFile(fset, name, nil, mode)
		if file != nil {
			files = append(files, file)
		}
		if first == nil {
			first = err
		}
	}
	return files, first
}
