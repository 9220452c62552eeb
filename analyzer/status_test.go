package analyzer_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// TestCodesInsideAnswers runs programs that get codes inside successful answers.
func TestCodesInsideAnswers(t *testing.T) {
	analysistest.Run(quiet{t}, "../testdata/status", analyzer.Analyzer, "./unchecked", "./tests", "./cos", "./coshelp", "./elsewhere", "./streams")
}
