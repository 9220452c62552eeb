package matrix

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

func TestNogoTakesOptionsFromItsConfiguration(t *testing.T) {
	dir := programtest.CopyTree(t, examples["shop"])
	config := filepath.Join(t.TempDir(), "nogo.json")
	writeFile(t, config, `{"tcerrlint": {"analyzer_flags": {"rules": "none,wrongservice", "skip-tests": "true"}}}`)
	out := runNogo(t, 1, "-config", config, dir).out
	if strings.Count(out, "\n") != 1 || !strings.Contains(out, "stock/stock.go:18:18: wrongservice: ") {
		t.Errorf("finds\n%s", out)
	}
	for flags, want := range map[string]string{
		`{"rule": "all"}`:    "unrecognized flag: rule",
		`{"rules": "nope"}`:  `rules: unknown rule "nope"`,
		`{"catalog": "012"}`: `catalog: pinned to "012"`,
	} {
		writeFile(t, config, `{"tcerrlint": {"analyzer_flags": `+flags+`}}`)
		if r := runNogo(t, 2, "-config", config, dir); !strings.Contains(r.errs, want) {
			t.Errorf("%s: no %q in\n%s", flags, want, r.errs)
		}
	}
}

// TestTheConfigurationInTheManualIsRight runs what docs/bazel.md shows.
func TestTheConfigurationInTheManualIsRight(t *testing.T) {
	_, rest, _ := strings.Cut(programtest.ReadFile(t, "../../docs/bazel.md"), "```json\n")
	block, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("no JSON in docs/bazel.md")
	}
	config := filepath.Join(t.TempDir(), "nogo.json")
	writeFile(t, config, block)
	out := runNogo(t, 1, "-config", config, programtest.CopyTree(t, examples["shop"])).out
	if !strings.Contains(out, "unknowncode: ") || strings.Contains(out, "_test.go") {
		t.Errorf("finds\n%s", out)
	}
}

// TestNogosFactsAreDeterministic compares the files of facts of two runs in two
// folders: Bazel caches by content.
func TestNogosFactsAreDeterministic(t *testing.T) {
	var runs []string
	for range 2 {
		facts := t.TempDir()
		runNogo(t, 1, "-facts", facts, programtest.CopyTree(t, examples["shop"]))
		entries, err := os.ReadDir(facts)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, entry := range entries {
			all.WriteString(entry.Name() + "\n" + programtest.ReadFile(t, filepath.Join(facts, entry.Name())) + "\n")
		}
		runs = append(runs, all.String())
	}
	if !strings.Contains(runs[0], "example.com/shop/api") {
		t.Error("no facts about package api")
	}
	if runs[0] != runs[1] {
		t.Error("facts differ from run to run")
	}
}
