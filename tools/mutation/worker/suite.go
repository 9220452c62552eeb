//go:build mutation

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
)

// A suite is a module of test programs, or some of its packages, and how the
// tests run the analyzer on them.
type suite struct {
	module   string   // below testdata
	patterns []string // none for all
	facts    bool     // the tests hold facts of objects, too
	options  analyzer.Options
	fates    bool // it is the map that is asked

	run    *analysis.Analyzer
	list   []*packages.Package
	wanted map[string][]string // messages by place, of the run without mutants
}

// suites are what the tests of package analyzer run, those that notice most and
// take least first.
func loadSuites() ([]*suite, error) {
	none := func(rules ...string) analyzer.Options {
		return analyzer.Options{Rules: append([]string{"none"}, rules...)}
	}
	suites := []*suite{
		{module: "flow"},
		{module: "everyday"},
		{module: "status", facts: true},
		{module: "wire", facts: true, patterns: []string{"./cross/...", "./decode/...", "./fates/...", "./misshapen/...", "./negative/...", "./official/...", "./own/...", "./sdk/...", "./service/...", "./shapes/...", "./signed/...", "./unchecked/..."}},
		{module: "wire", facts: true, patterns: []string{"./text"}, options: none("textmatch")},
		{module: "rules", facts: true},
		{module: "rules", facts: true, patterns: []string{"./explicit"}, options: analyzer.Options{Mode: "explicit"}},
		{module: "rules", facts: true, patterns: []string{"./retryall"}, options: none("retryall")},
		{module: "rules", facts: true, patterns: []string{"./logged"}, options: analyzer.Options{Critical: []string{"AuthFailure=swallowed|logged"}}},
		{module: "rules", patterns: []string{"./fates"}, fates: true},
		{module: "blind"},
	}
	loaded := make(map[string][]*packages.Package)
	for _, s := range suites {
		key := s.module + " " + strings.Join(s.patterns, " ")
		if loaded[key] == nil {
			list, err := load(s.module, s.patterns)
			if err != nil {
				return nil, err
			}
			loaded[key] = list
		}
		s.list = loaded[key]
		make := analyzer.New
		if s.fates {
			make = analyzer.NewMap
		}
		a, err := make(s.options)
		if err != nil {
			return nil, err
		}
		s.run = a
	}
	return suites, nil
}

// own are the packages that have a test of their own, with other options.
var own = []string{"explicit", "fates", "logged", "retryall"}

func load(module string, patterns []string) ([]*packages.Package, error) {
	dir, err := filepath.Abs(filepath.Join("testdata", module))
	if err != nil {
		return nil, err
	}
	all := patterns == nil
	if all {
		patterns = []string{"./..."}
	}
	list, err := packages.Load(&packages.Config{
		Mode:  packages.LoadAllSyntax | packages.NeedModule,
		Dir:   dir,
		Tests: true,
		Env:   append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=-mod=readonly"),
	}, patterns...)
	if err != nil {
		return nil, err
	}
	if all && module == "rules" {
		list = slices.DeleteFunc(list, func(p *packages.Package) bool {
			return len(p.GoFiles) > 0 && slices.Contains(own, filepath.Base(filepath.Dir(p.GoFiles[0])))
		})
	}
	if all && module == "flow" {
		list = slices.DeleteFunc(list, func(p *packages.Package) bool {
			return len(p.GoFiles) > 0 && filepath.Base(filepath.Dir(p.GoFiles[0])) == "explicit"
		})
	}
	if len(list) == 0 {
		return nil, errors.New("no packages in " + dir)
	}
	return list, nil
}

// check runs the analyzer and returns where its answer is not the one of the
// first run, "" for nowhere.
func (s *suite) check() (where string, err error) {
	got, err := s.answers()
	if err != nil {
		return "", err
	}
	if s.wanted == nil {
		s.wanted = got
		return "", nil
	}
	for place, messages := range got {
		if want := s.wanted[place]; !slices.Equal(messages, want) {
			return fmt.Sprintf("%s: got %q, want %q", place, messages, want), nil
		}
	}
	for place, want := range s.wanted {
		if got[place] == nil {
			return fmt.Sprintf("%s: got nothing, want %q", place, want), nil
		}
	}
	return "", nil
}

// answers returns what the analyzer reports, by file and line.
func (s *suite) answers() (map[string][]string, error) {
	graph, err := checker.Analyze([]*analysis.Analyzer{s.run}, s.list, &checker.Options{})
	if err != nil {
		return nil, err
	}
	found := make(map[string][]string)
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, act.Err
		}
		s.add(found, act)
	}
	for _, messages := range found {
		slices.Sort(messages)
	}
	return found, nil
}

// add adds what one package has.
func (s *suite) add(found map[string][]string, act *checker.Action) {
	p := act.Package
	dir, _ := filepath.Abs("testdata")
	at := func(name string, line int) string {
		relative, err := filepath.Rel(dir, name)
		if err != nil {
			relative = name
		}
		return fmt.Sprintf("%s:%d %s", relative, line, p.ID)
	}
	for _, d := range act.Diagnostics {
		position := p.Fset.Position(d.Pos)
		place := at(position.Filename, position.Line)
		found[place] = append(found[place], essence(d))
	}
	if s.facts {
		for _, object := range act.AllObjectFacts() {
			if object.Object.Pkg() == p.Types {
				position := p.Fset.Position(object.Object.Pos())
				place := at(position.Filename, position.Line)
				found[place] = append(found[place], fmt.Sprintf("%s: fact %v", object.Object.Name(), object.Fact))
			}
		}
	}
	if m, ok := act.Result.(*errormap.Map); ok && s.fates {
		for _, site := range m.Sites {
			if site.API {
				position := p.Fset.Position(site.Pos)
				place := at(position.Filename, position.Line)
				found[place] = append(found[place], fatesOf(&site))
			}
		}
	}
}

// essence is what of a finding the tests hold: the rule, what is quoted, and
// what its fix does.
func essence(d analysis.Diagnostic) string {
	words := []string{d.Category, d.Message}
	for _, fix := range d.SuggestedFixes {
		for _, e := range fix.TextEdits {
			words = append(words, string(e.NewText))
		}
	}
	return strings.Join(words, "|")
}

// fatesOf lists the fates of categories, sorted.
func fatesOf(site *errormap.Site) string {
	var words []string
	for _, f := range site.Fates {
		words = append(words, f.Category+"="+f.Fate.String())
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}
