package analyzer_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

func TestRules(t *testing.T) {
	analysistest.Run(t, "../testdata/rules", analyzer.Analyzer, "./...")
}
