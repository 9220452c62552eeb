package ir_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// variable returns the memory of a function's variable.
func variable(t *testing.T, f *ssa.Function, name string) *ssa.Alloc {
	t.Helper()
	for _, alloc := range ssatest.Instructions[*ssa.Alloc](f) {
		if alloc.Comment == name {
			return alloc
		}
	}
	t.Fatalf("%s has no variable %s in memory", f, name)
	return nil
}

// TestClosureReads holds whether a literal, or one within it, looks at a variable
// that it captured.
func TestClosureReads(t *testing.T) {
	p := ssatest.Build(t, `package captured

func reads(run func(func())) int {
	n := 0
	run(func() { println(n) })
	return n
}

func readsInside(run func(func())) int {
	n := 0
	run(func() {
		run(func() { println(n) })
	})
	return n
}

func writes(run func(func())) int {
	n := 0
	run(func() { n = 1 })
	return n
}

func writesInside(run func(func())) int {
	n := 0
	run(func() {
		run(func() { n = 1 })
	})
	return n
}
`, nil)
	for name, want := range map[string]struct{ reads, writes bool }{
		"reads": {true, false}, "readsInside": {true, false}, "writes": {false, true}, "writesInside": {false, true},
	} {
		f := p.Func(name)
		closure := ssatest.Instructions[*ssa.MakeClosure](f)[0]
		cell := variable(t, f, "n")
		if got := ir.ClosureReads(closure, cell); got != want.reads {
			t.Errorf("%s reads: %t", name, got)
		}
		if got := ir.ClosureWrites(closure, cell); got != want.writes {
			t.Errorf("%s writes: %t", name, got)
		}
	}
}

// TestIsLoaded holds whether anything reads a variable in memory, or a part of
// it. What only gets values leaves no trace.
func TestIsLoaded(t *testing.T) {
	p := ssatest.Build(t, `package loaded

type pair struct{ a, b int }

func read() int {
	var n pair
	n.a = 1
	return n.b
}

func element(i int) int {
	var n [2]int
	n[0] = 1
	return n[i]
}

func given(look func(*pair)) {
	var n pair
	look(&n)
}

func kept(to **pair) {
	var n pair
	*to = &n
}

func captured(run func(func())) {
	var n pair
	run(func() { println(n.a) })
}

func copied(run func(func() pair)) {
	var n pair
	run(func() pair { return n })
}

func written(i int) {
	var n struct {
		pair
		list [2]int
	}
	n.a = 1
	n.list[i] = 2
}

func set(run func(func())) {
	var n pair
	run(func() { n.a = 1 })
}
`, nil)
	for name, want := range map[string]bool{
		"read": true, "element": true, "given": true, "kept": true, "captured": true, "copied": true, "written": false, "set": false,
	} {
		if got := ir.IsLoaded(variable(t, p.Func(name), "n")); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestIsLoadOf holds that what is read from an address is not what is read from
// another, or made of it.
func TestIsLoadOf(t *testing.T) {
	p := ssatest.Build(t, `package loads

func f(p, q *int) (int, int, int, *int) { return *p, *q, -*p, p }
`, nil)
	f := p.Func("f")
	ret := ssatest.Instructions[*ssa.Return](f)[0]
	var loads []bool
	for _, result := range ret.Results {
		loads = append(loads, ir.IsLoadOf(result, f.Params[0]))
	}
	if want := []bool{true, false, false, false}; !slices.Equal(loads, want) {
		t.Errorf("loads of p: %v, want %v", loads, want)
	}
}

// TestIsZeroConst holds which constants clear what they are stored in. False is as
// good an answer as true.
func TestIsZeroConst(t *testing.T) {
	p := ssatest.Build(t, `package zeros

func text() string    { return "" }
func word() string    { return "done" }
func number() int     { return 0 }
func ratio() float64  { return 0 }
func one() int        { return 1 }
func no() bool        { return false }
func yes() bool       { return true }
func pointer() *int   { return nil }
func failure() error  { return nil }
func pair() [2]int    { return [2]int{} }
`, nil)
	for name, want := range map[string]bool{
		"text": true, "word": false, "number": true, "ratio": true, "one": false, "no": false, "yes": false,
		"pointer": true, "failure": true, "pair": true,
	} {
		result := ssatest.Instructions[*ssa.Return](p.Func(name))[0].Results[0]
		if got := ir.IsZeroConst(result.(*ssa.Const)); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestFieldRead holds which methods are getters: all that they do is to return a
// field of what they are called on.
func TestFieldRead(t *testing.T) {
	p := ssatest.Build(t, `package getters

type inner struct{ cause error }
type job struct {
	name string
	err  error
	inner
}

func Err(j *job) error   { return j.err }
func Name(j *job) string { return j.name }

func Cause(j *job) error        { return j.inner.cause }
func First(j, other *job) error { return j.err }
func Copy(j job) *error         { return &j.err }
func Both(j *job) (string, error) { return j.name, j.err }
func Fixed(j *job) error        { return nil }
func Either(j *job) error {
	if j.name == "" {
		return nil
	}
	return j.err
}
`, nil)
	for name, want := range map[string]int{
		"Err": 1, "Name": 0, "Cause": -1, "First": -1, "Copy": -1, "Both": -1, "Fixed": -1, "Either": -1,
	} {
		field, ok := ir.FieldRead(p.Func(name))
		if !ok {
			field = -1
		}
		if field != want {
			t.Errorf("%s reads field %d, want %d", name, field, want)
		}
	}
}

// TestIsContextError holds which calls ask a context why it ended, again and again
// with the same answer.
func TestIsContextError(t *testing.T) {
	p := ssatest.Build(t, `package contexts

import (
	"context"
	"errors"
)

type scanner interface{ Err() error }

func ended(ctx context.Context) error   { return ctx.Err() }
func cause(ctx context.Context) error   { return context.Cause(ctx) }
func scanned(s scanner) error           { return s.Err() }
func value(ctx context.Context) any     { return ctx.Value(0) }
func made() error                       { return errors.New("") }
func background() context.Context       { return context.Background() }
`, nil)
	for name, want := range map[string]bool{
		"ended": true, "cause": true, "scanned": false, "value": false, "made": false, "background": false,
	} {
		call := ssatest.Instructions[*ssa.Call](p.Func(name))[0]
		if got := ir.IsContextError(&call.Call, call.Call.StaticCallee()); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestSamePhis holds whether a condition changes what is chosen where its two ways
// meet again.
func TestSamePhis(t *testing.T) {
	p := ssatest.Build(t, `package meets

func other(a, b bool) (n int) {
	if b {
		n = 2
	} else {
		n = 3
	}
	return n
}

func equal(a, b bool) (n int) {
	if b {
		n = 2
	} else {
		n = 2
	}
	return n
}
`, nil)
	for name, want := range map[string]bool{"other": false, "equal": true} {
		block := ssatest.Instructions[*ssa.Phi](p.Func(name))[0].Block()
		if got := ir.SamePhis(block, block.Preds[0], block.Preds[1]); got != want {
			t.Errorf("%s: %t", name, got)
		}
		if ir.SamePhis(block, block.Preds[0], block.Preds[0]) {
			t.Errorf("%s: one way is no choice", name)
		}
	}
}

// TestSameBlocks holds whether it matters which way a condition goes: where both
// ways do the same, it asks for nothing.
func TestSameBlocks(t *testing.T) {
	p := ssatest.Build(t, `package same

import "errors"

type job struct {
	name, state string
	done        func()
	tries       [3]int
}

var first, second error

func returned(ok bool) (string, error) { if ok { return "a", nil } else { return "a", nil } }
func called(ok bool, f func(string))   { if ok { f("a") } else { f("a") } }
func made(ok bool) error               { if ok { return errors.New("a") } else { return errors.New("a") } }
func stored(ok bool, j *job)           { if ok { j.name = "a" } else { j.name = "a" } }
func chained(ok bool, j *job) int      { if ok { return len(j.name + j.state) } else { return len(j.name + j.state) } }
func invoked(ok bool, err error) string { if ok { return err.Error() } else { return err.Error() } }
func global(ok bool) error             { if ok { return first } else { return first } }
func panics(ok bool)                   { if ok { panic("a") } else { panic("a") } }
func chosen(ok bool, n int) int        { if ok { n = 1 } else { n = 1 }; return n }
func converted(ok bool, b []byte) string { if ok { return string(b) } else { return string(b) } }
func asserted(ok bool, v any) string   { if ok { return v.(string) } else { return v.(string) } }
func indexed(ok bool, j *job) int      { if ok { return j.tries[1] } else { return j.tries[1] } }

func otherConstant(ok bool) (string, error) { if ok { return "a", nil } else { return "b", nil } }
func otherKind(ok bool) any                 { if ok { return 0 } else { return int64(0) } }
func otherArgument(ok bool, f func(string)) { if ok { f("a") } else { f("b") } }
func otherFunction(ok bool, f, g func())    { if ok { f() } else { g() } }
func otherField(ok bool, j *job)            { if ok { j.name = "a" } else { j.state = "a" } }
func otherOperator(ok bool, a, b int) int   { if ok { return a + b } else { return a - b } }
func otherOrder(ok bool, a, b int) int      { if ok { return a - b } else { return b - a } }
func otherMethod(ok bool, v interface{ A() string; B() string }) string { if ok { return v.A() } else { return v.B() } }
func otherGlobal(ok bool) error             { if ok { return first } else { return second } }
func otherLength(ok bool, f func())         { if ok { f(); f() } else { f() } }
func otherChoice(ok bool, n int) int        { if ok { n = 1 } else { n = 2 }; return n }
func otherEnd(ok bool, f func())            { if ok { f() } else { f(); return }; println("…") }
func otherIndex(ok bool, j *job) int        { if ok { return j.tries[1] } else { return j.tries[2] } }
func otherBuiltin(ok bool, s []int) int     { if ok { return len(s) } else { return cap(s) } }
func otherStep(ok bool, j *job) int         { if ok { return len(j.name) - len(j.state) } else { return len(j.state) - len(j.name) } }
`, nil)
	for name, decl := range p.Decls() {
		if decl.Recv != nil {
			continue
		}
		blocks := p.Func(name).Blocks
		branch := blocks[0].Instrs[len(blocks[0].Instrs)-1].(*ssa.If).Block()
		want := !strings.HasPrefix(name, "other")
		if got := ir.SameBlocks(branch.Succs[0], branch.Succs[1]); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestHeldLiterals holds which variable is another name of the literal in it.
func TestHeldLiterals(t *testing.T) {
	p := ssatest.Build(t, `package held

func itself(n int) {
	var count func(int)
	count = func(n int) {
		if n > 0 {
			count(n - 1)
		}
	}
	count(n)
}

func assignedAgain(n int, other func(int)) {
	var count func(int)
	count = func(n int) {
		if n > 0 {
			count(n - 1)
		}
	}
	count = other
	count(n)
}

func changedInside(n int, other func(int)) {
	var count func(int)
	count = func(n int) {
		count(n - 1)
		count = other
	}
	count(n)
}

func given(n int, count func(int)) {
	func() { count(n) }()
}
`, nil)
	for name, want := range map[string]bool{"itself": true, "assignedAgain": false, "changedInside": false, "given": false} {
		literal := p.Func(name).AnonFuncs[0]
		call := ssatest.Instructions[*ssa.Call](literal)[0]
		if got := ir.HeldLiteral(call.Call.Value) == literal; got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
