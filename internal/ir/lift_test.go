package ir_test

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/types"
	"maps"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/ssatest"
)

const lifts = `package p

func work() {}

func open(s string) int {
	n := len(s)
	return n + func(t string) int { return len(t) + n }(s)
}

func closed(s string) int {
	if func(t string) bool { return t == "" }(s) {
		work()
	}
	return 1
}

func nested(s string) int {
	defer func(t string) { _ = func(u string) int { return len(u) }(t) }(s)
	return func() int { return func(v string) int { return len(v) }(s) }()
}

func itself(n int) int {
	return 1 + func(m int) int { return itself(m - 1) }(n)
}

func generic[T any](v T) bool {
	ok := func(w T) bool { return any(w) != nil }(v)
	return ok
}

func none(s string) bool { f := func(t string) bool { return t == "" }; return f(s) }
`

// TestLift holds which literals are lifted, and that what others share stays.
func TestLift(t *testing.T) {
	p := ssatest.Build(t, lifts, nil)
	before := source(t, p, p.File)
	uses, defs, typed := maps.Clone(p.Info.Uses), maps.Clone(p.Info.Defs), maps.Clone(p.Info.Types)
	for name, want := range map[string][]string{
		"open":    nil,
		"closed":  {`func $literal(t string) bool { return t == "" }`},
		"nested":  {`func $literal(t string) { _ = $literal(t) }`, `func $literal(v string) int { return len(v) }`, `func $literal(u string) int { return len(u) }`},
		"itself":  {`func $literal(m int) int { return itself(m - 1) }`},
		"generic": nil,
		"none":    {`func f$literal(t string) bool { return t == "" }`},
	} {
		l := ir.NewLifter(p.Pkg, p.Info)
		decl := p.Decls()[name]
		rest, lifted := l.Lift(decl)
		var got []string
		for _, f := range lifted {
			got = append(got, unnumbered(source(t, p, f.Decl)))
			if object, ok := l.Info.Defs[f.Decl.Name].(*types.Func); !ok || !was(object) {
				t.Errorf("%s: %s is no function that was lifted", name, f.Decl.Name.Name)
			}
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s: lifted\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if (rest == decl) != (want == nil) {
			t.Errorf("%s: copied: %t", name, rest != decl)
		}
		ast.Inspect(rest.Body, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok && l.Info.TypeOf(e) == nil && !untyped(l.Info, e) {
				t.Errorf("%s: %s has no type", name, source(t, p, e))
			}
			return true
		})
	}
	if got := source(t, p, p.File); got != before {
		t.Errorf("the file is now\n%s", got)
	}
	if !maps.Equal(uses, p.Info.Uses) || !maps.Equal(defs, p.Info.Defs) || len(typed) != len(p.Info.Types) {
		t.Error("the types that others share have changed")
	}
}

func was(f *types.Func) bool { _, ok := ir.IsLifted(f); return ok }

// untyped reports whether an expression has no type in any program.
func untyped(info *types.Info, e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "_" || info.Defs[e] == nil && info.Uses[e] == nil
	case *ast.KeyValueExpr:
		return true
	}
	return false
}

func source(t *testing.T, p *ssatest.Package, n ast.Node) string {
	var b bytes.Buffer
	if err := format.Node(&b, p.Fset, n); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// unnumbered returns a function without the numbers of those lifted, on a line.
func unnumbered(text string) string {
	for _, digit := range "0123456789" {
		text = strings.ReplaceAll(text, "$literal"+string(digit), "$literal")
	}
	return strings.Join(strings.Fields(text), " ")
}
