package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/seed"
	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/stat"
)

func (r *result) metamorphic(b *strings.Builder) {
	b.WriteString("## Rewritings that keep the meaning\n\nThe findings of the function, as rule and code or fate, must stay the same.\n\n")
	correct, faulty, seeded := make(table), make(table), make(table)
	for _, w := range r.rewrites {
		switch {
		case w.mutant.Dropped != "":
		case w.faulty:
			faulty.add(w.mutant.Form, w.same())
		default:
			correct.add(w.mutant.Form, w.same())
		}
	}
	for m, twin := range seed.Twins(r.mutants) {
		seeded.add(m.Form, m.Found == twin.Found)
	}
	order := append(seed.FormNames(), seed.StatementFormNames()...)
	b.WriteString("| rewriting | functions without findings | functions with findings | with a seeded fault |\n|---|---|---|---|\n")
	var totals [3]stat.Share
	for _, f := range order[1:] {
		fmt.Fprintf(b, "| %s |", f)
		for i, t := range []table{correct, faulty, seeded} {
			s := t[f]
			if s == nil {
				b.WriteString(" – |")
				continue
			}
			totals[i].Merge(*s)
			fmt.Fprintf(b, " %d/%d |", s.Hits, s.Total)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(b, "| **all** | %s | %s | %s |\n\n", totals[0], totals[1], totals[2])
	r.disagreements(b)
}

// maxListed is how many disagreements the report lists.
const maxListed = 40

func (r *result) disagreements(b *strings.Builder) {
	var list []string
	for _, w := range r.rewrites {
		if w.mutant.Dropped == "" && !w.same() {
			list = append(list, w.String())
		}
	}
	if len(list) == 0 {
		b.WriteString("No disagreement in unchanged functions.\n\n")
		return
	}
	slices.Sort(list)
	fmt.Fprintf(b, "Disagreements in unchanged functions (%d):\n\n", len(list))
	for i, line := range list {
		if i == maxListed {
			fmt.Fprintf(b, "- … and %d more\n", len(list)-i)
			break
		}
		b.WriteString("- " + line + "\n")
	}
	b.WriteString("\n")
}
