package baseline

import (
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// some returns findings with a message in a file of that name.
func some(dir, name, message string) []finding.Finding {
	var list []finding.Finding
	for line := range 3 {
		list = append(list, finding.Finding{Rule: "unknowncode", Message: message, Range: finding.Range{Pos: token.Position{Filename: filepath.Join(dir, name), Line: line, Column: 1}}})
	}
	return list
}

// FuzzNew holds that a baseline is read, or refused in one line that names it.
func FuzzNew(f *testing.F) {
	for _, text := range []string{
		"", "{", "{}", `{"version": 1}`, `{"version": 1, "findings": [{"fingerprint": "x", "file": "a.go", "rule": "r", "message": "m"}]}`,
		`{"version": 2, "findings": []}`, `{"version": 1, "more": 1}`, `{"version": 1e999}`, `{"version": "1"}`, `[]`, "null", "\x00", strings.Repeat("[", 20000),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		file := filepath.Join(dir, "known.json")
		if err := os.WriteFile(file, text, 0o666); err != nil {
			t.Fatal(err)
		}
		findings := some(dir, "a.go", "m")
		kept, err := New(file, findings, os.ReadFile)
		if err != nil {
			if text := err.Error(); !strings.Contains(text, file) || strings.Contains(text, "\n") {
				t.Errorf("%q", text)
			}
			return
		}
		if len(kept) != len(findings) {
			t.Errorf("%q hides findings", text)
		}
	})
}

// FuzzWrite holds that whatever findings say, a baseline of them hides them.
func FuzzWrite(f *testing.F) {
	f.Add("a.go", "m")
	f.Add("错 误.go", "with \"quotes\", \n lines, \xff and \u2028")
	f.Add("../b.go", "</script>")
	f.Fuzz(func(t *testing.T, name, message string) {
		dir := t.TempDir()
		file := filepath.Join(dir, "known.json")
		findings := some(dir, name, message)
		if err := Write(file, findings, os.ReadFile); err != nil {
			t.Fatal(err)
		}
		kept, err := New(file, findings, os.ReadFile)
		if err != nil || len(kept) > 0 {
			t.Errorf("%d are left of %q in %q: %v", len(kept), message, name, err)
		}
	})
}
