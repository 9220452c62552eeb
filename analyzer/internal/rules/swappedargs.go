package rules

import (
	"fmt"
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var swappedArgs = rule{
	doc: Doc{
		ID:       "swappedargs",
		Title:    "needle and haystack exchanged around a code",
		Severity: Error,
		Since:    "0.1.0",
	},
	check: func(r *reporter, pkg *engine.Package) {
		for _, t := range tests(pkg) {
			for _, lit := range t.Literals {
				// One string that lists several codes may well be the haystack.
				if !lit.WrongWay() || lit.Expr == nil || strings.ContainsAny(lit.Value, " ,;|/\n\t") || t.Node == nil {
					continue
				}
				more := swap(r, t.Node)
				r.report(lit.Expr, fmt.Sprintf("looks for the code in %q, not for %q in the code: the arguments are the wrong way round",
					lit.Value, lit.Value), more...)
			}
		}
	},
}
