package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/nearest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/report"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/settings"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/workspace"
)

// loadFlags are what every command takes that analyzes packages.
type loadFlags struct {
	dir      string
	load     load.Config
	files    workspace.Workspace
	config   string
	options  []optionFlag      // flags of the analyzer, in the order given
	patterns []string          // nil: all
	settings settings.Settings // once read
}

// lintFlags are what "tcerrlint" and "tcerrlint vet" take.
type lintFlags struct {
	loadFlags
	fix, diff bool
	format    string
	outputs   []output
	failOn    string
	severity  []string // RULE=SEVERITY
	baseline  string
	write     bool // the baseline
	newFrom   string
	color     string
	cache     cacheUse
	prefix    string // of names in reports
	verbose   bool
	quiet     bool
	said      map[string]bool // the flags that were given

	fixed   []string // names of files that were
	summary *summary

	// analyzed reports whether a file's content is that which the findings are about.
	analyzed func(file string, content []byte) bool
}

// An output is a report that goes to a file.
type output struct{ format, file string }

// An optionFlag is a flag of the analyzer and its value.
type optionFlag struct{ name, value string }

// parseLintFlags parses the arguments of "tcerrlint" and "tcerrlint vet".
func parseLintFlags(args []string, usage func(*flag.FlagSet)) (*lintFlags, error) {
	l := &lintFlags{summary: new(summary), cache: cacheDefault}
	l.load.Sums = new(load.Sums)
	fs := flag.NewFlagSet("tcerrlint", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	l.register(fs)
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			usage(fs)
		}
		return nil, flagError(fs, err)
	}
	l.said = make(map[string]bool)
	fs.Visit(func(f *flag.Flag) { l.said[f.Name] = true })
	if err := l.takePatterns(fs.Args()); err != nil {
		return nil, err
	}
	return l, l.check()
}

// flagError says in our words, and with the flag that was meant, that there is no such
// flag.
func flagError(fs *flag.FlagSet, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return err
	}
	var names []string
	fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	if meant := nearest.Of(name, names); meant != "" {
		return fmt.Errorf("there is no flag -%s; did you mean -%s?", name, meant)
	}
	help := strings.TrimPrefix("tcerrlint "+fs.Name(), "tcerrlint tcerrlint")
	if help == "" {
		help = "tcerrlint"
	}
	return fmt.Errorf("there is no flag -%s; %s -h lists the flags", name, help)
}

// register registers the flags; those of the analyzer only where takes says so.
func (l *loadFlags) register(fs *flag.FlagSet, takes func(option string) bool) {
	fs.StringVar(&l.dir, "C", "", "change to `DIR` first")
	fs.StringVar(&l.load.Tags, "tags", "", "build `TAGS`, separated by commas")
	fs.StringVar(&l.load.Mod, "mod", "", "module download `MODE` of the go command: readonly, vendor or mod")
	fs.StringVar(&l.config, "config", "", "settings `FILE` (default: "+settings.FileName+", or .tcerrlint.yaml, of the module; \"none\" for none)")
	analyzer.Analyzer.Flags.VisitAll(func(f *flag.Flag) {
		if takes(f.Name) {
			fs.Var(&recorder{into: &l.options, flag: f}, f.Name, f.Usage)
		}
	})
}

// takePatterns takes the arguments that are no flags.
func (l *loadFlags) takePatterns(args []string) error {
	l.patterns = nil
	if len(args) > 0 {
		l.patterns = args
	}
	for i, pattern := range l.patterns {
		switch {
		case !strings.HasPrefix(pattern, "-"):
		case i > 0:
			return fmt.Errorf("flag %s comes after the packages; put it before them", pattern)
		default: // the go command would take it for a flag of its own
			return fmt.Errorf("%q is no package pattern: it begins with -", pattern)
		}
	}
	return nil
}

func (l *lintFlags) register(fs *flag.FlagSet) {
	l.loadFlags.register(fs, func(string) bool { return true })
	fs.BoolVar(&l.load.Tests, "tests", true, "load test files; -tests=false is faster, -skip-tests only reports nothing in them")
	fs.BoolFunc("cache", "use what other runs left (\"tcerrlint cache\" tells where that is); false: do not; hash: do, but trust the content of files alone and not their times, as by default where CI=true", l.cache.set)
	fs.BoolVar(&l.fix, "fix", false, "apply the suggested fixes")
	fs.BoolVar(&l.diff, "diff", false, "print the suggested fixes as a unified diff, and change nothing")
	fs.StringVar(&l.format, "format", "text", "`FORMAT` of the output: "+strings.Join(report.Names, ", "))
	fs.Func("o", "write a report in that format to a file as well, as `FORMAT=FILE`; may be repeated", l.addOutput)
	fs.StringVar(&l.failOn, "fail-on", "note", "lightest `SEVERITY` that makes the exit status 1: error, warning, note or never")
	fs.Func("severity", "report a rule's findings as `RULE=SEVERITY`; may be repeated", l.addSeverity)
	fs.StringVar(&l.baseline, "baseline", "", "report only what this `FILE` does not have")
	fs.BoolVar(&l.write, "write-baseline", false, "write all findings to the file of -baseline instead of reporting them")
	fs.StringVar(&l.newFrom, "new-from", "", "report only what touches lines changed since the merge base with the git revision `REV`")
	fs.StringVar(&l.prefix, "path-prefix", "", "`PATH` to put before the names of files in reports; without it sarif, github, gitlab, checkstyle and junit name them from the root of the repository, the others from here")
	fs.BoolVar(&l.verbose, "v", false, "print a summary to the standard error, as at a terminal")
	fs.BoolVar(&l.quiet, "q", false, "print neither progress, nor a summary, nor what was fixed")
	fs.StringVar(&l.color, "color", "auto", "`WHEN` to colour text: auto, always or never")
}

func (l *lintFlags) addOutput(s string) error {
	format, file, ok := strings.Cut(s, "=")
	if !ok || file == "" {
		return errors.New("want FORMAT=FILE")
	}
	if _, err := report.Named(format); err != nil {
		return err
	}
	l.outputs = append(l.outputs, output{format, file})
	return nil
}

func (l *lintFlags) addSeverity(s string) error {
	words := split(s)
	if _, err := finding.ParseSeverities(words); err != nil {
		return err
	}
	l.severity = append(l.severity, words...)
	return nil
}

// check checks the values that have no type of their own.
func (l *lintFlags) check() error {
	for _, each := range []struct {
		name, value string
		allowed     []string
	}{
		{"format", l.format, report.Names},
		{"fail-on", l.failOn, append(slices.Clone(finding.Severities), "never")},
		{"color", l.color, []string{"auto", "always", "never"}},
		{"cache", string(l.cache), []string{"true", "false", "hash", string(cacheDefault)}},
	} {
		if !slices.Contains(each.allowed, each.value) {
			return fmt.Errorf("invalid value %q for flag -%s: want %s", each.value, each.name, strings.Join(each.allowed, ", "))
		}
	}
	if l.verbose && l.quiet {
		return errors.New("-v prints a summary and -q prints none; give one of them")
	}
	if l.write && (l.newFrom != "" || l.fix || l.diff) {
		return errors.New("-write-baseline does not go together with -new-from, -fix and -diff")
	}
	return nil
}

// takeSettings takes what the settings file says to the command, where no flag
// says otherwise.
func (l *lintFlags) takeSettings() error {
	s := &l.settings
	l.severity = append(s.Severity, l.severity...)
	if s.Tests != nil && !l.said["tests"] {
		l.load.Tests = *s.Tests
	}
	if !l.said["tags"] {
		l.load.Tags = cmp.Or(strings.Join(s.Tags, ","), l.load.Tags)
	}
	for _, each := range []struct {
		flag string
		into *string
		from string
	}{{"baseline", &l.baseline, s.Baseline}, {"fail-on", &l.failOn, s.FailOn}, {"new-from", &l.newFrom, s.NewFrom}} {
		if !l.said[each.flag] {
			*each.into = cmp.Or(each.from, *each.into)
		}
	}
	if l.write {
		l.newFrom = ""
		if l.baseline == "" {
			return errors.New("-write-baseline needs -baseline FILE, or baseline in the settings")
		}
	}
	return nil
}

// A recorder keeps a flag of the analyzer until the settings file is read:
// flags win over it.
type recorder struct {
	into *[]optionFlag
	flag *flag.Flag
}

func (r *recorder) String() string {
	if r.flag == nil {
		return ""
	}
	return r.flag.Value.String()
}

func (r *recorder) Set(s string) error {
	*r.into = append(*r.into, optionFlag{r.flag.Name, s})
	return nil
}

func (r *recorder) IsBoolFlag() bool {
	b, ok := r.flag.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// enter changes to the directory of flag -C and returns where we are.
func (l *loadFlags) enter() (string, error) {
	if l.dir != "" {
		if err := os.Chdir(l.dir); err != nil {
			return "", fmt.Errorf("-C: %w", err)
		}
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	// The go command answers with real names.
	if real, err := filepath.EvalSymlinks(wd); err == nil {
		wd = real
	}
	l.files = workspace.Of(wd)
	return wd, os.Setenv("PWD", wd)
}

// setOptions gives the analyzer the options that flags say.
func (l *loadFlags) setOptions(a *analysis.Analyzer) error {
	for _, o := range l.options {
		if err := a.Flags.Set(o.name, o.value); err != nil {
			return fmt.Errorf("invalid value %q for flag -%s: %w", o.value, o.name, err)
		}
	}
	return nil
}
