package assertion_test

import (
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/assertion"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// sdks stand for two editions of the SDK.
var sdks = map[string]string{
	"example.com/sdk": `package sdk

type Error struct{ Code string }

func (*Error) Error() string { return "" }

// Status is an error that is no pointer.
type Status struct{ Code string }

func (Status) Error() string { return "" }

func Ask() error { return nil }
`,
	"example.com/intl": `package intl

type Error struct{ Code string }

func (*Error) Error() string { return "" }

func Ask() error { return nil }
`,
}

func isError(t types.Type) bool {
	return ir.IsDeclaredIn(t, "example.com/sdk") || ir.IsDeclaredIn(t, "example.com/intl")
}

func isAs(call *ssa.CallCommon) bool { return ir.IsFunc(call.StaticCallee(), "As", "errors") }

// TestLeaks holds where the nil pointer of a failed assertion gets out as an error
// that is not nil.
func TestLeaks(t *testing.T) {
	p := ssatest.Build(t, `package leaks

import (
	"errors"

	"example.com/sdk"
)

var last *sdk.Error

func keep(err error)   {}
func show(v any)       {}
func save(e *sdk.Error) {}

func returned(err error) error {
	e, ok := err.(*sdk.Error)
	if !ok {
		return e
	}
	return nil
}

func returnedBlind(err error) error {
	e, _ := err.(*sdk.Error)
	return e
}

func filled(err error) error {
	var e *sdk.Error
	if !errors.As(err, &e) {
		return e
	}
	return nil
}

func given(err error) {
	if e, ok := err.(*sdk.Error); !ok {
		keep(e)
	}
}

func asked(err error) error {
	e, _ := err.(*sdk.Error)
	if e == nil {
		return e
	}
	return nil
}

func whereItHolds(err error) error {
	e, ok := err.(*sdk.Error)
	if ok {
		return e
	}
	return nil
}

func askedForNil(err error) error {
	e, _ := err.(*sdk.Error)
	if e != nil {
		return e
	}
	return nil
}

// Only one that is the last is returned: it may be nil, and that is not known.
func comparedWithAnother(err error) error {
	e, ok := err.(*sdk.Error)
	if e == last {
		return e
	}
	if ok {
		return e
	}
	return nil
}

func shown(err error) {
	if e, ok := err.(*sdk.Error); !ok {
		show(e)
		save(e)
	}
}

func noPointer(err error) error {
	e, ok := err.(sdk.Status)
	if !ok {
		return e
	}
	return nil
}

func askedBefore(err error) error {
	if err.Error() == "" {
		return nil
	}
	e, _ := err.(*sdk.Error)
	return e
}

func askedBeforeForNil(err error) error {
	if err == nil {
		return nil
	}
	e, _ := err.(*sdk.Error)
	return e
}
`, sdks)
	for name, want := range map[string]string{
		"returned": "result", "returnedBlind": "blind result", "filled": "result", "given": "argument", "asked": "result",
		"whereItHolds": "", "askedForNil": "", "comparedWithAnother": "", "shown": "", "noPointer": "",
		"askedBefore": "", "askedBeforeForNil": "blind result",
	} {
		var got []string
		for _, l := range assertion.Leaks(p.Func(name), isError, isAs, func(*ssa.Function) bool { return false }) {
			if l.Blind {
				got = append(got, "blind")
			}
			if _, ok := l.At.(*ssa.Return); ok {
				got = append(got, "result")
			} else {
				got = append(got, "argument")
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// program sees the bodies of its package; the packages above are SDKs, and fmt
// wraps.
type program struct{}

func (program) IsError(t types.Type) bool            { return isError(t) }
func (program) Fills(c *ssa.CallCommon) bool         { return isAs(c) }
func (program) Compares(c *ssa.CallCommon) bool      { return ir.IsFunc(c.StaticCallee(), "Is", "errors") }
func (program) Same(a, b ssa.Value) bool             { return a == b }
func (program) Loaded(*ssa.UnOp) ([]ssa.Value, bool) { return nil, false }

func (program) Root(t types.Type) string {
	named, _ := ir.Deref(t).(*types.Named)
	return named.Obj().Pkg().Path()
}

func (program) Call(call *ssa.CallCommon, index int) assertion.Source {
	f := call.StaticCallee()
	switch {
	case f == nil:
	case len(f.Blocks) > 0:
		return assertion.Source{Kind: assertion.InBody, Body: f, Index: index}
	case ir.IsFunc(f, "Ask", "example.com/sdk", "example.com/intl"):
		return assertion.Source{Kind: assertion.FromSDK, Root: f.Pkg.Pkg.Path()}
	case ir.IsFunc(f, "Errorf", "fmt"):
		return assertion.Source{Kind: assertion.Formats}
	case ir.IsFunc(f, "New", "errors"):
		return assertion.Source{Kind: assertion.Makes}
	}
	return assertion.Source{}
}

const wrappers = `
type named struct{ name string }

func (named) Error() string { return "" }

type chained struct{ error }

func (c chained) Unwrap() error { return c.error }

func wrapped() error    { return fmt.Errorf("ask: %w", sdk.Ask()) }
func plain() error      { return sdk.Ask() }
func sometimes() error {
	err := sdk.Ask()
	if err == nil {
		return nil
	}
	if err.Error() == "" {
		return err
	}
	return fmt.Errorf("ask: %w", err)
}
func own() error        { return named{} }
func chain() error      { return chained{sdk.Ask()} }
func nothing() error    { return nil }
func made() error       { return errors.New("") }
func other(f func() error) error { return f() }
func through(n int) error {
	if n > 0 {
		return through(n - 1)
	}
	return wrapped()
}
func either(n int) error {
	if n > 0 {
		return errors.New("")
	}
	return wrapped()
}
func lost() error {
	if err := sdk.Ask(); err != nil {
		return made()
	}
	return nil
}
func both() (error, error) { return wrapped(), sdk.Ask() }
func second(n int) error {
	err, plain := both()
	if n > 0 {
		return err
	}
	return plain
}
`

// TestDeads holds which assertions cannot hold, and why.
func TestDeads(t *testing.T) {
	p := ssatest.Build(t, `package deads

import (
	"errors"
	"fmt"

	"example.com/intl"
	"example.com/sdk"
)
`+wrappers+`
func ofWrapped() bool { _, ok := wrapped().(*sdk.Error); return ok }
func ofOwn() bool     { _, ok := own().(*sdk.Error); return ok }
func ofMade() bool    { _, ok := made().(*sdk.Error); return ok }
func ofOther() bool   { _, ok := intl.Ask().(*sdk.Error); return ok }
func ofNil(err error) bool {
	if err == nil {
		_, ok := err.(*sdk.Error)
		return ok
	}
	return false
}
func asOwn() bool     { var e *sdk.Error; return errors.As(own(), &e) }
func asMade() bool    { var e *sdk.Error; return errors.As(made(), &e) }
func isFresh(err error) bool { return errors.Is(err, &sdk.Error{}) }

func ofPlain() bool     { _, ok := plain().(*sdk.Error); return ok }
func ofSometimes() bool { _, ok := sometimes().(*sdk.Error); return ok }
func ofUnknown() bool   { _, ok := other(nil).(*sdk.Error); return ok }
func asWrapped() bool   { var e *sdk.Error; return errors.As(wrapped(), &e) }
func asChain() bool     { var e *sdk.Error; return errors.As(chain(), &e) }
func notNil(err error) bool {
	if err != nil {
		_, ok := err.(*sdk.Error)
		return ok
	}
	return false
}
`, sdks)
	for name, want := range map[string]assertion.Reason{
		"ofWrapped": assertion.Wrapped, "ofOwn": assertion.Made, "ofMade": assertion.Made, "ofOther": assertion.Edition,
		"ofNil": assertion.Nil, "asOwn": assertion.Made, "asMade": assertion.Made, "isFresh": assertion.Fresh,
		"ofPlain": 0, "ofSometimes": 0, "ofUnknown": 0, "asWrapped": 0, "asChain": 0, "notNil": 0,
	} {
		var got assertion.Reason
		for _, d := range assertion.Deads(p.Func(name), program{}) {
			got = d.Reason
		}
		if got != want {
			t.Errorf("%s: reason %d, want %d", name, got, want)
		}
	}
}

// TestWraps holds which functions always return an error around another, or one with
// nothing of the SDK's in it.
func TestWraps(t *testing.T) {
	p := ssatest.Build(t, "package wraps\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\n\t\"example.com/sdk\"\n)\n"+wrappers, sdks)
	for name, want := range map[string]bool{
		"wrapped": true, "chain": true, "through": true, "either": true,
		"plain": false, "sometimes": false, "own": false, "nothing": false, "made": false, "other": false, "second": false,
	} {
		if got := assertion.Wraps(p.Func(name), 0, program{}); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
	for name, want := range map[string]bool{
		"own": true, "made": true, "lost": true,
		"wrapped": false, "chain": false, "plain": false, "nothing": false, "other": false, "either": false,
	} {
		if got := assertion.Lacks(p.Func(name), 0, program{}); got != want {
			t.Errorf("%s lacks: %t", name, got)
		}
	}
}
