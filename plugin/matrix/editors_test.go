package matrix

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// server is a language server as a place.
func server(name string, program *string, args ...string) place {
	session := func(t *testing.T, dir string) (*lsptest.Client, []string) {
		c := lsptest.Start(t, dir, map[string]any{}, *program, args...)
		var files []string
		err := fs.WalkDir(os.DirFS(dir), ".", func(file string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(file, ".go") {
				files = append(files, filepath.Join(dir, filepath.FromSlash(file)))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			c.Open(file)
		}
		settle(c, files, len(normal(findCommand(t, dir))))
		return c, files
	}
	return place{
		name: name,
		find: func(t *testing.T, dir string) []found {
			c, files := session(t, dir)
			var list []found
			for _, file := range files {
				text := programtest.ReadFile(t, file)
				for _, d := range ours(c, file) {
					list = append(list, found{relative(t, dir, file), d.Range.Start.Line + 1, lsptest.Column(text, d.Range.Start), d.Message})
				}
			}
			return list
		},
		fix: func(t *testing.T, dir string) {
			c, files := session(t, dir)
			for _, file := range files {
				var edits []lsptest.TextEdit
				for _, d := range ours(c, file) {
					for _, action := range c.QuickFixes(file, d) {
						edits = append(edits, action.Edits(file)...)
					}
				}
				writeFile(t, file, lsptest.Apply(programtest.ReadFile(t, file), edits))
			}
		},
	}
}

// settle waits until so many of our diagnostics are shown, but not forever.
func settle(c *lsptest.Client, files []string, want int) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		have := 0
		for _, file := range files {
			have += len(ours(c, file))
		}
		if have == want {
			return
		}
	}
}

// ours returns the diagnostics of tcerrlint that are shown for a file.
func ours(c *lsptest.Client, file string) []lsptest.Diagnostic {
	all, _ := c.Current(file)
	return only(all)
}

func only(all []lsptest.Diagnostic) []lsptest.Diagnostic {
	var list []lsptest.Diagnostic
	for _, d := range all {
		if d.Source == "tcerrlint" {
			list = append(list, d)
		}
	}
	return list
}

// has returns a condition: how many of our diagnostics begin with a rule.
func has(rule string, want int) func([]lsptest.Diagnostic) bool {
	return func(all []lsptest.Diagnostic) bool {
		have := 0
		for _, d := range only(all) {
			if strings.HasPrefix(d.Message, rule+": ") {
				have++
			}
		}
		return have == want
	}
}
