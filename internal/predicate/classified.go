package predicate

import (
	"go/token"
	"strconv"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// Wrapping marks the answer of an error that wraps a sentinel.
const Wrapping = "~"

// answerTest returns the test on a code that asks whether a classifier answered
// one of the values; nil if v is no classifier's answer, or it never answers them.
func answerTest(f *program.Function, v ssa.Value, answers ...string) *program.Test {
	call, result, field := classified(f, v)
	if call == nil {
		return nil
	}
	callee := call.Call.StaticCallee()
	h := f.Pkg.SummaryOf(callee)
	if h == nil {
		return nil
	}
	for i := range h.Uses {
		use := &h.Uses[i]
		for _, answer := range answers {
			if !givesAnswer(use, result, field, answer) {
				continue
			}
			if c, ok := helperSubject(f, use, call); ok {
				t := &program.Test{Of: c.Of, Call: callee, Negated: use.Role == facts.MatchesNot}
				instantiate(f, t, use, call, c)
				besides(t, use)
				t.Rest = t.Negated && !isPlain(answer) // to be none of the rest names no code
				return t
			}
		}
	}
	return nil
}

// answerAmong makes t of the question whether a list has what a classifier answered:
// whether the code is in one of those parts.
func answerAmong(f *program.Function, t *program.Test, v ssa.Value, list value.List) bool {
	if list.Open || list.May || len(list.Params)+len(list.Outer)+len(list.Others) > 0 {
		return false
	}
	var all *program.Test
	for _, one := range list.Values {
		answer := strconv.Quote(one.Value)
		part := answerTest(f, v, answer)
		if part == nil {
			part = mapAnswer(f, v, answer, one.Value == "")
		}
		switch {
		case part == nil: // never answered
		case all == nil:
			all = part
		case all.Negated || part.Negated || all.Kind != part.Kind:
			return false
		default:
			all.Pattern.Merge(part.Pattern)
			all.Literals = append(all.Literals, part.Literals...)
			all.NilMatches, all.OtherMatches = all.NilMatches || part.NilMatches, all.OtherMatches || part.OtherMatches
			all.Vague = all.Vague || part.Vague
		}
	}
	if all == nil {
		return false
	}
	all.Node = t.Node
	*t = *all
	return true
}

// isPlain reports whether an answer is nil, true or false: not what a classifier
// calls a class.
func isPlain(answer string) bool { return answer == "nil" || answer == "true" || answer == "false" }

// filterTest recognises a call of a function that answers nil to some codes, whose
// answer goes on as it is: the function tests, and the caller does what it says.
func filterTest(f *program.Function, call *ssa.Call) *program.Test {
	if !ir.IsErrorType(call.Type()) || call.Referrers() == nil {
		return nil
	}
	for _, ref := range *call.Referrers() {
		switch ref := ref.(type) {
		case *ssa.BinOp: // the test is whether it is nil
			return nil
		case *ssa.Store: // or whoever reads it may make one
			if !ir.IsVararg(ref.Addr) {
				return nil
			}
		}
	}
	t := answerTest(f, call, "nil")
	if t == nil || t.Kind == OnKind {
		return nil
	}
	if node := f.Syntax().Call(call); node != nil {
		t.Node = node
	}
	return t
}

// classified returns the call whose answer a value is, which of its results, and, 1
// added, which field of it; 0 if it is none.
func classified(f *program.Function, v ssa.Value) (call *ssa.Call, result, field int) {
	switch x := v.(type) {
	case *ssa.Field:
		call, result = f.Classified(x.X)
		return call, result, x.Field + 1
	case *ssa.UnOp:
		if addr, ok := x.X.(*ssa.FieldAddr); ok && x.Op == token.MUL {
			if variable, ok := addr.X.(*ssa.Alloc); ok && ir.IsFilledOnce(variable) {
				call, result = f.Classified(ir.WholeStore(variable))
				return call, result, addr.Field + 1
			}
		}
	}
	call, result = f.Classified(v)
	return call, result, 0
}

// givesAnswer reports whether the use is about an answer of one of the results, or of
// a field of it.
func givesAnswer(u *facts.ParamUse, result, field int, answer string) bool {
	return (u.Role == facts.Matches || u.Role == facts.MatchesNot) && u.Value == answer && u.Result == result && u.Field == field
}

// besides notes where errors without a code of the SDK are: with the codes that
// match, or with the others.
func besides(t *program.Test, use *facts.ParamUse) {
	t.NilMatches, t.OtherMatches, t.Vague = use.NilMatches, use.OtherMatches, use.Vague
	if p := &t.Pattern; len(p.Atoms) == 0 && len(p.Params) == 0 && !p.Open {
		t.Kind = OnKind
	}
}

// answerComparison recognises a comparison with an answer of a classifier.
func answerComparison(f *program.Function, cmp *ssa.BinOp) *program.Test {
	for _, pair := range [][2]ssa.Value{{cmp.X, cmp.Y}, {cmp.Y, cmp.X}} {
		answer, ok := program.AnswerOf(pair[1])
		if !ok {
			continue
		}
		t := answerTest(f, pair[0], answer)
		if t == nil {
			t = mapAnswer(f, pair[0], answer, isZeroAnswer(pair[1]))
		}
		if t == nil {
			continue
		}
		if cmp.Op == token.NEQ {
			t.Negated = !t.Negated
		}
		t.AsksNil = ir.IsNil(pair[1])
		if whole, _ := f.Syntax().Comparison(f.Pkg.Pass.TypesInfo, cmp); whole != nil {
			t.Node = whole
		}
		return t
	}
	return nil
}

// mapAnswer recognises what is compared with the value of a map that has codes
// as its keys.
func mapAnswer(f *program.Function, v ssa.Value, answer string, zero bool) *program.Test {
	if x, ok := v.(*ssa.Extract); ok && x.Index == 0 {
		if l, ok := x.Tuple.(*ssa.Lookup); ok {
			v = l
		}
	}
	l, ok := v.(*ssa.Lookup)
	if !ok || !ir.IsMap(l.X.Type()) {
		return nil
	}
	c, ok := value.CodeOf(f, l.Index)
	if !ok {
		return nil
	}
	// A code that is not in the map is answered with the zero value.
	t := &program.Test{Of: c.Of, Negated: zero}
	compareList(f, t, c, codes.Equal, value.ListOf(f, l.X, []value.Step{{Kind: value.StepKey, Answer: answer, Others: zero}}))
	return t
}

func isZeroAnswer(v ssa.Value) bool {
	return ir.IsNil(v) || ir.IsConst(v, "") || ir.IsZero(v)
}

// isErrorsIs returns the arguments of errors.Is.
func isErrorsIs(call *ssa.CallCommon) (err, target ssa.Value, ok bool) {
	if program.EffectsOf(call.StaticCallee())&model.ComparesErr == 0 || len(call.Args) != 2 {
		return nil, nil, false
	}
	return call.Args[0], call.Args[1], true
}

// sentinelTest recognises errors.Is with a sentinel that a classifier answers.
func sentinelTest(f *program.Function, call *ssa.Call) *program.Test {
	err, target, ok := isErrorsIs(&call.Call)
	if !ok {
		return nil
	}
	answer, ok := program.AnswerOf(target)
	if !ok {
		return nil
	}
	t := answerTest(f, err, answer, Wrapping+answer)
	if t == nil {
		t = mapAnswer(f, err, answer, isZeroAnswer(target))
	}
	if t == nil {
		return nil
	}
	if node := f.Syntax().Call(call); node != nil {
		t.Node = node
	}
	return t
}
