// Package facts analyzes a package that go vet wants for its facts alone, as one
// that others import.
//
// The driver of x/tools does so too. But to read facts it looks at every object
// that the package's imports export, and so makes the compiler's export data
// whole again: for a program with a hundred services of the SDK that is most of
// its time and memory. Here an object is made when a fact is about it. What is
// written is what that driver reads and writes.
package facts

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// Write runs an analyzer, which requires no other, on the package that the
// configuration describes, and writes its facts to the file that it names. A
// package that does not type-check leaves no file where the configuration wants
// the compiler to complain.
func Write(cfg *unitchecker.Config, a *analysis.Analyzer) error {
	p, err := load(cfg)
	if err != nil {
		if cfg.SucceedOnTypecheckFailure {
			return nil
		}
		return err
	}
	known, err := read(cfg, a, p.types)
	if err != nil {
		return err
	}
	pass := &analysis.Pass{
		Analyzer:          a,
		Fset:              p.fset,
		Files:             p.files,
		OtherFiles:        cfg.NonGoFiles,
		IgnoredFiles:      cfg.IgnoredFiles,
		Pkg:               p.types,
		TypesInfo:         p.info,
		TypesSizes:        p.sizes,
		ResultOf:          make(map[*analysis.Analyzer]any),
		ReadFile:          os.ReadFile,
		Report:            func(analysis.Diagnostic) {}, // only facts are wanted
		ImportObjectFact:  known.importObject,
		ExportObjectFact:  known.exportObject,
		ImportPackageFact: known.importPackage,
		ExportPackageFact: known.exportPackage,
		AllObjectFacts:    known.allObjects,
		AllPackageFacts:   known.allPackages,
	}
	if _, err := a.Run(pass); err != nil {
		return err
	}
	data, err := known.encode()
	if err != nil {
		return err
	}
	return os.WriteFile(cfg.VetxOutput, data, 0o666)
}

// A checked is a package that type-checks.
type checked struct {
	fset  *token.FileSet
	files []*ast.File
	types *types.Package
	info  *types.Info
	sizes types.Sizes
}

// load parses and type-checks the package.
func load(cfg *unitchecker.Config) (*checked, error) {
	p := &checked{
		fset:  token.NewFileSet(),
		sizes: types.SizesFor("gc", build.Default.GOARCH),
		info: &types.Info{
			Types:        make(map[ast.Expr]types.TypeAndValue),
			Defs:         make(map[*ast.Ident]types.Object),
			Uses:         make(map[*ast.Ident]types.Object),
			Implicits:    make(map[ast.Node]types.Object),
			Instances:    make(map[*ast.Ident]types.Instance),
			Selections:   make(map[*ast.SelectorExpr]*types.Selection),
			FileVersions: make(map[*ast.File]string),
		},
	}
	for _, name := range cfg.GoFiles {
		file, err := parser.ParseFile(p.fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, file)
	}
	config := &types.Config{Importer: imports(cfg, p.fset), Sizes: p.sizes, GoVersion: cfg.GoVersion}
	var err error
	p.types, err = config.Check(cfg.ImportPath, p.fset, p.files, p.info)
	return p, err
}

// imports returns an importer of the export data that the compiler left.
func imports(cfg *unitchecker.Config, fset *token.FileSet) types.Importer {
	compiled := importer.ForCompiler(fset, cfg.Compiler, func(path string) (io.ReadCloser, error) {
		file, ok := cfg.PackageFile[path]
		if !ok {
			return nil, fmt.Errorf("no package file for %q", path)
		}
		return os.Open(file)
	})
	return importerFunc(func(importPath string) (*types.Package, error) {
		path, ok := cfg.ImportMap[importPath] // vendored, say
		if !ok {
			return nil, fmt.Errorf("can't resolve import %q", importPath)
		}
		return compiled.Import(path)
	})
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
