// Tcerrlint finds mistakes in Go code that tests Tencent Cloud error codes.
//
// It is a vet tool, go vet -vettool=$(which tcerrlint) ./..., and a command of
// its own, tcerrlint ./...; "tcerrlint help" lists what else it does.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/nearest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/printable"
)

// Exit statuses.
const (
	exitClean    = 0 // no findings
	exitFindings = 1 // findings
	exitFailed   = 2 // could not run
)

func main() {
	args := os.Args[1:]
	if isVetTool(args) {
		os.Exit(vetTool(args)) // go vet starts us for every package: nothing else comes before
	}
	os.Exit(run(args, os.Stdout, os.Stderr))
}

// maxError bounds a line of an error, in bytes: it may quote a value of any length.
const maxError = 1000

// A command is a word that tcerrlint takes as its first argument.
type command struct {
	name, usage, about string
	run                func(args []string, out, errs io.Writer) int
}

// commands returns the commands in the order of the help.
func commands() []command {
	return []command{
		{"init", "init [-ci github|gitlab] [-baseline FILE]", "write a settings file to begin with", runInit},
		{"config", "config [-json]", "print the settings in force, and where each is from", runConfig},
		{"vet", "vet [flags] [packages]", "the same, through go vet and its cache", runVet},
		{"map", "map [-format html|json] [-o FILE] [packages]", "draw what becomes of every error of the API", runMap},
		{"rules", "rules [-json]", "list the rules", runRules},
		{"explain", "explain [-lang en|zh] CODE|CATEGORY|RULE", "explain a code, a category or a rule", runExplain},
		{"catalog", "catalog [-service S] [-format text|json|html] [WORDS]", "list and search the codes", runCatalog},
		{"catalog", "catalog import PAGE.md…", "check saved official pages and show what they add", nil},
		{"cache", "cache [-clean]", "tell where results are kept between runs, or delete them", runCache},
		{"completion", "completion bash|zsh|fish", "print a script that has the shell complete", runCompletion},
		{"lsp", "lsp", "serve an editor, beside gopls", runLSP},
		{"version", "version", "print versions and the catalog's date and digest", runVersion},
		{"help", "help", "print this", runHelp},
	}
}

// run runs the command that the arguments name; without one it lints.
func run(args []string, out, errs io.Writer) int {
	if len(args) > 0 && args[0] == completeWord {
		return runComplete(args[1:], out)
	}
	dir, rest := leadingDir(args)
	if len(rest) == 0 || strings.HasPrefix(rest[0], "-") {
		if len(rest) > 0 && (rest[0] == "-version" || rest[0] == "--version") {
			return checked(runVersion, rest[1:], out, errs)
		}
		return checked(runLint, args, out, errs)
	}
	var names []string
	for _, c := range commands() {
		if c.run == nil {
			continue
		}
		if c.name == rest[0] {
			if dir != "" {
				if err := os.Chdir(dir); err != nil {
					return fail(errs, fmt.Errorf("-C: %w", err))
				}
			}
			return checked(c.run, rest[1:], out, errs)
		}
		names = append(names, c.name)
	}
	if meant := nearest.Of(rest[0], names); meant != "" && !isFolder(filepath.Join(dir, rest[0])) {
		return fail(errs, fmt.Errorf("there is no command %q; did you mean %q? To check a folder of that name, write ./%s", rest[0], meant, rest[0]))
	}
	return checked(runLint, args, out, errs)
}

// leadingDir takes the flag -C that stands before a command.
func leadingDir(args []string) (dir string, rest []string) {
	if len(args) == 0 {
		return "", nil
	}
	name, value, ok := strings.Cut(strings.TrimPrefix(args[0], "-"), "=")
	switch {
	case name != "-C" && args[0] != "-C" && !strings.HasPrefix(args[0], "-C="):
		return "", args
	case ok:
		return value, args[1:]
	case len(args) > 1:
		return args[1], args[2:]
	}
	return "", args
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// checked runs a command; output that could not be written is an error whatever
// the command says. One that gets a terminal or a file as it is checks for itself.
func checked(run func(args []string, out, errs io.Writer) int, args []string, out, errs io.Writer) int {
	w := &failingWriter{Writer: out}
	status := run(args, w, errs)
	if w.err != nil {
		return fail(errs, w.err)
	}
	return status
}

// A failingWriter remembers the first error of a write.
type failingWriter struct {
	io.Writer
	err error
}

func (w *failingWriter) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// fail prints an error, one line for each of its lines and with files named from here,
// and returns the status of a command that could not run.
func fail(errs io.Writer, err error) int {
	wd, _ := os.Getwd()
	for line := range strings.Lines(err.Error()) {
		line = strings.ReplaceAll(line, wd+string(filepath.Separator), "")
		line = printable.Line(strings.TrimPrefix(strings.TrimSpace(line), "tcerrlint: "))
		if len(line) > maxError {
			line = strings.ToValidUTF8(line[:maxError], "") + "…"
		}
		fmt.Fprintf(errs, "tcerrlint: %s\n", line)
	}
	return exitFailed
}
