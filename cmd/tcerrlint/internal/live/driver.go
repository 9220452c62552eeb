// Package live finds what an editor shows while somebody types.
package live

import (
	"context"
	"fmt"
	"go/types"
	"os"
	"reflect"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// A driver runs one analyzer, which requires no other, on packages and on all
// that they import, and keeps the results of those that stay the same.
type driver struct {
	analyzer *analysis.Analyzer
	results  map[*types.Package]*result
}

// A result is what the analyzer said about a package.
type result struct {
	pkg      *packages.Package
	findings []finding.Finding
	facts    map[factKey]analysis.Fact
	err      error
}

// A factKey is whose fact it is, and of what kind. The object of a package's
// own facts is nil.
type factKey struct {
	object types.Object
	kind   reflect.Type
}

func newDriver(a *analysis.Analyzer) *driver {
	return &driver{analyzer: a, results: make(map[*types.Package]*result)}
}

// analyze analyzes the packages and returns how many were not analyzed before.
func (d *driver) analyze(ctx context.Context, pkgs []*packages.Package) (int, error) {
	fresh := 0
	used := make(map[*types.Package]bool)
	packages.Visit(pkgs, nil, func(pkg *packages.Package) {
		used[pkg.Types] = true
		if ctx.Err() == nil && d.results[pkg.Types] == nil && !pkg.IllTyped {
			d.results[pkg.Types] = d.run(pkg)
			fresh++
		}
	})
	if ctx.Err() != nil {
		return fresh, ctx.Err()
	}
	for pkg := range d.results {
		if !used[pkg] {
			delete(d.results, pkg)
		}
	}
	return fresh, nil
}

// run runs the analyzer on one package, after its imports.
func (d *driver) run(pkg *packages.Package) (r *result) {
	r = &result{pkg: pkg, facts: make(map[factKey]analysis.Fact)}
	defer func() {
		if p := recover(); p != nil {
			r.err = fmt.Errorf("internal error on package %s: %v (please report it)", pkg.PkgPath, p)
		}
	}()
	own := func(of *types.Package) *result {
		if of == pkg.Types {
			return r
		}
		return d.results[of]
	}
	get := func(of *types.Package, object types.Object, into analysis.Fact) bool {
		from := own(of)
		if from == nil {
			return false
		}
		fact, ok := from.facts[factKey{object, reflect.TypeOf(into)}]
		if ok {
			reflect.ValueOf(into).Elem().Set(reflect.ValueOf(fact).Elem())
		}
		return ok
	}
	pass := &analysis.Pass{
		Analyzer:   d.analyzer,
		Fset:       pkg.Fset,
		Files:      pkg.Syntax,
		Pkg:        pkg.Types,
		TypesInfo:  pkg.TypesInfo,
		TypesSizes: pkg.TypesSizes,
		TypeErrors: pkg.TypeErrors,
		ResultOf:   make(map[*analysis.Analyzer]any),
		ReadFile:   os.ReadFile,
		Report: func(diagnostic analysis.Diagnostic) {
			r.findings = append(r.findings, finding.Resolve(pkg.Fset, diagnostic))
		},
		ImportObjectFact: func(object types.Object, fact analysis.Fact) bool {
			return object.Pkg() != nil && get(object.Pkg(), object, fact)
		},
		ImportPackageFact: func(of *types.Package, fact analysis.Fact) bool { return get(of, nil, fact) },
		ExportObjectFact: func(object types.Object, fact analysis.Fact) {
			r.facts[factKey{object, reflect.TypeOf(fact)}] = fact
		},
		ExportPackageFact: func(fact analysis.Fact) { r.facts[factKey{nil, reflect.TypeOf(fact)}] = fact },
		AllObjectFacts:    func() (facts []analysis.ObjectFact) { return d.objectFacts(r) },
		AllPackageFacts:   func() (facts []analysis.PackageFact) { return d.packageFacts(r) },
	}
	_, r.err = d.analyzer.Run(pass)
	return r
}

// each calls f with the results of the package and of all that it imports.
func (d *driver) each(r *result, f func(*result)) {
	packages.Visit([]*packages.Package{r.pkg}, nil, func(pkg *packages.Package) {
		if of := d.results[pkg.Types]; of != nil {
			f(of)
		} else if pkg == r.pkg {
			f(r)
		}
	})
}

func (d *driver) objectFacts(r *result) (facts []analysis.ObjectFact) {
	d.each(r, func(r *result) {
		for key, fact := range r.facts {
			if key.object != nil {
				facts = append(facts, analysis.ObjectFact{Object: key.object, Fact: fact})
			}
		}
	})
	return facts
}

func (d *driver) packageFacts(r *result) (facts []analysis.PackageFact) {
	d.each(r, func(r *result) {
		for key, fact := range r.facts {
			if key.object == nil {
				facts = append(facts, analysis.PackageFact{Package: r.pkg.Types, Fact: fact})
			}
		}
	})
	return facts
}
