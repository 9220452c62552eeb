package rules

import (
	"go/ast"
	"slices"

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

// mixed reports whether the literal is compared with other things than codes
// of the SDK, as far as the analysis can tell.
func (l *literal) mixed() bool {
	return slices.ContainsFunc(l.uses, func(u use) bool { return u.test.Mixed && !u.subject.Origin.Resolved() })
}
