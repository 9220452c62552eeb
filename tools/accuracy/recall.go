package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/seed"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/stat"
)

func (r *result) recall(b *strings.Builder) {
	b.WriteString("## Recall on seeded faults\n\nFaults planted in functions of these repositories, many at a time, at most one in a function, found when a new finding of the right rule lies in that function and names the code or the fate. They are planted only where that search can tell what the code does: the error is a variable of the function, the call's service is known where it matters, and the path on which nothing matches is plain statements to a return of the error, which was not logged before. No retry but that of the Terraform SDK is planted. ")
	byOperator, byKind := make(table), make(table)
	byForm := make(map[string]table)
	wire := newWireTables()
	dropped := make(map[string]int)
	forms := append(seed.FormNames(), seed.StatementFormNames()...)
	for _, m := range r.mutants {
		if m.Dropped != "" {
			reason, _, _ := strings.Cut(m.Dropped, ":")
			dropped[reason]++
			continue
		}
		byOperator.add(m.Operator, m.Found)
		byKind.add(m.Operator+": "+m.Kind, m.Found)
		if m.Shape != "" {
			wire.add(m)
			continue
		}
		if byForm[m.Form] == nil {
			byForm[m.Form] = make(table)
		}
		byForm[m.Form].add(m.Operator, m.Found)
	}
	var reasons []string
	for _, reason := range slices.Sorted(maps.Keys(dropped)) {
		reasons = append(reasons, fmt.Sprintf("%d %s", dropped[reason], reason))
	}
	fmt.Fprintf(b, "Not counted: %s.\n\n", strings.Join(reasons, ", "))
	b.WriteString(byOperator.markdown("rule", seed.Operators()))
	b.WriteString(byKind.markdown("fault", nil))
	b.WriteString("By form of the test, found of planted:\n\n")
	writeForms(b, "form", forms, byForm)
	b.WriteString("\nIn brackets the lower end of the interval.\n\n")
	wire.markdown(b)
	for form, t := range wire.forms {
		byForm["answer on the wire, "+form] = t
	}
	below(b, byKind, byForm)
}

// writeForms writes a table of the shares of each rule in each row.
func writeForms(b *strings.Builder, title string, rows []string, shares map[string]table) {
	var rules []string
	for _, op := range seed.Operators() {
		if slices.ContainsFunc(rows, func(row string) bool { return shares[row][op] != nil }) {
			rules = append(rules, op)
		}
	}
	fmt.Fprintf(b, "| %s | %s |\n|---|%s\n", title, strings.Join(rules, " | "), strings.Repeat("---|", len(rules)))
	for _, row := range rows {
		if shares[row] == nil {
			continue
		}
		b.WriteString("| " + row + " |")
		for _, op := range rules {
			if s := shares[row][op]; s != nil {
				low, _ := s.Wilson()
				fmt.Fprintf(b, " %d/%d (≥ %.0f %%) |", s.Hits, s.Total, 100*low)
			} else {
				b.WriteString(" – |")
			}
		}
		b.WriteString("\n")
	}
}

func (r *result) suggestions(b *strings.Builder) {
	var offered, first, fixes, restored stat.Share
	for _, m := range r.mutants {
		if m.Operator != "unknowncode" || !m.Found {
			continue
		}
		offered.Add(m.Suggested != "")
		first.Add(m.Suggested == m.Original)
		if m.Literal && m.Written && m.Site.Service != "" {
			fixes.Add(m.HasFix)
			if m.HasFix {
				restored.Add(m.Restored)
			}
		}
	}
	b.WriteString("## Suggestions and fixes\n\n| of the misspelled codes that were found | |\n|---|---|\n")
	fmt.Fprintf(b, "| any suggestion | %s |\n| the first suggestion is the right code | %s |\n| literals, after a call whose service is known, with a fix | %s |\n| fixes that restore the function byte for byte | %s |\n\n", offered, first, fixes, restored)
}
