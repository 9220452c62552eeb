package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// A fixed is a finding with a fix, as JSON reports have it.
type fixed struct {
	Rule, Message string
	Range         struct{ File string }
	Fix           *struct {
		Message string
		Edits   []struct {
			File       string
			Start, End int
			New        string
		}
	}
}

// same reports whether another finding says the same of the same file.
func (f fixed) same(g fixed) bool {
	return g.Rule == f.Rule && g.Message == f.Message && g.Range.File == f.Range.File
}

// fixesIn returns the findings with a fix that the program reports for patterns.
func fixesIn(t *testing.T, dir string, patterns ...string) []fixed {
	t.Helper()
	r := lintIn(t, dir, append([]string{"-rules=all", "-generated", "-format=json"}, patterns...)...)
	if r.status == exitFailed {
		t.Fatalf("%v does not load:\n%s", patterns, r.errs)
	}
	var doc struct{ Findings []fixed }
	if err := json.Unmarshal([]byte(r.out), &doc); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(doc.Findings, func(f fixed) bool { return f.Fix == nil })
}

// TestWhatIsFixedBuildsAndIsGone applies the fixes of all programs of the tests,
// all together and each alone (TCERRLINT_LONG=1; else some): the result builds,
// and the finding is gone.
func TestWhatIsFixedBuildsAndIsGone(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	every := 25
	if os.Getenv("TCERRLINT_LONG") != "" {
		every = 1
	}
	for _, module := range []string{"rules", "wire", "status", "everyday", "example"} {
		t.Run(module, func(t *testing.T) {
			dir := programtest.CopyTree(t, filepath.Join("..", "..", "testdata", module))
			found := fixesIn(t, dir, "./...")
			for i := 0; i < len(found); i += every {
				applyAlone(t, dir, found[i])
			}
			start(t, dir, tool, "-rules=all", "-generated", "-fix", "./...")
			left := fixesIn(t, dir, "./...")
			for _, f := range found {
				if count(left, f.same) >= count(found, f.same) {
					t.Errorf("%s: %s is there after -fix", f.Range.File, f.Message)
				}
			}
			t.Logf("%d fixes", len(found))
		})
	}
}

// applyAlone applies one fix, checks the package, and takes it back.
func applyAlone(t *testing.T, dir string, f fixed) {
	t.Helper()
	name := filepath.Join(dir, filepath.FromSlash(f.Range.File))
	before := programtest.ReadFile(t, name)
	defer overwrite(t, name, before)
	edits := slices.Clone(f.Fix.Edits)
	slices.SortFunc(edits, func(a, b struct {
		File       string
		Start, End int
		New        string
	}) int {
		return b.Start - a.Start
	})
	text := before
	for _, e := range edits {
		text = text[:e.Start] + e.New + text[e.End:]
	}
	pattern := "./" + filepath.ToSlash(filepath.Dir(filepath.FromSlash(f.Range.File)))
	had := count(fixesIn(t, dir, pattern), f.same)
	overwrite(t, name, text)
	r := lintIn(t, dir, "-rules=all", "-generated", pattern)
	if r.status == exitFailed {
		t.Errorf("%s: %s: after %q it does not build: %s", f.Range.File, f.Message, f.Fix.Message, strings.TrimSpace(r.errs))
		return
	}
	if left := count(fixesIn(t, dir, pattern), f.same); had > 0 && left >= had {
		t.Errorf("%s: %s is there after %q", f.Range.File, f.Message, f.Fix.Message)
	}
}

func count(list []fixed, is func(fixed) bool) int {
	n := 0
	for _, f := range list {
		if is(f) {
			n++
		}
	}
	return n
}
