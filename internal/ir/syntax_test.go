package ir_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

// TestQuestionsToFunctions asks every question about every function of a program.
func TestQuestionsToFunctions(t *testing.T) {
	p := ssatest.Build(t, `package funcs

type Box[T any] struct{ value T }
type Pair[K, V any] struct {
	key   K
	value V
}
type Plain struct{}

func (b Box[T]) Keep(v T)         {}
func (p *Pair[K, V]) Put(k K, v V) {}
func (p *Plain) Get() int         { return 0 }

func Any(v any)                     {}
func Empty(v interface{})           {}
func Stringer(v interface{ String() string }) {}
func Generic[T any](v T)            {}
func Text(v string)                 {}

// Repeat calls what it is given again and again.
func Repeat(n int, do func() error) error {
	for range n {
		if do() == nil {
			return nil
		}
	}
	return do()
}

func Until(do func() bool) {
	for !do() {
	}
}

// Once has a loop beside the call, not around it.
func Once(list []string, do func(string) error) error {
	for range list {
		println("…")
	}
	return do("")
}

// Each calls what answers nothing: there is nothing to call it again for.
func Each(list []string, do func(string)) {
	for _, s := range list {
		do(s)
	}
}

// Other calls what it is not given.
func Other(list []string, do func() error) {
	for range list {
		Any(do)
	}
}

func hidden(do func() error) {
	for do() != nil {
	}
}
`, nil)
	for question, c := range map[string]struct {
		holds func(*ast.FuncDecl) bool
		of    []string
	}{
		"TakesAny":    {ir.TakesAny, []string{"Any", "Empty", "Generic", "Keep", "Put"}},
		"CallsInLoop": {ir.CallsInLoop, []string{"Repeat", "Until", "hidden"}},
	} {
		var of []string
		for name, decl := range p.Decls() {
			if c.holds(decl) {
				of = append(of, name)
			}
		}
		slices.Sort(of)
		if !slices.Equal(of, c.of) {
			t.Errorf("%s holds for %q, want %q", question, of, c.of)
		}
	}
}

// TestBreaks holds that a loop without a condition ends by a break, and that a
// break of a function literal is not one of the function around it.
func TestBreaks(t *testing.T) {
	p := ssatest.Build(t, `package loops

func runs(do func()) {
	for {
		do()
	}
}

func stops(do func() bool) {
	for {
		if do() {
			break
		}
	}
}

func goesOn(do func() bool) {
	for {
		if do() {
			continue
		}
	}
}

func inside(do func(func())) {
	for {
		do(func() {
			for {
				break
			}
		})
	}
}
`, nil)
	for name, want := range map[string]bool{"runs": false, "stops": true, "goesOn": false, "inside": false} {
		loop := p.Decls()[name].Body.List[0].(*ast.ForStmt)
		if got := ir.Breaks(loop.Body); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestIsNamed holds that a method, or a function of another package, is not the
// function of its name.
func TestIsNamed(t *testing.T) {
	p := ssatest.Build(t, `package waits

import "time"

type clock struct{}

func (clock) Sleep(time.Duration) {}

func Sleep(time.Duration) {}

func all() {
	time.Sleep(1)
	Sleep(2)
	clock{}.Sleep(3)
	time.Now()
}
`, nil)
	var named []string
	ast.Inspect(p.Decls()["all"], func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			id, ok := call.Fun.(*ast.Ident)
			if sel, isSel := call.Fun.(*ast.SelectorExpr); !ok && isSel {
				id = sel.Sel
			}
			if f, ok := p.Info.Uses[id].(*types.Func); ok && ir.IsNamed(f, "time", "Sleep") {
				named = append(named, call.Args[0].(*ast.BasicLit).Value)
			}
		}
		return true
	})
	if got := strings.Join(named, " "); got != "1" {
		t.Errorf("time.Sleep is call %s, want 1", got)
	}
}

// TestIsPureBuiltin holds which functions of the language only compute.
func TestIsPureBuiltin(t *testing.T) {
	effects := []string{"clear", "close", "copy", "delete", "panic", "print", "println"}
	for _, name := range types.Universe.Names() {
		if _, ok := types.Universe.Lookup(name).(*types.Builtin); ok && ir.IsPureBuiltin(name) == slices.Contains(effects, name) {
			t.Errorf("%s: %t", name, ir.IsPureBuiltin(name))
		}
	}
}

// TestHugeFunctions holds that a function is given up for the number of its
// branches, or for how deep they are nested, not for its length.
func TestHugeFunctions(t *testing.T) {
	isHuge := func(body string) bool {
		text := "package big\n\nfunc f(a, b bool, n int) {\n" + body + "}\n"
		file, err := parser.ParseFile(token.NewFileSet(), "big.go", text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		var size ir.Size
		ast.Inspect(file.Decls[0].(*ast.FuncDecl).Body, func(n ast.Node) bool {
			size.Visit(n)
			return true
		})
		return size.Huge()
	}
	for name, c := range map[string]struct {
		body string
		huge bool
	}{
		"long":         {strings.Repeat("n++\n", 30_000), false},
		"branches":     {strings.Repeat("if a {\nn++\n}\n", 19_000), false},
		"manyBranches": {strings.Repeat("if a && b {\nn++\n}\n", 11_000), true},
		"cases":        {"switch n {\n" + strings.Repeat("case 1, 2:\n", 7_000) + "}\n", true},
		"nested":       {strings.Repeat("if a {\n", 900) + strings.Repeat("}\n", 900), false},
		"deep":         {strings.Repeat("for a {\n", 1_100) + strings.Repeat("}\n", 1_100), true},
	} {
		if got := isHuge(c.body); got != c.huge {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestInPlace holds which functions are read as if the literal that they end in were
// the end of them.
func TestInPlace(t *testing.T) {
	p := ssatest.Build(t, `package inplace

func ends(n int) (int, error) {
	n++
	return func() (int, error) { return n, nil }()
}

func given(n int) int {
	return func(m int) int { return m }(n + 1)
}

func alone(f func()) {
	func() { f() }()
}

func twice(n int) int {
	return func() int {
		return func() int { return n }()
	}()
}

func named(n int) (m int) {
	return func() int { return n }()
}

func gathers(list ...int) int {
	return func(list ...int) int { return len(list) }(list...)
}

// otherResults answers less than the literal does.
func otherResults(n int) any {
	return func() int { return n }()
}

func otherWithoutName(n int) int {
	return func(int) int { return 0 }(n)
}

func otherGathers(n int) int {
	return func(list ...int) int { return len(list) }(n)
}

func otherNamed(n int) (m int) {
	return func() int { return m + n }()
}

func otherNamedBefore(n int) (m int) {
	if n > 0 {
		m = n
		return
	}
	return func() int { return n }()
}

func otherValue(n int) int {
	return func() int { return n }() + 1
}

func otherDropped(n int) int {
	func() int { return n }()
	return n
}

func otherFunction(f func() int) int {
	return f()
}

func otherNothing() {
}
`, nil)
	for name, decl := range p.Decls() {
		inside := ir.InPlace(p.Info, decl)
		literals := 0
		ast.Inspect(inside.Body, func(n ast.Node) bool {
			if _, ok := n.(*ast.FuncLit); ok {
				literals++
			}
			return true
		})
		if got, want := inside != decl && literals == 0, !strings.HasPrefix(name, "other"); got != want {
			t.Errorf("%s is read in place: %t", name, got)
		}
		if strings.HasPrefix(name, "other") && inside != decl {
			t.Errorf("%s is changed", name)
		}
	}
}

// TestOnlyCalls holds of which functions a call is all that they do, though they may
// give names to what the call is given.
func TestOnlyCalls(t *testing.T) {
	p := ssatest.Build(t, `package only

func ask(region string, n int) (int, error) { return 0, nil }

func at(region string) (int, error) { return ask(region, 1) }
func named(region string) (int, error) {
	r := region
	return ask(r, 1)
}
func inside(region string) (int, error) {
	return func(r string) (int, error) { return ask(r, 1) }(region)
}

func otherFirst(region string) (int, error) {
	n := len(region)
	return ask(region, n)
}
func otherSet(region, home string) (int, error) {
	region = home
	return ask(region, 1)
}
func otherTwice(region string) (int, error) {
	ask(region, 1)
	return ask(region, 2)
}
func otherResult(region string) int { return 0 }
`, nil)
	for name, decl := range p.Decls() {
		if name == "ask" {
			continue
		}
		f := ir.OnlyCalls(p.Info, ir.InPlace(p.Info, decl))
		if got, want := f != nil && f.Name() == "ask", !strings.HasPrefix(name, "other"); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
