package finding

import (
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

func at(file string, line, column int, message string) Finding {
	return Finding{Message: message, Range: Range{Pos: token.Position{Filename: file, Line: line, Column: column}}}
}

func TestNormalizeSortsAndDropsDuplicates(t *testing.T) {
	got := Normalize([]Finding{
		at("b.go", 1, 1, "x: m"), at("a.go", 10, 1, "x: m"), at("a.go", 9, 2, "x: m"),
		at("a.go", 9, 2, "x: other"), at("a.go", 9, 2, "x: m"), at("a.go", 9, 1, "x: m"),
	})
	want := []Finding{
		at("a.go", 9, 1, "x: m"), at("a.go", 9, 2, "x: m"), at("a.go", 9, 2, "x: other"),
		at("a.go", 10, 1, "x: m"), at("b.go", 1, 1, "x: m"),
	}
	if !slices.EqualFunc(got, want, func(a, b Finding) bool { return compare(a, b) == 0 }) {
		t.Errorf("%v", got)
	}
}

func TestRuleOfIsTheFirstWordOfTheMessage(t *testing.T) {
	for message, want := range map[string]string{
		`unknowncode: "A.B" is no code: x`: "unknowncode",
		"no rule here":                     analyzer.Name,
		"a sentence: with a colon":         analyzer.Name,
	} {
		if got := RuleOf(message); got != want {
			t.Errorf("RuleOf(%q) = %q, want %q", message, got, want)
		}
	}
}

func TestAtLeast(t *testing.T) {
	for _, test := range []struct {
		severity, threshold string
		want                bool
	}{
		{"error", "note", true}, {"error", "error", true}, {"warning", "error", false},
		{"note", "warning", false}, {"note", "note", true},
	} {
		if got := AtLeast(test.severity, test.threshold); got != test.want {
			t.Errorf("AtLeast(%s, %s) = %v", test.severity, test.threshold, got)
		}
	}
}

func TestParseVet(t *testing.T) {
	printed := `go: downloading example.com/x v1.0.0
# example.com/m
{
	"example.com/m": {
		"tcerrlint": [
			{
				"posn": "/d/a.go:7:25",
				"end": "/d/a.go:7:55",
				"message": "unknowncode: wrong",
				"suggested_fixes": [{"message": "Replace", "edits": [{"filename": "/d/a.go", "start": 3, "end": 4, "new": "x"}]}],
				"related": [{"posn": "C:\\d\\b.go:1:2", "end": "", "message": "here"}]
			}
		]
	}
}
{}
{"example.com/m [example.com/m.test]": {"tcerrlint": [{"posn": "/d/a.go:7:25", "end": "/d/a.go:7:55", "message": "unknowncode: wrong"}]}}
`
	findings, err := ParseVet([]byte(printed))
	if err != nil || len(findings) != 1 {
		t.Fatalf("%v, %v", findings, err)
	}
	f := findings[0]
	if f.Rule != "unknowncode" || f.Pos.Line != 7 || f.Pos.Column != 25 || f.End.Column != 55 || f.Pos.Filename != "/d/a.go" {
		t.Errorf("%+v", f)
	}
	if f.Fix == nil || !slices.Equal(f.Fix.Edits, []Edit{{"/d/a.go", 3, 4, "x"}}) {
		t.Errorf("fix %+v", f.Fix)
	}
	if r := f.Related[0]; r.Pos.Filename != `C:\d\b.go` || r.Pos.Line != 1 || r.End != r.Pos {
		t.Errorf("related %+v", r)
	}
	for _, broken := range []string{"{", `{"m": {"tcerrlint": {"error": "it broke"}}}`, `{"m": {"tcerrlint": 7}}`} {
		if findings, err := ParseVet([]byte(broken)); err == nil {
			t.Errorf("%s: %v", broken, findings)
		}
	}
}

func TestNamesAreRelativeBeneathTheFolder(t *testing.T) {
	dir := t.TempDir()
	sources := NewSources(dir, os.ReadFile)
	outside := filepath.Join(filepath.Dir(dir), "x.go")
	for file, want := range map[string]string{
		filepath.Join(dir, "a.go"):         "a.go",
		filepath.Join(dir, "sub", "a.go"):  "sub/a.go",
		filepath.Join(dir, "..a", "b.go"):  "..a/b.go",
		outside:                            outside,
		filepath.Join(dir+"2", "other.go"): filepath.Join(dir+"2", "other.go"),
	} {
		if got := sources.Name(file); got != want {
			t.Errorf("Name(%q) = %q, want %q", file, got, want)
		}
	}
}

func TestEqualLinesHaveDifferentFingerprints(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(file, []byte("x == 1\n\tx == 1\ny\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	words := NewSources(filepath.Dir(file), os.ReadFile).Fingerprints([]Finding{at(file, 1, 1, "r: m"), at(file, 2, 2, "r: m"), at(file, 3, 1, "r: m")})
	if len(words) != 3 || words[0] == words[1] || words[1] == words[2] {
		t.Errorf("%v", words)
	}
}

func TestIsNolint(t *testing.T) {
	for text, want := range map[string]bool{
		"//nolint":                            true,
		"//nolint // because":                 true,
		"//nolint:all":                        true,
		"//nolint:tcerrlint":                  true,
		"//nolint:errcheck,tcerrlint // why":  true,
		"//nolint:errcheck, tcerrlint":        true,
		"//nolint:errcheck // not tcerrlint":  false,
		"//nolint:errcheck":                   false,
		"//nolinter":                          false,
		"// nolint":                           false,
		"//tcerrlint:ignore unknowncode it's": false,
	} {
		if got := isNolint(text); got != want {
			t.Errorf("isNolint(%q) = %v", text, got)
		}
	}
}

// FuzzNolint holds that comments hide what they cover and nothing else, whatever
// the file looks like.
func FuzzNolint(f *testing.F) {
	for _, text := range []string{
		"", "package p", "package p\n\n//nolint\nfunc f() {\n}\n", "package p //nolint:tcerrlint // why\n", "package p\n\nvar x = 1 //nolint:all,errcheck\n",
		"package p\n\n//nolint:errcheck\nvar x = 1\n", "//nolint\npackage p\n", "package p\n//line x.go:1\nvar x int //nolint\n", "package p\r\n//nolint\r\nvar x int\r\n", "package p; func(", "\xff//nolint",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var all []Finding
		for line := range 20 {
			all = append(all, at("a.go", line, 1, "unknowncode: m"))
		}
		read := func(string) ([]byte, error) { return []byte(text), nil }
		left := WithoutNolint(slices.Clone(all), read)
		if len(left) < len(all) && !strings.Contains(text, "//nolint") {
			t.Errorf("%d of %d are left by %q", len(left), len(all), text)
		}
		if again := WithoutNolint(slices.Clone(left), read); len(again) != len(left) {
			t.Errorf("%d are left, then %d, by %q", len(left), len(again), text)
		}
	})
}

// FuzzParseVet holds that what go vet prints is read or refused.
func FuzzParseVet(f *testing.F) {
	for _, text := range []string{
		"", "{}", "# p\n{\"p\": {\"tcerrlint\": [{\"posn\": \"/a.go:1:2\", \"message\": \"unknowncode: m\", \"suggested_fixes\": [{\"message\": \"x\", \"edits\": [{\"filename\": \"/a.go\", \"start\": 1, \"end\": 2, \"new\": \"y\"}]}]}]}}\n",
		`{"p": {"tcerrlint": {"error": "it broke"}}}`, `{"p": {"tcerrlint": 7}}`, `{"p": null}`, `{"p": {"tcerrlint": [{"posn": ":::", "end": "-1"}]}}`, "go: downloading x\n{", `{"p": {"tcerrlint": [{"posn": "a:99999999999999999999:1"}]}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		findings, err := ParseVet(text)
		if err != nil && len(findings) > 0 {
			t.Error("findings and an error")
		}
		for _, f := range findings {
			if f.Rule == "" || f.Severity == "" {
				t.Errorf("%+v", f)
			}
		}
	})
}
