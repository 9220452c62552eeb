package main

import (
	"errors"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/tools/internal/units"
)

// modules are those of the test programs that are rewritten.
var modules = []string{"blind", "everyday", "flow", "rules", "status", "wire"}

// An outcome says how often a rewriting fitted, and what it did to findings.
type outcome struct {
	sites, fitted int // places found, and rewritten such that the code type-checks
	packages      int // rewritten
	same          int // findings that stayed
	atUses        int // and of these, those of a function that moved which are made where it is used
	differences   []difference
}

// A module is one of the test programs, with its findings as it is written.
type module struct {
	name    string
	list    []*packages.Package
	base    *units.Program
	path    map[string]*packages.Package
	sources map[*units.Unit]*source
	a       *analysis.Analyzer
}

func load(name string, a *analysis.Analyzer) (*module, error) {
	dir, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		return nil, err
	}
	list, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax | packages.NeedModule,
		Dir:  dir,
		Env:  append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=-mod=readonly"),
	}, "./...")
	if err != nil {
		return nil, err
	}
	m := &module{name: name, list: list, base: units.New(list), path: make(map[string]*packages.Package), sources: make(map[*units.Unit]*source), a: a}
	packages.Visit(list, nil, func(p *packages.Package) { m.path[p.PkgPath] = p })
	for _, u := range m.base.Units {
		if err := m.base.Run(a, u); err != nil {
			return nil, fmt.Errorf("%s: %w", u.Pkg.PkgPath, err)
		}
		if !u.Root {
			continue
		}
		if len(u.Pkg.Errors) > 0 {
			return nil, u.Pkg.Errors[0]
		}
		if m.sources[u], err = newSource(u.Pkg); err != nil {
			return nil, err
		}
	}
	if len(m.sources) == 0 {
		return nil, errors.New(dir + ": no packages")
	}
	return m, nil
}

// rewrite rewrites all packages of the module and compares findings.
func (m *module) rewrite(r *rewriting, o *outcome) error {
	first, then := m.build(), m.build()
	for _, u := range m.base.Units {
		s := m.sources[u]
		if s == nil {
			first.units.Add(u)
			then.units.Add(u)
			continue
		}
		sites := r.find(s)
		pkg, extra, kept, err := then.rewritten(s, sites)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", r.name, s.PkgPath, err)
		}
		after, err := then.run(u, append(extra, pkg))
		if err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
		before := findings(u)
		if r.exports {
			pkg, _, err := first.check(s, firsts(kept))
			if err != nil {
				return fmt.Errorf("%s: %s: %w", r.name, s.PkgPath, err)
			}
			if before, err = first.run(u, []*packages.Package{pkg}); err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
		}
		o.sites += len(sites)
		o.fitted += len(kept)
		if len(kept) > 0 {
			o.packages++
		}
		for i := range before {
			before[i].message = withoutNames(before[i].message, sites)
		}
		m.compare(o, before, after, kept)
	}
	return nil
}

// run analyzes a package as it is rewritten, and those made of it, the package last.
func (b *build) run(of *units.Unit, list []*packages.Package) ([]finding, error) {
	b.of[of.Pkg] = list[len(list)-1]
	var answers []*units.Unit
	for _, pkg := range list {
		u := &units.Unit{Pkg: pkg, Root: true}
		b.units.Add(u)
		if err := b.units.Run(b.a, u); err != nil {
			return nil, fmt.Errorf("%s: %w", pkg.PkgPath, err)
		}
		answers = append(answers, u)
	}
	return findings(answers...), nil
}

// compare counts what stayed. What changes in a package that only imports a
// rewritten one is a difference, too.
func (m *module) compare(o *outcome, before, after []finding, sites []site) {
	var lost []finding
	for _, f := range before {
		if i := slices.Index(after, f); i >= 0 {
			after = slices.Delete(after, i, i+1)
			if len(sites) > 0 {
				o.same++
			}
		} else {
			lost = append(lost, f)
		}
	}
	// Of a function that moves away, facts tell those who use it: they hear of what
	// is wrong there.
	for _, f := range lost {
		if i := slices.IndexFunc(after, func(g finding) bool { return atUse(f, g, sites) }); i >= 0 {
			after = slices.Delete(after, i, i+1)
			o.same++
			o.atUses++
		} else {
			o.differences = append(o.differences, difference{"lost", m.function(f), f})
		}
	}
	for _, f := range after {
		o.differences = append(o.differences, difference{"new", m.function(f), f})
	}
}

// atUse reports whether a finding in a function that moved is made where the function
// is used: by the same rule, about the same code.
func atUse(f, at finding, sites []site) bool {
	return f.about() == at.about() && slices.ContainsFunc(sites, func(s site) bool {
		return s.body.hold(f) && slices.ContainsFunc(s.uses, func(use lines) bool { return use.hold(at) })
	})
}

// A finding is where and what the analyzer reports, without the names that
// rewritings make.
type finding struct {
	file    string
	line    int
	message string
}

// about returns the rule of a finding and the first code that it names.
func (f finding) about() [2]string {
	rule, text, _ := strings.Cut(f.message, ":")
	_, after, _ := strings.Cut(text, `"`)
	code, _, _ := strings.Cut(after, `"`)
	return [2]string{rule, code}
}

// A difference is a finding that is lost or new.
type difference struct {
	kind     string
	function string // in which it is: module/folder.name
	finding
}

// key names a difference such that other code may come and go.
func (d difference) key() string {
	rule, _, _ := strings.Cut(d.message, ":")
	return d.kind + " " + d.function + " " + rule
}

func (d difference) String() string {
	return fmt.Sprintf("%s: line %d: %s", d.key(), d.line, d.message)
}

func findings(list ...*units.Unit) []finding {
	var found []finding
	for _, u := range list {
		for _, d := range u.Now.Diagnostics {
			at := u.Position(d.Pos)
			found = append(found, finding{at.Filename, at.Line, made.Replace(d.Message)})
		}
	}
	return found
}

// withoutNames returns a message as it is where the functions that it names have no
// name.
func withoutNames(message string, sites []site) string {
	for _, s := range sites {
		if s.gone != "" {
			message = strings.Replace(message, fmt.Sprintf("%q is used", s.gone), "the answer is used", 1)
			message = strings.Replace(message, "which "+s.gone+" looks for", "which a function literal looks for", 1)
		}
	}
	return message
}

var made = strings.NewReplacer("zzmoved.", "", "ZZ", "", "zz", "")

// function names the function, or the file, in which a finding is.
func (m *module) function(f finding) string {
	_, folder, _ := strings.Cut(filepath.ToSlash(filepath.Dir(f.file)), "/testdata/")
	for _, s := range m.sources {
		for _, file := range s.Syntax {
			if s.name(file) != f.file {
				continue
			}
			for _, decl := range file.Decls {
				fn, ok := decl.(*ast.FuncDecl)
				if ok && s.Fset.Position(fn.Pos()).Line <= f.line && f.line <= s.Fset.Position(fn.End()).Line {
					return folder + "." + fn.Name.Name
				}
			}
		}
	}
	return folder + "/" + filepath.Base(f.file)
}
