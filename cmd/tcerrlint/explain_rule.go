package main

import (
	"fmt"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// rule prints the document of a rule.
func (e explainer) rule(r analyzer.Rule) {
	fmt.Fprintf(e.out, "%s\n\n%s\n%s\n", r.ID, r.In(e.lang).Title, r.Facts(e.lang))
	for _, s := range r.Sections(e.lang) {
		fmt.Fprintf(e.out, "\n%s\n%s\n", s.Title, indent(s.Text))
	}
	fmt.Fprintf(e.out, "\n%s\n", analyzer.RuleURL(r.ID))
}

// indent indents each line that is not empty.
func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
	return b.String()
}
