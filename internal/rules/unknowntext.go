package rules

import (
	"strings"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// checkUnknownText reports what is looked for in the text of an error, and is
// nearly a code. The text has much besides, so it must look like nothing else: a
// category that there is, a dot, and a detail that is a few letters from one.
func checkUnknownText(r *reporter, pkg *program.Package, t predicate.TextTest) {
	value := strings.TrimPrefix(t.Value, "Code=")
	if t.Message || !program.LooksLikeCode(value) || pkg.Universe.Category(catalog.Category(value)).Empty() {
		return
	}
	if !engine.MatchAny(pkg, []codes.Atom{{Op: codes.Contains, Value: value}}).Empty() {
		return
	}
	var scope catalog.Scope
	if _, known := origin.Answers(pkg, t.Origin); known {
		scope = scopeOf(t.Origin)
	}
	suggestions := catalog.Suggest(value, scope)
	if len(suggestions) == 0 || suggestions[0].Reason > catalog.ReasonEdit {
		return
	}
	r.report(t.Expr, quote(value)+" is in the text of no Tencent Cloud error: it is no code; did you mean "+orList(suggestions)+"?")
}
