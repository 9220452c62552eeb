// Package driver runs one analyzer on packages as they come from the loader, each
// after those that it imports.
package driver

import (
	"errors"
	"fmt"
	"go/types"
	"maps"
	"os"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/internal/ownfix"
)

// A Driver runs one analyzer, which requires no other, and keeps its results. It
// may be used by several goroutines.
type Driver struct {
	analyzer *analysis.Analyzer
	of       *Driver // whose results it reads, or nil
	mu       sync.Mutex
	results  map[*types.Package]*Result
}

// A Result is what the analyzer said about a package.
type Result struct {
	Package  *packages.Package
	Value    any // what the analyzer returned
	Findings []finding.Finding
	Err      error

	facts   map[factKey]analysis.Fact
	encoded []byte // the facts as another run left them, if it did
	decode  sync.Once
}

// A factKey is whose fact it is, and of what kind. The object of a package's
// own facts is nil.
type factKey struct {
	object types.Object
	kind   reflect.Type
}

// New returns a driver of the analyzer.
func New(a *analysis.Analyzer) *Driver {
	return &Driver{analyzer: a, results: make(map[*types.Package]*Result)}
}

// Result returns the result of a package; nil if it was not analyzed.
func (d *Driver) Result(pkg *types.Package) *Result {
	if d.of != nil {
		return d.of.Result(pkg)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.results[pkg]
}

// Keep forgets the results of the packages that are not used.
func (d *Driver) Keep(used map[*types.Package]bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	maps.DeleteFunc(d.results, func(pkg *types.Package, _ *Result) bool { return !used[pkg] })
}

// Reset forgets all results.
func (d *Driver) Reset() { d.Keep(nil) }

// Results returns the results of the packages. The error says where the analyzer
// failed, in whatever package.
func (d *Driver) Results(pkgs []*packages.Package) ([]*Result, error) {
	if err := d.Err(); err != nil {
		return nil, err
	}
	var results []*Result
	for _, pkg := range pkgs {
		if r := d.Result(pkg.Types); r != nil {
			results = append(results, r)
		}
	}
	return results, nil
}

// Err joins the errors of all results, each once, sorted.
func (d *Driver) Err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	failures := make(map[string]error)
	for _, r := range d.results {
		if r.Err != nil {
			failures[r.Err.Error()] = r.Err
		}
	}
	var errs []error
	for _, text := range slices.Sorted(maps.Keys(failures)) {
		errs = append(errs, failures[text])
	}
	return errors.Join(errs...)
}

// Run analyzes a package, whose imports were analyzed before, or are known to
// have no facts.
func (d *Driver) Run(pkg *packages.Package) {
	r := d.run(pkg)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.results[pkg.Types] = r
}

// Probe runs another analyzer, which reads the same facts, on a package that is not
// one of the driver's, and keeps nothing of it. What the package imports was
// analyzed before.
func (d *Driver) Probe(a *analysis.Analyzer, pkg *packages.Package) (value any, err error) {
	r := (&Driver{analyzer: a, of: d}).run(pkg)
	return r.Value, r.Err
}

func (d *Driver) run(pkg *packages.Package) (r *Result) {
	r = &Result{Package: pkg, facts: make(map[factKey]analysis.Fact)}
	defer func() {
		if p := recover(); p != nil {
			r.Err = fmt.Errorf("internal error on package %s: %v (please report it)", pkg.PkgPath, p)
		}
	}()
	own := func(of *types.Package) *Result {
		if of == pkg.Types {
			return r
		}
		return d.Result(of)
	}
	get := func(of *types.Package, object types.Object, into analysis.Fact) bool {
		from := own(of)
		if from == nil {
			return false
		}
		fact, ok := d.known(from)[factKey{object, reflect.TypeOf(into)}]
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
			r.Findings = append(r.Findings, finding.Resolve(pkg.Fset, diagnostic))
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
	ownfix.Promise(pass) // see finding.Resolve
	if r.Value, r.Err = d.analyzer.Run(pass); r.Err == nil {
		r.Err = travelling(r.facts)
	}
	return r
}

// each calls f with the results of the package and of all that it imports.
func (d *Driver) each(r *Result, f func(*Result)) {
	packages.Visit([]*packages.Package{r.Package}, nil, func(pkg *packages.Package) {
		if of := d.Result(pkg.Types); of != nil {
			f(of)
		} else if pkg == r.Package {
			f(r)
		}
	})
}

func (d *Driver) objectFacts(r *Result) (facts []analysis.ObjectFact) {
	d.each(r, func(r *Result) {
		for key, fact := range d.known(r) {
			if key.object != nil {
				facts = append(facts, analysis.ObjectFact{Object: key.object, Fact: fact})
			}
		}
	})
	return facts
}

func (d *Driver) packageFacts(r *Result) (facts []analysis.PackageFact) {
	d.each(r, func(r *Result) {
		for key, fact := range d.known(r) {
			if key.object == nil {
				facts = append(facts, analysis.PackageFact{Package: r.Package.Types, Fact: fact})
			}
		}
	})
	return facts
}
