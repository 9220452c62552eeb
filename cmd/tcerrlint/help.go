package main

import (
	"flag"
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

// A ruleEntry is a rule in JSON.
type ruleEntry struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Default  bool   `json:"default"` // it is on
	Fix      bool   `json:"fix"`     // it may suggest one
	Title    string `json:"title"`
	URL      string `json:"url"`
}

// runRules lists what can be reported: the rules, and directive.
func runRules(args []string, out, errs io.Writer) int {
	fs := flag.NewFlagSet("rules", flag.ContinueOnError)
	asJSON := fs.Bool("json", false, "print JSON")
	words, status, ok := parseWords(fs, args, "", out, errs)
	if !ok {
		return status
	}
	if len(words) > 0 {
		return fail(errs, fmt.Errorf("rules takes no arguments; tcerrlint explain %s tells about a rule", words[0]))
	}
	var entries []ruleEntry
	for _, rule := range analyzer.Documents() {
		entries = append(entries, ruleEntry{
			ID: rule.ID, Severity: string(rule.Severity), Default: !rule.Optional, Fix: rule.Safety != "",
			Title: rule.Title, URL: analyzer.RuleURL(rule.ID),
		})
	}
	if *asJSON {
		if err := printJSON(out, entries); err != nil {
			return fail(errs, err)
		}
		return exitClean
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, e := range entries {
		state := "on"
		if !e.Default {
			state = "off by default"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", e.ID, e.Severity, e.Title, state)
	}
	table.Flush()
	return exitClean
}
