package value

import (
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestDots tells the dot of a code, in each way that it is written.
func TestDots(t *testing.T) {
	pkg := ssatest.Build(t, `package p

import "strings"

func f(s string, sep string) {
	strings.Split(s, ".")
	strings.IndexByte(s, '.')
	strings.IndexRune(s, '.')
	strings.Split(s, "_")
	strings.IndexByte(s, '-')
	strings.Split(s, "")
	strings.Split(s, sep)
}
`, nil)
	for i, call := range ssatest.Instructions[*ssa.Call](pkg.Func("f")) {
		if got, want := isDot(call.Call.Args[1]), i < 3; got != want {
			t.Errorf("%s: %v", call, got)
		}
	}
}

// TestSameTable knows a table that is read twice.
func TestSameTable(t *testing.T) {
	pkg := ssatest.Build(t, `package p

var codes, others []string

func f(given []string) {
	use(codes)
	use(codes)
	use(others)
	use(given)
	use(given)
}

func use([]string) {}
`, nil)
	var tables []ssa.Value
	for _, call := range ssatest.Instructions[*ssa.Call](pkg.Func("f")) {
		tables = append(tables, call.Call.Args[0])
	}
	for i, a := range tables {
		for j, b := range tables {
			want := i == j || i < 2 && j < 2 || i > 2 && j > 2
			if got := sameTable(a, b); got != want {
				t.Errorf("%d and %d: %v", i, j, got)
			}
		}
	}
}
