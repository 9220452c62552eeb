package rules

import (
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// contradiction says why a literal cannot match whatever the service answers: the
// program changed the letters of the code, or took a part of it, and compares the
// rest with something that it cannot be; "" if it is not so.
func contradiction(pkg *program.Package, lit *literal) string {
	a := lit.Atoms[0]
	for _, other := range lit.Atoms[1:] {
		if other.Op != a.Op || other.Case != a.Case {
			return ""
		}
	}
	switch {
	case a.Op == codes.Regexp:
		return ""
	case a.Case == codes.Lower && a.Value != strings.ToLower(a.Value):
		return "never matches: the code was made lower-case before; write " + quote(strings.ToLower(a.Value))
	case a.Case == codes.Upper && a.Value != strings.ToUpper(a.Value):
		return "never matches: the code was made upper-case before; write " + quote(strings.ToUpper(a.Value))
	case a.Op == codes.Segment && strings.Contains(a.Value, "."):
		return "never matches: only the first segment of the code is compared, which has no dot; write " + quote(catalog.Category(a.Value))
	case a.Op != codes.Equal && a.Op != codes.Segment && a.Case == codes.AsIs:
		folded := codes.Atom{Op: a.Op, Case: codes.Lower, Value: strings.ToLower(a.Value)}
		if !engine.MatchAny(pkg, []codes.Atom{folded}).Empty() {
			return nothing[a.Op] + ": it differs from parts of some in letter case alone"
		}
	}
	return ""
}
