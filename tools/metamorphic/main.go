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
	{"other names", 100, renamed},
	{"bodies become functions or methods", 1500, extract},
	{"bodies become function literals", 1500, literal},
	{"bodies become generic functions", 1000, generic},
	{"functions become methods", 1000, method},
	{"methods become functions", 400, plain},
	{"functions are written in place of their names", 50, inlined},
	{"functions become variables of their callers", 50, local},
	{"functions move to another package", 50, elsewhere},
	{"switch becomes if", 100, ifOfSwitch},
	{"if becomes switch", 1500, switchOfIf},
	{"early return becomes else", 700, elseOfEarly},
	{"else becomes early return", 4, earlyOfElse},
	{"comparison becomes list", 400, lookFor("list")},
	{"comparison becomes map", 400, lookFor("map")},
	{"comparison becomes set", 400, lookFor("set")},
	{"list becomes map", 4, tables(false, "map")},
	{"list becomes set", 4, tables(false, "set")},
	{"map becomes list", 5, tables(true, "list")},
	{"map becomes set", 5, tables(true, "set")},
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
