package analyzer_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// TestRules analyzes every package of rulesModule but those that have a test
// of their own.
func TestRules(t *testing.T) {
	analysistest.Run(quiet{t}, rulesModule, analyzer.Analyzer, foldersOf(t, rulesModule, "bugs", "explicit", "fates", "fixes", "logged", "retryall")...)
}

// foldersOf returns the patterns of all packages of a module, but of those in some
// folders.
func foldersOf(t *testing.T, module string, but ...string) (patterns []string) {
	t.Helper()
	entries, err := os.ReadDir(module)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !slices.Contains(but, e.Name()) {
			patterns = append(patterns, "./"+e.Name()+"/...")
		}
	}
	return patterns
}

func TestModeExplicit(t *testing.T) {
	a, err := analyzer.New(analyzer.Options{Mode: "explicit"})
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(quiet{t}, rulesModule, a, "./explicit")
}

func TestRetryAll(t *testing.T) {
	a, err := analyzer.New(analyzer.Options{Rules: []string{"none", "retryall"}})
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(quiet{t}, rulesModule, a, "./retryall")
}

// TestLogged holds that a policy can forbid what only a log tells of, which is
// allowed without.
func TestLogged(t *testing.T) {
	a, err := analyzer.New(analyzer.Options{Critical: []string{"AuthFailure=swallowed|logged"}})
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(quiet{t}, rulesModule, a, "./logged")
	var found collector
	analysistest.Run(&found, rulesModule, analyzer.Analyzer, "./logged")
	if len(found) != 4 { // each want, which is not met
		t.Errorf("without the policy: %q", found)
	}
}

func TestFixes(t *testing.T) {
	analysistest.RunWithSuggestedFixes(quiet{t}, rulesModule, analyzer.Analyzer, "./fixes")
}

// knownBugs are the wishes in the folder bugs that are not fulfilled yet.
var knownBugs = []string{
	"bugs/falsely/falsely.go:138:60: unexpected diagnostic",
	"bugs/missed/missed.go:19: no diagnostic was reported",
}

// TestKnownBugs fails when a known bug is gone, so that its case goes among the
// others, and when one is new.
func TestKnownBugs(t *testing.T) {
	var c collector
	analysistest.Run(&c, rulesModule, analyzer.Analyzer, "./bugs/...")
	for _, bug := range knownBugs {
		i := slices.IndexFunc(c, func(line string) bool { return strings.Contains(line, bug) })
		if i < 0 {
			t.Errorf("%s: it is mended; the case belongs among the others", bug)
			continue
		}
		c = slices.Delete(c, i, i+1)
	}
	for _, line := range c {
		t.Errorf("not among the known bugs: %s", line)
	}
}

// A collector keeps what analysistest reports.
type collector []string

func (c *collector) Errorf(format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if aboutPackage(message) {
		return
	}
	if i := strings.Index(message, "/bugs/"); i >= 0 {
		message = message[i+1:]
	}
	*c = append(*c, message)
}

// quiet reports nothing about facts of packages.
type quiet struct{ *testing.T }

func (q quiet) Errorf(format string, args ...any) {
	if message := fmt.Sprintf(format, args...); !aboutPackage(message) {
		q.T.Error(message)
	}
}

// aboutPackage reports whether a message is about the fact of a package: these
// list all its functions, and what they are good for is tested by importers.
func aboutPackage(message string) bool {
	return strings.Contains(message, "unexpected fact: {package")
}
