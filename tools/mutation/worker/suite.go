//go:build mutation

package main

import (
	"errors"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
	"github.com/tcerrlint/tcerrlint/tools/internal/units"
)

// A suite is a module of test programs, or some of its packages, and how the
// tests run the analyzer on them.
type suite struct {
	module   string   // below testdata
	patterns []string // none for all
	but      []string // folders of packages that have a test of their own, with other options
	facts    bool     // the tests hold facts of objects, too
	golden   bool     // the tests hold what fixes write
	options  analyzer.Options
	fates    bool // it is the map that is asked

	run    *analysis.Analyzer
	list   []*packages.Package
	all    *program
	wanted map[*units.Unit]expected
}

// An expected is what the run without mutants says of a package, and what its
// comments want.
type expected struct {
	messages map[line][]string
	patterns map[line][]*regexp.Regexp
}

// loadSuites returns what the tests of package analyzer run, those that notice most and
// take least first.
func loadSuites(modules []string) ([]*suite, error) {
	none := func(rules ...string) analyzer.Options {
		return analyzer.Options{Rules: append([]string{"none"}, rules...)}
	}
	suites := []*suite{
		{module: "flow", but: []string{"explicit"}},
		{module: "everyday"},
		{module: "status", facts: true},
		{module: "model", patterns: []string{"./uses"}},
		{module: "wire", facts: true, but: []string{"text"}},
		{module: "wire", facts: true, golden: true, patterns: []string{"./text"}, options: none("textmatch")},
		{module: "rules", facts: true, but: []string{"explicit", "fates", "logged", "retryall"}},
		{module: "rules", facts: true, patterns: []string{"./explicit"}, options: analyzer.Options{Mode: "explicit"}},
		{module: "rules", facts: true, patterns: []string{"./retryall"}, options: none("retryall")},
		{module: "rules", facts: true, patterns: []string{"./logged"}, options: analyzer.Options{Critical: []string{"AuthFailure=swallowed|logged"}}},
		{module: "rules", patterns: []string{"./fates"}, fates: true},
		{module: "blind"},
	}
	suites = slices.DeleteFunc(suites, func(s *suite) bool { return len(modules) > 0 && !slices.Contains(modules, s.module) })
	loaded := make(map[string][]*packages.Package)
	for _, s := range suites {
		key := s.module + " " + strings.Join(s.patterns, " ")
		if loaded[key] == nil {
			list, err := load(s)
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

func load(s *suite) ([]*packages.Package, error) {
	dir, err := filepath.Abs(filepath.Join("testdata", s.module))
	if err != nil {
		return nil, err
	}
	patterns := s.patterns
	if patterns == nil {
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
	list = slices.DeleteFunc(list, func(p *packages.Package) bool {
		return len(p.GoFiles) > 0 && slices.Contains(s.but, filepath.Base(filepath.Dir(p.GoFiles[0])))
	})
	if len(list) == 0 {
		return nil, errors.New("no packages in " + dir)
	}
	return list, nil
}

// begin runs the analyzer with nothing switched off.
func (s *suite) begin() error {
	s.all = &program{Program: units.New(s.list)}
	if err := s.all.begin(s.run); err != nil {
		return err
	}
	s.wanted = make(map[*units.Unit]expected)
	for _, u := range s.all.Units {
		if u.Root {
			s.wanted[u] = expected{s.answers(u), wantsOf(u)}
		}
	}
	return nil
}

// check runs the analyzer with a part switched off and returns where its answer
// is one that fails a test, "" for nowhere.
func (s *suite) check() (string, error) { return s.all.try(s.run, s.compare) }

// compare returns where the answer about one package fails a test.
func (s *suite) compare(u *units.Unit) string {
	got, wanted := s.answers(u), s.wanted[u]
	for at, messages := range got {
		if first := wanted.messages[at]; !slices.Equal(messages, first) && (!passes(messages, first, wanted.patterns[at]) || s.golden && !slices.Equal(written(messages), written(first))) {
			return fmt.Sprintf("%s: got %q, want %q", at, messages, first)
		}
	}
	for at, first := range wanted.messages {
		if got[at] == nil {
			return fmt.Sprintf("%s: got nothing, want %q", at, first)
		}
	}
	return ""
}

func (at line) String() string {
	name := at.file
	if _, below, ok := strings.Cut(filepath.ToSlash(name), "/testdata/"); ok {
		name = below
	}
	return fmt.Sprintf("%s:%d", name, at.line)
}

// answers returns what the analyzer says of one package, by file and line.
func (s *suite) answers(u *units.Unit) map[line][]string {
	found := make(map[line][]string)
	add := func(pos token.Pos, message string) {
		at := u.Position(pos)
		found[line{at.Filename, at.Line}] = append(found[line{at.Filename, at.Line}], message)
	}
	for _, d := range u.Now.Diagnostics {
		if s.module == "blind" {
			add(d.Pos, d.Category) // its test compares no more
		} else {
			add(d.Pos, essence(d))
		}
	}
	if s.facts {
		for of, fact := range u.Now.Objects {
			add(of.Object.Pos(), fmt.Sprint(fact))
		}
	}
	if m, ok := u.Now.Result.(*errormap.Map); ok && s.fates {
		for _, site := range m.Sites {
			if site.API {
				add(site.Pos, fatesOf(&site))
			}
		}
	}
	for _, messages := range found {
		slices.Sort(messages)
	}
	return found
}

// essence is what of a finding the tests hold: what it says, and what its fixes
// write where a golden has them.
func essence(d analysis.Diagnostic) string {
	words := []string{d.Message}
	for _, fix := range d.SuggestedFixes {
		for _, e := range fix.TextEdits {
			words = append(words, string(e.NewText))
		}
	}
	return strings.Join(words, " | ")
}

// written returns what the fixes of findings write, sorted.
func written(findings []string) []string {
	texts := make([]string, len(findings))
	for i, finding := range findings {
		_, texts[i], _ = strings.Cut(finding, " | ")
	}
	slices.Sort(texts)
	return texts
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
