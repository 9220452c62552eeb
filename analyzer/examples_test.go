package analyzer_test

import (
	"flag"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

var update = flag.Bool("update", false, "write the pages of the rules")

// TestEachRuleFindsItsBadExampleAndNotItsGoodOne runs the examples that users
// read: the bad one has exactly one finding, of its rule; the good one none.
func TestEachRuleFindsItsBadExampleAndNotItsGoodOne(t *testing.T) {
	overlay := make(map[string][]byte)
	dir, err := filepath.Abs("../testdata/rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range analyzer.Rules() {
		overlay[filepath.Join(dir, "examples", rule.ID, "bad", "bad.go")] = exampleFile(t, rule.Bad)
		overlay[filepath.Join(dir, "examples", rule.ID, "good", "good.go")] = exampleFile(t, rule.Good)
	}
	config := &packages.Config{Mode: packages.LoadAllSyntax, Dir: dir, Overlay: overlay, Env: append(os.Environ(), "GOFLAGS=-mod=mod")}
	var patterns []string
	for file := range overlay {
		patterns = append(patterns, "file="+file)
	}
	pkgs, err := packages.Load(config, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(pkgs) > 0 {
		t.Fatal("the examples do not compile")
	}
	a, err := analyzer.New(analyzer.Options{Rules: []string{"all"}})
	if err != nil {
		t.Fatal(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, root := range graph.Roots {
		if root.Err != nil {
			t.Fatal(root.Err)
		}
		file := root.Package.GoFiles[0]
		id, isBad := filepath.Base(filepath.Dir(filepath.Dir(file))), strings.HasSuffix(file, "bad.go")
		seen++
		var found []string
		for _, d := range root.Diagnostics {
			found = append(found, d.Message)
		}
		switch {
		case isBad && (len(found) != 1 || !strings.HasPrefix(found[0], id+": ")):
			t.Errorf("the bad example of %s has the findings %q; want exactly one of its own", id, found)
		case !isBad && len(found) > 0:
			t.Errorf("the good example of %s has the findings %q; want none", id, found)
		}
	}
	if want := 2 * len(analyzer.Rules()); seen != want {
		t.Errorf("%d examples were analyzed, want %d", seen, want)
	}
}

// exampleFile makes a file of an example: the imports that it names come first.
func exampleFile(t *testing.T, example string) []byte {
	known := map[string]string{
		"cvm":     "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312",
		"errors":  "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors",
		"strings": "strings",
		"json":    "encoding/json",
		"http":    "net/http",
		"fmt":     "fmt",
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", "package example\n"+example, 0)
	if err != nil {
		t.Fatalf("%v in example:\n%s", err, example)
	}
	used := make(map[string]bool)
	for _, id := range file.Unresolved {
		used[id.Name] = true
	}
	source := "package example\n"
	for name, path := range known {
		if used[name] {
			source += "import " + name + " \"" + path + "\"\n"
		}
	}
	return []byte(source + example + "\n")
}

// TestPagesOfRulesAreCurrent compares docs/rules with the rules' documents.
func TestPagesOfRulesAreCurrent(t *testing.T) {
	for _, rule := range analyzer.Rules() {
		for lang, name := range map[string]string{"en": rule.ID + ".md", "zh": rule.ID + ".zh-CN.md"} {
			file := filepath.Join("..", "docs", "rules", name)
			want := rule.Page(lang)
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := os.ReadFile(file); err != nil || string(got) != want {
				t.Errorf("%s is not current; run go test ./analyzer -run Pages -update", file)
			}
		}
	}
}

// TestManualListsEveryRule keeps the table of the manual and the rules alike.
func TestManualListsEveryRule(t *testing.T) {
	for _, rule := range analyzer.Rules() {
		if !strings.Contains(analyzer.Analyzer.Doc, "\n\t"+rule.ID) || !strings.Contains(analyzer.Analyzer.Doc, rule.Title) {
			t.Errorf("the manual (doc.go) does not list %s: %s", rule.ID, rule.Title)
		}
	}
}
