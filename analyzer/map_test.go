package analyzer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/analyzer/errormap"
)

// TestMapKnowsEveryFate compares the fates of each call of testdata/rules/fates
// with the comment on its line.
func TestMapKnowsEveryFate(t *testing.T) {
	a, err := analyzer.NewMap(analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	list := mustLoad(t, nil, "./fates")
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, list, &checker.Options{SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	fset := list[0].Fset
	got := make(map[int]string)
	for _, site := range graph.Roots[0].Result.(*errormap.Map).Sites {
		if site.API {
			got[fset.Position(site.Pos).Line] = fatesOf(&site)
		}
	}
	want := make(map[int]string)
	for _, file := range list[0].Syntax {
		for _, group := range file.Comments {
			for _, c := range group.List {
				if fates, ok := strings.CutPrefix(c.Text, "// fates: "); ok {
					want[fset.Position(c.Pos()).Line] = fates
				}
			}
		}
	}
	for line, fates := range want {
		if got[line] != fates {
			t.Errorf("line %d: got %q, want %q", line, got[line], fates)
		}
	}
	for line, fates := range got {
		if _, ok := want[line]; !ok {
			t.Errorf("line %d: %q, which no comment expects", line, fates)
		}
	}
}

// fatesOf joins the fates of the categories, in their order: one word if all
// are the same.
func fatesOf(site *errormap.Site) string {
	byCategory := make(map[string][]string)
	for _, f := range site.Fates {
		if fate := f.Fate.String(); !slices.Contains(byCategory[f.Category], fate) {
			byCategory[f.Category] = append(byCategory[f.Category], fate)
		}
	}
	var words []string
	for _, category := range []string{"AuthFailure", "RequestLimitExceeded", "UnauthorizedOperation"} {
		fates := byCategory[category]
		slices.Sort(fates)
		words = append(words, strings.Join(fates, "+"))
	}
	if words[0] == words[1] && words[1] == words[2] {
		return words[0]
	}
	return fmt.Sprint(strings.Join(words, " "))
}
