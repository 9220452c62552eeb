package predicate

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestCapturedStrings tells the strings that a literal captured, which are codes
// where somebody gives it codes, from its other variables.
func TestCapturedStrings(t *testing.T) {
	pkg := ssatest.Build(t, `package p

type kind string

func f(word string, of kind, err error, n int, list []string) func() string {
	return func() string {
		if err != nil || n > len(list) {
			return word
		}
		return string(of)
	}
}
`, nil)
	want := map[string]bool{"word": true, "of": true, "err": false, "n": false, "list": false}
	literal := pkg.Func("f").AnonFuncs[0]
	for _, free := range literal.FreeVars {
		if got := isCapturedString(program.ValueID{Memory: &program.Version{Cell: free}}); got != want[free.Name()] {
			t.Errorf("%s: %v", free.Name(), got)
		}
		delete(want, free.Name())
	}
	if len(want) > 0 {
		t.Errorf("not captured: %v", want)
	}
	var word ssa.Value = pkg.Func("f").Params[0]
	if isCapturedString(program.ValueID{Value: word}) || isCapturedString(program.ValueID{Memory: &program.Version{Cell: word}}) {
		t.Error("a parameter is captured by itself")
	}
}
