package analyzer_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// packagesOf are the packages of rulesModule but those of a kind that has a
// test of its own.
var rulePackages = []string{
	"./criticalsuccess/...", "./deadtest/...", "./directive/...", "./dropped/...", "./helpers/...", "./lib/...",
	"./missingcritical/...", "./oddities/...", "./origin/...", "./policy/...", "./swappedargs/...", "./traps/...",
	"./unknowncode/...", "./wrongservice/...",
}

func TestRules(t *testing.T) {
	analysistest.Run(quiet{t}, rulesModule, analyzer.Analyzer, rulePackages...)
}

// TestKnownBugs tells which of the wishes in the folder bugs are not fulfilled
// yet. It fails for none: when a line is gone from its log, the case belongs
// among the others.
func TestKnownBugs(t *testing.T) {
	var c collector
	analysistest.Run(&c, rulesModule, analyzer.Analyzer, "./bugs/...")
	for _, line := range c {
		t.Log(line)
	}
	t.Logf("%d wishes", len(c))
}

// A collector keeps what analysistest reports.
type collector []string

func (c *collector) Errorf(format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if i := strings.Index(message, "/bugs/"); i >= 0 {
		message = message[i+1:]
	}
	*c = append(*c, message)
}

// quiet reports nothing about facts of packages, which say how the analyzer
// saves work, not what it found.
type quiet struct{ *testing.T }

func (q quiet) Errorf(format string, args ...any) {
	if message := fmt.Sprintf(format, args...); !strings.Contains(message, "unexpected fact: {package") {
		q.T.Error(message)
	}
}
