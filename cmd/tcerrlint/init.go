package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/settings"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/workspace"
)

//go:embed init/settings.yml
var firstSettings string

//go:embed init/github.yml
var githubSnippet string

//go:embed init/gitlab.yml
var gitlabSnippet string

// runInit writes a settings file whose keys are all commented out, prints a part of
// a CI configuration, and writes a baseline, if asked to. It overwrites nothing.
func runInit(args []string, out, errs io.Writer) int {
	l := new(loadFlags)
	fs := flag.NewFlagSet("init", flag.ContinueOnError)
	fs.StringVar(&l.dir, "C", "", "change to `DIR` first")
	ci := fs.String("ci", "", "print what to put into the CI of `HOST`: github or gitlab")
	baseline := fs.String("baseline", "", "write today's findings to `FILE`, and name it in the settings")
	words, status, ok := parseWords(fs, args, "", out, errs)
	if !ok {
		return status
	}
	snippet, known := map[string]string{"": "", "github": githubSnippet, "gitlab": gitlabSnippet}[*ci]
	switch {
	case len(words) > 0:
		return fail(errs, fmt.Errorf("init takes no arguments, but got %q", words[0]))
	case !known:
		return fail(errs, fmt.Errorf("invalid value %q for flag -ci: want github or gitlab", *ci))
	case *baseline != "" && !filepath.IsLocal(*baseline):
		return fail(errs, fmt.Errorf("-baseline %s: want a file below the folder of the settings", *baseline))
	}
	wd, err := l.enter()
	if err != nil {
		return fail(errs, err)
	}
	if err := writeSettings(wd, *baseline); err != nil {
		return fail(errs, err)
	}
	fmt.Fprintf(errs, "tcerrlint: wrote %s\n", settings.FileName)
	if *baseline != "" {
		if status := runLint([]string{"-baseline", *baseline, "-write-baseline", "./..."}, out, errs); status != exitClean {
			return status
		}
	}
	if snippet != "" {
		fmt.Fprint(out, snippet)
	}
	return exitClean
}

// writeSettings writes the settings file to a folder that has none yet.
func writeSettings(dir, baseline string) error {
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		return errors.New("no go.mod here: the settings belong beside it; change to the root of the module, or use -C")
	}
	if old := settings.In(dir); old != "" {
		return fmt.Errorf("%s is there already; tcerrlint config shows what it says", filepath.Base(old))
	}
	text := firstSettings
	if baseline != "" {
		text = strings.Replace(text, "# baseline: .tcerrlint.json", "baseline: "+filepath.ToSlash(baseline), 1)
	}
	return workspace.Write(filepath.Join(dir, settings.FileName), func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}
