package summary

import (
	"slices"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/flow"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// answersWithout adds what a function that hands on the code, and names none,
// answers beside it: whether there is one.
func answersWithout(f *program.Function, h *facts.Summary) {
	if f.Results().Len() < 2 {
		return
	}
	for _, use := range slices.Clone(h.Uses) {
		if use.Role != facts.TheCode && use.Role != facts.TypedError || use.IsCode {
			continue
		}
		of := program.ValueID{Value: f.SSA.Params[use.Subject]}
		if f.ByID[of] != nil || slices.ContainsFunc(h.Uses, func(u facts.ParamUse) bool { return u.Subject == use.Subject && u.Value != "" }) {
			continue
		}
		s := &program.Subject{Of: of, Fn: f, Param: use.Subject, Origin: facts.Origin{Unknown: true}}
		flow.Walk(f, s, nil)
		h.Uses = append(h.Uses, answersOf(f, s)...)
	}
}

// answersOf says, of each answer that the function gives to a parameter, as a result
// or in a field of one, for which codes it gives it.
func answersOf(f *program.Function, s *program.Subject) []facts.ParamUse {
	var uses []facts.ParamUse
	type place struct{ result, field int }
	var places []place
	for _, a := range s.Answers {
		if p := (place{a.Result, a.Field}); !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	for _, p := range places {
		var ways []program.Answered
		var answers []string
		for _, a := range s.Answers {
			if p != (place{a.Result, a.Field}) {
				continue
			}
			ways = append(ways, a)
			if a.Answer != "" && !slices.Contains(answers, a.Answer) {
				answers = append(answers, a.Answer)
			}
		}
		for _, answer := range answers {
			if u, ok := answerPart(f, s, ways, answer); ok {
				u.Result, u.Field = p.result, p.field
				uses = append(uses, u)
			}
		}
	}
	return uses
}

// answerPart says for which codes the function gives one answer.
func answerPart(f *program.Function, s *program.Subject, ways []program.Answered, answer string) (facts.ParamUse, bool) {
	u := facts.ParamUse{Role: facts.Matches, Subject: s.Param, IsCode: s.IsCode, Promised: s.Promised, Value: answer}
	all := f.Pkg.Universe.Codes()
	var mine, others facts.Pattern
	var set, rest, within codes.Set
	missed, missedOther, may := false, false, false
	for _, a := range ways {
		with := a.Answer == answer
		within = within.Or(a.Codes.And(all))
		if a.Pattern == nil && !a.Codes.Meets(all) {
			continue
		}
		if a.Vague {
			return u, false
		}
		may = may || a.Aside || slices.ContainsFunc(ways, func(b program.Answered) bool { return disagree(a, b) })
		switch {
		case a.Pattern == nil && with:
			missed = true
		case a.Pattern == nil:
			missedOther = true
		case with:
			mine.Merge(*a.Pattern)
			set = set.Or(a.Codes)
		default:
			others.Merge(*a.Pattern)
			rest = rest.Or(a.Codes)
		}
	}
	switch {
	case missed && missedOther:
		return u, false
	case missed:
		u.Role, u.Pattern, set = facts.MatchesNot, others, rest
	default:
		u.Pattern = mine
	}
	u.Pattern.May = u.Pattern.May || may
	if !exact(f, &u.Pattern, set.And(all), within) || len(u.Pattern.Atoms) > facts.MaxAtoms {
		return u, false
	}
	besides(f, &u, s, ways)
	return u, true
}

// disagree reports whether two ways on which a test matched answer the same code
// differently: other conditions decide, too.
func disagree(a, b program.Answered) bool {
	if a.Pattern == nil || b.Pattern == nil || a.Answer == b.Answer || !a.Codes.Meets(b.Codes) {
		return false
	}
	return a.Pattern == b.Pattern || isClosed(a.Pattern) && isClosed(b.Pattern)
}

// isClosed reports whether a pattern matches what it says and nothing else.
func isClosed(p *facts.Pattern) bool { return !p.Open && len(p.Params) == 0 }

// besides says where the function leaves errors without a code of the SDK.
func besides(f *program.Function, u *facts.ParamUse, s *program.Subject, ways []program.Answered) {
	if s.IsCode {
		u.Vague = true // "" may be taken for any
		return
	}
	sides := [2][2]bool{} // nil and others: with this answer, with another
	elements := [2]codes.Element{f.Pkg.Universe.Nil(), f.Pkg.Universe.NotSDK()}
	for i, e := range elements {
		for _, a := range ways {
			if a.Codes.Has(e) {
				side := 0
				if a.Answer != u.Value {
					side = 1
				}
				sides[i][side] = true
			}
		}
		u.Vague = u.Vague || sides[i][0] && sides[i][1]
	}
	mine := 0
	if u.Role == facts.MatchesNot {
		mine = 1 // what matches is given another answer
	}
	u.NilMatches, u.OtherMatches = sides[0][mine] && !u.Vague, sides[1][mine] && !u.Vague
}
