// Package mutate changes Go source at random the way that people and merges do:
// it deletes, doubles, exchanges and moves statements, expressions and
// declarations. What comes out mostly parses, and often type-checks.
package mutate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
)

// Source returns the source with one to four changes.
func Source(src string, rng *rand.Rand) string {
	for range 1 + rng.IntN(4) {
		src = change(src, rng)
	}
	return src
}

// A span is the part of a source that a node takes.
type span struct{ start, end int }

// maxSource bounds what doubling makes of a source.
const maxSource = 1 << 16

func change(src string, rng *rand.Rand) string {
	kinds := parts(src)
	if len(kinds) == 0 {
		return src
	}
	spans := kinds[rng.IntN(len(kinds))]
	a, b := spans[rng.IntN(len(spans))], spans[rng.IntN(len(spans))]
	text, other := src[a.start:a.end], src[b.start:b.end]
	replace := func(s span, with string) string { return src[:s.start] + with + src[s.end:] }
	switch op := rng.IntN(8); {
	case len(src) > maxSource, op == 0:
		return replace(a, "")
	case op == 1:
		return replace(a, text+"\n"+text)
	case op == 2:
		return replace(a, wrappings[rng.IntN(len(wrappings))](text))
	case op == 3 && a.end <= b.start:
		return src[:a.start] + other + src[a.end:b.start] + text + src[b.end:]
	default:
		return replace(a, other)
	}
}

// wrappings put a statement or an expression into another one.
var wrappings = []func(string) string{
	func(s string) string { return "if " + s + " {\n" + s + "\n}" },
	func(s string) string { return "for {\n" + s + "\n}" },
	func(s string) string { return "func() {\n" + s + "\n}()" },
	func(s string) string { return "defer func() {\n" + s + "\n}()" },
	func(s string) string { return "switch {\ncase true:\n" + s + "\nfallthrough\ndefault:\n" + s + "\n}" },
	func(s string) string { return "(" + s + ")" },
	func(s string) string { return "!" + s },
	func(s string) string { return "&" + s },
	func(s string) string { return "*" + s },
	func(s string) string { return s + "." + s },
	func(s string) string { return s + "(" + s + ")" },
	func(s string) string { return s + "[" + s + "]" },
	func(s string) string { return "func() error { return " + s + " }()" },
	func(s string) string { return s + " && " + s + " || " + s },
}

// parts returns the spans of statements, expressions, declarations and the
// like, a kind at a time.
func parts(src string) [][]span {
	fset := token.NewFileSet()
	file, _ := parser.ParseFile(fset, "", src, parser.ParseComments|parser.SkipObjectResolution)
	if file == nil {
		return nil
	}
	var kinds [6][]span
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			return true
		}
		start, end := fset.PositionFor(n.Pos(), false).Offset, fset.PositionFor(n.End(), false).Offset
		if start < 0 || start >= end || end > len(src) {
			return true // made up by the parser
		}
		kind := 5
		switch n.(type) {
		case *ast.File:
			return true
		case *ast.BasicLit:
			kind = 0
		case *ast.Ident:
			kind = 1
		case ast.Expr:
			kind = 2
		case ast.Stmt:
			kind = 3
		case ast.Decl:
			kind = 4
		}
		kinds[kind] = append(kinds[kind], span{start, end})
		return true
	})
	var found [][]span
	for _, spans := range kinds {
		if len(spans) > 0 {
			found = append(found, spans)
		}
	}
	return found
}
