package engine

import (
	"go/ast"
	"go/token"

	"github.com/tcerrlint/tcerrlint/internal/codes"
)

// A Tested is an error whose code a function tests, as an editor shows it.
type Tested struct {
	Origin   Origin
	Calls    []Call     // that it came from, as far as they are known
	Literals []ast.Expr // that its code is compared with, as far as they are written in this package
	Tests    []token.Pos
	Chains   []Uncovered
	Fates    []SiteFate // of the critical categories; none of object storage or of codes inside answers
	COS      bool       // it is one of object storage
}

// An Uncovered is a switch or if chain on the code of an error, and the codes of
// critical categories that none of its tests names.
type Uncovered struct {
	Chain *Chain
	Left  []CategoryCodes
}

// CategoryCodes are codes of a category, sorted.
type CategoryCodes struct {
	Category string
	Codes    []string
}

// Tested returns the errors whose codes the package tests, by functions.
func (p *Package) Tested() []Tested {
	var all []Tested
	for _, f := range p.Functions {
		for _, s := range f.Subjects {
			if s.Certain {
				all = append(all, s.tested())
			}
		}
	}
	return all
}

func (s *Subject) tested() Tested {
	t := Tested{Origin: s.Origin, Calls: s.Calls, COS: s.fn.pkg.IsCOS()}
	for _, test := range s.Tests {
		t.Tests = append(t.Tests, test.Pos())
		for _, lit := range test.Literals {
			if lit.Expr != nil {
				t.Literals = append(t.Literals, lit.Expr)
			}
		}
	}
	if s.Status != nil || t.COS {
		return t
	}
	t.Chains = s.uncovered()
	again := &Subject{of: s.of, fn: s.fn, Origin: s.Origin, Param: s.Param, IsCode: s.IsCode, Certain: true, Tests: s.Tests}
	w := s.fn.walk(again, new(trace))
	for _, category := range sortedCategories(s.fn.pkg.config.Critical) {
		t.Fates = append(t.Fates, w.fates(category)...)
	}
	return t
}

// A Cover is what the tests of a switch or if chain on the code of an error cover.
type Cover struct {
	Chain   *Chain
	Arrived codes.Set // what the error can be there
	Matched codes.Set
	Others  bool // the branch of a test is for the codes that do not match
}

// Covers returns the switches and if chains on the code, in source order.
func (s *Subject) Covers() []*Cover {
	var all []*Cover
	of := make(map[*Chain]*Cover)
	for _, t := range s.Tests {
		if t.Chain == nil || t.Retries() {
			continue
		}
		c := of[t.Chain]
		if c == nil {
			c = &Cover{Chain: t.Chain}
			of[t.Chain] = c
			all = append(all, c)
		}
		c.Matched = c.Matched.Or(t.Matched())
		c.Arrived = c.Arrived.Or(t.Arrived())
		c.Others = c.Others || t.TakesOthers()
	}
	return all
}

// uncovered returns the chains that leave out codes which the error can be. Where
// it comes from is not always known: then these are codes that everyone answers.
func (s *Subject) uncovered() []Uncovered {
	p := s.fn.pkg
	answers, known := p.Answers(s.Origin)
	if !known {
		answers = p.Universe.Everyone()
	}
	var all []Uncovered
	for _, cover := range s.Covers() {
		left := Uncovered{Chain: cover.Chain}
		for _, name := range sortedCategories(p.config.Critical) {
			if set := p.Universe.Category(name).And(answers).And(cover.Arrived).Minus(cover.Matched); !set.Empty() {
				left.Left = append(left.Left, CategoryCodes{name, p.list(set)})
			}
		}
		if len(left.Left) > 0 && cover.Chain.Node != nil {
			all = append(all, left)
		}
	}
	return all
}
