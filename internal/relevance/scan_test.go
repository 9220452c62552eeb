package relevance

import (
	"go/ast"
	"go/types"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// scan returns the functions of a package, by name, as the scan of its syntax
// sees them.
func scan(t *testing.T, text string) map[string]*program.Declared {
	t.Helper()
	p := &program.Package{
		Pass:     ssatest.Build(t, text, others).Pass(),
		Config:   new(program.Config),
		Vars:     make(map[*types.Var]ast.Expr),
		VarTests: make(map[*types.Var]bool),
		Initial:  make(map[*types.Var]*program.Declared),
		Reach:    make(map[*types.Package]bool),
		Helpers:  make(map[*types.Func]*facts.Summary),
		Imported: make(map[*types.Package]*facts.PackageSummary),
	}
	p.Wire = rawapi.FindWires(p.Pass, false)
	Scan(p)
	byName := make(map[string]*program.Declared)
	for _, d := range p.Order {
		byName[d.Object.Name()] = d
	}
	return byName
}

const answer = `
type answer struct {
	Response struct {
		Error     *struct{ Code, Message string }
		RequestId string
	}
}
`

// TestServicesOfRequests holds which services a function asks by requests of its
// own: those that constants name. Where something else may name one, it can be
// any.
func TestServicesOfRequests(t *testing.T) {
	byName := scan(t, `package requests

import (
	"net/http"
	"os"
)
`+answer+`
func post(url string, header http.Header) error { return nil }

// Its callers say which action.
func act(header http.Header, action string) error {
	header.Set("X-TC-Action", action)
	return post("", header)
}

func host() error { return post("https://cdn.tencentcloudapi.com/", nil) }

func action(header http.Header) error {
	header.Set("X-TC-Action", "DescribeCdnData")
	header.Set("X-TC-Version", "2018-06-06")
	return post("", header)
}

func scope(date string) string { return date + "/" + "cvm" + "/tc3_request" }

func any(header http.Header) error {
	header.Set("X-TC-Action", os.Getenv("ACTION"))
	return post("", header)
}

func anyOf(header http.Header) error {
	header.Set("X-TC-Action", os.Getenv("ACTION"))
	return post("https://cdn.tencentcloudapi.com/", header)
}

func pending(header http.Header) error { return act(header, os.Getenv("ACTION")) }

func silent(header http.Header) error { return post("", header) }
`)
	for name, want := range map[string]string{
		"host": "cdn", "action": "cdn", "scope": "cvm", "any": "?", "anyOf": "cdn", "pending": "?", "silent": "",
	} {
		if got := byName[name].Origin.String(); got != want {
			t.Errorf("%s asks %q, want %q", name, got, want)
		}
	}
}

// TestMakersOfErrors holds which functions make an error of the program's own that
// may carry a code from an answer: their callers get it, and matter too.
func TestMakersOfErrors(t *testing.T) {
	byName := scan(t, `package makers
`+answer+`
type APIError struct{ Code, Message string }

func (e *APIError) Error() string { return e.Code }

type notFound struct{ name string }

func (e *notFound) Error() string { return e.name }

func made(a *answer) error { return &APIError{a.Response.Error.Code, a.Response.Error.Message} }

func missing(name string) error { return &notFound{name} }

func code(e *APIError) string { return e.Code }

func name(e *notFound) string { return e.name }
`)
	for name, want := range map[string]struct{ makes, tests bool }{
		"made": {true, true}, "missing": {false, false}, "code": {false, true}, "name": {false, false},
	} {
		d := byName[name]
		if d.Makes != want.makes || d.Tests != want.tests {
			t.Errorf("%s makes: %t, tests: %t; want %+v", name, d.Makes, d.Tests, want)
		}
	}
}

// TestEffects holds what functions do besides computing their results, themselves
// or by way of others.
func TestEffects(t *testing.T) {
	byName := scan(t, `package effects

import (
	"bytes"
	"os"
	"strings"
	"time"
)

type counter struct{ n int }

var total int

func computes(list []string) int   { n := 0; for _, s := range list { n += len(s) }; return n }
func upper(s string) string        { return strings.ToUpper(s) }
func waits()                       { time.Sleep(time.Second) }
func waitsInside()                 { waits() }
func ticks(c <-chan time.Time)     { <-c }
func receives(c <-chan string)     { <-c }
func counts(c *counter)            { c.n++ }
func sums()                        { total++ }
func clears(m map[string]int)      { clear(m) }
func prints()                      { println("…") }
func writes()                      { os.Remove("…") }
func builds(b *strings.Builder)    { b.WriteString("…") }
func fills(b *bytes.Buffer)        { b.WriteString("…") }
func fillsInside(b *bytes.Buffer)  { fills(b) }
func later()                       { go upper("") }
func calls(f func())               { f() }
func serves()                      { for { upper("") } }
`)
	type effects struct{ acts, advances, sleeps bool }
	for name, want := range map[string]effects{
		"computes": {}, "upper": {},
		"waits": {sleeps: true}, "waitsInside": {sleeps: true}, "ticks": {sleeps: true},
		"receives": {advances: true},
		"counts":   {acts: true}, "sums": {acts: true, advances: true},
		"clears": {acts: true}, "prints": {acts: true}, "writes": {acts: true},
		"builds": {acts: true}, "fills": {acts: true}, "fillsInside": {acts: true},
		"later": {acts: true}, "calls": {acts: true}, "serves": {acts: true},
	} {
		d := byName[name]
		if got := (effects{d.Acts, d.Advances, d.Sleeps}); got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}
