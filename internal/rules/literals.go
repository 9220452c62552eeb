package rules

import (
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// A literal is a constant as the program has it, with every test that compares
// a code with it: a list that several tests share is judged once, by all.
type literal struct {
	program.Literal
	matched codes.Set // the codes that satisfy any of the tests
	uses    []use
	shared  bool // other packages may test with it too
}

type use struct {
	subject *program.Subject
	test    *program.Test
}

// literals returns the literals of the tests on known errors, in source order.
func literals(pkg *program.Package) []*literal {
	type written struct {
		expr  ast.Expr
		value string
	}
	byExpr := make(map[written]*literal)
	var list []*literal
	for s, t := range tests(pkg) {
		for _, lit := range t.Literals {
			if lit.Expr == nil && lit.Elsewhere { // what is wrong with it shows at the test alone
				lit.Expr, _ = t.Node.(ast.Expr)
			}
			if lit.Expr == nil || lit.Value == "" {
				continue
			}
			l := byExpr[written{lit.Expr, lit.Value}]
			if l == nil {
				l = &literal{Literal: lit, shared: lit.Elsewhere || value.InExportedVar(pkg, lit.Expr)}
				byExpr[written{lit.Expr, lit.Value}] = l
				list = append(list, l)
			}
			l.matched = l.matched.Or(engine.MatchAny(pkg, lit.Atoms))
			l.uses = append(l.uses, use{s, t})
		}
	}
	slices.SortStableFunc(list, func(a, b *literal) int { return int(a.Expr.Pos() - b.Expr.Pos()) })
	return list
}

// origin is the union of the origins of the errors that the literal is
// compared with.
func (l *literal) origin() facts.Origin {
	var o facts.Origin
	for _, u := range l.uses {
		o.Merge(u.subject.Origin)
	}
	if l.shared {
		o.Unknown = true
	}
	return o
}

// usesKnown reports whether the tests are all that the program does with a literal that
// it has in a list.
func (l *literal) usesKnown(pkg *program.Package) bool {
	return l.Put == nil || value.UsesKnown(pkg, l.Put, l.Value, func(instr ssa.Instruction) bool {
		return slices.ContainsFunc(l.uses, func(u use) bool { return isTestAt(u.test, instr) })
	})
}

// isTestAt reports whether an instruction is a test, or the deferred call that is one.
func isTestAt(t *program.Test, instr ssa.Instruction) bool {
	if d, ok := instr.(*ssa.Defer); ok {
		call, ok := t.Value.(*ssa.Call)
		return ok && call.Call.Pos() == d.Call.Pos()
	}
	v, ok := instr.(ssa.Value)
	return ok && t.Value == v
}

// told names a literal, and the helper that has it.
func (l *literal) told() string {
	if by := l.uses[0].test.By; l.inHelper() && by != "" {
		return quote(l.Value) + ", which " + by + " looks for,"
	}
	return quote(l.Value)
}

// inHelper reports whether a helper of another package has the literal, and knows it
// as a string alone.
func (l *literal) inHelper() bool { return l.Elsewhere && l.uses[0].test.Call != nil }

// besideItself reports whether a helper looks for a code as well as for what differs
// from it in letter case alone: that is one of another cloud.
func (l *literal) besideItself(code string) bool {
	return strings.EqualFold(code, l.Value) && slices.ContainsFunc(l.uses, func(u use) bool {
		return slices.ContainsFunc(u.test.Literals, func(other program.Literal) bool { return other.Value == code })
	})
}

// mixed reports whether the literal is compared with other things than codes
// of the SDK, as far as the analysis can tell.
func (l *literal) mixed() bool {
	return slices.ContainsFunc(l.uses, func(u use) bool { return u.test.Mixed && !u.subject.Origin.Resolved() })
}

// mayBePattern reports whether the literal has what no code has, and a test compares
// the code with something made of it, too: of "InvalidParameter.*" with what is before
// the asterisk.
func (l *literal) mayBePattern() bool {
	return strings.ContainsAny(l.Value, `*?^$|+\[]()`) && slices.ContainsFunc(l.uses, func(u use) bool { return u.test.Pattern.Open })
}
