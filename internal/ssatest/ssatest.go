// Package ssatest makes types, syntax and SSA form of small programs, for the
// tests of the engine.
package ssatest

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// A Package is the text of one file, checked and built.
type Package struct {
	*ssa.Package
	Fset *token.FileSet
	File *ast.File
	Info *types.Info
}

// Build checks and builds the text of a file. It may import the standard library
// and others, which stand for packages of other modules: text by import path.
func Build(t testing.TB, text string, others map[string]string) *Package {
	t.Helper()
	fset := token.NewFileSet()
	from := &texts{fset, others, importer.Default(), make(map[string]*types.Package)}
	file, err := parser.ParseFile(fset, "file.go", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	pkg := types.NewPackage("example.com/"+file.Name.Name, file.Name.Name)
	built, info, err := ssautil.BuildPackage(&types.Config{Importer: from}, fset, pkg, []*ast.File{file}, ssa.BuilderMode(0))
	if err != nil {
		t.Fatal(err)
	}
	return &Package{built, fset, file, info}
}

// Pass returns what an analyzer is given of the package, when no package that it
// imports has facts.
func (p *Package) Pass() *analysis.Pass {
	return &analysis.Pass{
		Fset:              p.Fset,
		Files:             []*ast.File{p.File},
		Pkg:               p.Pkg,
		TypesInfo:         p.Info,
		ImportObjectFact:  func(types.Object, analysis.Fact) bool { return false },
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
	}
}

// Decls returns the declared functions by name.
func (p *Package) Decls() map[string]*ast.FuncDecl {
	decls := make(map[string]*ast.FuncDecl)
	for _, decl := range p.File.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			decls[f.Name.Name] = f
		}
	}
	return decls
}

// Instructions returns the instructions of a function that are of one kind.
func Instructions[T ssa.Instruction](f *ssa.Function) (all []T) {
	for _, block := range f.Blocks {
		for _, instr := range block.Instrs {
			if x, ok := instr.(T); ok {
				all = append(all, x)
			}
		}
	}
	return all
}

// texts imports packages from texts, and the others from the standard library.
type texts struct {
	fset  *token.FileSet
	texts map[string]string
	std   types.Importer
	done  map[string]*types.Package
}

func (from *texts) Import(path string) (*types.Package, error) {
	text, ok := from.texts[path]
	if !ok {
		return from.std.Import(path)
	}
	if pkg := from.done[path]; pkg != nil {
		return pkg, nil
	}
	file, err := parser.ParseFile(from.fset, path+".go", text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	pkg, err := (&types.Config{Importer: from}).Check(path, from.fset, []*ast.File{file}, nil)
	if err != nil {
		return nil, err
	}
	from.done[path] = pkg
	return pkg, nil
}
