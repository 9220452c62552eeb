package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/lsp"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/report"
)

// runLSP serves an editor on standard input and output.
func runLSP(args []string, out, errs io.Writer) int {
	if len(args) > 1 || len(args) == 1 && args[0] != "-stdio" && args[0] != "--stdio" {
		return fail(errs, errors.New("lsp takes no arguments; an editor starts it and talks to its standard input and output"))
	}
	ignored, err := goFolders()
	if err != nil {
		return fail(errs, err)
	}
	collectLater(160<<20, 85) // it stays for days
	if !lsp.Serve(context.Background(), stdio{os.Stdin, out}, lsp.Options{Version: version(), Ignored: ignored, Explain: explanation, Check: checkModule, Kept: kept}) {
		return fail(errs, errors.New("the editor closed the connection before it asked to shut down"))
	}
	return exitClean
}

// explanation returns what explain prints about a word: one it knows or the codes
// nearest to it, or the action of a service, with a space between.
func explanation(word, lang string) string {
	var b strings.Builder
	e := explainer{out: &b, lang: lang}
	if service, action, ok := strings.Cut(word, " "); ok {
		if !e.action(service, action) {
			return ""
		}
		return b.String()
	}
	if !e.known(word) && len(catalog.Suggest(word, catalog.Scope{})) > 0 {
		e.nearest(word)
	}
	return b.String()
}

// checkModule runs the command on all packages of the module in a folder: the
// memory that this takes is gone with the process.
func checkModule(ctx context.Context, dir, tags string) ([]finding.Finding, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{"-format", "json"}
	if tags != "" { // else those of the settings
		args = append(args, "-tags", tags)
	}
	cmd := exec.CommandContext(ctx, self, append(args, "./...")...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "PWD="+dir)
	var said strings.Builder
	cmd.Stderr = &said
	printed, err := cmd.Output()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == exitFindings:
		err = nil
	case err != nil:
		err = fmt.Errorf("%s: %w", strings.TrimSpace(said.String()), err)
	}
	if len(printed) == 0 {
		return nil, err
	}
	findings, unread := report.ReadJSON(printed, dir)
	return findings, errors.Join(err, unread)
}

// goFolders returns where the go command keeps its own and downloaded code.
func goFolders() ([]string, error) {
	printed, err := exec.Command("go", "env", "GOROOT", "GOMODCACHE").Output()
	if err != nil {
		return nil, fmt.Errorf("cannot run the go command: %w", err)
	}
	var folders []string
	for line := range strings.Lines(string(printed)) {
		if line = strings.TrimSpace(line); line != "" {
			folders = append(folders, line+string(os.PathSeparator))
		}
	}
	return folders, nil
}

// stdio is both ends of the connection to the editor.
type stdio struct {
	io.ReadCloser
	out io.Writer
}

func (s stdio) Write(p []byte) (int, error) { return s.out.Write(p) }
