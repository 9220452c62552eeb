package ir_test

import (
	"go/constant"
	"go/types"
	"slices"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// retryPackage stands for a copy of the Terraform plugin SDK.
const retryPackage = "package retry\n\ntype RetryError struct{ Err error }\n"

// TestQuestionsToTypes asks every question about every variable of a program:
// those listed are the ones that it holds for.
func TestQuestionsToTypes(t *testing.T) {
	p := ssatest.Build(t, `package kinds

import (
	"context"

	"example.com/plugin/helper/resource"
	"example.com/plugin/helper/retry"
	"example.com/retry/policy"
)

type (
	Name       string
	Quiet      struct{ Count int }
	Failure    struct{ Code string }
	Ref        *Quiet
	Table      map[string]bool
	Context    interface{ Err() error }
	RetryError struct{ Err error }
	Mixed      struct { Err error; Again bool }
	Untold     struct { Err error; Tries int }
	Told       struct { Text string; Again bool }
	Held       struct { Err Failure; Again bool }
	Generic[T any] struct { Err error; Again bool; Value T }
	Same       = Failure
)

func (Failure) Error() string { return "" }
func (Quiet) Reset()          {}

var (
	text       string
	name       Name
	flag       bool
	anything   any
	bytes      []byte
	words      []string
	table      map[string]bool
	named      Table
	quiet      Quiet
	quietRef   *Quiet
	ref        Ref
	err        error
	failure    Failure
	same       Same
	failureRef *Failure
	ctx        context.Context
	ownCtx     Context
	cancel     context.CancelFunc
	toRetry    *retry.RetryError
	toResource *resource.RetryError
	notRef     retry.RetryError
	ownRetry   *RetryError
	otherRetry *policy.RetryError
	mixed      Mixed
	mixedRef   *Mixed
	untold     Untold
	told       Told
	held       Held
	generic    Generic[int]
)
`, map[string]string{
		"example.com/plugin/helper/retry":    retryPackage,
		"example.com/plugin/helper/resource": "package resource\n\ntype RetryError struct{ Err error }\n",
		"example.com/retry/policy":           "package policy\n\ntype RetryError struct{ Err error }\n",
	})
	for question, c := range map[string]struct {
		holds func(types.Type) bool
		of    []string
	}{
		"IsAny":     {ir.IsAny, []string{"anything"}},
		"IsBool":    {ir.IsBool, []string{"flag"}},
		"IsBytes":   {ir.IsBytes, []string{"bytes"}},
		"IsContext": {ir.IsContext, []string{"ctx"}},
		"IsMap":     {ir.IsMap, []string{"named", "table"}},
		"IsString":  {ir.IsString, []string{"name", "text"}},
		"IsStruct": {ir.IsStruct, []string{
			"failure", "failureRef", "generic", "held", "mixed", "mixedRef", "notRef", "otherRetry", "ownRetry", "quiet", "quietRef", "same",
			"toResource", "toRetry", "told", "untold",
		}},
		// A type with a name of its own is what it is made of.
		"IsPointer": {ir.IsPointer, []string{
			"failureRef", "mixedRef", "otherRetry", "ownRetry", "quietRef", "ref", "toResource", "toRetry",
		}},
		"IsErrorType": {ir.IsErrorType, []string{"err", "failure", "failureRef", "same"}},
		// Only a type that the program may make values of by itself.
		"HasErrorMethod": {ir.HasErrorMethod, []string{"failure", "same"}},
		// A type of this name in another package says nothing of retries.
		"IsRetryError": {ir.IsRetryError, []string{"toResource", "toRetry"}},
		// A struct that holds any error, and says something of it.
		"MayBeRetryError": {ir.MayBeRetryError, []string{"mixed", "mixedRef"}},
		"IsDeclaredIn": {
			func(t types.Type) bool { return ir.IsDeclaredIn(t, "example.com/plugin/helper/retry") },
			[]string{"notRef", "toRetry"},
		},
		"HasString": {
			func(t types.Type) bool {
				s, ok := t.Underlying().(*types.Struct)
				return ok && ir.HasString(s)
			},
			[]string{"failure", "same", "told"},
		},
	} {
		var of []string
		for _, name := range p.Pkg.Scope().Names() {
			if v, ok := p.Pkg.Scope().Lookup(name).(*types.Var); ok && c.holds(v.Type()) {
				of = append(of, name)
			}
		}
		if !slices.Equal(of, c.of) {
			t.Errorf("%s holds for %q, want %q", question, of, c.of)
		}
	}
}

// TestReturnsError holds which calls can answer an error: those that return a
// function which does, too, for it is called next.
func TestReturnsError(t *testing.T) {
	p := ssatest.Build(t, `package funcs

import "example.com/plugin/helper/retry"

func plain() (int, error)                { return 0, nil }
func marked() *retry.RetryError          { return nil }
func makes() func() error                { return nil }
func makesMarked() func() *retry.RetryError { return nil }
func counts() int                        { return 0 }
func makesCounter() func() int           { return nil }
func nothing()                           {}
`, map[string]string{"example.com/plugin/helper/retry": retryPackage})
	for name, want := range map[string]struct {
		returns bool
		result  int
	}{
		"plain": {true, 1}, "marked": {true, 0}, "makes": {true, -1}, "makesMarked": {true, -1},
		"counts": {false, -1}, "makesCounter": {false, -1}, "nothing": {false, -1},
	} {
		sig := p.Func(name).Signature
		if got := ir.ReturnsError(sig); got != want.returns {
			t.Errorf("%s returns an error: %t", name, got)
		}
		if got := ir.ErrorResult(sig); got != want.result {
			t.Errorf("the error of %s is result %d, want %d", name, got, want.result)
		}
	}
}

// TestIsEmptyString holds what data that is not there evaluates to nothing to
// range over.
func TestIsEmptyString(t *testing.T) {
	for _, c := range []struct {
		value any
		want  bool
	}{
		{constant.MakeString(""), true}, {constant.MakeString("a"), false}, {constant.MakeInt64(0), false},
		{constant.MakeBool(false), false}, {nil, false}, {"", false},
	} {
		if got := ir.IsEmptyString(c.value); got != c.want {
			t.Errorf("%v: %t", c.value, got)
		}
	}
}
