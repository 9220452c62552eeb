package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const source = `package model

const maxDepth = 10

type thing struct{}

func (t *thing) isOne() bool { return t != nil }

func never() bool { return false }

func pair() (int, bool) {
	for range Table {
		return maxDepth, true
	}
	return 0, false
}

var Table = []string{
	"os.Exit",
	"log.Fatal",
}

var Set = map[string]bool{"log": true, "log/slog": true}

func isIn(path string) string { return map[bool]string{Set[path]: path}[true] }
`

// TestMutantsOf names what is switched off, and lays it over by itself.
func TestMutantsOf(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "model")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "a.go")
	if err := os.WriteFile(name, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
	mutants, err := mutantsOf(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range mutants {
		mutants[i].id = i + 1
	}
	written, err := withSwitches(name, mutants)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"maxDepth=1":        "zzswitches.Bound(%d, maxDepth)",
		"thing.isOne=false": "zzswitches.On(%d) { return false }",
		"thing.isOne=true":  "zzswitches.On(%d) { return true }",
		"never=true":        "zzswitches.On(%d) { return true }; return false }",
		"pair=none":         "zzswitches.On(%d) { var zznone int; return zznone, false }",
		`Table-"os.Exit"`:   "range zzswitches.Table(%d, Table)",
		`Table-"log.Fatal"`: "",

		`Set-"log": true`:      "zzswitches.Map(%d, Set, []string{\"log\", \"log/slog\"})[path]",
		`Set-"log/slog": true`: "",
	}
	for _, m := range mutants {
		what := strings.TrimPrefix(m.name, name+":")
		text, ok := want[what]
		if text != "" {
			text = fmt.Sprintf(text, m.id)
		}
		if !ok || !strings.Contains(written, text) {
			t.Errorf("%s gives\n%s", what, written)
		}
		delete(want, what)
	}
	for what := range want {
		t.Errorf("no mutant %s", what)
	}
}

// TestTesters asks first those who are nearest to a mutant.
func TestTesters(t *testing.T) {
	tests := &testers{imports: map[string][]string{
		"./internal/ir":      {"go/types"},
		"./internal/rules":   {"./internal/flow", "./internal/ir"},
		"./internal/program": {"./internal/ir"},
		"./internal/sdk":     nil,
	}}
	for _, test := range []struct{ file, quick, all string }{
		{"internal/ir/types.go", "./internal/ir ./internal/program ./internal/rules", " ./analyzer"},
		{"internal/flow/call.go", "./internal/rules", " ./analyzer"},
		{"internal/engine/engine.go", "", "./analyzer"},
	} {
		if got := strings.Join(tests.of(test.file, true), " "); got != test.quick {
			t.Errorf("quickly, %s is tried by %q", test.file, got)
		}
		if got := strings.Join(tests.of(test.file, false), " "); got != test.quick+test.all {
			t.Errorf("%s is tried by %q", test.file, got)
		}
	}
}

// TestSurvivorsHaveReasons keeps a survivor without a reason in sight.
func TestSurvivorsHaveReasons(t *testing.T) {
	of := func(name string, f fate) *mutant {
		return &mutant{name: name, kind: "bound", record: record{verdict: verdict{fate: f}}}
	}
	page := pageOf([]*mutant{of("a", survived), of("b", survived), of("c", noticed)}, map[string]string{"a": "only debugging"})
	for _, line := range []string{"| `a` | only debugging |", "| `b` | not explained yet |", "| bound | 3 | 1 | 2 |"} {
		if !strings.Contains(page, line+"\n") {
			t.Errorf("the page lacks %q:\n%s", line, page)
		}
	}
}
