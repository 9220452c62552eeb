package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/cmd/accuracy/internal/seed"
	"github.com/tcerrlint/tcerrlint/cmd/accuracy/internal/stat"
)

func (r *result) recall(b *strings.Builder) {
	b.WriteString("## Recall on seeded faults\n\nFaults planted in functions of these repositories, many at a time, at most one in a function, found when a new finding of the right rule lies in that function and names the code or the fate. They are planted only where that search can tell what the code does: the error is a variable of the function, the call's service is known where it matters, and the path on which nothing matches is plain statements to a return of the error, which was not logged before. There is no fault for the rule uncheckedresponse, and no retry but that of the Terraform SDK. ")
	byOperator, byKind := make(table), make(table)
	byForm := make(map[string]table)
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
	b.WriteString("By form of the test, found of planted:\n\n| form |")
	for _, op := range seed.Operators() {
		b.WriteString(" " + op + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(seed.Operators())) + "\n")
	for _, f := range forms {
		if byForm[f] == nil {
			continue
		}
		b.WriteString("| " + f + " |")
		for _, op := range seed.Operators() {
			if s := byForm[f][op]; s != nil {
				low, _ := s.Wilson()
				fmt.Fprintf(b, " %d/%d (≥ %.0f %%) |", s.Hits, s.Total, 100*low)
			} else {
				b.WriteString(" – |")
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("\nIn brackets the lower end of the interval.\n\n")
	below(b, byKind, byForm)
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
