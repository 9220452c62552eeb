// Command accuracy measures how accurate tcerrlint is, on checkouts of
// repositories that it is given, and writes docs/accuracy.md:
//
//	go -C tools run ./accuracy -repo NAME=DIR,PATTERN,PATTERN… -repo … -controls -o docs/accuracy.md
//
// It plants faults at places that it finds by a search of its own, rewrites
// tests without changing what they mean, compares with the findings that were
// judged by hand (testdata/corpus), and runs the analyzer on programs that must
// give no finding. Nothing is written to the checkouts. The same seed gives the
// same result.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/golden"
	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "accuracy:", err)
		os.Exit(2)
	}
}

// settings are the flags of the command.
type settings struct {
	repos    []repo
	corpus   string
	out      string
	misses   string
	perForm  int
	seed     uint64
	controls bool
	smoke    bool
	goldens  bool
	recorded bool
	write    bool
}

// A repo is a checkout to measure on.
type repo struct {
	name, dir string
	flags     []string // of the go command
	patterns  []string
}

func run(args []string, stdout io.Writer) error {
	var s settings
	fs := flag.NewFlagSet("accuracy", flag.ContinueOnError)
	fs.Func("repo", "checkout to measure on, as `NAME=DIR,PATTERN,…`, where a PATTERN that begins with - is a flag of the go command; may be repeated", func(v string) error {
		r, err := parseRepo(v)
		s.repos = append(s.repos, r)
		return err
	})
	fs.StringVar(&s.corpus, "corpus", "testdata/corpus", "`folder` of the findings judged by hand")
	fs.StringVar(&s.out, "o", "", "write the report to this `file` instead of the standard output")
	fs.StringVar(&s.misses, "misses", "", "write every miss and disagreement to this `file`")
	fs.IntVar(&s.perForm, "n", 20, "mutants of each operator in each form; five times as many as written")
	fs.Uint64Var(&s.seed, "seed", 1, "seed of all choices")
	fs.BoolVar(&s.controls, "controls", false, "download and analyze the control modules too")
	fs.BoolVar(&s.smoke, "smoke", false, "measure on the modules in testdata only, in seconds")
	fs.BoolVar(&s.goldens, "golden", false, "only compare the findings with those judged by hand, and print what came and went")
	fs.BoolVar(&s.write, "write", false, "with -golden, write the files anew; verdicts stay")
	fs.BoolVar(&s.recorded, "recorded", false, "only write anew what docs/accuracy.md says of recorded runs and of verdicts")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if err := root.Enter(); err != nil {
		return err
	}
	if s.recorded {
		return writeRecorded(s.corpus, "docs/accuracy.md")
	}
	if s.smoke {
		s.repos, s.perForm = append(s.repos, smokeRepos...), 2
	}
	if len(s.repos) == 0 {
		return fmt.Errorf("no -repo given, nor -smoke")
	}
	if s.goldens {
		return compareGoldens(s, stdout)
	}
	r, err := measure(s)
	if err != nil {
		return err
	}
	if s.misses != "" {
		if err := os.WriteFile(s.misses, []byte(r.missList()), 0o644); err != nil {
			return err
		}
	}
	if s.out != "" {
		return os.WriteFile(s.out, []byte(r.markdown()), 0o644)
	}
	_, err = io.WriteString(stdout, r.markdown())
	return err
}

// smokeRepos are the modules of this repository that CI measures on.
var smokeRepos = []repo{
	{name: "example", dir: "testdata/example", patterns: []string{"./..."}},
	{name: "rules", dir: "testdata/rules", patterns: []string{"./..."}},
	{name: "wire", dir: "testdata/wire", patterns: []string{"./..."}},
}

// environment is what the go command gets besides its own.
func (r repo) environment() []string {
	if r.flags == nil {
		return nil
	}
	return []string{"GOFLAGS=" + strings.Join(r.flags, " ")}
}

func parseRepo(v string) (repo, error) {
	name, rest, ok := strings.Cut(v, "=")
	parts := strings.Split(rest, ",")
	if !ok || name == "" || parts[0] == "" {
		return repo{}, fmt.Errorf("%q is not of the form NAME=DIR,PATTERN,…", v)
	}
	r := repo{name: name, dir: parts[0]}
	for _, part := range parts[1:] {
		if strings.HasPrefix(part, "-") {
			r.flags = append(r.flags, part)
		} else {
			r.patterns = append(r.patterns, part)
		}
	}
	if r.patterns == nil {
		r.patterns = []string{"./..."}
	}
	return r, nil
}

// writeRecorded writes anew the parts of the page that need no run: what a stranger's
// code meets, and the verdicts of the goldens.
func writeRecorded(corpus, name string) error {
	page, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	files, err := golden.Read(corpus)
	if err != nil {
		return err
	}
	section, err := strangers(files)
	if err != nil {
		return err
	}
	var verdicts strings.Builder
	judged(&verdicts, files)
	head, rest, ok := strings.Cut(string(page), strangersTitle)
	_, rest, more := strings.Cut(rest, "repositories have no finding.\n\n")
	if !ok || !more {
		return fmt.Errorf("%s is not a page of this command", name)
	}
	return os.WriteFile(name, []byte(head+section+verdicts.String()+rest), 0o644)
}
