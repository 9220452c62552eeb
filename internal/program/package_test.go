package program

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestReassigned holds which package variables keep the value that they are
// declared with.
func TestReassigned(t *testing.T) {
	p := build(t, `package vars

var constant, assigned, element, taken, key, value, local = "", "", []string{""}, "", "", "", ""

func change(m map[string]string, set func(*string)) {
	assigned = constant
	element[0] = ""
	set(&taken)
	for key, value = range m {
	}
	local := constant
	local = ""
	_ = local
}
`, nil)
	for name, want := range map[string]bool{
		"constant": false, "assigned": true, "element": true, "taken": true, "key": true, "value": true, "local": false,
	} {
		if got := p.Reassigned(p.Pass.Pkg.Scope().Lookup(name).(*types.Var)); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestNeverReturns holds which functions end the program, whatever they are given.
func TestNeverReturns(t *testing.T) {
	p := build(t, `package ends

import (
	"log"
	"os"
)

func exits()              { os.Exit(1) }
func fails(err error)     { println("…"); log.Fatal(err) }
func both(ok bool)        { if ok { exits() } else { panic("") } }
func serves(do func())    { for { do() } }
func waits()              { select {} }
func nested()             { { fails(nil) } }
func every(n int)         { switch n { case 1: exits(); default: waits() } }

func sometimes(ok bool)   { if ok { exits() } }
func logs(err error)      { log.Print(err) }
func returns(ok bool)     { if ok { return }; exits() }
func recovers()           { defer func() { recover() }(); panic("") }
func stops(do func() bool) { for { if do() { break } } }
func some(n int)          { switch n { case 1: exits() } }
func breaks(n int)        { switch n { case 1: break; default: exits() } }
func jumps()              { goto end; end: exits() }
func itself()             { itself() }
func starts()             { go exits() }
`, nil)
	ends := strings.Fields("exits fails both serves waits nested every")
	for _, d := range p.Order {
		name := d.Object.Name()
		if got := p.NeverReturns(d.Object); got != slices.Contains(ends, name) {
			t.Errorf("%s: %t", name, got)
		}
	}
}

const cvm = "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

// cvmText stands for a package of the SDK that has constants of its own.
func cvmText(constants string) map[string]string {
	return map[string]string{cvm: `package v20170312

const APIVersion = "2017-03-12"

const (
` + constants + `
)

type Client struct{}
type DescribeZonesRequest struct{}

func (*Client) DescribeZones(*DescribeZonesRequest) (int, error) { return 0, nil }
`}
}

// TestSendsRequest holds which calls ask the API: what they return may be another
// error each time.
func TestSendsRequest(t *testing.T) {
	p := build(t, `package zones

import (
	"errors"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type zones struct {
	client *cvm.Client
	last   error
}

func fetch(z *zones) error { _, err := z.client.DescribeZones(nil); return err }
func cause(z *zones) error { return errors.Unwrap(z.last) }

func declared(z *zones) error { return fetch(z) }
func getter(z *zones) error   { return cause(z) }

func literal(z *zones) error {
	return func(z *zones) error { _, err := z.client.DescribeZones(nil); return err }(z)
}

func inside(z *zones) error {
	return func(z *zones) error {
		func() { z.client.DescribeZones(nil) }()
		return z.last
	}(z)
}

func quiet(z *zones) error { return func(z *zones) error { return z.last }(z) }
`, cvmText(""))
	// As the scan says.
	p.function(t, "fetch").Pkg.Declared[p.function(t, "fetch").Object].Origin = facts.Origin{Services: []string{"cvm"}}
	for name, want := range map[string]bool{"declared": true, "getter": false, "literal": true, "inside": true, "quiet": false} {
		f := p.function(t, name)
		call := returned(t, f)[0].(*ssa.Call)
		if got := f.SendsRequest(&call.Call); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestDeclares holds which functions have their bodies in the package.
func TestDeclares(t *testing.T) {
	p := build(t, `package bodies

import "strings"

func own() string               { return "" }
func generic[T any](v T) T      { return v }

func ofOwn() string     { return own() }
func ofGeneric() string { return generic("") }
func ofLiteral() string { return func() string { return "" }() }
func ofOther() string   { return strings.ToLower("") }
`, nil)
	for name, want := range map[string]bool{"ofOwn": true, "ofGeneric": true, "ofLiteral": true, "ofOther": false} {
		call := returned(t, p.function(t, name))[0].(*ssa.Call)
		if got := p.Declares(call.Call.StaticCallee()); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestIsFar holds that of a package which another imports, but not this one,
// nothing is known.
func TestIsFar(t *testing.T) {
	p := build(t, `package near

import (
	"strings"

	"example.com/between"
)

var text = strings.ToLower("")
var answer = between.Ask()
`, map[string]string{
		"example.com/between": "package between\n\nimport \"example.com/far\"\n\nfunc Ask() far.Answer { return far.Answer{} }\n",
		"example.com/far":     "package far\n\ntype Answer struct{}\n",
	})
	answer := p.Pass.Pkg.Scope().Lookup("answer").Type().(*types.Named).Obj().Pkg()
	all := append([]*types.Package{p.Pass.Pkg, answer}, p.Pass.Pkg.Imports()...)
	for _, pkg := range all {
		if got := p.IsFar(pkg); got != (pkg == answer) {
			t.Errorf("%s: %t", pkg.Path(), got)
		}
	}
}

// TestNewer holds that codes which the SDK of the build has and the catalog lacks
// count, if they are not too many to be a few new ones.
func TestNewer(t *testing.T) {
	numbered := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "\tNEW_%d = \"NoSuchCode.Number%d\"\n", i, i)
		}
		return b.String()
	}
	for constants, want := range map[string]int{
		"\tKNOWN = \"InvalidInstanceId.NotFound\"": 0,
		numbered(3):                   3,
		numbered(facts.MaxNewer + 50): 0,
	} {
		p := build(t, "package asks\n\nimport cvm \""+cvm+"\"\n\nvar client *cvm.Client\n", cvmText(constants))
		newer := 0
		for _, n := range p.Newer() {
			newer += len(n.Codes)
		}
		if newer != want {
			t.Errorf("%d codes are newer, want %d", newer, want)
		}
	}
}

// TestQuestionsToSignatures asks every question about every function of a program.
func TestQuestionsToSignatures(t *testing.T) {
	p := ssatest.Build(t, `package funcs

import "encoding/json"

type Set map[string]bool
type List struct{}

func Contains(list []string, s string) bool     { return false }
func In(s string, list []string) bool           { return false }
func HasPrefix(s, prefix string) bool           { return false }
func Equal(a, b any) bool                       { return false }
func Has(set Set, s string) bool                { return false }
func ContainsAny[T comparable](list []T, v T) bool { return false }

func (List) Holds(a, b string) bool             { return false }
func has(list []string, s string) bool          { return false }
func Index(list []string, s string) int         { return 0 }
func Less(a, b int) bool                        { return false }
func Known(s string) bool                       { return false }
func Ids(m map[int]bool, id int) bool           { return false }
func Numbers(list []int, n int) bool            { return false }

func Decode(data []byte, into any) error        { return json.Unmarshal(data, into) }
func Read[T any](data []byte) (v T)             { return v }
func Into[T any](data []byte, v *T)             {}
func Parse(data []byte) (int, error)            { return 0, nil }
`, nil)
	for question, c := range map[string]struct {
		holds func(*types.Func) bool
		of    string
	}{
		// A test for a code in another package must be worth a look.
		"IsMembership": {IsMembership, "Contains ContainsAny Equal Has HasPrefix In"},
		"MayDecode":    {MayDecode, "ContainsAny Decode Equal Into Read"},
	} {
		var of []string
		for name := range p.Decls() {
			if f := p.Func(name); f != nil && c.holds(f.Object().(*types.Func)) {
				of = append(of, name)
			}
		}
		slices.Sort(of)
		if got := strings.Join(of, " "); got != c.of {
			t.Errorf("%s holds for %s, want %s", question, got, c.of)
		}
	}
}

// TestLooksLikeCode holds what is written as a code with a detail is.
func TestLooksLikeCode(t *testing.T) {
	for text, want := range map[string]bool{
		"AuthFailure.SignatureExpire": true, "FailedOperation.Db_Error": true, "InvalidParameter.A.B2": true,
		"AuthFailure": false, "AuthFailure.": false, ".Expired": false, "authFailure.Expired": false, "AuthFailure.expired": false,
		"Auth Failure.Expired": false, "Request failed. Retry": false, "Ошибка.Код": false, "": false,
	} {
		if got := LooksLikeCode(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

// TestForwards holds which functions only hand on what they are given: a call of the
// one is a call of the other.
func TestForwards(t *testing.T) {
	p := build(t, `package forwards

import (
	"errors"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type zones struct{ client *cvm.Client }

func (z *zones) ask(region string, n int) (int, error) { println(region, n); return n, nil }
func (z *zones) stop() error                           { println("…"); return nil }

func swapped(n int, region string, z *zones) (int, error) { return z.ask(region, n) }
func fixed(z *zones, region string) (int, error)          { return z.ask(region, 3) }
func plain(z *zones) error                                { return z.stop() }

func otherAnswer(z *zones) error                    { z.stop(); return nil }
func otherOrder(z *zones) (error, int)              { n, err := z.ask("", 1); return err, n }
func otherResult(z *zones) error                    { _, err := z.ask("", 1); return err }
func otherCode(z *zones, n int) (int, error)        { return z.ask("ap-guangzhou", n) }
func otherLiteral(z *zones) error                   { return func() error { return z.stop() }() }
func otherTwice(z *zones) error                     { z.stop(); return z.stop() }
func otherBranch(z *zones, ok bool) error           { if ok { return z.stop() }; return nil }
func otherMade(text string) error                   { return errors.New(text + "…") }
func otherAPI(c *cvm.Client) (int, error)           { return c.DescribeZones(nil) }
func otherItself(z *zones) error                    { return otherItself(z) }
func otherValue(stop func() error) error            { return stop() }
`, cvmText(""))
	for _, f := range p.Functions {
		name := f.SSA.Name()
		if name == "ask" || name == "stop" || f.Object == nil {
			continue
		}
		if got, want := forwardOf(f.SSA) != nil, !strings.HasPrefix(name, "other"); got != want {
			t.Errorf("%s forwards: %t", name, got)
		}
	}
}

// TestCallsOf holds of which functions all calls are known.
func TestCallsOf(t *testing.T) {
	p := build(t, `package calls

type stopper interface{ stop() }
type job struct{}

func (job) stop()  {}
func (job) start() {}

func hidden()   {}
func Exported() {}
func escaped()  {}
func unused()   {}
func deferred() {}

func all(run func(func())) {
	hidden()
	hidden()
	Exported()
	escaped()
	run(escaped)
	defer deferred()
	job{}.stop()
	job{}.start()
}
`, nil)
	for name, want := range map[string]int{
		"hidden": 2, "deferred": 1, "start": 1, "Exported": -1, "escaped": -1, "stop": -1, "unused": -1, "all": -1,
	} {
		calls, complete := p.CallsOf(p.function(t, name).SSA)
		got := len(calls)
		if !complete {
			got = -1
		}
		if got != want {
			t.Errorf("%s: %d calls, want %d", name, got, want)
		}
	}
}
