package fix

import (
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// found returns a finding in a file whose fix makes these edits.
func found(file string, edits ...finding.Edit) finding.Finding {
	f := finding.Finding{Message: "m", Fix: &finding.Fix{Edits: edits}}
	f.Pos = token.Position{Filename: file, Line: 1, Column: 1}
	return f
}

func anyFile(string) bool { return true }

func anyContent(string, []byte) bool { return true }

func TestApply(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.go")
	other := filepath.Join(t.TempDir(), "b.go")
	for _, file := range []string{name, other} {
		if err := os.WriteFile(file, []byte("0123456789"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	replace := func(start, end int, text string) finding.Edit {
		return finding.Edit{File: name, Start: start, End: end, New: text}
	}
	for _, test := range []struct {
		name     string
		findings []finding.Finding
		want     string
		left     int
	}{
		{"none", []finding.Finding{{Message: "m"}}, "", 1},
		{"one", []finding.Finding{found(name, replace(1, 3, "x"))}, "0x3456789", 0},
		{"two, the later first", []finding.Finding{found(name, replace(5, 6, "y")), found(name, replace(1, 3, "x"))}, "0x34y6789", 0},
		{"overlapping", []finding.Finding{found(name, replace(1, 3, "x")), found(name, replace(2, 4, "y"))}, "0x3456789", 1},
		{"touching", []finding.Finding{found(name, replace(1, 3, "x")), found(name, replace(3, 4, "y"))}, "0xy456789", 0},
		{"same change twice", []finding.Finding{found(name, replace(1, 3, "x")), found(name, replace(1, 3, "x"))}, "0x3456789", 0},
		{"all or nothing", []finding.Finding{found(name, replace(1, 3, "x")), found(name, replace(7, 8, "z"), replace(2, 4, "y"))}, "0x3456789", 1},
		{"two insertions in one place", []finding.Finding{found(name, replace(1, 1, "x")), found(name, replace(1, 1, "y"))}, "0x123456789", 1},
		{"another file", []finding.Finding{found(other, replace(1, 3, "x"))}, "", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			files, left, _, err := Apply(test.findings, Rules{Owns: anyFile, Analyzed: anyContent})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(files) > 0 {
				got = files[0].New
			}
			if got != test.want || len(left) != test.left {
				t.Errorf("%q, %d left; want %q, %d left", got, len(left), test.want, test.left)
			}
		})
	}
}

func TestWriteKeepsTheModeOfTheFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(name, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := (File{Name: name, Old: "old", New: "new"}).Write(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestDiffIsUnified(t *testing.T) {
	diff := File{Old: "a\nb\n", New: "a\nc\n"}.Diff("dir/f.go")
	if want := "--- a/dir/f.go\n+++ b/dir/f.go\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"; strings.TrimSpace(diff) != strings.TrimSpace(want) {
		t.Errorf("%q", diff)
	}
}

// TestAFileThatChangedIsLeftAlone: whether it changed before the fixes are made, or
// before they are written.
func TestAFileThatChangedIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	changed, same := filepath.Join(dir, "changed.go"), filepath.Join(dir, "same.go")
	for _, name := range []string{changed, same} {
		if err := os.WriteFile(name, []byte("0123456789"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	edit := func(name string) finding.Edit { return finding.Edit{File: name, Start: 1, End: 2, New: "x"} }
	findings := []finding.Finding{found(changed, edit(changed)), found(same, edit(same))}
	files, left, names, err := Apply(findings, Rules{Owns: anyFile, Analyzed: func(name string, _ []byte) bool { return name == same }})
	if err != nil || len(files) != 1 || files[0].Name != same || len(left) != 1 || left[0].Pos.Filename != changed || len(names) != 1 {
		t.Errorf("files %v, left %v, changed %v, %v", files, left, names, err)
	}
	if err := os.WriteFile(same, []byte("an editor saved"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := files[0].Write(); err != ErrChanged {
		t.Errorf("%v", err)
	}
	if text, _ := os.ReadFile(same); string(text) != "an editor saved" {
		t.Errorf("%q", text)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
}
