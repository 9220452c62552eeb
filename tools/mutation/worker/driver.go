//go:build mutation

package main

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/internal/zzswitches"
)

// A unit is a package, and what the analyzer said of it when nothing was
// switched off.
type unit struct {
	pkg     *packages.Package
	imports []*unit
	root    bool // it is a program of the tests, not an import of one

	reached []bool // which parts ran, by their numbers
	first   *answer

	// Of the mutant that runs now.
	now     *answer
	changed bool // the facts of it or of what it imports are not those of the first run
}

// An answer is what the analyzer says of a package.
type answer struct {
	diagnostics []analysis.Diagnostic
	result      any
	objects     map[objectFact]analysis.Fact
	packages    map[reflect.Type]analysis.Fact
}

type objectFact struct {
	object types.Object
	kind   reflect.Type
}

// A program is packages in an order in which what is imported comes first.
type program struct {
	units   []*unit
	byTypes map[*types.Package]*unit
}

// newProgram orders packages. Of the standard library there is nothing to know.
func newProgram(list []*packages.Package) *program {
	p := &program{byTypes: make(map[*types.Package]*unit)}
	seen := make(map[*packages.Package]*unit)
	var visit func(pkg *packages.Package) *unit
	visit = func(pkg *packages.Package) *unit {
		if u, ok := seen[pkg]; ok {
			return u
		}
		if pkg.Module == nil {
			seen[pkg] = nil
			return nil
		}
		u := &unit{pkg: pkg}
		seen[pkg] = u
		var paths []string
		for path := range pkg.Imports {
			paths = append(paths, path)
		}
		slices.Sort(paths)
		for _, path := range paths {
			if i := visit(pkg.Imports[path]); i != nil {
				u.imports = append(u.imports, i)
			}
		}
		p.units = append(p.units, u)
		p.byTypes[pkg.Types] = u
		return u
	}
	for _, pkg := range list {
		if u := visit(pkg); u != nil {
			u.root = true
		}
	}
	return p
}

// begin runs the analyzer on every package with nothing switched off, and notes
// which parts run.
func (p *program) begin(a *analysis.Analyzer) error {
	for _, u := range p.units {
		zzswitches.Reached = make([]bool, zzswitches.Count+1)
		err := p.run(a, u)
		u.reached, zzswitches.Reached = zzswitches.Reached, nil
		if err != nil {
			return err
		}
		u.first = u.now
	}
	return nil
}

// try runs the analyzer on the packages in which the part that is off runs, and
// on those that see other facts than before, and gives each to check until it
// says something.
func (p *program) try(a *analysis.Analyzer, check func(*unit) string) (where string, err error) {
	for _, u := range p.units {
		u.now, u.changed = u.first, false
	}
	for _, u := range p.units {
		sees := slices.ContainsFunc(u.imports, func(i *unit) bool { return i.changed })
		u.changed = sees
		if !sees && !u.reached[zzswitches.Off] {
			continue
		}
		if err := p.run(a, u); err != nil {
			return "", err
		}
		if !reflect.DeepEqual(u.now.objects, u.first.objects) || !reflect.DeepEqual(u.now.packages, u.first.packages) {
			u.changed = true
		}
		if u.root {
			if where := check(u); where != "" {
				return where, nil
			}
		}
	}
	return "", nil
}

// reaches reports whether the part that is off runs in a package.
func (s *suite) reaches() bool {
	return slices.ContainsFunc(s.all.units, func(u *unit) bool { return u.reached[zzswitches.Off] })
}

// run runs the analyzer on one package.
func (p *program) run(a *analysis.Analyzer, u *unit) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("it panics: %v", r)
		}
	}()
	now := &answer{objects: make(map[objectFact]analysis.Fact), packages: make(map[reflect.Type]analysis.Fact)}
	u.now = now
	pkg := u.pkg
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
		Report:     func(d analysis.Diagnostic) { now.diagnostics = append(now.diagnostics, d) },
		ReadFile:   func(string) ([]byte, error) { return nil, fmt.Errorf("no files are read") },
		ImportObjectFact: func(object types.Object, fact analysis.Fact) bool {
			from := p.byTypes[object.Pkg()]
			return from != nil && from.now != nil && copyFact(fact, from.now.objects[objectFact{object, reflect.TypeOf(fact)}])
		},
		ImportPackageFact: func(imported *types.Package, fact analysis.Fact) bool {
			from := p.byTypes[imported]
			return from != nil && from.now != nil && copyFact(fact, from.now.packages[reflect.TypeOf(fact)])
		},
		ExportObjectFact: func(object types.Object, fact analysis.Fact) {
			now.objects[objectFact{object, reflect.TypeOf(fact)}] = fact
		},
		ExportPackageFact: func(fact analysis.Fact) { now.packages[reflect.TypeOf(fact)] = fact },
		AllObjectFacts:    func() []analysis.ObjectFact { panic("not asked by this analyzer") },
		AllPackageFacts:   func() []analysis.PackageFact { panic("not asked by this analyzer") },
	}
	now.result, err = a.Run(pass)
	return err
}

func copyFact(to, from analysis.Fact) bool {
	if from == nil {
		return false
	}
	reflect.ValueOf(to).Elem().Set(reflect.ValueOf(from).Elem())
	return true
}

// position returns where something is in a package.
func (u *unit) position(pos token.Pos) token.Position { return u.pkg.Fset.Position(pos) }
