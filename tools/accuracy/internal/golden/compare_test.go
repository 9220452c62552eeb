package golden

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const before = "# repository: https://example.com/x\n# commit: 0123\n# tool: abc\n# findings: 4 (true 3, debatable 1)\n" +
	"a.go\t1\tunknowncode\tA.B\ttrue\tbecause\n" +
	"a.go\t9\tunknowncode\tA.C\ttrue\tread it\n" +
	"b.go\t2\tdropped\t-\tdebatable\tperhaps\n" +
	"c.go\t3\tdeadtest\tX\ttrue\tgone soon\n"

func TestCompareKeepsVerdicts(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.golden"), []byte(before), 0o666); err != nil {
		t.Fatal(err)
	}
	files, err := Read(dir)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if text := files[0].Text(files[0].Lines, ""); text != before {
		t.Errorf("read and written again it is\n%s", text)
	}
	d, lines := Compare(files[0].Lines, []Line{
		{File: "b.go", Line: "2", Rule: "dropped", Code: "another word"},
		{File: "a.go", Line: "12", Rule: "unknowncode", Code: "A.C"},
		{File: "a.go", Line: "1", Rule: "unknowncode", Code: "A.B"},
		{File: "a.go", Line: "1", Rule: "wrongservice", Code: "A.B"},
	})
	if d.Same != 2 || len(d.Moved) != 1 || len(d.Added) != 1 || len(d.Removed) != 1 || d.None() {
		t.Errorf("%+v", d)
	}
	const after = "# repository: https://example.com/x\n# commit: 0123\n# tool: def\n# findings: 4 (true 2, debatable 1, ? 1)\n" +
		"a.go\t1\tunknowncode\tA.B\ttrue\tbecause\n" +
		"a.go\t1\twrongservice\tA.B\t?\tnot judged yet\n" +
		"a.go\t12\tunknowncode\tA.C\ttrue\tread it\n" +
		"b.go\t2\tdropped\t-\tdebatable\tperhaps\n"
	if text := files[0].Text(lines, "def"); text != after {
		t.Errorf("got\n%s\nwant\n%s", text, after)
	}
	if d, _ := Compare(files[0].Lines, files[0].Lines); !d.None() || d.Same != 4 {
		t.Errorf("with itself: %+v", d)
	}
}

func TestCodeOf(t *testing.T) {
	for message, want := range map[string]string{
		`unknowncode: "A.B" is not a code; did you mean "A.C"?`:                                                         "A.B",
		`wrongservice: no API of cvm answers "A.B": it is a code of cdn`:                                                "A.B",
		`missingcritical: RequestLimitExceeded is final while "FailedOperation" is retried; retry it too`:               "RequestLimitExceeded=stopped",
		`missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up: any code but "X"`: "AuthFailure,UnauthorizedOperation=retried",
		`deadtest: whether this matches or not, the same happens`:                                                       "-",
	} {
		rule, _, _ := strings.Cut(message, ":")
		if got := CodeOf(rule, message); got != want {
			t.Errorf("%s: %s, want %s", message, got, want)
		}
	}
}
