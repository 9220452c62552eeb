package rules

import (
	"bytes"
	"fmt"
	"go/format"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var textMatch = rule{
	doc: Doc{
		ID:       "textmatch",
		Title:    "a code is looked for in the text of an error",
		Severity: Note,
		Optional: true,
		What: `Reports strings.Contains, HasPrefix and HasSuffix that look for a code, or for a
category, in err.Error() or in the message of an error whose typed form is at hand: it is the
SDK's for certain, or the function also asks for its type.`,
		Why: `The text is made for people: it holds the message and the request's number too,
so a match may come from there, and the next version of a wrapper may word it
otherwise. The code has a field of its own.`,
		Bad: `func limited(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.Contains(e.Error(), "RequestLimitExceeded")
}`,
		Good: `func limited(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.Contains(e.Code, "RequestLimitExceeded")
}`,
		Fix: `Looks for it in the code instead, for strings.Contains in the text of the SDK's error itself:
that text has the code. A prefix or a suffix that never matched would begin to match, and
what an error of the program's own says is not known.`,
		Limits: `Only constants that are a code or a category, as the catalog spells them, and
only in functions that name the SDK's error.`,
		Since: "0.2.0",
	},
	check: func(r *reporter, pkg *engine.Package) {
		for _, t := range pkg.TextTests() {
			checkText(r, pkg, t)
		}
	},
}

func checkText(r *reporter, pkg *engine.Package, t engine.TextTest) {
	if pkg.Universe.Category(t.Value).Empty() {
		if _, known := pkg.Universe.Lookup(t.Value); !known {
			return
		}
	}
	if t.Message {
		r.report(t.Expr, fmt.Sprintf("%q is looked for in the message; the code is in the field Code", t.Value))
		return
	}
	r.report(t.Expr, fmt.Sprintf("%q is looked for in the text of the error; compare its Code", t.Value), codeInstead(r, t))
}

// codeInstead suggests to look into the code of a typed error.
func codeInstead(r *reporter, t engine.TextTest) func(*analysis.Diagnostic) {
	return func(d *analysis.Diagnostic) {
		var text bytes.Buffer
		if !t.Same || format.Node(&text, r.pass.Fset, t.Typed) != nil {
			return
		}
		arg := t.Call.Args[0]
		fix("Look into the code", analysis.TextEdit{Pos: arg.Pos(), End: arg.End(), NewText: append(text.Bytes(), ".Code"...)})(d)
	}
}
