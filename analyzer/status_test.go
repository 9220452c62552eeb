package analyzer_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// TestCodesInsideAnswers runs programs that get codes inside successful answers.
func TestCodesInsideAnswers(t *testing.T) {
	const module = "../testdata/status"
	analysistest.Run(quiet{t}, module, analyzer.Analyzer, foldersOf(t, module)...)
}
