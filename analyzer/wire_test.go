package analyzer_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

const wireModule = "../testdata/wire"

// TestWire runs the programs that speak to the API without the SDK.
func TestWire(t *testing.T) {
	analysistest.Run(quiet{t}, wireModule, analyzer.Analyzer, foldersOf(t, wireModule, "text")...)
}

func TestTextMatch(t *testing.T) {
	a, err := analyzer.New(analyzer.Options{Rules: []string{"none", "textmatch"}})
	if err != nil {
		t.Fatal(err)
	}
	analysistest.RunWithSuggestedFixes(quiet{t}, wireModule, a, "./text")
}
