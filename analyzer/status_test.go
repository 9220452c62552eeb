package analyzer_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

const statusModule = "../testdata/status"

// TestCodesInsideAnswers runs programs that get codes inside successful answers.
func TestCodesInsideAnswers(t *testing.T) {
	analysistest.Run(quiet{t}, statusModule, analyzer.Analyzer, foldersOf(t, statusModule)...)
}
