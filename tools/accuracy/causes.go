package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/stat"
)

// bar is the share of faults that must be found.
const bar = 0.9

// causes says why a figure is below the bar, for those whose cause is known;
// the longest name that begins the figure's counts.
var causes = map[string]string{
	"deadtest, closure":                           "the second test names its code in another function, and tests of different functions are not compared",
	"deadtest, helper that names the code":        "the second test names its code in another function, and tests of different functions are not compared",
	"partialcategory, closure":                    "the test is made in a function of its own, and what becomes of the code is known in the caller only",
	"partialcategory, helper that names":          "the test is made in a function of its own, and what becomes of the code is known in the caller only",
	"wrongservice, answer on the wire, own error": "a function of its own makes the error, and which service the code came from is known in its caller only",
	"wrongservice: code of another service, host": "the misses are those of errors of the program's own",
	"partialcategory, ":                           "silent where the other codes go to a helper that decides between retry and failure by a list that the analysis knows only in part",
	"partialcategory: bare code lost":             "silent where the other codes go to a helper that decides between retry and failure by a list that the analysis knows only in part",
}

// below lists the figures below the bar, with their causes.
func below(b *strings.Builder, kinds table, forms map[string]table) {
	var lines []string
	add := func(name string, s *stat.Share) {
		if float64(s.Hits) >= bar*float64(s.Total) {
			return
		}
		cause, longest := "cause not known", 0
		for prefix, text := range causes {
			if strings.HasPrefix(name, prefix) && len(prefix) > longest {
				cause, longest = text, len(prefix)
			}
		}
		lines = append(lines, fmt.Sprintf("- %s: %d of %d. %s.", name, s.Hits, s.Total, strings.ToUpper(cause[:1])+cause[1:]))
	}
	for name, s := range kinds {
		add(name, s)
	}
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		for operator, s := range forms[form] {
			add(operator+", "+form, s)
		}
	}
	if len(lines) == 0 {
		fmt.Fprintf(b, "No fault and no form is below %.0f %%.\n\n", 100*bar)
		return
	}
	slices.Sort(lines)
	fmt.Fprintf(b, "Below %.0f %%:\n\n%s\n\n", 100*bar, strings.Join(lines, "\n"))
}
