package facts

import (
	"fmt"
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A Style says what the results of a literal that is called again and again
// mean.
type Style uint8

const (
	Plain   Style = iota
	Poller        // (done bool, err error): false, nil calls again; an error stops
	Backoff       // error: any error calls again
	Marked        // error: an error that is marked so calls again, any other stops
	Steps         // (again bool, err error): true calls again, whatever the error
	Asks          // bool: whether to call another function again
	AsksNot       // bool: whether not to
	Checks        // (again bool, err error): the same, of a function that is given the error
)

// Fits reports whether a function of this signature can have results that mean
// what the style says.
func (s Style) Fits(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return false
	}
	results := sig.Results()
	takes := false
	for v := range sig.Params().Variables() {
		takes = takes || ir.IsErrorType(v.Type())
	}
	fails := results.Len() > 0 && ir.IsErrorType(results.At(results.Len()-1).Type())
	answers := results.Len() > 0 && ir.IsBool(results.At(0).Type())
	switch s {
	case Asks, AsksNot:
		return takes && results.Len() == 1 && answers
	case Checks:
		return takes && results.Len() == 2 && answers && fails
	case Poller, Steps:
		return results.Len() == 2 && answers && fails
	case Backoff, Marked:
		return fails
	}
	return false
}

// Calls says what a function does with a function that it is given.
type Calls struct {
	Param int
	Style Style
}

// TakesFunction reports whether a function may call functions again that it is
// given.
func TakesFunction(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if f, ok := v.Type().Underlying().(*types.Signature); ok && (ir.ReturnsError(f) || Asks.Fits(f)) {
			return true
		}
	}
	return false
}

// A RetryError is the fact of a struct of the program that a retry gets from the
// function which it calls, and of which a bool field decides whether to call again.
type RetryError struct {
	Pointer bool // functions return pointers to it, and nil for success
	Field   int  // the bool that decides
	Final   bool // true is the end, and false calls again
	Error   int  // the field that is nil on success; -1: not known
	Asked   bool // the retry asks whether that is nil, and else only returns it
}

// AFact marks a fact.
func (*RetryError) AFact() {}

func (e *RetryError) String() string {
	return fmt.Sprintf("retryError(%d %t)", e.Field, e.Final)
}

// A Mark says what a retry does on a retry error of the program's own.
type Mark uint8

const (
	Unmarked    Mark = iota // not known
	MarkedAgain             // calls again
	MarkedFinal             // ends with the error
	MarkedDone              // ends with success
)

var markNames = [...]string{MarkedAgain: "again", MarkedFinal: "final", MarkedDone: "done"}

// MarkOf returns what the retry does where the field that decides is so, and where
// there is no error in it.
func (e *RetryError) MarkOf(field, noError bool) Mark {
	switch final := field == e.Final; {
	case noError && (e.Asked || final && e.Error >= 0):
		return MarkedDone
	case noError:
		return Unmarked
	case final:
		return MarkedFinal
	}
	return MarkedAgain
}
