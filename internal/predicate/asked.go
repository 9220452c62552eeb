package predicate

import (
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// AskedTest returns the test that a retry makes by asking a function of another
// package, the same as a helper makes that retries some codes; nil if what the
// function answers is not known.
func AskedTest(f *program.Function, asked *program.Asked) *program.Test {
	use := f.Pkg.FactOf(f.Pkg.ObjectOf(asked.Function)).Answers()
	node := asked.Expr(f)
	if use == nil || node == nil {
		return nil
	}
	t := &program.Test{
		Kind: Retrying, Of: program.ValueID{Value: asked.Of()}, Value: asked.Of(),
		Node: node, Call: asked.Function, By: asked.Function.Name(),
		Negated: (use.Role == facts.MatchesNot) != asked.Stops, Mixed: use.Mixed, Promised: use.Promised,
		NilMatches: use.NilMatches, OtherMatches: use.OtherMatches, Vague: use.Vague,
	}
	t.Pattern.Open, t.Pattern.May = use.Pattern.Open || len(use.Pattern.Params) > 0, use.Pattern.May
	for _, a := range use.Pattern.Atoms {
		literal(f, t, a, writtenAs(a, use.Pattern.Atoms), nil)
	}
	for _, a := range t.Pattern.Atoms {
		t.Set = t.Set.Or(f.Pkg.Universe.Match(a))
	}
	return t
}
