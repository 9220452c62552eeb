// Command metamorphic rewrites the programs of the tests in ways that change
// how they are written and not what they do, and compares the findings, which must
// be the same on the same lines:
//
//	go -C tools run ./metamorphic
//
// known.tsv lists the differences that there are, with their causes; a test fails
// when one is gone, or there is another. With -update it is written anew, and
// rates.tsv, from which docs/accuracy.md is made.
//
// Rewritten code is type-checked; a place at which it does not is left as it is.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/tools/internal/root"
)

var rewritings = []rewriting{
	{name: "other names", least: 100, find: renamed},
	{name: "bodies become functions or methods", least: 1500, find: extract},
	{name: "bodies become function literals", least: 1500, find: literal},
	{name: "bodies become generic functions", least: 1000, find: generic},
	{name: "functions become methods", least: 1000, find: method},
	{name: "methods become functions", least: 400, find: plain},
	{name: "functions are written in place of their names", least: 50, find: inlined},
	{name: "functions become variables of their callers", least: 50, find: local},
	{name: "functions move to another package", least: 50, find: elsewhere, exports: true},
	{name: "switch becomes if", least: 100, find: ifOfSwitch},
	{name: "if becomes switch", least: 1500, find: switchOfIf},
	{name: "early return becomes else", least: 700, find: elseOfEarly},
	{name: "else becomes early return", least: 4, find: earlyOfElse},
	{name: "comparison becomes list", least: 400, find: lookFor("list")},
	{name: "comparison becomes map", least: 400, find: lookFor("map")},
	{name: "comparison becomes set", least: 400, find: lookFor("set")},
	{name: "list becomes map", least: 4, find: tables(false, "map")},
	{name: "list becomes set", least: 4, find: tables(false, "set")},
	{name: "map becomes list", least: 5, find: tables(true, "list")},
	{name: "map becomes set", least: 5, find: tables(true, "set")},
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "metamorphic:", err)
		os.Exit(2)
	}
}

func run(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("metamorphic", flag.ContinueOnError)
	pattern := fs.String("only", "", "only the rewritings whose names match this `regexp`")
	update := fs.Bool("update", false, "write known.tsv anew; differences that are not in it come without a cause")
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
	outcomes, err := measure(only)
	if err != nil {
		return err
	}
	if *update && *pattern == "" {
		if err := errors.Join(writeKnown("tools/metamorphic/known.tsv", outcomes), writeRates("tools/metamorphic/rates.tsv", outcomes)); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "| rewriting | places | rewritten | findings that stayed | changed |\n| --- | ---: | ---: | ---: | ---: |")
	for i, o := range outcomes {
		if o.sites > 0 {
			fmt.Fprintf(out, "| %s | %d | %d | %d | %d |\n", rewritings[i].name, o.sites, o.fitted, o.same, len(o.differences))
		}
	}
	for i, o := range outcomes {
		for _, d := range o.differences {
			fmt.Fprintf(out, "%s: %s\n", rewritings[i].name, d)
		}
	}
	return nil
}

// measure applies the rewritings, each to all modules.
func measure(only *regexp.Regexp) ([]outcome, error) {
	a, err := analyzer.New(analyzer.Options{})
	if err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(rewritings))
	for _, name := range modules {
		m, err := load(name, a)
		if err != nil {
			return nil, err
		}
		for i := range rewritings {
			if only.MatchString(rewritings[i].name) {
				if err := m.rewrite(&rewritings[i], &outcomes[i]); err != nil {
					return nil, err
				}
			}
		}
	}
	return outcomes, nil
}
