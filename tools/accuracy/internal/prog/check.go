package prog

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/types"
	"runtime"
	"sync"

	"golang.org/x/tools/go/packages"
)

// check parses and type-checks packages and their dependencies, each after its
// imports.
func (p *Program) check(roots []*packages.Package) {
	done := make(map[*packages.Package]chan struct{})
	var all []*packages.Package
	packages.Visit(roots, nil, func(pkg *packages.Package) {
		done[pkg] = make(chan struct{})
		all = append(all, pkg)
	})
	isRoot := make(map[*packages.Package]bool)
	for _, pkg := range roots {
		isRoot[pkg] = true
	}
	cpu := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for _, pkg := range all {
		wg.Go(func() {
			defer close(done[pkg])
			for _, dep := range pkg.Imports {
				<-done[dep]
			}
			cpu <- struct{}{}
			declares := !isRoot[pkg] && p.declares(pkg)
			p.checkPackage(pkg, declares, func(file string) (*ast.File, error) { return p.parse(file, nil, declares) })
			<-cpu
		})
	}
	wg.Wait()
}

func (p *Program) parse(file string, src []byte, declares bool) (*ast.File, error) {
	flags := parser.SkipObjectResolution
	if !declares {
		flags |= parser.AllErrors | parser.ParseComments
	}
	if src == nil { // not []byte(nil), which the parser takes for an empty file
		return parser.ParseFile(p.fset, file, nil, flags)
	}
	return parser.ParseFile(p.fset, file, src, flags)
}

// checkPackage fills in what depends on a package's source.
func (p *Program) checkPackage(pkg *packages.Package, declares bool, parse func(file string) (*ast.File, error)) {
	pkg.Fset = p.fset
	if pkg.PkgPath == "unsafe" {
		pkg.Types, pkg.TypesInfo = types.Unsafe, newInfo()
		return
	}
	pkg.Types = types.NewPackage(pkg.PkgPath, pkg.Name)
	var files []*ast.File
	for _, name := range pkg.CompiledGoFiles {
		file, err := parse(name)
		if err != nil {
			addError(pkg, err)
		}
		if file != nil {
			files = append(files, file)
		}
	}
	config := &types.Config{
		Importer:         p.importer(pkg),
		Sizes:            pkg.TypesSizes,
		IgnoreFuncBodies: declares,
		Error:            func(err error) { addError(pkg, err) },
	}
	if pkg.Module != nil && pkg.Module.GoVersion != "" {
		config.GoVersion = "go" + pkg.Module.GoVersion
	}
	pkg.TypesInfo = newInfo()
	if !declares {
		pkg.Syntax = files
	}
	_ = types.NewChecker(config, p.fset, pkg.Types, pkg.TypesInfo).Files(files) // errors are collected one by one
	if declares {
		pkg.TypesInfo = newInfo()
	}
	pkg.IllTyped = len(pkg.Errors) > 0
	for _, dep := range pkg.Imports {
		pkg.IllTyped = pkg.IllTyped || dep.IllTyped
	}
}

type importer func(path string) (*types.Package, error)

func (f importer) Import(path string) (*types.Package, error) { return f(path) }

// importer finds what a package imports, also what only its changed files do.
func (p *Program) importer(pkg *packages.Package) types.Importer {
	return importer(func(path string) (*types.Package, error) {
		if path == "unsafe" {
			return types.Unsafe, nil
		}
		dep := pkg.Imports[path]
		if dep == nil {
			if dep = p.byPath[path]; dep != nil {
				pkg.Imports[path] = dep
			}
		}
		if dep == nil || dep.Types == nil {
			return nil, fmt.Errorf("no package for import %q", path)
		}
		return dep.Types, nil
	})
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

func addError(pkg *packages.Package, err error) {
	var list scanner.ErrorList
	var typed types.Error
	switch {
	case errors.As(err, &list):
		for _, e := range list {
			pkg.Errors = append(pkg.Errors, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
		}
	case errors.As(err, &typed):
		pkg.TypeErrors = append(pkg.TypeErrors, typed)
		pkg.Errors = append(pkg.Errors, packages.Error{Pos: typed.Fset.Position(typed.Pos).String(), Msg: typed.Msg, Kind: packages.TypeError})
	default:
		pkg.Errors = append(pkg.Errors, packages.Error{Msg: err.Error()})
	}
}
