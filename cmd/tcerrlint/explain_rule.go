package main

import (
	"fmt"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// rule prints the page of a rule. Pages of rules are in English.
func (e explainer) rule(r analyzer.Rule) {
	fmt.Fprintf(e.out, "%s (%s, since %s)\n\n%s\n", r.ID, r.Severity, r.Since, r.Title)
	if r.Optional {
		fmt.Fprintln(e.out, "Off by default.")
	}
	for _, part := range []struct{ title, text string }{
		{"What it does", r.What},
		{"Why", r.Why},
		{"Example", code(r.Bad)},
		{"Use instead", code(r.Good)},
		{"Fix", r.Fix},
		{"Limits", r.Limits},
		{"Options", strings.Join(r.Options, ", ")},
		{"Seen", r.Seen},
	} {
		if part.text != "" {
			fmt.Fprintf(e.out, "\n%s\n%s\n", part.title, indent(part.text))
		}
	}
	fmt.Fprintf(e.out, "\n%s\n", analyzer.RuleURL(r.ID))
}

// code marks Go code by a further indent.
func code(source string) string { return indent(source) }

func indent(text string) string {
	text = strings.TrimRight(text, "\n")
	if text == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(text, "\n", "\n  ")
}
