package relevance

import (
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// others stand for packages of the SDK, and for one that the answers of which hold
// codes.
var others = map[string]string{
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors": `package errors

type TencentCloudSDKError struct{ Code string }

func (*TencentCloudSDKError) Error() string { return "" }
`,
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111": `package v20210111

type SendStatus struct{ Code, PhoneNumber *string }
type SendSmsResponseParams struct{ SendStatusSet []*SendStatus }
type SendSmsResponse struct{ Response *SendSmsResponseParams }
type SendSmsRequest struct{ PhoneNumberSet []*string }
`,
}

// TestShapes asks every question about every function of a program. A question
// decides whether control flow is worth building: what it misses is not analyzed,
// and what it takes in vain costs time.
func TestShapes(t *testing.T) {
	built := ssatest.Build(t, `package shapes

import (
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

type set map[string]bool
type Codes map[string]bool
type reason struct{ Text string }
type count struct{ N int }

func (Codes) Has(string) bool { return false }
func (c Codes) Fill()         {}
func (r *reason) String() string { return r.Text }
func (r reason) Lines() []string { return nil }
func (r reason) In(language string) string { return "" }

func IsGone(err error) bool                           { return false }
func Wrap(err error, what string) error               { return err }
func wrap(err error) error                            { return err }
func Sdk(err error) *errors.TencentCloudSDKError      { return nil }
func CodeIs(code string, want ...string) bool         { return false }
func Explain(err error) reason                        { return reason{} }
func ExplainRef(err error) *reason                    { return nil }
func Count(err error) count                           { return count{} }
func CountRef(err error) *count                       { return nil }
func Counts(err error) []int                          { return nil }
func Retry(do func() error) error                     { return do() }
func Log(err error)                                   {}
func Lookup(id string) (*sms.SendStatus, error)       { return nil, nil }
func Sleep(n int)                                     {}

func Gone() []string                                  { return nil }
func Table(n int) set                                 { return nil }
func Of(codes ...string) Codes                        { return nil }
func OfMap(codes map[string]int) Codes                { return nil }
func setOf(codes ...string) Codes                     { return nil }
func Plain(codes ...string) set                       { return nil }
func Numbers(n ...int) []int                          { return n }
func Is(codes ...string) func(string) bool            { return nil }
func OfNumbers(n ...int) func(error) bool             { return nil }
func Any() func(error) bool                           { return nil }
func Namer(codes []string) func() string              { return nil }

func Report(answer *sms.SendSmsResponse)              {}
func ReportEach(statuses []*sms.SendStatus)           {}
func Request(request *sms.SendSmsRequest)             {}
`, others)
	p := &program.Package{Pass: built.Pass(), Config: new(program.Config)}
	p.Status = program.FindStatuses(p.Pass.Pkg)
	of := func(holds func(*types.Func) bool) string {
		var names []string
		for _, name := range p.Pass.Pkg.Scope().Names() {
			switch object := p.Pass.Pkg.Scope().Lookup(name).(type) {
			case *types.Func:
				if holds(object) {
					names = append(names, name)
				}
			case *types.TypeName:
				for m := range object.Type().(*types.Named).Methods() {
					if holds(m) {
						names = append(names, name+"."+m.Name())
					}
				}
			}
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	}
	bySignature := func(holds func(*types.Signature) bool) func(*types.Func) bool {
		return func(f *types.Func) bool { return holds(f.Signature()) }
	}
	for question, c := range map[string]struct {
		holds func(*types.Func) bool
		of    string
	}{
		// What may hand an error on to other packages.
		"wrapperLike": {wrapperLike, "Sdk Wrap"},
		// What may test a code, or hand it on in a struct.
		"helperLike": {
			bySignature(func(sig *types.Signature) bool { return helperLike(sig, sdk.Errors{}) }),
			"CodeIs Codes.Has Explain ExplainRef IsGone Retry Sdk Wrap reason.In wrap",
		},
		// What may give a field that holds a code.
		"isGetter":     {bySignature(isGetter), "reason.String"},
		"takesMap":     {bySignature(takesMap), "Codes.Fill Codes.Has OfMap"},
		"takesStrings": {bySignature(takesStrings), "CodeIs Codes.Has Is Lookup Namer Of OfMap Plain Wrap reason.In setOf"},
		"MakesLists":   {bySignature(MakesLists), "Any Gone Is Of OfMap OfNumbers Plain Table reason.Lines setOf"},
		"makesTests":   {bySignature(makesTests), "Is"},
		// Only what others can call, of a type whose methods look for a code.
		"makesSet":    {func(f *types.Func) bool { return makesSet(p, f) }, "Of OfMap"},
		"takesStatus": {bySignature(func(sig *types.Signature) bool { return takesStatus(p, sig) }), "Report ReportEach"},
	} {
		if got := of(c.holds); got != c.of {
			t.Errorf("%s holds for %s, want %s", question, got, c.of)
		}
	}
	p.Status = nil
	if takesStatus(p, built.Func("Report").Signature) {
		t.Error("where no service answers a code, nothing is given one")
	}
}

// TestKept holds which variables a program may keep codes in, or what tests them.
func TestKept(t *testing.T) {
	built := ssatest.Build(t, `package kept

type Set[T comparable] interface{ Contains(T) bool }
type row struct {
	code  string
	retry bool
}
type page struct{ number int }

var (
	text   string
	list   []string
	table  map[string]int
	lists  map[string][]string
	rows   []row
	refs   []*row
	array  [2]string
	is     func(error) bool
	codes  Set[string]
	nested [][]string

	number  int
	ids     []int
	byId    map[int]string
	pages   []page
	one     row
	ref     *row
	makes   func() error
	numbers Set[int]
	err     error
	deep    [][][][]string
)

func local() {
	var inFunction string
	_ = inFunction
}
`, nil)
	p := &program.Package{Pass: built.Pass()}
	want := strings.Fields("text list table lists rows refs array is codes nested")
	for id, object := range built.Info.Defs {
		v, ok := object.(*types.Var)
		if !ok || v.IsField() {
			continue
		}
		if got := isKept(p, v); got != slices.Contains(want, id.Name) {
			t.Errorf("%s: %t", id.Name, got)
		}
	}
}

// TestMayBeError holds what can be given an error.
func TestMayBeError(t *testing.T) {
	built := ssatest.Build(t, `package given

type failure struct{}

func (failure) Error() string { return "" }

var err error
var own failure
var anything any
var text string
var stringer interface{ String() string }
`, nil)
	for name, want := range map[string]bool{"err": true, "own": true, "anything": true, "text": false, "stringer": false} {
		if got := MayBeError(built.Pkg.Scope().Lookup(name).Type()); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
