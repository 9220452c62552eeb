package engine

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
)

// A classifier answers a code with a value: of an enumeration, a status, a word,
// a sentinel error. It is a partition of the codes, each part of which has an
// answer; to compare the answer with a value is to ask whether the code is in a
// part. A classifier is a function, whose answers its Helper lists, or a map.

// answerOf names a value that a classifier can answer: a constant, nil, or a
// package variable. It is the same in every package.
func answerOf(v ssa.Value) (string, bool) {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return answerOf(x.X)
	case *ssa.ChangeInterface:
		return answerOf(x.X)
	case *ssa.ChangeType:
		return answerOf(x.X)
	case *ssa.Const:
		if x.Value == nil {
			return "nil", true
		}
		return x.Value.ExactString(), true
	case *ssa.UnOp:
		if g, ok := x.X.(*ssa.Global); ok && x.Op == token.MUL && g.Object() != nil && g.Object().Pkg() != nil {
			return g.Object().Pkg().Path() + "." + g.Name(), true
		}
	}
	return "", false
}

// wrapping marks the answer of an error that wraps a sentinel.
const wrapping = "~"

// classified returns the call whose answer a value is, and which of its results.
func (f *Function) classified(v ssa.Value) (call *ssa.Call, result int) {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Call:
			return x, 0
		case *ssa.Extract:
			call, _ := x.Tuple.(*ssa.Call)
			return call, x.Index
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil, 0
			}
			ver := f.memory.load(x)
			if ver == nil || ver.kind != stored {
				return nil, 0
			}
			v = ver.value
		default:
			return nil, 0
		}
	}
	return nil, 0
}

// answerTest returns the test on a code that asks whether a classifier answered
// one of the values; nil if v is no classifier's answer, or it never answers them.
func (f *Function) answerTest(v ssa.Value, answers ...string) *Test {
	call, result := f.classified(v)
	if call == nil {
		return nil
	}
	callee := call.Call.StaticCallee()
	h := f.pkg.helperOf(callee)
	if h == nil {
		return nil
	}
	for i := range h.Uses {
		use := &h.Uses[i]
		for _, answer := range answers {
			if !use.answers(result, answer) {
				continue
			}
			if c, ok := f.helperSubject(use, call); ok {
				t := &Test{of: c.of, Call: callee, Negated: use.Role == MatchesNot}
				f.instantiate(t, use, call, c)
				t.besides(use)
				return t
			}
		}
	}
	return nil
}

// answers reports whether the use is about an answer of one of the results.
func (u *Use) answers(result int, answer string) bool {
	return (u.Role == Matches || u.Role == MatchesNot) && u.Value == answer && u.Result == result
}

// besides notes where errors without a code of the SDK are: with the codes that
// match, or with the others.
func (t *Test) besides(use *Use) {
	t.nilMatches, t.otherMatches, t.vague = use.NilMatches, use.OtherMatches, use.Vague
	if p := &t.Pattern; len(p.Atoms) == 0 && len(p.Params) == 0 && !p.Open {
		t.kind = onKind
	}
}

// answerComparison recognises a comparison with an answer of a classifier.
func (f *Function) answerComparison(cmp *ssa.BinOp) *Test {
	for _, pair := range [][2]ssa.Value{{cmp.X, cmp.Y}, {cmp.Y, cmp.X}} {
		answer, ok := answerOf(pair[1])
		if !ok {
			continue
		}
		t := f.answerTest(pair[0], answer)
		if t == nil {
			t = f.mapAnswer(pair[0], pair[1], answer)
		}
		if t == nil {
			continue
		}
		if cmp.Op == token.NEQ {
			t.Negated = !t.Negated
		}
		if whole, _ := f.syntax().comparison(f.pkg.pass.TypesInfo, cmp); whole != nil {
			t.Node = whole
		}
		return t
	}
	return nil
}

// mapAnswer recognises what is compared with the value of a map that has codes
// as its keys.
func (f *Function) mapAnswer(v, with ssa.Value, answer string) *Test {
	if x, ok := v.(*ssa.Extract); ok && x.Index == 0 {
		if l, ok := x.Tuple.(*ssa.Lookup); ok {
			v = l
		}
	}
	l, ok := v.(*ssa.Lookup)
	if !ok || !ir.IsMap(l.X.Type()) {
		return nil
	}
	c, ok := f.codeOf(l.Index)
	if !ok {
		return nil
	}
	// A code that is not in the map is answered with the zero value.
	zero := isZeroAnswer(with)
	t := &Test{of: c.of, Negated: zero}
	f.compareList(t, c, codes.Equal, f.listOf(l.X, []step{{kind: stepKey, answer: answer, others: zero}}))
	return t
}

func isZeroAnswer(v ssa.Value) bool {
	return ir.IsNil(v) || ir.IsConst(v, "") || ir.IsZero(v)
}

// isErrorsIs returns the arguments of errors.Is.
func isErrorsIs(call *ssa.CallCommon) (err, target ssa.Value, ok bool) {
	if effectsOf(call.StaticCallee())&model.ComparesErr == 0 || len(call.Args) != 2 {
		return nil, nil, false
	}
	return call.Args[0], call.Args[1], true
}

// sentinelTest recognises errors.Is with a sentinel that a classifier answers.
func (f *Function) sentinelTest(call *ssa.Call) *Test {
	err, target, ok := isErrorsIs(&call.Call)
	if !ok {
		return nil
	}
	answer, ok := answerOf(target)
	if !ok {
		return nil
	}
	t := f.answerTest(err, answer, wrapping+answer)
	if t == nil {
		t = f.mapAnswer(err, target, answer)
	}
	if t == nil {
		return nil
	}
	if node := f.syntax().call(call); node != nil {
		t.Node = node
	}
	return t
}
