package facts_test

import (
	"bytes"
	"encoding/gob"
	"go/ast"
	"go/parser"
	"go/types"
	"math/rand"
	"reflect"
	"testing"
	"testing/quick"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// encode is what drivers do with facts.
func encode(t *testing.T, fact analysis.Fact) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(fact); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decode(t *testing.T, data []byte, like analysis.Fact) analysis.Fact {
	t.Helper()
	fact := reflect.New(reflect.TypeOf(like).Elem()).Interface().(analysis.Fact)
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(fact); err != nil {
		t.Fatal(err)
	}
	return fact
}

// fill gives the exported fields of a fact random values.
func fill(t *testing.T, rng *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, rng, v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rng.Intn(4), 4))
		for i := range v.Len() {
			fill(t, rng, v.Index(i))
		}
	default:
		random, ok := quick.Value(v.Type(), rng)
		if !ok {
			t.Fatalf("no random %s", v.Type())
		}
		v.Set(random)
	}
}

func TestFactsSurviveTheWayBetweenPackages(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for _, like := range facts.FactTypes() {
		t.Run(reflect.TypeOf(like).Elem().Name(), func(t *testing.T) {
			for range 100 {
				fact := reflect.New(reflect.TypeOf(like).Elem()).Interface().(analysis.Fact)
				fill(t, rng, reflect.ValueOf(fact).Elem())
				data := encode(t, fact)
				again := decode(t, data, like)
				if !bytes.Equal(encode(t, again), data) {
					t.Fatalf("%#v comes back as %#v", fact, again)
				}
				if !bytes.Equal(encode(t, fact), data) {
					t.Fatalf("%#v is written in two ways", fact)
				}
			}
		})
	}
}

func TestFactsAreFreeOfPositions(t *testing.T) {
	var visit func(reflect.Type, map[reflect.Type]bool)
	visit = func(typ reflect.Type, seen map[reflect.Type]bool) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		if path := typ.PkgPath(); path == "go/token" || path == "go/types" || path == "go/ast" {
			t.Errorf("a fact has a %s", typ)
		}
		switch typ.Kind() {
		case reflect.Map:
			t.Errorf("a fact has a map, %s, which gob writes in any order", typ)
		case reflect.Pointer, reflect.Slice, reflect.Array:
			visit(typ.Elem(), seen)
		case reflect.Struct:
			for i := range typ.NumField() {
				visit(typ.Field(i).Type, seen)
			}
		}
	}
	for _, fact := range facts.FactTypes() {
		visit(reflect.TypeOf(fact).Elem(), make(map[reflect.Type]bool))
	}
}

func TestFactsReadWell(t *testing.T) {
	for want, fact := range map[string]interface{ String() string }{
		"decodes(1 of 0)freshlooks(2)": &facts.Summary{Answer: &facts.AnswerUse{
			Decodes: []facts.Decode{{Into: 1, From: 0}, {Into: -1, From: -1}}, Looks: []int{2},
		}},
		"matches(0 RequestLimitExceeded #1)": &facts.Summary{Uses: []facts.ParamUse{{
			Role: facts.Matches,
			Pattern: facts.Pattern{
				Atoms:  []codes.Atom{{Op: codes.Equal, Value: "RequestLimitExceeded"}},
				Params: []facts.Param{{Index: 1, Elem: true}},
			},
		}}},
		"sender(cdn?, action #1, version 2018-06-06, scope #0 ?, pending, raw)": &facts.Sender{
			Request: facts.Request{
				Headers: [facts.NumHeaders]facts.HeaderValues{
					facts.ActionHeader:  {Params: []int{1}},
					facts.VersionHeader: {Texts: []string{"2018-06-06"}},
					facts.SignedScope:   {Params: []int{0}, Open: true},
				},
				Pending: true,
			},
			Origin: facts.Origin{Services: []string{"cdn"}, Unknown: true},
			Raw:    true,
		},
		"typedError(1)":                    &facts.Summary{Uses: []facts.ParamUse{{Role: facts.TypedError, Subject: 1}}},
		"codes(AuthFailure InternalError)": &facts.List{Values: []string{"AuthFailure", "InternalError"}},
	} {
		if got := fact.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestOriginsMerge(t *testing.T) {
	var o facts.Origin
	if o.Resolved() || !o.None() {
		t.Error("nothing is known of the zero value")
	}
	if !o.Merge(facts.Origin{Services: []string{"cvm", "vpc"}}) || !o.Merge(facts.Origin{Services: []string{"cdn", "cvm"}}) {
		t.Error("a new service changes an origin")
	}
	if o.Merge(facts.Origin{Services: []string{"vpc"}}) {
		t.Error("a service that it has does not")
	}
	if want := []string{"cdn", "cvm", "vpc"}; !reflect.DeepEqual(o.Services, want) || !o.Resolved() {
		t.Errorf("got %v, want %v", o, want)
	}
	if o.Merge(facts.Origin{Unknown: true}); o.Resolved() {
		t.Error("what may come from anywhere is not resolved")
	}
}

// TestOriginsSaySomething holds that each field alone is worth handing on.
func TestOriginsSaySomething(t *testing.T) {
	for _, o := range []facts.Origin{{Services: []string{"cvm"}}, {Unknown: true}, {Throttled: true}, {Given: true}} {
		if o.None() {
			t.Errorf("%s says nothing", o)
		}
	}
}

// TestHelpersRetry holds for which codes a helper retries for certain.
func TestHelpersRetry(t *testing.T) {
	limits := facts.Pattern{Atoms: []codes.Atom{{Op: codes.Prefix, Value: "RequestLimitExceeded"}}}
	open, given := limits, limits
	open.Open = true
	given.Params = []facts.Param{{Index: 1}}
	for _, c := range []struct {
		use             facts.ParamUse
		throttled, auth bool
	}{
		{facts.ParamUse{Role: facts.RetriesOnly, Pattern: limits}, true, false},
		{facts.ParamUse{Role: facts.RetriesOnly, Pattern: open}, true, false},
		{facts.ParamUse{Role: facts.RetriesElse, Pattern: limits}, false, true},
		// What else it stops at is not known, or for its callers to say.
		{facts.ParamUse{Role: facts.RetriesElse, Pattern: open}, false, false},
		{facts.ParamUse{Role: facts.RetriesElse, Pattern: given}, false, false},
		{facts.ParamUse{Role: facts.Matches, Pattern: limits}, false, false},
	} {
		throttled, auth := c.use.Retries("RequestLimitExceeded.UinLimitExceeded"), c.use.Retries("AuthFailure.SecretIdNotFound")
		if throttled != c.throttled || auth != c.auth {
			t.Errorf("%v: %t for throttling, %t for a bad secret", c.use, throttled, auth)
		}
	}
}

// TestCallsAreTests holds which calls of a helper may be a test where they stand.
func TestCallsAreTests(t *testing.T) {
	given := func(role facts.Role, index int) []facts.ParamUse {
		return []facts.ParamUse{{Role: role, Pattern: facts.Pattern{Params: []facts.Param{{Index: index}}}}}
	}
	for name, c := range map[string]struct {
		summary   facts.Summary
		call      string
		receivers int
		want      bool
	}{
		"answers":         {facts.Summary{Uses: []facts.ParamUse{{Role: facts.Matches}}}, "isLimit(err)", 0, true},
		"makes a test":    {facts.Summary{Made: []facts.ParamUse{{Role: facts.Matches}}}, "codeIs()", 0, true},
		"retries":         {facts.Summary{Uses: []facts.ParamUse{{Role: facts.RetriesOnly}}}, "retry(err)", 0, false},
		"retries given":   {facts.Summary{Uses: given(facts.RetriesOnly, 1)}, `retry(err, "LimitExceeded")`, 0, true},
		"retries no more": {facts.Summary{Uses: given(facts.RetriesOnly, 1)}, "retry(err)", 0, false},
		"method":          {facts.Summary{Uses: given(facts.RetriesOnly, 1)}, `r.retry("LimitExceeded")`, 1, true},
		"nothing":         {facts.Summary{}, "log(err)", 0, false},
	} {
		expr, err := parser.ParseExpr(c.call)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.summary.IsTestAt(expr.(*ast.CallExpr), c.receivers); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

const functions = `package functions

type Client struct{}

func Fetch() error                        { return nil }
func (*Client) Fetch() error              { return nil }
func (*Client) Send() error               { return nil }
func Retry(do func() error) error         { return do() }
func RetryWith(do func(n int) (bool, error)) {}
func Until(again func(error) bool)        {}
func Each(do func(string))                {}
func Check(ok func() bool)                {}
func Keep(n int, name string)             {}
`

// TestPackagesTellOfFunctions holds that what a package says of a function is not
// taken for what it says of a method of the same name, or of no function.
func TestPackagesTellOfFunctions(t *testing.T) {
	p := ssatest.Build(t, functions, nil)
	method := func(name string) *types.Func {
		client := p.Type("Client").Type().(*types.Named)
		for m := range client.Methods() {
			if m.Name() == name {
				return m
			}
		}
		t.Fatalf("no method %s", name)
		return nil
	}
	fetch := p.Func("Fetch").Object().(*types.Func)
	cvm, vpc := facts.Origin{Services: []string{"cvm"}}, facts.Origin{Services: []string{"cdb", "vpc"}}
	e := &facts.PackageSummary{
		Default: cvm,
		Groups:  []facts.Group{{Origin: vpc, Functions: facts.FunctionHash(method("Send")) + facts.FunctionHash(method("Fetch"))}},
		Wraps:   facts.FunctionHash(fetch),
	}
	for f, want := range map[*types.Func]struct {
		origin facts.Origin
		wraps  bool
	}{
		fetch: {cvm, true}, method("Fetch"): {vpc, false}, method("Send"): {vpc, false},
	} {
		if got := e.OriginOf(f); !reflect.DeepEqual(got, want.origin) {
			t.Errorf("the errors of %s come from %s, want %s", f.FullName(), got, want.origin)
		}
		if got := e.AlwaysWraps(f); got != want.wraps {
			t.Errorf("%s wraps: %t", f.FullName(), got)
		}
	}
	if none := new(facts.PackageSummary); none.AlwaysWraps(fetch) {
		t.Error("a package that says nothing wraps")
	}
	for service, want := range map[string]bool{"cvm": true, "vpc": true, "cdb": true, "cdn": false} {
		if got := e.Names(service); got != want {
			t.Errorf("errors of %s come out: %t", service, got)
		}
	}
}

// TestTakesFunction holds which functions may call again what they are given: a
// function that fails, or that says of an error whether to.
func TestTakesFunction(t *testing.T) {
	p := ssatest.Build(t, functions, nil)
	for name, want := range map[string]bool{
		"Retry": true, "RetryWith": true, "Until": true, "Each": false, "Check": false, "Keep": false, "Fetch": false,
	} {
		if got := facts.TakesFunction(p.Func(name).Signature); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestRequestsAreBounded holds that a place with too many constants is open: a fact
// carries few.
func TestRequestsAreBounded(t *testing.T) {
	many := make([]string, facts.MaxTexts+1)
	for i := range many {
		many[i] = string(rune('a' + i))
	}
	var r facts.Request
	r.Headers[facts.ActionHeader].Texts = many
	r.Headers[facts.VersionHeader].Texts = many[1:]
	b := r.Bounded()
	if v := b.Headers[facts.ActionHeader]; len(v.Texts) > 0 || !v.Open {
		t.Errorf("%d constants are %v", len(many), v)
	}
	if v := b.Headers[facts.VersionHeader]; len(v.Texts) != facts.MaxTexts || v.Open {
		t.Errorf("%d constants are %v", facts.MaxTexts, v)
	}
	if v := r.Headers[facts.ActionHeader]; len(v.Texts) != len(many) || v.Open {
		t.Errorf("the request itself is changed: %v", v)
	}
}
