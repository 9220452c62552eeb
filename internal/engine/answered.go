package engine

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// An answered is what a function returns on one of its ways, as the answer to
// the code of a parameter.
type answered struct {
	result  int
	answer  string // see answerOf; "" if it is not known
	pattern *Pattern
	vague   bool // whether the way is taken depends on more than the code
	codes   codes.Set
}

// isClassifier reports whether the results of the function may be answers to a
// code: any but a lone bool, which is judged by itself.
func (f *Function) isClassifier() bool {
	results := f.results()
	return results.Len() > 1 || results.Len() == 1 && !ir.IsBool(results.At(0).Type())
}

// answer notes what a return answers.
func (w *walker) answer(st state, fl flags, set codes.Set, instr *ssa.Return) {
	if w.s.Param < 0 || w.s.of.wire || !w.f.isClassifier() {
		return
	}
	for i, r := range instr.Results {
		a := answered{result: i, vague: fl.narrowed, codes: set}
		if fl.matched != nil {
			a.pattern = &fl.matched.Pattern
		}
		v := w.chosen(r, st.env)
		if l := lookupOf(v); l != nil {
			w.answerByMap(a, l)
			continue
		}
		if ir.IsBool(r.Type()) {
			if t := w.testOn(v, st.env); t != nil && !ir.IsConstant(v) {
				w.answerByTest(a, t, fl)
				continue
			}
		}
		a.answer, _ = answerOf(v)
		if a.answer == "" {
			a.answer = w.wrapped(v)
		}
		w.note(a)
	}
}

// lookupOf returns the lookup in a map that a value is the outcome of, or nil.
func lookupOf(v ssa.Value) *ssa.Lookup {
	if x, ok := v.(*ssa.Extract); ok && x.Index == 0 {
		v = nil
		if l, ok := x.Tuple.(*ssa.Lookup); ok {
			v = l
		}
	}
	if l, ok := v.(*ssa.Lookup); ok && ir.IsMap(l.X.Type()) {
		return l
	}
	return nil
}

func (w *walker) note(a answered) {
	if !a.codes.Empty() {
		w.s.answers = append(w.s.answers, a)
	}
}

// answerByTest notes a test that is returned itself.
func (w *walker) answerByTest(a answered, t *Test, fl flags) {
	for _, matches := range []bool{true, false} {
		set, next := w.narrow(t, matches, a.codes, fl)
		way := a
		way.codes, way.vague, way.answer = set, next.narrowed, "false"
		if matches != t.Negated {
			way.answer = "true"
		}
		if next.matched != nil {
			way.pattern = &next.matched.Pattern
		}
		w.note(way)
	}
}

// answerByMap notes the answers of a map that is asked for the code.
func (w *walker) answerByMap(a answered, l *ssa.Lookup) {
	c, ok := w.f.codeOf(l.Index)
	if !ok || c.of != w.s.of {
		w.note(a)
		return
	}
	u := w.f.pkg.Universe
	rest := a
	r := &reader{home: w.f, fn: w.f, seen: make(map[readKey]bool)}
	r.each = func(update *ssa.MapUpdate) {
		key, isKnown := ir.ConstString(update.Key)
		if !isKnown {
			r.unknown()
			return
		}
		atom := codes.Atom{Op: codes.Equal, Case: c.cased, Value: key}
		if c.segment {
			atom.Op = codes.Segment
		}
		way := a
		way.pattern = &Pattern{Atoms: []codes.Atom{atom}}
		way.codes = a.codes.And(u.Match(atom))
		way.answer, _ = answerOf(update.Value)
		w.s.answers = append(w.s.answers, way) // even a code that does not exist
		rest.codes = rest.codes.Minus(way.codes)
	}
	r.value(l.X, []step{{kind: stepKey}})
	if l.CommaOk { // returned where the code is in the map
		return
	}
	rest.vague = rest.vague || r.list.open
	rest.answer = zeroAnswer(l.Type())
	w.note(rest)
}

// zeroAnswer is the answer of a map for what is not in it.
func zeroAnswer(t types.Type) string {
	b, ok := t.Underlying().(*types.Basic)
	switch {
	case !ok:
		return "nil"
	case b.Info()&types.IsString != 0:
		return `""`
	case b.Info()&types.IsBoolean != 0:
		return "false"
	}
	return "0"
}

// wrapped returns the answer that an error which wraps a sentinel is: the
// sentinel among what fmt.Errorf or errors.Join is given.
func (w *walker) wrapped(v ssa.Value) string {
	call, ok := v.(*ssa.Call)
	if !ok || len(call.Call.Args) == 0 {
		return ""
	}
	callee := call.Call.StaticCallee()
	if !ir.IsFunc(callee, "Errorf", "fmt") && !ir.IsFunc(callee, "Join", "errors") {
		return ""
	}
	slice, ok := call.Call.Args[len(call.Call.Args)-1].(*ssa.Slice)
	if !ok {
		return ""
	}
	array, ok := slice.X.(*ssa.Alloc)
	if !ok {
		return ""
	}
	for _, store := range ir.Elements(array) {
		if answer, ok := answerOf(store.Val); ok && ir.IsErrorType(store.Val.Type()) && answer != "nil" {
			return wrapping + answer
		}
		if m, ok := store.Val.(*ssa.ChangeInterface); ok && ir.IsErrorType(m.X.Type()) {
			if answer, ok := answerOf(m.X); ok && answer != "nil" {
				return wrapping + answer
			}
		}
	}
	return ""
}

// answersWithout adds what a function that hands on the code, and names none,
// answers beside it: whether there is one.
func (f *Function) answersWithout(h *Helper) {
	if f.results().Len() < 2 {
		return
	}
	for _, use := range slices.Clone(h.Uses) {
		if use.Role != TheCode && use.Role != TypedError || use.IsCode {
			continue
		}
		of := subject{value: f.ssa.Params[use.Subject]}
		if f.subjects[of] != nil || slices.ContainsFunc(h.Uses, func(u Use) bool { return u.Subject == use.Subject && u.Value != "" }) {
			continue
		}
		s := &Subject{of: of, fn: f, Param: use.Subject, Origin: Origin{Unknown: true}}
		f.walk(s, nil)
		h.Uses = append(h.Uses, f.answersOf(s)...)
	}
}

// answersOf says, of each answer that the function gives to a parameter, for
// which codes it gives it.
func (f *Function) answersOf(s *Subject) []Use {
	var uses []Use
	for result := range f.results().Len() {
		var ways []answered
		var answers []string
		for _, a := range s.answers {
			if a.result != result {
				continue
			}
			ways = append(ways, a)
			if a.answer != "" && !slices.Contains(answers, a.answer) {
				answers = append(answers, a.answer)
			}
		}
		for _, answer := range answers {
			if u, ok := f.answerPart(s, ways, answer); ok {
				u.Result = result
				uses = append(uses, u)
			}
		}
	}
	return uses
}

// answerPart says for which codes the function gives one answer.
func (f *Function) answerPart(s *Subject, ways []answered, answer string) (Use, bool) {
	u := Use{Role: Matches, Subject: s.Param, IsCode: s.IsCode, Promised: s.promised, Value: answer}
	all := f.pkg.Universe.Codes()
	var mine, others Pattern
	var set codes.Set
	missed, missedOther, shared := false, false, false
	for _, a := range ways {
		with := a.answer == answer
		if with {
			set = set.Or(a.codes)
		}
		if a.pattern == nil && !a.codes.Meets(all) {
			continue
		}
		if a.vague {
			return u, false
		}
		switch {
		case a.pattern == nil && with:
			missed = true
		case a.pattern == nil:
			missedOther = true
		case with:
			mine.merge(*a.pattern)
			shared = shared || meetsOther(ways, a)
		default:
			others.merge(*a.pattern)
		}
	}
	switch {
	case missed && missedOther:
		return u, false
	case missed:
		u.Role, u.Pattern = MatchesNot, others
	default:
		u.Pattern = mine
	}
	if shared && !f.exact(&u.Pattern, set) || len(u.Pattern.Atoms) > maxAtoms {
		return u, false
	}
	f.besides(&u, s, ways)
	return u, true
}

// meetsOther reports whether the same test leads to another answer as well.
func meetsOther(ways []answered, a answered) bool {
	return slices.ContainsFunc(ways, func(b answered) bool { return b.pattern == a.pattern && b.answer != a.answer })
}

// besides says where the function leaves errors without a code of the SDK.
func (f *Function) besides(u *Use, s *Subject, ways []answered) {
	if s.IsCode {
		u.Vague = true // "" may be taken for any
		return
	}
	sides := [2][2]bool{} // nil and others: with this answer, with another
	elements := [2]codes.Element{f.pkg.Universe.Nil(), f.pkg.Universe.NotSDK()}
	for i, e := range elements {
		for _, a := range ways {
			if a.codes.Has(e) {
				side := 0
				if a.answer != u.Value {
					side = 1
				}
				sides[i][side] = true
			}
		}
		u.Vague = u.Vague || sides[i][0] && sides[i][1]
	}
	mine := 0
	if u.Role == MatchesNot {
		mine = 1 // what matches is given another answer
	}
	u.NilMatches, u.OtherMatches = sides[0][mine] && !u.Vague, sides[1][mine] && !u.Vague
}
