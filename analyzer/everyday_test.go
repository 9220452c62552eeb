package analyzer_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

const everydayModule = "../testdata/everyday"

// TestEveryday analyzes programs as services have them: each form of code that
// must be found stands beside a correct twin.
func TestEveryday(t *testing.T) {
	entries, err := os.ReadDir(everydayModule)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			t.Run(e.Name(), func(t *testing.T) {
				analysistest.Run(findingsOnly{t}, everydayModule, analyzer.Analyzer, "./"+e.Name()+"/...")
			})
		}
	}
}

// findingsOnly reports nothing about facts: that importers find what they
// should is the test of these.
type findingsOnly struct{ *testing.T }

func (f findingsOnly) Errorf(format string, args ...any) {
	if message := fmt.Sprintf(format, args...); !strings.Contains(message, "unexpected fact: ") {
		f.T.Error(message)
	}
}
