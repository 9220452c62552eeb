package analyzer_test

import (
	"regexp"
	"strconv"
	"strings"
)

// The parts of which forms_test.go composes programs. To add a form, add a line
// to one of these tables.

// A story is what a program does; the same in every form.
type story struct {
	name        string
	code        string // compared with
	constant    string // of the SDK, the same
	category    string // compared with the first segment
	match, miss string
	retries     bool   // the program is what a retry calls
	before      string // done first
	want        func(written string) []string
}

func only(rule string) func(string) []string {
	return func(written string) []string { return []string{rule + " " + written} }
}

func always(want ...string) func(string) []string {
	return func(string) []string { return want }
}

var stories = []story{
	{
		name: "right", code: "InvalidInstanceId.NotFound", constant: "cvm.INVALIDINSTANCEID_NOTFOUND", category: "InvalidInstanceId",
		match: "forget()\nreturn nil", miss: "return err", want: always(),
	}, {
		name: "misspelled", code: "InvalidInstanceId.NotFuond", category: "InvalidInstanceIdd",
		match: "forget()\nreturn nil", miss: "return err", want: only("unknowncode"),
	}, {
		name: "foreign", code: "InternalError.CdnDbError", constant: "cdn.INTERNALERROR_CDNDBERROR", category: "InvalidLaunchConfiguration",
		match: "forget()\nreturn err", miss: "return err", want: only("wrongservice"),
	}, {
		name: "swallowed", code: "InvalidInstanceId.NotFound", constant: "cvm.INVALIDINSTANCEID_NOTFOUND", category: "InvalidInstanceId",
		match: "forget()\nreturn nil", miss: "return nil",
		want: always("missingcritical AuthFailure RequestLimitExceeded UnauthorizedOperation"),
	}, {
		name: "retried", code: "InvalidInstanceId.NotFound", constant: "cvm.INVALIDINSTANCEID_NOTFOUND", category: "InvalidInstanceId", retries: true,
		match: "return retry.NonRetryableError(err)", miss: "return retry.RetryableError(err)",
		want: always("missingcritical AuthFailure UnauthorizedOperation"),
	}, {
		name: "stopped", code: "ResourceUnavailable", category: "ResourceUnavailable", retries: true,
		match: "return retry.RetryableError(err)", miss: "return retry.NonRetryableError(err)",
		want: always("missingcritical RequestLimitExceeded"),
	}, {
		name: "retried right", code: "ResourceUnavailable", category: "ResourceUnavailable", retries: true,
		before: "if lib.HasPrefix(err, \"RequestLimitExceeded\") {\nreturn retry.RetryableError(err)\n}",
		match:  "return retry.RetryableError(err)", miss: "return retry.NonRetryableError(err)", want: always(),
	}, {
		name: "logged right", code: "InvalidInstanceId.NotFound", constant: "cvm.INVALIDINSTANCEID_NOTFOUND", category: "InvalidInstanceId",
		match: "forget()\nreturn nil", miss: "log.Print(err)\nreturn nil", want: always(),
	}, {
		name: "wrapped right", code: "InvalidInstanceId.NotFound", constant: "cvm.INVALIDINSTANCEID_NOTFOUND", category: "InvalidInstanceId",
		match: "err = nil\nreturn err", miss: "err = fmt.Errorf(\"describe: %w\", err)\nreturn err", want: always(),
	}, {
		name: "succeeds", code: "AuthFailure.SignatureFailure", category: "AuthFailure",
		match: "forget()\nreturn nil", miss: "return err", want: only("criticalsuccess"),
	}, {
		name: "dead", code: "InvalidInstanceId.NotFound", constant: "cvm.INVALIDINSTANCEID_NOTFOUND", category: "InvalidInstanceId",
		before: "if first, ok := err.(*sdkerrors.TencentCloudSDKError); ok && strings.HasPrefix(first.Code, \"InvalidInstanceId\") {\nreturn fmt.Errorf(\"gone: %w\", err)\n}",
		match:  "forget()\nreturn nil", miss: "return err", want: only("deadtest"),
	},
}

// extra are findings that a story may have in some forms and is not about.
var extra = map[string]string{
	"swallowed": "dropped", // where an error of another type is told apart
}

// A source is where the error comes from.
var sources = []struct{ name, text string }{
	{"call", "_, err := client.DescribeInstances(request)"},
	{"assignment", "var err error\n_, err = client.DescribeInstances(request)"},
	{"function", "err := describe(client, request)"},
	{"package function", "err := lib.Describe(client)"},
	{"closure", "var err error\nfunc() { _, err = client.DescribeInstances(request) }()"},
	{"function value", "ask := client.DescribeInstances\n_, err := ask(request)"},
	{"response first", "response, err := client.DescribeInstances(request)\n_ = response"},
}

// An access takes the code from the error.
type access struct {
	name, pre, guard, code string
	open, close            string // what guards the shape instead of guard
	bugs                   string // BUG: as those of a comparison
}

const assertion = "e, ok := err.(*sdkerrors.TencentCloudSDKError)"

var accesses = []access{
	{name: "checked assertion", pre: assertion, guard: "ok", code: "e.Code"},
	{name: "GetCode", pre: assertion, guard: "ok", code: "e.GetCode()"},
	{name: "unchecked assertion", code: "err.(*sdkerrors.TencentCloudSDKError).Code"},
	{name: "errors.As", pre: "var e *sdkerrors.TencentCloudSDKError", guard: "errors.As(err, &e)", code: "e.Code"},
	{name: "errors.As first", pre: "var e *sdkerrors.TencentCloudSDKError\nok := errors.As(err, &e)", guard: "ok", code: "e.Code"},
	{name: "errors.As into new", pre: "e := new(sdkerrors.TencentCloudSDKError)", guard: "errors.As(err, &e)", code: "e.GetCode()"},
	{name: "errors.AsType", pre: "e, ok := errors.AsType[*sdkerrors.TencentCloudSDKError](err)", guard: "ok", code: "e.Code"},
	{name: "local copy", pre: "code := \"\"\nif e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {\ncode = e.GetCode()\n}", code: "code"},
	{name: "local copy, guarded", pre: "var code string\nif e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {\ncode = e.GetCode()\n}", guard: `code != ""`, code: "code"},
	{name: "copied struct", pre: "p, ok := err.(*sdkerrors.TencentCloudSDKError)\nif !ok {\n$MISS\n}\ne := *p", code: "e.Code"},
	{name: "errors.Cause", pre: "e, ok := pkgerrors.Cause(err).(*sdkerrors.TencentCloudSDKError)", guard: "ok", code: "e.Code"},
	{name: "type switch", open: "switch e := err.(type) {\ncase *sdkerrors.TencentCloudSDKError:\n", close: "}\n", code: "e.Code"},
	{name: "own typed error", pre: "e := sdkError(err)", guard: "e != nil", code: "e.Code"},
	{name: "other package's typed error", pre: "e := lib.SDKError(err)", guard: "e != nil", code: "e.GetCode()"},
	{name: "own code", code: "codeOf(err)"},
	{name: "other package's code", pre: "code := lib.CodeOf(err)", code: "code"},
	{name: "early return", pre: assertion + "\nif !ok {\n$MISS\n}", code: "e.Code"},
	{name: "alias", pre: "e, ok := err.(*sdkAlias)", guard: "ok", code: "e.Code"},
}

// A comparison compares the code with the value.
type comparison struct {
	name, text string
	pre, decls string                   // statements and declarations before
	onError    bool                     // the whole is a test on the error; no access
	segment    bool                     // of the first segment
	written    func(code string) string // how the value is written, if it is not the code
	bugs       string                   // BUG: stories that it gets wrong, by name; "*" for all but the right ones. (That dead tests are not seen across functions is a limit of the rule.)
}

var comparisons = []comparison{
	{name: "==", text: "$C == $V"},
	{name: "swapped ==", text: "$V == $C"},
	{name: "!=", text: "!($C != $V)"},
	{name: "|| with another", text: `$C == "InvalidHost.NotSupported" || $C == $V`},
	{name: "&& with another condition", text: `client != nil && $C == $V`},
	{name: "EqualFold", text: "strings.EqualFold($C, $V)"},
	{name: "swapped EqualFold", text: "strings.EqualFold($V, $C)"},
	{name: "ToLower", text: "strings.ToLower($C) == $L", written: strings.ToLower},
	{name: "HasPrefix", text: "strings.HasPrefix($C, $V)"},
	{name: "HasSuffix", text: "strings.HasSuffix($C, $V)"},
	{name: "Contains", text: "strings.Contains($C, $V)"},
	{name: "slices.Contains", text: `slices.Contains([]string{"InvalidHost.NotSupported", $V}, $C)`},
	{name: "slices.Contains, local list", text: "slices.Contains(list, $C)", pre: "list := []string{$V}"},
	{name: "slices.Contains, package list", text: "slices.Contains(list$N, $C)", decls: "var list$N = []string{$V}"},
	{name: "slices.Contains, array", text: "slices.Contains(list$N[:], $C)", decls: "var list$N = [...]string{$V}"},
	{name: "map of bool", text: "map[string]bool{$V: true}[$C]"},
	{name: "package map of bool", text: "set$N[$C]", decls: "var set$N = map[string]bool{$V: true}"},
	{name: "map of struct", text: "known", pre: "_, known := map[string]struct{}{$V: {}}[$C]"},
	{name: "package map of struct", text: "known", pre: "_, known := set$N[$C]", decls: "var set$N = map[string]struct{}{$V: {}}"},
	{name: "regexp.MatchString", text: "matches", pre: "matches, _ := regexp.MatchString($L, $C)", written: exactly},
	{name: "regexp.MustCompile", text: "regexp.MustCompile($L).MatchString($C)", written: exactly},
	{name: "package regexp", text: "pattern$N.MatchString($C)", decls: "var pattern$N = regexp.MustCompile($L)", written: exactly},
	{name: "range over a list", text: "found", pre: "found := false\nfor _, want := range []string{$V} {\nif want == $C {\nfound = true\nbreak\n}\n}", bugs: "dead,retried,retried right,stopped,swallowed"},
	{name: "slices.ContainsFunc", text: "slices.ContainsFunc([]string{$V}, func(want string) bool { return want == $C })", bugs: "*,retried right"},
	{name: "slices.Index", text: "slices.Index([]string{$V}, $C) >= 0", bugs: "*,retried right"},
	{name: "strings.Index", text: "strings.Index($C, $V) >= 0", bugs: "*,retried right"},
	{name: "strings.Compare", text: "strings.Compare($C, $V) == 0", bugs: "*,retried right"},

	{name: "first segment by Split", text: `strings.Split($C, ".")[0] == $V`, segment: true},
	{name: "first segment by SplitN", text: `$V == strings.SplitN($C, ".", 2)[0]`, segment: true},
	{name: "first segment by Cut", text: "category == $V", pre: "category, _, _ := strings.Cut($C, \".\")", segment: true},
	{name: "first segment, lower case", text: `strings.ToLower(strings.Split($C, ".")[0]) == $L`, segment: true, written: strings.ToLower},

	{name: "own helper", text: "equal($C, $V)"},
	{name: "own helper, list", text: "contains([]string{$V}, $C)"},
	{name: "own helper, variadic", text: `isOneOf($C, "ResourceInUse", $V)`},
	{name: "own helper, map", text: "inSet(map[string]bool{$V: true}, $C)"},
	{name: "own helper, generic", text: "in([]string{$V}, $C)"},
	{name: "own method", text: "matcher{}.is($C, $V)"},
	{name: "closure", text: "is($C)", pre: "is := func(code string) bool { return code == $V }", bugs: "dead"},
	{name: "closure on the outer code", text: "is()", pre: "is := func() bool { return $C == $V }", bugs: "*,retried right"},
	{name: "extracted test on the code", text: "is$N($C)", decls: "func is$N(code string) bool { return code == $V }", bugs: "dead"},
	{name: "extracted switch on the code", text: "is$N($C)", decls: "func is$N(code string) bool {\nswitch code {\ncase $V:\nreturn true\n}\nreturn false\n}", bugs: "dead"},
	{name: "other package's list helper", text: "lib.Contains([]string{$V}, $C)"},
	{name: "other package's generic helper", text: "lib.In([]string{$V}, $C)"},

	{name: "own helper on the error", text: "isCode(err, $V)", onError: true},
	{name: "extracted test on the error", text: "is$N(err)", onError: true, decls: "func is$N(err error) bool {\n" + assertion + "\nreturn ok && e.Code == $V\n}", bugs: "dead"},
	{name: "extracted test with if", text: "is$N(err)", onError: true, decls: "func is$N(err error) bool {\nif e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {\nif e.Code == $V {\nreturn true\n}\n}\nreturn false\n}", bugs: "dead"},
	{name: "extracted negative test", text: "!isNot$N(err)", onError: true, decls: "func isNot$N(err error) bool {\n" + assertion + "\nreturn !ok || e.Code != $V\n}", bugs: "dead"},
	{name: "other package's helper", text: "lib.Is(err, $V)", onError: true},
	{name: "other package's variadic helper", text: `lib.IsAny(err, "ResourceInUse", $V)`, onError: true},
	{name: "other package's list of codes", text: "lib.IsIn(err, []string{$V})", onError: true},
	{name: "other package's negative helper", text: "!lib.IsNot(err, $V)", onError: true},
	{name: "other package's prefix helper", text: "lib.HasPrefix(err, $V)", onError: true},
	{name: "other package's method", text: "new(lib.Matcher).Is(err, $V)", onError: true},
	{name: "other package's helper, package list", text: "lib.IsAny(err, list$N...)", onError: true, decls: "var list$N = []string{$V}"},
	{name: "call of another helper", text: "is$N(err, $V)", onError: true, decls: "func is$N(err error, code string) bool { return lib.Is(err, code) }", bugs: "*"},
}

func exactly(code string) string { return "^" + regexp.QuoteMeta(code) + "$" }

// A value writes the code.
var values = []struct {
	name string
	of   func(s *story, code string) string
}{
	{"literal", func(_ *story, code string) string { return strconv.Quote(code) }},
	{"constant", func(s *story, code string) string { return constantName(s, code) }},
	{"other package's constant", func(s *story, code string) string { return "values." + constantName(s, code) }},
	{"concatenation", func(_ *story, code string) string { return strconv.Quote(code[:5]) + " + " + strconv.Quote(code[5:]) }},
	{"constant and literal", func(s *story, code string) string {
		return "values.Letter" + code[:1] + " + " + strconv.Quote(code[1:])
	}},
	{"raw literal", func(_ *story, code string) string { return "`" + code + "`" }},
	{"constant of the SDK", func(s *story, code string) string {
		if code == s.code && s.constant != "" {
			return s.constant
		}
		return strconv.Quote(code)
	}},
}

func constantName(s *story, code string) string {
	name := "Code_" + strings.ReplaceAll(s.name, " ", "_")
	if code == s.category {
		name += "_category"
	}
	return name
}

// A shape branches. Those with a $C instead of a $T compare by themselves.
var shapes = []struct{ name, text, bugs string }{
	{"early return", "if $G {\nif $T {\n$MATCH\n}\n}\n$MISS", ""},
	{"and", "if $G && $T {\n$MATCH\n}\n$MISS", ""},
	{"else", "if $G && $T {\n$MATCH\n} else {\n$MISS\n}", ""},
	{"negated", "if !($G && $T) {\n$MISS\n}\n$MATCH", ""},
	{"tagless switch", "switch {\ncase $G && $T:\n$MATCH\n}\n$MISS", ""},
	{"switch true", "switch true {\ncase $G && $T:\n$MATCH\ndefault:\n$MISS\n}", ""},
	{"variable", "matched := $G && $T\nif matched {\n$MATCH\n}\n$MISS", ""},
	{"negated inside", "if $G {\nif !($T) {\n$MISS\n}\n$MATCH\n}\n$MISS", ""},
	{"de Morgan", "if !($G) || !($T) {\n$MISS\n}\n$MATCH", ""},
	{"negated case", "switch {\ncase !($G && $T):\n$MISS\n}\n$MATCH", ""},
	{"default first", "switch {\ndefault:\n$MISS\ncase $G && $T:\n$MATCH\n}", ""},
	{"goto", "if $G && $T {\ngoto match\n}\n$MISS\nmatch:\n$MATCH", ""},
}

// tagged is the shape of a switch on the code, which is a comparison as well.
var tagged = []comparison{
	{name: "switch", text: "switch $C {\ncase $V:\n$MATCH\n}"},
	{name: "switch with several", text: "switch $C {\ncase \"InvalidHost.NotSupported\", $V:\n$MATCH\n}"},
	{name: "switch with default", text: "switch $C {\ncase $V:\n$MATCH\ndefault:\n$MISS\n}"},
	{name: "switch with fallthrough", text: "switch $C {\ncase $V:\nfallthrough\ncase \"InvalidHost.NotSupported\":\n$MATCH\n}"},
	{name: "switch on the lower case", text: "switch strings.ToLower($C) {\ncase $L:\n$MATCH\n}", written: strings.ToLower},
	{name: "switch on the first segment", text: "switch category, _, _ := strings.Cut($C, \".\"); category {\ncase $V:\n$MATCH\n}", segment: true},
}

const formsHead = `package PACKAGE

import (
	"context"
	"errors"
	"fmt"
	"log"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	pkgerrors "github.com/pkg/errors"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
	"example.com/rules/forms/values"
)

var (
	_ = context.Background
	_ = errors.New
	_ = fmt.Errorf
	_ = log.Print
	_ = regexp.MustCompile
	_ = slices.Sort[[]int]
	_ = strings.ToLower
	_ = time.Minute
	_ = retry.RetryContext
	_ = pkgerrors.Cause
	_ = cdn.INTERNALERROR_CDNDBERROR
	_ = lib.Is
	_ = values.LetterI
)

type sdkAlias = sdkerrors.TencentCloudSDKError

func forget() {}

func describe(client *cvm.Client, request *cvm.DescribeInstancesRequest) (err error) {
	_, err = client.DescribeInstances(request)
	return
}

func sdkError(err error) *sdkerrors.TencentCloudSDKError {
	e, _ := err.(*sdkerrors.TencentCloudSDKError)
	return e
}

func codeOf(err error) string {
	if e := sdkError(err); e != nil {
		return e.Code
	}
	return ""
}

func equal(code, want string) bool { return code == want }

func contains(list []string, s string) bool {
	for _, each := range list {
		if each == s {
			return true
		}
	}
	return false
}

func isOneOf(code string, list ...string) bool { return contains(list, code) }

func inSet(set map[string]bool, s string) bool { return set[s] }

func in[T comparable](list []T, v T) bool {
	for _, each := range list {
		if each == v {
			return true
		}
	}
	return false
}

type matcher struct{}

func (matcher) is(code, want string) bool { return code == want }

func isCode(err error, code string) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && e.Code == code
}
`
