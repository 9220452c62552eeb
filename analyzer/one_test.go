package analyzer_test

import (
	"os"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

func TestOne(t *testing.T) { analysistest.Run(quiet{t}, rulesModule, analyzer.Analyzer, os.Getenv("RP")) }
