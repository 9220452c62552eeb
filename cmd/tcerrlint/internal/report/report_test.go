package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// input returns findings in a file of one line, at these byte columns.
func input(t *testing.T, line string, start, endLine, end int) Input {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "a b.go")
	if err := os.WriteFile(file, []byte(line+"\r\nsecond\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	f := finding.Finding{Rule: "unknowncode", Severity: "error", Message: "unknowncode: 100%\nwrong, isn't it: yes"}
	f.Pos = token.Position{Filename: file, Line: 1, Column: start}
	f.End = token.Position{Filename: file, Line: endLine, Column: end}
	f.Related = []finding.Related{{Message: "see here", Range: f.Range}}
	return Input{Findings: []finding.Finding{f}, Sources: finding.NewSources(dir, os.ReadFile), Version: "v0"}
}

func render(t *testing.T, format string, in Input) string {
	t.Helper()
	write, err := Named(format)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := write(&out, in); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTextUnderlinesTheRange(t *testing.T) {
	for _, test := range []struct {
		name                string
		line                string
		start, endLine, end int
		want                string
	}{
		{"tabs stay", "\tif x == \"A\" {", 10, 1, 13, "\t        ^~~"},
		{"a point", "abc", 2, 1, 2, " ^"},
		{"letters of several bytes before it", "x := \"错误\" + y", 17, 1, 18, "      \u3000\u3000    ^"},
		{"letters of several bytes in it", "\"错误\"", 1, 1, 9, "^~~~~~"},
		{"over several lines", "abc def", 5, 2, 3, "    ^~~"},
	} {
		t.Run(test.name, func(t *testing.T) {
			lines := strings.Split(render(t, "text", input(t, test.line, test.start, test.endLine, test.end)), "\n")
			if lines[1] != test.line || lines[2] != test.want {
				t.Errorf("got\n%s\n%s\nwant\n%s\n%s", lines[1], lines[2], test.line, test.want)
			}
			if !strings.HasSuffix(lines[3], "see here") || !strings.HasPrefix(lines[3], "\t") {
				t.Errorf("related %q", lines[3])
			}
		})
	}
}

func TestWorkflowCommandsAreEscaped(t *testing.T) {
	got := render(t, "github", input(t, "abc", 1, 1, 2))
	want := "::error file=a b.go,line=1,col=1,endLine=1,endColumn=2,title=tcerrlint unknowncode::unknowncode: 100%25%0Awrong, isn't it: yes\n"
	if got != want {
		t.Errorf("%q", got)
	}
}

func TestSARIFCountsColumnsInUTF16(t *testing.T) {
	got := render(t, "sarif", input(t, "😀错 x", 9, 1, 10))
	for _, want := range []string{`"startColumn": 5`, `"endColumn": 6`, `"uri": "a%20b.go"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

func TestAFileThatIsGoneStillGetsReported(t *testing.T) {
	in := input(t, "abc", 1, 1, 2)
	in.Findings[0].Pos.Filename = filepath.Join(t.TempDir(), "gone.go")
	for _, format := range Names {
		if render(t, format, in) == "" {
			t.Errorf("%s printed nothing", format)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if _, err := Named("xml"); err == nil || !strings.Contains(err.Error(), "text, oneline, json, sarif, github, gitlab") {
		t.Error(err)
	}
}

// FuzzReports holds that no file and no message breaks a report: documents stay
// documents, a line stays a line, and nothing reaches a terminal or a CI system
// that it would obey.
func FuzzReports(f *testing.F) {
	for _, line := range []string{"", "abc", "\tif x == \"错误\" {\r", "😀\x1b[2J", "\xff\xfe", "::error::x", "##[add-mask]x", "a\u202eb", "\x00"} {
		f.Add(line, "a.go", "unknowncode: \"x\" is wrong", 1, 2, 1, 3)
		f.Add("x", "a.go", line, 1, 1, 2, 1)
		f.Add("x", "::error::"+line, "m", 99, 99, 98, 98)
		f.Add(line, "a%0A::b.go", "[link](http://example.com) {0} %s", -1, 0, 0, -5)
	}
	commands := regexp.MustCompile(`(?m)^\s*::|##\w*\[`)
	f.Fuzz(func(t *testing.T, source, name, message string, line, column, endLine, endColumn int) {
		dir := "/src"
		one := finding.Finding{Rule: "unknowncode", Severity: "error", Message: message, URL: "https://example.com"}
		one.Pos = token.Position{Filename: filepath.Join(dir, name), Line: line, Column: column}
		one.End = token.Position{Filename: one.Pos.Filename, Line: endLine, Column: endColumn}
		one.Related = []finding.Related{{Message: message, Range: one.Range}}
		one.Fix = &finding.Fix{Message: message, Edits: []finding.Edit{{File: one.Pos.Filename, Start: line, End: endLine, New: source}}}
		in := Input{Findings: []finding.Finding{one}, Version: "v0", Sources: finding.NewSources(dir, func(string) ([]byte, error) {
			return []byte(source), nil
		})}
		for _, format := range Names {
			text := render(t, format, in)
			switch format {
			case "text":
				if commands.MatchString(text) || strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsGraphic(r) }) {
					t.Errorf("%q", text)
				}
				if n := strings.Count(text, "\n"); n != 2 && n != 4 {
					t.Errorf("%d lines: %q", n, text)
				}
			case "oneline":
				if strings.Count(text, "\n") != 1 || commands.MatchString(text) || strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsGraphic(r) }) {
					t.Errorf("%q", text)
				}
			case "github":
				if strings.Count(text, "\n") != 1 || strings.Contains(text, "\r") || !strings.HasPrefix(text, "::error file=") || !strings.HasSuffix(text, "\n") {
					t.Errorf("%q", text)
				}
			case "checkstyle", "junit":
				var any struct{ XMLName xml.Name }
				if err := xml.Unmarshal([]byte(text), &any); err != nil {
					t.Errorf("%s: %v: %q", format, err, text)
				}
			default:
				if !json.Valid([]byte(text)) {
					t.Errorf("%s: %q", format, text)
				}
			}
		}
	})
}

func TestLinksInMessagesAreNoLinksInSARIF(t *testing.T) {
	in := input(t, "abc", 1, 1, 2)
	in.Findings[0].Message = "unknowncode: \"[click here](http://example.com)\" is not a code"
	if got := render(t, "sarif", in); !strings.Contains(got, `"text": "unknowncode: \"[click here\\](http://example.com)\" is not a code"`) {
		t.Errorf("%s", got)
	}
}
