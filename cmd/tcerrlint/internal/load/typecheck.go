package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"runtime"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/progress"
)

// typecheck parses and type-checks the packages and all their dependencies,
// each after its imports. Of packages for which declares is true it keeps the
// types only: no function bodies, no comments, no syntax, no types of
// expressions. [packages.Load] can do neither, and with a hundred services of
// the SDK the difference is gigabytes.
func typecheck(pkgs []*packages.Package, meter *progress.Meter, declares func(*packages.Package) bool) {
	c := &checker{
		fset:     token.NewFileSet(),
		declares: declares,
		cpu:      make(chan struct{}, runtime.GOMAXPROCS(0)),
		done:     make(map[*packages.Package]chan struct{}),
	}
	var all []*packages.Package
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		c.done[pkg] = make(chan struct{})
		all = append(all, pkg)
	})
	meter.Stage("loading packages", len(all))
	var wg sync.WaitGroup
	for _, pkg := range all {
		wg.Go(func() {
			defer close(c.done[pkg])
			for _, dep := range pkg.Imports {
				<-c.done[dep]
			}
			c.cpu <- struct{}{}
			c.check(pkg)
			<-c.cpu
			meter.Step()
		})
	}
	wg.Wait()
}

type checker struct {
	fset     *token.FileSet
	overlay  map[string][]byte // contents of files that are not those on disk
	declares func(*packages.Package) bool
	cpu      chan struct{} // as many packages at once as there are processors
	done     map[*packages.Package]chan struct{}
}

// check fills in the fields of the package that depend on its source.
func (c *checker) check(pkg *packages.Package) {
	pkg.Fset = c.fset
	pkg.TypesInfo = newInfo()
	if pkg.PkgPath == "unsafe" {
		pkg.Types = types.Unsafe
		return
	}
	pkg.Types = types.NewPackage(pkg.PkgPath, pkg.Name)
	declares := c.declares(pkg)
	files := c.parse(pkg, declares)
	config := &types.Config{
		Importer:         importer(pkg.Imports),
		Sizes:            pkg.TypesSizes,
		IgnoreFuncBodies: declares,
		Error:            func(err error) { addError(pkg, err) },
	}
	if pkg.Module != nil && pkg.Module.GoVersion != "" {
		config.GoVersion = "go" + pkg.Module.GoVersion
	}
	info := pkg.TypesInfo
	if declares {
		info = nil
	} else {
		pkg.Syntax = files
	}
	known := len(pkg.Errors)
	if err := types.NewChecker(config, c.fset, pkg.Types, info).Files(files); err != nil && len(pkg.Errors) == known {
		addError(pkg, err)
	}
	pkg.IllTyped = len(pkg.Errors) > 0
	for _, dep := range pkg.Imports {
		pkg.IllTyped = pkg.IllTyped || dep.IllTyped
	}
}

func (c *checker) parse(pkg *packages.Package, declares bool) []*ast.File {
	parseMode := parser.SkipObjectResolution
	if !declares {
		parseMode |= parser.AllErrors | parser.ParseComments
	}
	var files []*ast.File
	for _, name := range pkg.CompiledGoFiles {
		var src any // nil: read the file
		if text, ok := c.overlay[name]; ok {
			src = text
		}
		file, err := parser.ParseFile(c.fset, name, src, parseMode)
		if err != nil {
			addError(pkg, err)
		}
		if file != nil {
			files = append(files, file)
		}
	}
	return files
}

func newInfo() *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		Scopes:       make(map[ast.Node]*types.Scope),
		FileVersions: make(map[*ast.File]string),
	}
}

// An importer finds the packages that a package imports.
type importer map[string]*packages.Package

func (imports importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := imports[path]; pkg != nil && pkg.Types != nil {
		return pkg.Types, nil
	}
	return nil, fmt.Errorf("no package for import %q", path)
}

// addError adds an error of the parser or of the type checker to the package.
func addError(pkg *packages.Package, err error) {
	var list scanner.ErrorList
	var typeErr types.Error
	switch {
	case errors.As(err, &list):
		for _, e := range list {
			pkg.Errors = append(pkg.Errors, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
		}
	case errors.As(err, &typeErr):
		pkg.TypeErrors = append(pkg.TypeErrors, typeErr)
		pos := typeErr.Fset.Position(typeErr.Pos).String()
		pkg.Errors = append(pkg.Errors, packages.Error{Pos: pos, Msg: typeErr.Msg, Kind: packages.TypeError})
	default:
		pkg.Errors = append(pkg.Errors, packages.Error{Msg: err.Error()})
	}
}
