// Command mutation asks whether a test notices when a part of the engine is
// switched off. It can write docs/mutation.md:
//
//	go -C tools run ./mutation -o docs/mutation.md
//
// It switches off, one at a time, every heuristic (a function that answers a
// bool: once always false, once always true), every choice (a function that
// answers a value and whether there is one: none), every bound (a constant named
// max…: 1), and every entry of the table of known functions. What no test notices
// survives.
//
// All mutants are compiled into one program, each behind a condition on its
// number; sources are not changed. The programs of the tests are loaded once and
// analyzed with each mutant. Only what changes no finding there goes through the
// tests: those of the mutant's package, of those that import it, and all of the
// analyzer's. What is known is kept in a file (-state), so that a run which is
// interrupted goes on.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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
	out, reasons, state   string
	modules               string
	list, takeOver, quick bool
	worker, tests         time.Duration
}

func run(args []string, stdout, progress io.Writer) error {
	var s settings
	fs := flag.NewFlagSet("mutation", flag.ContinueOnError)
	pattern := fs.String("only", "", "run only the mutants whose names match this `regexp`")
	fs.StringVar(&s.out, "o", "", "write the page to this `file` instead of the standard output")
	fs.StringVar(&s.reasons, "reasons", "tools/mutation/reasons.tsv", "`file` that says why a survivor is harmless: name, tab, reason")
	fs.StringVar(&s.state, "state", filepath.Join(os.TempDir(), "tcerrlint-mutation.tsv"), "`file` of what is known already, of this commit")
	fs.BoolVar(&s.takeOver, "noticed", false, "take over from -state what was noticed at other commits; right where only tests were added since")
	fs.BoolVar(&s.list, "list", false, "only list the mutants")
	fs.StringVar(&s.modules, "modules", "", "take only these modules below testdata, separated by commas; to try out a program with -quick")
	fs.BoolVar(&s.quick, "quick", false, "do not run the analyzer's tests on what changes no finding in their programs; it is listed as a survivor")
	fs.DurationVar(&s.worker, "worker-timeout", 2*time.Minute, "time for all programs; a mutant that takes longer is noticed")
	fs.DurationVar(&s.tests, "timeout", 10*time.Minute, "time for the tests of one package; a mutant that takes longer is noticed")
	if err := fs.Parse(args); err != nil {
		return err
	}
	only, err := regexp.Compile(*pattern)
	if err != nil {
		return err
	}
	if err := root.Enter(); err != nil {
		return err
	}
	all, err := find()
	if err != nil {
		return err
	}
	var chosen []*mutant
	for i := range all {
		if m := &all[i]; only.MatchString(m.name) {
			chosen = append(chosen, m)
		}
	}
	if s.list {
		for _, m := range chosen {
			fmt.Fprintln(stdout, m.name)
		}
		return nil
	}
	reasons, err := readReasons(s.reasons)
	if err != nil {
		return err
	}
	if err := tryAll(&s, all, chosen, progress); err != nil {
		return err
	}
	page := pageOf(chosen, reasons)
	if s.out != "" {
		return os.WriteFile(s.out, []byte(page), 0o644)
	}
	_, err = io.WriteString(stdout, page)
	return err
}

// tryAll finds out what becomes of the chosen mutants.
func tryAll(s *settings, all []mutant, chosen []*mutant, progress io.Writer) error {
	known, err := openState(s.state, s.takeOver)
	if err != nil {
		return err
	}
	defer known.file.Close()
	dir, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	laid, err := overlay(dir, all)
	if err != nil {
		return err
	}
	w := &worker{program: filepath.Join(dir, "worker"), budget: s.worker}
	if s.modules != "" {
		w.modules = strings.Split(s.modules, ",")
	}
	defer w.stop()
	if err := compile("tools", laid, "build", "-tags", "mutation", "-o", w.program, "./mutation/worker"); err != nil {
		return err
	}
	var rest []*mutant
	for i, m := range chosen {
		r, ok := known.known[m.name]
		if !ok {
			v, err := w.try(m.id)
			if err != nil {
				return err
			}
			if err := known.add(m.name, v); err != nil {
				return err
			}
			fmt.Fprintf(progress, "%d/%d %s: %s\t%s\n", i+1, len(chosen), m.name, v.fate, v.by)
			r = known.known[m.name]
		}
		m.record = r
		if m.fate == same {
			rest = append(rest, m)
		}
	}
	w.stop()
	if len(rest) == 0 {
		return nil
	}
	return runTests(s, laid, dir, rest, known, progress)
}

// runTests tries the mutants that change no finding in the programs.
func runTests(s *settings, laid, dir string, rest []*mutant, known *state, progress io.Writer) error {
	t, err := findTesters(laid, dir, s.tests)
	if err != nil {
		return err
	}
	for i, m := range rest {
		v, err := t.try(m, s.quick)
		if err != nil {
			return err
		}
		fmt.Fprintf(progress, "tests %d/%d %s: %s\t%s\n", i+1, len(rest), m.name, v.fate, cmp.Or(v.by, "-"))
		if v.fate == same {
			continue // it is known already
		}
		if err := known.add(m.name, v); err != nil {
			return err
		}
		m.record = known.known[m.name]
	}
	return nil
}
