package main

import (
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

func pair() (int, bool) { return 0, true }

var Table = []string{
	"os.Exit",
	"log.Fatal",
}
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
	want := map[string]string{
		"maxDepth=1":        "const maxDepth = 1\n",
		"thing.isOne=false": "{ if true { return false }; return t != nil }",
		"thing.isOne=true":  "{ if true { return true }; return t != nil }",
		"never=true":        "{ if true { return true }; return false }",
		`Table-"os.Exit"`:   "{\n\t\n\t\"log.Fatal\",\n}",
		`Table-"log.Fatal"`: "{\n\t\"os.Exit\",\n\t\n}",
	}
	for _, m := range mutants {
		what := strings.TrimPrefix(m.name, name+":")
		if text, ok := want[what]; !ok || !strings.Contains(string(m.source), text) {
			t.Errorf("%s gives\n%s", what, m.source)
		}
		delete(want, what)
	}
	for what := range want {
		t.Errorf("no mutant %s", what)
	}
}

// TestSurvivorsHaveReasons keeps a survivor without a reason in sight.
func TestSurvivorsHaveReasons(t *testing.T) {
	page := pageOf([]mutant{
		{name: "a", kind: "bound", fate: survived},
		{name: "b", kind: "bound", fate: survived},
		{name: "c", kind: "bound", fate: noticed},
		{name: "d", kind: "bound", fate: invalid},
	}, map[string]string{"a": "only debugging"})
	for _, line := range []string{"| `a` | only debugging |", "| `b` | not explained yet |", "| bound | 3 | 1 | 2 |"} {
		if !strings.Contains(page, line+"\n") {
			t.Errorf("the page lacks %q:\n%s", line, page)
		}
	}
}
