package analyzer_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

const modelModule = "../testdata/model"

// TestKnownFunctionsAreUnderstood runs a program for what is known of each library.
func TestKnownFunctionsAreUnderstood(t *testing.T) {
	analysistest.Run(findingsOnly{t}, modelModule, analyzer.Analyzer, "./uses")
}
