package changed

import (
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

const patch = `diff --git a/a.go b/a.go
index 1111111..2222222 100644
--- a/a.go
+++ b/a.go
@@ -3,0 +4,2 @@ package a
+// one
+// two
@@ -9 +11,0 @@ func f() {
-	gone()
diff --git a/b.go b/b.go
new file mode 100644
index 0000000..3333333
--- /dev/null
+++ b/b.go
@@ -0,0 +1 @@
+package b
`

func at(root, file string, line int) finding.Finding {
	name := filepath.Join(root, file)
	return finding.Finding{Range: finding.Range{
		Pos:      token.Position{Filename: name, Line: line, Column: 1},
		Physical: finding.Place{File: name, Line: line, EndLine: line},
	}}
}

func TestTheNewLinesOfAPatch(t *testing.T) {
	root := t.TempDir()
	lines, err := parse(root, patch)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"a.go": "4 5 11 12", "b.go": "1", "c.go": ""} {
		var got []string
		for line := range 20 {
			if len(lines.Only([]finding.Finding{at(root, file, line)})) > 0 {
				got = append(got, token.Position{Line: line}.String())
			}
		}
		if text := strings.ReplaceAll(strings.Join(got, " "), "-", ""); text != want {
			t.Errorf("%s: lines %s, want %s", file, text, want)
		}
	}
}

// FuzzParse holds that a patch is read or refused, and that only lines of files
// that it names are new.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", patch, "@@ -1 +1 @@", "--- a/x\n+++ b/x\n", "--- a/x\n+++ b/../../x\n@@ -1,1 +1,1 @@\n-a\n+b\n",
		"diff --git a/x b/x\nBinary files a/x and b/x differ\n", "--- a/x\n+++ \"b/\\346\\226\\260.go\"\n@@ -1,999999999 +1,999999999 @@\n-a\n+b\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines, err := parse("/root", text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "-new-from: ") {
				t.Errorf("%v", err)
			}
			return
		}
		for name := range lines.files {
			if base := filepath.Base(name); !strings.Contains(text, "+++") && !strings.Contains(text, "diff --git") && base != "root" {
				t.Errorf("%s is new", name)
			}
		}
		if kept := lines.Only([]finding.Finding{at("/root", "no such file", 1)}); len(kept) > 0 {
			t.Error("a file that no patch names is new")
		}
	})
}
