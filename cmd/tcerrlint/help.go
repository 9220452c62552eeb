package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

func runHelp(args []string, out, errs io.Writer) int {
	printHelp(out)
	return exitClean
}

func printHelp(out io.Writer) {
	fmt.Fprint(out, `tcerrlint finds mistakes in Go code that tests Tencent Cloud error codes.

Usage:
`)
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "  tcerrlint [flags] [packages]\tlint the packages (default ./...)")
	for _, c := range commands() {
		fmt.Fprintf(table, "  tcerrlint %s\t%s\n", c.usage, c.about)
	}
	fmt.Fprintln(table, "  go vet -vettool=$(which tcerrlint) [flags] [packages]\tas a vet tool")
	table.Flush()
	fmt.Fprint(out, `
Exit status: 0 no findings, 1 findings, 2 could not run. "tcerrlint -h" lists the flags.
`)
}

func runRules(args []string, out, errs io.Writer) int {
	if len(args) > 0 {
		return fail(errs, fmt.Errorf("rules takes no arguments; tcerrlint explain %s tells about a rule", args[0]))
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, rule := range analyzer.Rules() {
		state := ""
		if rule.Optional {
			state = "off by default"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", rule.ID, rule.Severity, rule.Title, state)
	}
	table.Flush()
	return exitClean
}
