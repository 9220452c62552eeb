// Package units runs an analyzer on packages that are loaded once, again and
// again, or on changed copies of some of them.
package units

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// A Unit is a package, and what the analyzer said of it last.
type Unit struct {
	Pkg     *packages.Package
	Imports []*Unit // but those of the standard library
	Root    bool    // it was asked for; the others are imported
	Now     *Answer
}

// An Answer is what the analyzer says of a package.
type Answer struct {
	Diagnostics []analysis.Diagnostic
	Result      any
	Objects     map[ObjectFact]analysis.Fact
	Packages    map[reflect.Type]analysis.Fact
}

// An ObjectFact names a fact.
type ObjectFact struct {
	Object types.Object
	Kind   reflect.Type
}

// A Program is packages in an order in which what is imported comes first.
type Program struct {
	Units   []*Unit
	byTypes map[*types.Package]*Unit
}

// New orders packages. Of the standard library there is nothing to know: it is
// left out.
func New(list []*packages.Package) *Program {
	p := &Program{byTypes: make(map[*types.Package]*Unit)}
	seen := make(map[*packages.Package]*Unit)
	var visit func(pkg *packages.Package) *Unit
	visit = func(pkg *packages.Package) *Unit {
		if u, ok := seen[pkg]; ok {
			return u
		}
		seen[pkg] = nil
		if pkg.Module == nil {
			return nil
		}
		u := &Unit{Pkg: pkg}
		seen[pkg] = u
		var paths []string
		for path := range pkg.Imports {
			paths = append(paths, path)
		}
		slices.Sort(paths)
		for _, path := range paths {
			if i := visit(pkg.Imports[path]); i != nil {
				u.Imports = append(u.Imports, i)
			}
		}
		p.Add(u)
		return u
	}
	for _, pkg := range list {
		if u := visit(pkg); u != nil {
			u.Root = true
		}
	}
	return p
}

// Add adds a unit to the end; what imports it must come later.
func (p *Program) Add(u *Unit) {
	p.Units = append(p.Units, u)
	p.byTypes[u.Pkg.Types] = u
}

// Run runs the analyzer on one package; those that it imports ran before. A panic
// is an error.
func (p *Program) Run(a *analysis.Analyzer, u *Unit) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("it panics: %v", r)
		}
	}()
	now := &Answer{Objects: make(map[ObjectFact]analysis.Fact), Packages: make(map[reflect.Type]analysis.Fact)}
	u.Now = now
	pkg := u.Pkg
	module := &analysis.Module{Path: pkg.Module.Path, Version: pkg.Module.Version, GoVersion: pkg.Module.GoVersion}
	pass := &analysis.Pass{
		Analyzer:   a,
		Fset:       pkg.Fset,
		Files:      pkg.Syntax,
		OtherFiles: pkg.OtherFiles,
		Pkg:        pkg.Types,
		TypesInfo:  pkg.TypesInfo,
		TypesSizes: pkg.TypesSizes,
		Module:     module,
		ResultOf:   map[*analysis.Analyzer]any{},
		Report:     func(d analysis.Diagnostic) { now.Diagnostics = append(now.Diagnostics, d) },
		ReadFile:   func(string) ([]byte, error) { return nil, errors.New("no files are read") },
		ImportObjectFact: func(object types.Object, fact analysis.Fact) bool {
			from := p.byTypes[object.Pkg()]
			return from != nil && from.Now != nil && copyFact(fact, from.Now.Objects[ObjectFact{object, reflect.TypeOf(fact)}])
		},
		ImportPackageFact: func(imported *types.Package, fact analysis.Fact) bool {
			from := p.byTypes[imported]
			return from != nil && from.Now != nil && copyFact(fact, from.Now.Packages[reflect.TypeOf(fact)])
		},
		ExportObjectFact: func(object types.Object, fact analysis.Fact) {
			now.Objects[ObjectFact{object, reflect.TypeOf(fact)}] = fact
		},
		ExportPackageFact: func(fact analysis.Fact) { now.Packages[reflect.TypeOf(fact)] = fact },
		AllObjectFacts:    func() []analysis.ObjectFact { panic("not asked by this analyzer") },
		AllPackageFacts:   func() []analysis.PackageFact { panic("not asked by this analyzer") },
	}
	now.Result, err = a.Run(pass)
	return err
}

func copyFact(to, from analysis.Fact) bool {
	if from == nil {
		return false
	}
	reflect.ValueOf(to).Elem().Set(reflect.ValueOf(from).Elem())
	return true
}

// Position returns where something is in a package.
func (u *Unit) Position(pos token.Pos) token.Position { return u.Pkg.Fset.Position(pos) }
