// Command mutation asks whether a test notices when a part of the engine is
// switched off. It can write docs/mutation.md:
//
//	go -C tools run ./mutation -o docs/mutation.md
//
// It switches off, one at a time, every heuristic (a function that answers a
// bool: once always false, once always true), every bound (a constant named
// max…: 1), and every entry of the table of known functions, and runs the
// analyzer's tests each time. What no test notices survives. Sources are not
// changed: mutants are laid over when the tests are compiled.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "mutation:", err)
		os.Exit(2)
	}
}

// settings are the flags of the command.
type settings struct {
	only    *regexp.Regexp // names of the mutants to run
	out     string
	reasons string
	list    bool
	budget  time.Duration
}

func run(args []string, stdout, progress io.Writer) error {
	var s settings
	fs := flag.NewFlagSet("mutation", flag.ContinueOnError)
	only := fs.String("only", "", "run only the mutants whose names match this `regexp`")
	fs.StringVar(&s.out, "o", "", "write the page to this `file` instead of the standard output")
	fs.StringVar(&s.reasons, "reasons", "tools/mutation/reasons.tsv", "`file` that says why a survivor is harmless: name, tab, reason")
	fs.BoolVar(&s.list, "list", false, "only list the mutants")
	fs.DurationVar(&s.budget, "timeout", 5*time.Minute, "time for the tests of one mutant; one that takes longer is noticed")
	if err := fs.Parse(args); err != nil {
		return err
	}
	var err error
	if s.only, err = regexp.Compile(*only); err != nil {
		return err
	}
	if err := root.Enter(); err != nil {
		return err
	}
	mutants, err := find(s.only)
	if err != nil {
		return err
	}
	if s.list {
		for _, m := range mutants {
			fmt.Fprintln(stdout, m.name)
		}
		return nil
	}
	reasons, err := readReasons(s.reasons)
	if err != nil {
		return err
	}
	if err := passes(nil, s.budget); err != nil {
		return fmt.Errorf("the tests fail without any mutant: %w", err)
	}
	for i := range mutants {
		m := &mutants[i]
		if err := m.try(s.budget); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		fmt.Fprintf(progress, "%d/%d %s: %s\n", i+1, len(mutants), m.name, m.fate)
	}
	page := pageOf(mutants, reasons)
	if s.out != "" {
		return os.WriteFile(s.out, []byte(page), 0o644)
	}
	_, err = io.WriteString(stdout, page)
	return err
}
