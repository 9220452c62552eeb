package analyzer_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

const flowModule = "../testdata/flow"

// TestFlow analyzes programs that decide in everyday forms what becomes of an
// error: each form that loses one stands beside a twin that does not.
func TestFlow(t *testing.T) {
	entries, err := os.ReadDir(flowModule)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		t.Run(e.Name(), func(t *testing.T) {
			var options analyzer.Options
			if e.Name() == "explicit" {
				options.Mode = "explicit"
			}
			a, err := analyzer.New(options)
			if err != nil {
				t.Fatal(err)
			}
			for _, result := range analysistest.Run(onlyFindings{t}, flowModule, a, "./"+e.Name()+"/...") {
				for _, d := range result.Action.Diagnostics {
					checkNames(t, d)
				}
			}
		})
	}
}

// intermediate matches names that a program does not have.
var intermediate = regexp.MustCompile(`\$[a-z0-9]|\bt[0-9]+\b`)

// checkNames holds that messages name what the program names.
func checkNames(t *testing.T, d analysis.Diagnostic) {
	messages := []string{d.Message}
	for _, related := range d.Related {
		messages = append(messages, related.Message)
	}
	for _, message := range messages {
		if name := intermediate.FindString(message); name != "" {
			t.Errorf("%q says %s", message, name)
		}
	}
}

// onlyFindings reports nothing about facts: that importers find what they should
// is the test of these.
type onlyFindings struct{ *testing.T }

func (f onlyFindings) Errorf(format string, args ...any) {
	if message := fmt.Sprintf(format, args...); !strings.Contains(message, "unexpected fact: ") {
		f.T.Error(message)
	}
}
