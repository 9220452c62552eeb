package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

func TestCompleteKnowsCommandsFlagsAndValues(t *testing.T) {
	for _, test := range []struct {
		words, want string // of want, each must be among the answers; none where it is "-"
	}{
		{"|", "init config vet map rules explain catalog cache lsp completion version help"},
		{"ex|", "explain"},
		{"-C dir ex|", "-"},
		{"-for|", "-format"},
		{"vet -fai|", "-fail-on"},
		{"-format |", "text oneline sarif"},
		{"-format=js|", "-format=json"},
		{"-format = js|", "json"}, // as bash splits it
		{"-format =|", "json"},
		{"map -format |", "html json"},
		{"map -l|", "-link"},
		{"catalog -format h|", "html"},
		{"init -ci |", "github gitlab"},
		{"explain unknown|", "unknowncode"},
		{"explain -lang |", "en zh"},
		{"completion |", "bash fish zsh"},
		{"-baseline |", "-"},
		{"./|", "-"},
		{"vet ./|", "-"},
	} {
		line := strings.TrimSuffix(test.words, "|")
		words := strings.Fields(line)
		if line == "" || strings.HasSuffix(line, " ") {
			words = append(words, "")
		}
		got := complete(words)
		if test.want == "-" {
			if len(got) > 0 {
				t.Errorf("%q: %q, want names of files", test.words, got)
			}
			continue
		}
		for _, want := range strings.Fields(test.want) {
			if !slices.Contains(got, want) {
				t.Errorf("%q: %q, want %q too", test.words, got, want)
			}
		}
	}
	if got := complete([]string{"-rules", ""}); len(got) != 2+len(analyzer.Documents()) {
		t.Errorf("rules: %q", got)
	}
	lintIn(t, t.TempDir(), "completion").oneLine(t, "bash, fish, zsh")
	lintIn(t, t.TempDir(), "completion", "csh").oneLine(t, "bash, fish, zsh")
}

// TestShellsComplete asks the shells that are there.
func TestShellsComplete(t *testing.T) {
	for shell, ask := range map[string]string{
		"bash": `eval "$(tcerrlint completion bash)"; COMP_WORDS=(tcerrlint -format sa); COMP_CWORD=2; _tcerrlint; echo "${COMPREPLY[@]}"`,
		"zsh":  `compdef() { :; }; eval "$(tcerrlint completion zsh)"; compadd() { shift 2; echo ${(P)1} }; words=(tcerrlint -format sa); CURRENT=3; _tcerrlint`,
		"fish": `tcerrlint completion fish | source; complete -C "tcerrlint -format sa"`,
	} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skip("needs " + shell)
			}
			t.Setenv("PATH", filepath.Dir(tool)+string(os.PathListSeparator)+os.Getenv("PATH"))
			cmd := exec.Command(path, "-c", ask)
			cmd.Dir = t.TempDir() // fish adds names of files
			out, err := cmd.CombinedOutput()
			if err != nil || strings.TrimSpace(string(out)) != "sarif" {
				t.Errorf("%v: %q, want sarif", err, out)
			}
		})
	}
}
