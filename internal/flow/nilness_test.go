package flow

import (
	"go/types"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestWhatMayHoldNil tells apart the types of errors that are never nil.
func TestWhatMayHoldNil(t *testing.T) {
	scope := ssatest.Build(t, `package p

type code string

func (code) Error() string { return "" }

type failure struct{ code }

type pair [2]failure

var (
	Text    code
	Failure failure
	Pair    pair
	Pointer *failure
	List    []failure
	Error   error
	Any     any
	Kinds   map[code]failure
	Call    func() error
	Errors  chan error
)
`, nil).Pkg.Scope()
	never := map[string]bool{"Text": true, "Failure": true, "Pair": true}
	for _, name := range []string{"Text", "Failure", "Pair", "Pointer", "List", "Error", "Any", "Kinds", "Call", "Errors"} {
		if mayHoldNil(scope.Lookup(name).Type()) == never[name] {
			t.Errorf("%s: %v", name, !never[name])
		}
	}
}

// TestWhatMayHoldErrors tells errors, and lists of them, from what a wrapper is given
// beside them.
func TestWhatMayHoldErrors(t *testing.T) {
	scope := ssatest.Build(t, `package p

type failure struct{}

func (*failure) Error() string { return "" }

var (
	Error    error
	Errors   []error
	Failures []failure
	Text     string
	Texts    []string
	Any      any
	All      []any
	Two      [2]error
	Lists    [][]error
)
`, nil).Pkg.Scope()
	holds := map[string]bool{"Error": true, "Errors": true}
	for _, name := range scope.Names() {
		if v, ok := scope.Lookup(name).(*types.Var); ok && isListOrError(v.Type()) != holds[name] {
			t.Errorf("%s: %v", name, !holds[name])
		}
	}
}
