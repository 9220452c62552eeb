package analyzer_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// TestWire runs the programs that speak to the API without the SDK.
func TestWire(t *testing.T) {
	analysistest.Run(quiet{t}, "../testdata/wire", analyzer.Analyzer, "./...")
}
