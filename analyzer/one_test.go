package analyzer_test

import (
	"os"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

func TestOne(t *testing.T) { a, _ := analyzer.New(analyzer.Options{Mode: os.Getenv("MODE")}); analysistest.Run(quiet{t}, rulesModule, a, os.Getenv("RP")) }
func TestTwo(t *testing.T) {analysistest.RunWithSuggestedFixes(quiet{t}, rulesModule, analyzer.Analyzer, "./fixes") }
