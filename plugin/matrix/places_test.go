package matrix

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A found is a finding as every place shows it. The message begins with the
// rule's id.
type found struct {
	file         string
	line, column int
	message      string
}

// A place is where people run linters.
type place struct {
	name string
	// find returns what is found in a module.
	find func(t *testing.T, dir string) []found
	// fix applies the fixes to the files of a module.
	fix func(t *testing.T, dir string)
}

// places are the command, with which the others are compared, and the others.
var places = []place{
	{
		name: "tcerrlint",
		find: func(t *testing.T, dir string) []found { return findCommand(t, dir) },
		fix:  func(t *testing.T, dir string) { start(t, dir, tcerrlint, "-fix", "-fail-on=never").want(t, 0) },
	},
	{
		name: "tcerrlint vet",
		find: func(t *testing.T, dir string) []found { return findCommand(t, dir, "vet") },
		fix:  func(t *testing.T, dir string) { start(t, dir, tcerrlint, "vet", "-fix", "-fail-on=never").want(t, 0) },
	},
	{
		name: "go vet -vettool",
		find: func(t *testing.T, dir string) []found {
			return parseLines(t, dir, start(t, dir, "go", "vet", "-vettool="+tcerrlint, "./...").want(t, 1).errs)
		},
		fix: func(t *testing.T, dir string) { start(t, dir, "go", "vet", "-vettool="+tcerrlint, "-fix", "./...") },
	},
	{
		name: "golangci-lint",
		find: findGolangci,
		fix: func(t *testing.T, dir string) {
			start(t, dir, golangci, "run", "-c", golangciConfig(t), "--fix", "--issues-exit-code=0", "./...").want(t, 0)
		},
	},
	{
		name: "nogo",
		find: func(t *testing.T, dir string) []found {
			return parseLines(t, dir, strings.ReplaceAll(runNogo(t, 1, dir).out, " (tcerrlint)\n", "\n"))
		},
		fix: func(t *testing.T, dir string) {
			patch := filepath.Join(t.TempDir(), "nogo.patch")
			runNogo(t, 1, "-patch", patch, dir)
			start(t, dir, "git", "apply", patch).want(t, 0)
		},
	},
	server("gopls", &gopls),
	server("tcerrlint lsp", &tcerrlint, "lsp"),
}

// findCommand runs the command with -format json.
func findCommand(t *testing.T, dir string, args ...string) []found {
	t.Helper()
	r := start(t, dir, tcerrlint, append(args, "-format", "json")...).want(t, 1)
	var doc struct {
		Findings []struct {
			Rule, Message string
			Range         struct {
				File         string
				Line, Column int
			}
		}
	}
	if err := json.Unmarshal([]byte(r.out), &doc); err != nil {
		t.Fatalf("%v in\n%s", err, r.out)
	}
	var list []found
	for _, f := range doc.Findings {
		if !strings.HasPrefix(f.Message, f.Rule+": ") {
			t.Errorf("%q does not begin with %s", f.Message, f.Rule)
		}
		list = append(list, found{f.Range.File, f.Range.Line, f.Range.Column, f.Message})
	}
	return list
}

// findGolangci runs golangci-lint with its JSON output.
func findGolangci(t *testing.T, dir string) []found {
	t.Helper()
	args := []string{"run", "-c", golangciConfig(t), "--output.json.path=stdout", "--output.text.path=stderr", "--show-stats=false", "--path-mode=abs", "./..."}
	r := start(t, dir, golangci, args...).want(t, 1)
	var doc struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	if err := json.Unmarshal([]byte(r.out), &doc); err != nil {
		t.Fatalf("%v in\n%s%s", err, r.out, r.errs)
	}
	var list []found
	for _, issue := range doc.Issues {
		if issue.FromLinter != "tcerrlint" {
			continue
		}
		list = append(list, found{relative(t, dir, issue.Pos.Filename), issue.Pos.Line, issue.Pos.Column, issue.Text})
	}
	return list
}

// golangciConfig is the example configuration that users copy.
func golangciConfig(t *testing.T) string { return absolute(t, "../../.golangci.example.yml") }

// runNogo runs the driver of Bazel's nogo, from the folder of its module.
func runNogo(t *testing.T, status int, args ...string) result {
	t.Helper()
	return start(t, absolute(t, "../nogo"), nogo, args...).want(t, status)
}

var lineOfReport = regexp.MustCompile(`^(?:vet: )?(?:\./)?([^:\s][^:]*\.go):(\d+):(\d+): (.*)$`)

// parseLines reads "file:line:column: message".
func parseLines(t *testing.T, dir, report string) []found {
	t.Helper()
	var list []found
	for line := range strings.Lines(report) {
		m := lineOfReport.FindStringSubmatch(strings.TrimSpace(line))
		if m != nil && strings.HasPrefix(m[4], "\t") {
			continue // a related position
		}
		if m == nil {
			if !strings.HasPrefix(line, "#") {
				t.Errorf("unexpected line %q", line)
			}
			continue
		}
		number, _ := strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3])
		list = append(list, found{relative(t, dir, m[1]), number, column, m[4]})
	}
	return list
}

// relative returns the file's name beneath the folder.
func relative(t *testing.T, dir, file string) string {
	t.Helper()
	if !filepath.IsAbs(file) {
		return filepath.ToSlash(file)
	}
	rel, err := filepath.Rel(dir, file)
	if err != nil || !filepath.IsLocal(rel) {
		t.Errorf("%s is not beneath %s", file, dir)
	}
	return filepath.ToSlash(rel)
}

// normal sorts findings and drops those that are shown twice.
func normal(list []found) []found {
	slices.SortFunc(list, func(a, b found) int {
		return strings.Compare(a.String(), b.String())
	})
	return slices.Compact(list)
}

func (f found) String() string {
	return f.file + ":" + strconv.Itoa(f.line) + ":" + strconv.Itoa(f.column) + ": " + f.message
}

func text(list []found) string {
	var b strings.Builder
	for _, f := range list {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}
