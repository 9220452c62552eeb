package rules

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var unknownCode = rule{
	doc: Doc{
		ID:       "unknowncode",
		Title:    "a test that no Tencent Cloud error code can satisfy",
		Severity: Error,
		What: `Reports a constant, compared with a code in any way, that no Tencent Cloud error
code satisfies: misspelled, in the wrong letter case, gone from the SDK, or a
prefix or fragment of nothing. What counts as a code is the embedded catalog, the
constants of every SDK package that your package imports, and your own additions.`,
		Why: `It compiles and never matches. The error takes the path for codes that nobody
expected.`,
		Bad: `func expired(client *cvm.Client, request *cvm.DescribeInstancesRequest) bool {
	_, err := client.DescribeInstances(request)
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpired"
}`,
		Good: `func expired(client *cvm.Client, request *cvm.DescribeInstancesRequest) bool {
	_, err := client.DescribeInstances(request)
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpire"
}`,
		Fix: `Replaces the literal with the only code that it can have meant, where the called
service is known and the difference is at most two letters.`,
		Limits: `Without a near code, and without knowing the service called, it is silent: the
code may be one of a service that the catalog does not have.`,
		Options: []string{"extra-codes", "extra-pages", "catalog"},
		Since:   "0.1.0",
		Seen:    `The Terraform provider: InvalidInstanceState.Terminating, where cvm says UnsupportedOperation.InstanceStateTerminating.`,
	},
	check: func(r *reporter, pkg *engine.Package) {
		for _, lit := range literals(pkg) {
			if !lit.WrongWay() && !lit.mixed() {
				checkUnknown(r, pkg, lit)
			}
		}
	},
}

// checkUnknown reports a literal that no code satisfies.
func checkUnknown(r *reporter, pkg *engine.Package, lit *literal) {
	from := lit.origin()
	answers, known := pkg.Answers(from)
	op := lit.Atoms[0].Op
	if !lit.matched.Empty() {
		if known && !lit.matched.Meets(answers) && op == codes.Equal {
			checkTombstone(r, lit, from)
		}
		return
	}
	if op != codes.Equal && op != codes.Segment {
		r.report(lit.Expr, quote(lit.Value)+" "+nothing[op], lit.related)
		return
	}
	var scope catalog.Scope
	if known {
		scope = scopeOf(from)
	}
	suggestions := catalog.Suggest(lit.Value, scope)
	message := quote(lit.Value) + " " + nothing[op]
	switch {
	case len(suggestions) > 0:
		message += "; did you mean " + orList(suggestions) + "?"
	case known:
		message += ", and no API of " + services(from) + " answers one like it"
	default:
		return // a code that only the service's own documents have, for all we know
	}
	more := []func(*analysis.Diagnostic){lit.related}
	if known && len(suggestions) > 0 && suggestions[0].Fix && slices.Equal(lit.Atoms, []codes.Atom{{Op: codes.Equal, Value: lit.Value}}) {
		if edit, ok := replaceLiteral(lit.Expr, suggestions[0].Code); ok {
			more = append(more, fix(fmt.Sprintf("Replace with %q", suggestions[0].Code), edit))
		}
	}
	r.report(lit.Expr, message, more...)
}

// nothing says of each operator that no code satisfies it.
var nothing = [...]string{
	codes.Equal:    "is not a Tencent Cloud error code",
	codes.Segment:  "is not a category of Tencent Cloud error codes",
	codes.Prefix:   "begins no Tencent Cloud error code",
	codes.Suffix:   "ends no Tencent Cloud error code",
	codes.Contains: "is in no Tencent Cloud error code",
	codes.Regexp:   "matches no Tencent Cloud error code",
}

// checkTombstone reports a code that the services called once had.
func checkTombstone(r *reporter, lit *literal, from engine.Origin) {
	id, ok := catalog.Lookup(lit.Value)
	if !ok {
		return
	}
	last, ok := catalog.Tombstone(id)
	if !ok {
		return
	}
	message := fmt.Sprintf("%s is no longer a Tencent Cloud error code (last seen in version %s of the SDK)", quote(lit.Value), last)
	if suggestions := catalog.Suggest(lit.Value, scopeOf(from)); len(suggestions) > 0 {
		message += "; did you mean " + orList(suggestions) + "?"
	}
	r.report(lit.Expr, message, lit.related)
}

func scopeOf(o engine.Origin) catalog.Scope {
	var scope catalog.Scope
	for _, name := range o.Services {
		if s, ok := catalog.ServiceNamed(name); ok {
			scope.Services = append(scope.Services, s)
		}
	}
	return scope
}

// replaceLiteral returns the edit that puts another code in a string literal.
func replaceLiteral(e ast.Expr, code string) (analysis.TextEdit, bool) {
	lit, ok := ast.Unparen(e).(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return analysis.TextEdit{}, false // a constant, or pieces of one, that others may use too
	}
	text := strconv.Quote(code)
	if lit.Value[0] == '`' {
		text = "`" + code + "`"
	}
	return analysis.TextEdit{Pos: lit.Pos(), End: lit.End(), NewText: []byte(text)}, true
}

// related points to the calls that the errors came from.
func (l *literal) related(d *analysis.Diagnostic) {
	if len(l.uses) == 1 {
		origin(l.uses[0].subject)(d)
	}
}

// origin points to the calls that an error came from.
func origin(s *engine.Subject) func(*analysis.Diagnostic) {
	return func(d *analysis.Diagnostic) {
		for i, call := range s.Calls {
			if i == 3 {
				return
			}
			from := ""
			if len(s.Origin.Services) > 0 {
				from = " (" + services(s.Origin) + ")"
			}
			related(call.Pos, "the error comes from %s%s", call.Name, from)(d)
		}
	}
}

// services names the services of an origin.
func services(o engine.Origin) string { return andList(o.Services, "or") }

func orList(suggestions []catalog.Suggestion) string {
	var list []string
	for _, s := range suggestions {
		list = append(list, strconv.Quote(s.Code))
	}
	return andList(list, "or")
}

// andList joins words as a sentence does.
func andList(words []string, conjunction string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + conjunction + " " + words[n-1]
	}
}
