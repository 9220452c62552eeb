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
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

var unknownCode = rule{
	doc: Doc{
		ID:       "unknowncode",
		Severity: Error,
		Since:    "0.1.0",
		Options:  []string{"extra-codes", "extra-pages", "catalog"},
		Text: Text{
			Title: "a test that no Tencent Cloud error code can satisfy",
			What: `Reports a constant, compared with a code in any way, that no Tencent Cloud error
code satisfies: misspelled, in the wrong letter case, gone from the SDK, or a
prefix or fragment of nothing. What counts as a code is the embedded catalog, the
constants of every SDK package that your package imports, and your own additions.`,
			Why: `It compiles and never matches. The error takes the path for codes that nobody
expected.`,
			Fix: `Replaces the literal with the code that it can have meant. Where no fix is
offered, "tcerrlint catalog -service NAME WORDS" lists the codes of a service.`,
			Safety: `Offered only where the service called is known, one code alone is near, and it
differs in at most two letters. The test then matches that code, where it matched
nothing.`,
			Limits: `Without a near code, and without knowing the service called, it is silent: the
code may be one of a service that the catalog does not have. What a function of
another package compares a string with is reported where it is given a code.`,
			Seen: "The Terraform provider: InvalidInstanceState.Terminating, where cvm says UnsupportedOperation.InstanceStateTerminating.",
		},
		Chinese: Text{
			Title:  "没有任何腾讯云错误码能满足的判断",
			What:   "报告与错误码作比较（无论以何种方式）、却没有任何腾讯云错误码能与之匹配的常量：拼写错误、大小写不符、已从 SDK 中删除，或者是任何错误码都没有的前缀或片段。视为有效的错误码包括：内置错误码库中的错误码、被检查的包所导入的各 SDK 包中的常量，以及您自己补充的错误码。",
			Why:    "这样的代码能通过编译，却永远不会匹配，错误会落入为意料之外的错误码准备的分支。",
			Fix:    "把字面量替换为本来要写的错误码。没有提供自动修复时，可以用 tcerrlint catalog -service 服务名 关键字 查找该服务的错误码。",
			Safety: "只有在被调用的服务已知、相近的错误码唯一、且相差不超过两个字母时才提供。修复之前判断什么都不匹配，修复之后匹配该错误码。",
			Limits: "既没有相近的错误码、又不知道调用的是哪个服务时不报告：它可能属于错误码库尚未收录的服务。其他包的函数用来与字符串比较的常量，在把错误码交给它的地方报告。",
			Seen:   "Terraform provider：判断 InvalidInstanceState.Terminating，而 cvm 返回的是 UnsupportedOperation.InstanceStateTerminating。",
		},
		Bad: `func expired(client *cvm.Client, request *cvm.DescribeInstancesRequest) bool {
	_, err := client.DescribeInstances(request)
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpired"
}`,
		Found: `bad.go:4:25: unknowncode: "AuthFailure.SignatureExpired" is not a Tencent Cloud error code; did you mean "AuthFailure.SignatureExpire"?`,
		Good: `func expired(client *cvm.Client, request *cvm.DescribeInstancesRequest) bool {
	_, err := client.DescribeInstances(request)
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpire"
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		fakes := fakesOf(r.pass, pkg)
		for _, lit := range literals(pkg) {
			if !predicate.WrongWay(&lit.Literal) && !lit.mixed() && !fakes.has(lit) {
				checkUnknown(r, pkg, lit)
			}
		}
		for _, t := range predicate.TextTests(pkg) {
			checkUnknownText(r, pkg, t)
		}
		checkStatuses(r, pkg)
	},
}

// checkUnknown reports a literal that no code satisfies.
func checkUnknown(r *reporter, pkg *program.Package, lit *literal) {
	from := lit.origin()
	answers, known := origin.Answers(pkg, from)
	op := lit.Atoms[0].Op
	if slices.ContainsFunc(lit.Atoms, func(a codes.Atom) bool { return a.Op == codes.Equal && a.Value == lit.Value }) {
		op = codes.Equal // of code == c || HasPrefix(code, c+".")
	}
	if !lit.matched.Empty() {
		if known && !lit.matched.Meets(answers) && op == codes.Equal {
			checkTombstone(r, lit, from)
		}
		return
	}
	if lit.mayBePattern() {
		return
	}
	if why := contradiction(pkg, lit); why != "" && !lit.inHelper() {
		r.report(lit.Expr, quote(lit.Value)+" "+why, lit.related)
		return
	}
	if op != codes.Equal && op != codes.Segment {
		if lit.inHelper() {
			return
		}
		r.report(lit.Expr, quote(lit.Value)+" "+nothing[op], lit.related)
		return
	}
	var scope catalog.Scope
	if known {
		scope = scopeOf(from)
	}
	suggestions := catalog.Suggest(lit.Value, scope)
	if lit.inHelper() && slices.ContainsFunc(suggestions, func(s catalog.Suggestion) bool { return lit.besideItself(s.Code) }) {
		return
	}
	message := lit.told() + " " + nothing[op]
	switch {
	case op == codes.Equal && len(suggestions) == 1 && strings.EqualFold(suggestions[0].Code, lit.Value):
		message += ", letter case matters; did you mean " + orList(suggestions) + "?"
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
func checkTombstone(r *reporter, lit *literal, from facts.Origin) {
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

func scopeOf(o facts.Origin) catalog.Scope {
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
		pointToCalls(l.uses[0].subject)(d)
	}
}

// pointToCalls points to the calls that an error came from.
func pointToCalls(s *program.Subject) func(*analysis.Diagnostic) {
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
func services(o facts.Origin) string { return andList(o.Services, "or") }

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
