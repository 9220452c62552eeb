package callmap

import (
	"go/ast"
	"go/token"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/flow"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A Tested is an error whose code a function tests, as an editor shows it.
type Tested struct {
	Origin   facts.Origin
	Calls    []program.Call // that it came from, as far as they are known
	Literals []ast.Expr     // that its code is compared with, as far as they are written in this package
	Tests    []token.Pos
	Chains   []Uncovered
	Fates    []SiteFate // of the critical categories; none of object storage or of codes inside answers
	COS      bool       // it is one of object storage
}

// An Uncovered is a switch or if chain on the code of an error, and the codes of
// critical categories that none of its tests names.
type Uncovered struct {
	Chain *program.Chain
	Left  []CategoryCodes
}

// CategoryCodes are codes of a category, sorted.
type CategoryCodes struct {
	Category string
	Codes    []string
}

// TestedIn returns the errors whose codes the package tests, by functions.
func TestedIn(p *program.Package) []Tested {
	var all []Tested
	for _, f := range p.Functions {
		for _, s := range f.Subjects {
			if s.Certain {
				all = append(all, testedOn(s))
			}
		}
	}
	return all
}

func testedOn(s *program.Subject) Tested {
	t := Tested{Origin: s.Origin, Calls: s.Calls, COS: s.Fn.Pkg.IsCOS()}
	for _, test := range s.Tests {
		t.Tests = append(t.Tests, predicate.Pos(test))
		for _, lit := range test.Literals {
			if lit.Expr != nil {
				t.Literals = append(t.Literals, lit.Expr)
			}
		}
	}
	if s.Status != nil || t.COS {
		return t
	}
	t.Chains = uncovered(s)
	again := &program.Subject{Of: s.Of, Fn: s.Fn, Origin: s.Origin, Param: s.Param, IsCode: s.IsCode, Certain: true, Asked: s.Asked, Tests: s.Tests}
	w := flow.Walk(s.Fn, again, new(flow.Trace))
	for _, category := range sortedCategories(s.Fn.Pkg.Config.Critical) {
		t.Fates = append(t.Fates, fates(w, category)...)
	}
	return t
}

// A Cover is what the tests of a switch or if chain on the code of an error cover.
type Cover struct {
	Chain   *program.Chain
	Arrived codes.Set // what the error can be there
	Matched codes.Set
	Others  bool // the branch of a test is for the codes that do not match
}

// Covers returns the switches and if chains on the code, in source order.
func Covers(s *program.Subject) []*Cover {
	var all []*Cover
	of := make(map[*program.Chain]*Cover)
	for _, t := range s.Tests {
		if t.Chain == nil || predicate.Retries(t) {
			continue
		}
		c := of[t.Chain]
		if c == nil {
			c = &Cover{Chain: t.Chain}
			of[t.Chain] = c
			all = append(all, c)
		}
		c.Matched = c.Matched.Or(predicate.Matched(t))
		c.Arrived = c.Arrived.Or(predicate.Arrived(t))
		c.Others = c.Others || predicate.TakesOthers(t)
	}
	return all
}

// uncovered returns the chains that leave out codes which the error can be. Where
// it comes from is not always known: then these are codes that everyone answers.
func uncovered(s *program.Subject) []Uncovered {
	p := s.Fn.Pkg
	answers, known := origin.Answers(p, s.Origin)
	if !known {
		answers = p.Universe.Everyone()
	}
	var all []Uncovered
	for _, cover := range Covers(s) {
		left := Uncovered{Chain: cover.Chain}
		for _, name := range sortedCategories(p.Config.Critical) {
			if set := p.Universe.Category(name).And(answers).And(cover.Arrived).Minus(cover.Matched); !set.Empty() {
				left.Left = append(left.Left, CategoryCodes{name, codeList(p, set)})
			}
		}
		if len(left.Left) > 0 && cover.Chain.Node != nil {
			all = append(all, left)
		}
	}
	return all
}
