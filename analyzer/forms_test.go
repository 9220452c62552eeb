package analyzer_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// The test of this file writes the same right and wrong programs in every form
// that the manual promises to understand, and wants the same findings of all.
//
// A program asks for an instance (source), takes the code from the error
// (access), compares it (comparison) with a value (value), and branches on the
// outcome (shape); what it compares and what it does then is its story. In the
// templates, $N is a number of the program's own, $C the code, $V the value,
// $L the value as a literal, $G what guards the access, $T the comparison,
// $MATCH and $MISS what the story does.

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

// A program is one form of a story.
type program struct {
	story   *story
	form    string // its name, with what it is composed of
	written string // the value as the program has it
	text    string
	marks   []string // its parts that are marked with a bug that concerns the story
}

// compose writes a program.
func compose(n int, s *story, a access, c comparison, value, source, shape int) program {
	code, written := s.code, s.code
	if c.segment {
		code, written = s.category, s.category
	}
	if c.written != nil {
		written = c.written(code)
	}
	form := shapes[shape]
	switch {
	case strings.Contains(c.text, "$MATCH"):
		form.name, form.bugs, form.text = "tag", "", "if $G {\n$T\n}\n$MISS"
	case c.pre != "" && a.guard != "": // the code may be read under the guard only
		form.name, form.bugs, form.text = "guarded block", "", "if $G {\n$PRE\nif $T {\n$MATCH\n}\n}\n$MISS"
	case c.pre != "":
		form.text = "$PRE\n" + form.text
	}
	if a.guard == "" {
		form.text = strings.NewReplacer("$G && ", "", "!($G) || ", "", "if $G {\n", "{\n").Replace(form.text)
	}
	text := c.text
	if strings.ContainsAny(text, "{|") && !strings.Contains(text, "$MATCH") {
		text = "(" + text + ")"
	}
	body := a.pre + "\n" + form.text + "\n"
	if a.open != "" {
		body = a.pre + "\n" + a.open + form.text + "\n" + a.close + "$MISS\n"
	}
	body = strings.NewReplacer("$T", text, "$PRE", c.pre).Replace(body)
	replace := strings.NewReplacer("$C", a.code, "$V", values[value].of(s, code), "$L", strconv.Quote(written), "$G", a.guard,
		"$N", strconv.Itoa(n), "$MATCH", s.match, "$MISS", s.miss)
	body = sources[source].text + "\nif err == nil {\nreturn nil\n}\n" + s.before + "\n" + replace.Replace(body)
	if s.retries {
		body = "return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {\n" + body + "})\n"
	}
	return program{
		story: s, written: written,
		form:  strings.Join([]string{sources[source].name, a.name, c.name, values[value].name, form.name}, " / "),
		text:  fmt.Sprintf("%s\n\nfunc f%d(client *cvm.Client, request *cvm.DescribeInstancesRequest) error {\n%s}\n", replace.Replace(c.decls), n, body),
		marks: marks(s, map[string]string{a.name: a.bugs, c.name: c.bugs, form.name: form.bugs}),
	}
}

// marks returns the parts whose bugs concern the story.
func marks(s *story, bugs map[string]string) []string {
	var list []string
	for part, stories := range bugs {
		names := strings.Split(stories, ",")
		if slices.Contains(names, "*") && !strings.HasSuffix(s.name, "right") || slices.Contains(names, s.name) {
			list = append(list, s.name+": "+part)
		}
	}
	return list
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

var categories = []string{"AuthFailure", "RequestLimitExceeded", "UnauthorizedOperation"}

// verdict is what a form must not change of a finding.
func verdict(f finding, p program) string {
	rule, message, _ := strings.Cut(f.Message, ": ")
	words := []string{rule}
	if rule == "missingcritical" {
		// What the message names before it explains.
		about, _, _ := strings.Cut(message, "any code but")
		about, _, _ = strings.Cut(about, "while")
		for _, category := range categories {
			if strings.Contains(about, category) {
				words = append(words, category)
			}
		}
	} else if strings.Contains(message, strconv.Quote(p.written)) {
		words = append(words, p.written)
	}
	return strings.Join(words, " ")
}

// writePrograms writes each story in every access and every comparison, each as
// often as there are rounds, with random other parts; the programs of a file
// are in its order.
func writePrograms(rounds int) (files map[string]string, programs map[string][]program) {
	rng := rand.New(rand.NewPCG(1, 2))
	files, programs = make(map[string]string), make(map[string][]program)
	constants := "package values\n\nconst (\nLetterA = \"A\"\nLetterI = \"I\"\nLetterR = \"R\"\n)\n"
	for i := range stories {
		s := &stories[i]
		var b strings.Builder
		name := strings.ReplaceAll(s.name, " ", "")
		b.WriteString(strings.Replace(formsHead, "PACKAGE", name, 1))
		declared := make(map[string]bool)
		for _, code := range []string{s.code, s.category} {
			line := fmt.Sprintf("const %s = %q\n", constantName(s, code), code)
			if !declared[line] {
				declared[line] = true
				constants += line
				b.WriteString(line)
			}
		}
		file := "forms/" + name + "/f.go"
		add := func(a access, c comparison) {
			for range rounds {
				p := compose(len(programs[file]), s, a, c, rng.IntN(len(values)), rng.IntN(len(sources)), rng.IntN(len(shapes)))
				b.WriteString("\n// " + p.form + "\n" + p.text)
				programs[file] = append(programs[file], p)
			}
		}
		for _, c := range slices.Concat(comparisons, tagged) {
			if c.onError {
				for range 6 {
					add(access{name: "error"}, c)
				}
				continue
			}
			for _, a := range accesses {
				add(a, c)
			}
		}
		files[file] = b.String()
	}
	files["forms/values/values.go"] = constants
	return files, programs
}

func TestEveryFormGivesTheSameFindings(t *testing.T) {
	rounds := 1
	if os.Getenv("TCERRLINT_LONG") != "" {
		rounds = 4
	}
	files, programs := writePrograms(rounds)
	found := make(map[string]map[int]map[string]bool)
	for _, f := range run(t, analyzer.Analyzer, mustLoad(t, files, "./forms/...")) {
		name := f.at.Filename
		n := strings.Count(files[name][:f.at.Offset], "\n// ") - strings.Count(formsHead, "\n// ") - 1
		if n < 0 {
			t.Errorf("%s", f)
			continue
		}
		if found[name] == nil {
			found[name] = make(map[int]map[string]bool)
		}
		if found[name][n] == nil {
			found[name][n] = make(map[string]bool)
		}
		found[name][n][verdict(f, programs[name][n])] = true
	}
	total, known := 0, 0
	stillWrong := make(map[string]int) // by mark
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		for n, p := range programs[name] {
			total++
			for _, mark := range p.marks {
				stillWrong[mark] += 0
			}
			want := make(map[string]bool)
			for _, each := range p.story.want(p.written) {
				want[each] = true
			}
			got := found[name][n]
			delete(got, extra[p.story.name])
			if lines(got) == lines(want) {
				continue
			}
			if len(p.marks) > 0 {
				known++
				for _, mark := range p.marks {
					stillWrong[mark]++
				}
				continue
			}
			t.Errorf("%s: %s:\n got %s\nwant %s\n%s", p.story.name, p.form, lines(got), lines(want), p.text)
		}
	}
	for _, mark := range slices.Sorted(maps.Keys(stillWrong)) {
		if stillWrong[mark] == 0 {
			t.Logf("no bug any more: %s", mark)
		}
	}
	t.Logf("%d programs, %d of them wrong by known bugs", total, known)
}
