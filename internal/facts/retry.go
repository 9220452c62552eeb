package facts

import (
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
