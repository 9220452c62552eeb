package analyzer_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/internal/rules"
)

var update = flag.Bool("update", false, "write the pages of the rules")

// TestExamplesGiveWhatTheDocumentsShow runs the examples that users read: the
// bad one has the finding shown and no other, the good one has none, and where
// there is a fix it makes the good one of the bad one.
func TestExamplesGiveWhatTheDocumentsShow(t *testing.T) {
	files := make(map[string]string)
	for _, doc := range analyzer.Documents() {
		files["examples/"+doc.ID+"/bad/bad.go"] = exampleFile(t, "bad.go", doc.Bad)
		files["examples/"+doc.ID+"/good/good.go"] = exampleFile(t, "good.go", doc.Good)
	}
	a, err := analyzer.New(analyzer.Options{Rules: []string{"all"}})
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string][]finding) // by ID/bad and ID/good
	for _, f := range run(t, a, mustLoad(t, files, "./examples/...")) {
		file := f.fset.PositionFor(f.Pos, false).Filename
		of := filepath.Base(filepath.Dir(filepath.Dir(file))) + "/" + filepath.Base(filepath.Dir(file))
		found[of] = append(found[of], f)
	}
	for _, doc := range analyzer.Documents() {
		bad := found[doc.ID+"/bad"]
		if got := shown(bad); got != doc.Found {
			t.Errorf("%s: Found is\n%s\nbut the bad example has the findings\n%s", doc.ID, doc.Found, got)
		}
		if good := found[doc.ID+"/good"]; len(good) > 0 {
			t.Errorf("%s: the good example has the findings\n%s", doc.ID, shown(good))
		}
		fixes := len(bad) == 1 && len(bad[0].SuggestedFixes) > 0
		if fixes != (doc.Safety != "") {
			t.Errorf("%s: the bad example has a fix: %v, but Safety is %q", doc.ID, fixes, doc.Safety)
		}
		if fixes {
			source := files["examples/"+doc.ID+"/bad/bad.go"]
			if got := strings.TrimSpace(exampleIn(applied(t, bad[0], source))); got != doc.Good {
				t.Errorf("%s: the fix makes of the bad example\n%s\nbut Good is\n%s", doc.ID, got, doc.Good)
			}
		}
	}
}

// shown prints findings as the documents do.
func shown(found []finding) string {
	var lines []string
	for _, f := range found {
		at := f.fset.Position(f.Pos)
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", filepath.Base(at.Filename), at.Line, at.Column, f.Message))
	}
	return strings.Join(lines, "\n")
}

// applied returns the source with the fix of a finding in it.
func applied(t *testing.T, f finding, source string) string {
	t.Helper()
	edits := slices.Clone(f.SuggestedFixes[0].TextEdits)
	slices.SortFunc(edits, func(a, b analysis.TextEdit) int { return int(b.Pos - a.Pos) })
	for _, e := range edits {
		from, to := f.fset.PositionFor(e.Pos, false).Offset, f.fset.PositionFor(e.End, false).Offset
		source = source[:from] + string(e.NewText) + source[to:]
	}
	return source
}

// beforeExample ends what exampleFile puts before an example.
const beforeExample = "//line "

// exampleIn returns the example in a file made by exampleFile.
func exampleIn(source string) string {
	_, example, _ := strings.Cut(source[strings.LastIndex(source, beforeExample):], "\n")
	return example
}

// exampleFile makes a file of an example: the imports that it names come
// first, and lines are counted from the example's first.
func exampleFile(t *testing.T, name, example string) string {
	t.Helper()
	known := map[string]string{
		"cvm":       "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312",
		"sms":       "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111",
		"errors":    "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors",
		"strings":   "strings",
		"time":      "time",
		"stderrors": "errors",
		"json":      "encoding/json",
		"http":      "net/http",
		"fmt":       "fmt",
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", "package example\n"+example, 0)
	if err != nil {
		t.Fatalf("%v in example:\n%s", err, example)
	}
	source := "package example\n"
	for _, id := range slices.Sorted(maps.Keys(unresolved(file))) {
		if path := known[id]; path != "" {
			source += "import " + id + " \"" + path + "\"\n"
		}
	}
	return source + beforeExample + name + ":1:1\n" + example + "\n"
}

func unresolved(file *ast.File) map[string]bool {
	names := make(map[string]bool)
	for _, id := range file.Unresolved {
		names[id.Name] = true
	}
	return names
}

// TestDocumentsAreComplete wants something in every field: each has a reader.
func TestDocumentsAreComplete(t *testing.T) {
	version := regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)
	for _, doc := range analyzer.Documents() {
		fail := func(format string, args ...any) { t.Errorf(doc.ID+": "+format, args...) }
		if !slices.Contains([]string{"error", "warning", "note"}, string(doc.Severity)) {
			fail("Severity is %q", doc.Severity)
		}
		if !version.MatchString(doc.Since) {
			fail("Since is %q, want the version that first has the rule", doc.Since)
		}
		for _, option := range doc.Options {
			if analyzer.Analyzer.Flags.Lookup(option) == nil {
				fail("there is no option %q", option)
			}
		}
		for lang, text := range map[string]rules.Text{"Text": doc.Text, "Chinese": doc.Chinese} {
			fields := reflect.ValueOf(text)
			for i := range fields.NumField() {
				name, value := lang+"."+fields.Type().Field(i).Name, fields.Field(i).String()
				switch {
				case strings.HasPrefix(value, "TODO"):
					fail("%s is still to be written: %s", name, value)
				case value == "" && strings.HasSuffix(name, ".Safety"):
				case value == "" && strings.HasSuffix(name, ".Seen") && doc.ID == "directive":
				case value == "":
					fail("%s is empty", name)
				case lang == "Chinese" && !strings.ContainsFunc(value, isHan):
					fail("%s is not Chinese: %s", name, value)
				case lang == "Text" && strings.ContainsFunc(value, isHan):
					fail("%s is not English: %s", name, value)
				}
			}
		}
		if (doc.Safety == "") != (doc.Chinese.Safety == "") {
			fail("Safety is there in one language only")
		}
		if strings.HasSuffix(doc.Title, ".") || strings.Contains(doc.Title, "\n") {
			fail("Title is not one line without a full stop: %q", doc.Title)
		}
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// TestPagesOfRulesAreCurrent compares docs/rules with the rules' documents.
func TestPagesOfRulesAreCurrent(t *testing.T) {
	for _, doc := range analyzer.Documents() {
		checkPage(t, "rules/"+doc.ID+".md", doc.Page("en"))
		checkPage(t, "rules/"+doc.ID+".zh-CN.md", doc.Page("zh"))
	}
	checkPage(t, "rules/README.md", rules.Index(analyzer.Documents(), "en"))
	checkPage(t, "rules/README.zh-CN.md", rules.Index(analyzer.Documents(), "zh"))
}

// TestManualListsEveryRule keeps the table of the manual and the rules alike.
func TestManualListsEveryRule(t *testing.T) {
	var table strings.Builder
	for _, rule := range analyzer.Rules() {
		optional := ""
		if rule.Optional {
			optional = " (optional)"
		}
		fmt.Fprintf(&table, "\t%-18s %s%s\n", rule.ID, rule.Title, optional)
	}
	if want := "# Rules\n\n" + table.String() + "\n"; !strings.Contains(analyzer.Analyzer.Doc, want) {
		t.Errorf("the manual (doc.go) lacks\n%s", want)
	}
}
