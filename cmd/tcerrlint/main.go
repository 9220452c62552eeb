// Tcerrlint finds mistakes in Go code that tests Tencent Cloud error codes.
//
// It is a vet tool, go vet -vettool=$(which tcerrlint) ./..., and a command of
// its own, tcerrlint ./...; "tcerrlint help" lists what else it does.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

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
		{"vet", "vet [flags] [packages]", "the same, through go vet and its cache", runVet},
		{"map", "map [-format html|json] [-o FILE] [packages]", "draw what becomes of every error of the API", runMap},
		{"rules", "rules", "list the rules", runRules},
		{"explain", "explain [-lang en|zh] CODE|CATEGORY|RULE", "explain a code, a category or a rule", runExplain},
		{"catalog", "catalog [-service S] [-json] [WORDS]", "list and search the codes", runCatalog},
		{"catalog", "catalog import PAGE.md…", "check saved official pages and show what they add", nil},
		{"lsp", "lsp", "serve an editor, beside gopls", runLSP},
		{"version", "version", "print versions and the catalog's date and digest", runVersion},
		{"help", "help", "print this", runHelp},
	}
}

// run runs the command that the arguments name; without one it lints.
func run(args []string, out, errs io.Writer) int {
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		for _, c := range commands() {
			if c.name == args[0] && c.run != nil {
				return checked(c.run, args[1:], out, errs)
			}
		}
	}
	return checked(runLint, args, out, errs)
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

// fail prints an error, one line for each of its lines, and returns the status
// of a command that could not run.
func fail(errs io.Writer, err error) int {
	for line := range strings.Lines(err.Error()) {
		line = printable.Line(strings.TrimPrefix(strings.TrimSpace(line), "tcerrlint: "))
		if len(line) > maxError {
			line = strings.ToValidUTF8(line[:maxError], "") + "…"
		}
		fmt.Fprintf(errs, "tcerrlint: %s\n", line)
	}
	return exitFailed
}
