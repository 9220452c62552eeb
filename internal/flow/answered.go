package flow

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// isClassifier reports whether the results of the function may be answers to a
// code: any but a lone bool, which is judged by itself.
func isClassifier(f *program.Function) bool {
	results := f.Results()
	return results.Len() > 1 || results.Len() == 1 && !ir.IsBool(results.At(0).Type())
}

// answer notes what a return answers.
func (w *Solver) answer(st state, fl flags, set codes.Set, instr *ssa.Return) {
	if w.S.Param < 0 || w.S.Of.Wire || !isClassifier(w.F) {
		return
	}
	for i, r := range instr.Results {
		a := program.Answered{Result: i, Vague: fl.narrowed, Aside: fl.aside, Codes: set}
		if fl.matched != nil {
			a.Pattern = &fl.matched.Pattern
		}
		v := w.resolve(r, st.env)
		if s, ok := r.Type().Underlying().(*types.Struct); ok && s.NumFields() <= maxFields {
			w.answerFields(a, v, s, st, fl)
			continue
		}
		w.answerWith(a, v, r.Type(), st, fl)
	}
}

// maxFields bounds the structs whose fields may be answers.
const maxFields = 16

// answerFields notes what the fields of a struct answer that is returned.
func (w *Solver) answerFields(a program.Answered, v ssa.Value, s *types.Struct, st state, fl flags) {
	for i := range s.NumFields() {
		if _, ok := s.Field(i).Type().Underlying().(*types.Basic); !ok {
			continue
		}
		a.Field = i + 1
		if l := lookupOf(v); l != nil {
			w.answerByMap(a, l)
		} else if part := value.FieldIn(v, i); part != nil {
			w.answerWith(a, w.resolve(part, st.env), s.Field(i).Type(), st, fl)
		} else {
			w.note(a)
		}
	}
}

// answerWith notes what a value answers that is returned, or is a field of a struct
// that is.
func (w *Solver) answerWith(a program.Answered, v ssa.Value, t types.Type, st state, fl flags) {
	if l := lookupOf(v); l != nil {
		w.answerByMap(a, l)
		return
	}
	if fl.matched != nil && w.answerByTable(a, fl.matched, v) {
		return
	}
	if ir.IsBool(t) {
		if test := w.testOn(v, st.env); test != nil && !ir.IsConstant(v) {
			w.answerByTest(a, test, fl)
			return
		}
	}
	a.Answer, _ = program.AnswerOf(v)
	if a.Answer == "" {
		a.Answer = w.wrapped(v)
	}
	if a.Answer == "" && !w.S.IsCode && ir.IsErrorType(t) && value.SubjectOf(w.F, v) == w.S.Of {
		a = w.answerByItself(a)
	}
	w.note(a)
}

// answerByItself notes that the error which is returned is nil where the subject
// is, and returns the rest: that it is none of the constants.
func (w *Solver) answerByItself(a program.Answered) program.Answered {
	none := w.F.Pkg.Universe.Only(w.F.Pkg.Universe.Nil())
	rest := a
	a.Codes, rest.Codes = a.Codes.And(none), a.Codes.Minus(none)
	a.Answer = "nil"
	w.note(a)
	return rest
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

func (w *Solver) note(a program.Answered) {
	if !a.Codes.Empty() {
		w.S.Answers = append(w.S.Answers, a)
	}
}

// answerByTest notes a test that is returned itself.
func (w *Solver) answerByTest(a program.Answered, t *program.Test, fl flags) {
	for _, matches := range []bool{true, false} {
		set, next := w.narrow(t, matches, a.Codes, fl)
		way := a
		way.Codes, way.Vague, way.Aside, way.Answer = set, next.narrowed, next.aside, "false"
		if matches != t.Negated {
			way.Answer = "true"
		}
		if next.matched != nil {
			way.Pattern = &next.matched.Pattern
		}
		w.note(way)
	}
}

// answerByMap notes the answers of a map that is asked for the code.
func (w *Solver) answerByMap(a program.Answered, l *ssa.Lookup) {
	c, ok := value.CodeOf(w.F, l.Index)
	if !ok || c.Of != w.S.Of {
		w.note(a)
		return
	}
	u := w.F.Pkg.Universe
	rest := a
	r := &value.Reader{Home: w.F, Fn: w.F, Seen: make(map[value.ReadKey]bool)}
	r.Each = func(update *ssa.MapUpdate) {
		key, isKnown := ir.ConstString(update.Key)
		if !isKnown {
			r.Unknown()
			return
		}
		atom := codes.Atom{Op: codes.Equal, Case: c.Cased, Value: key}
		if c.Segment {
			atom.Op = codes.Segment
		}
		way := a
		way.Pattern = &facts.Pattern{Atoms: []codes.Atom{atom}}
		way.Codes = a.Codes.And(u.Match(atom))
		if answer := update.Value; a.Field == 0 {
			way.Answer, _ = program.AnswerOf(answer)
		} else if answer = value.FieldIn(answer, a.Field-1); answer != nil {
			way.Answer, _ = program.AnswerOf(answer)
		}
		w.S.Answers = append(w.S.Answers, way) // even a code that does not exist
		rest.Codes = rest.Codes.Minus(way.Codes)
	}
	r.Value(l.X, []value.Step{{Kind: value.StepKey}})
	if l.CommaOk { // returned where the code is in the map
		return
	}
	rest.Vague = rest.Vague || r.List.Open
	rest.Answer = zeroAnswer(l.Type())
	if s, ok := l.Type().Underlying().(*types.Struct); ok && a.Field > 0 {
		rest.Answer = zeroAnswer(s.Field(a.Field - 1).Type())
	}
	w.note(rest)
}

// answerByTable notes the answers of a table over which a loop goes: what a row has
// beside the string that the code was compared with.
func (w *Solver) answerByTable(a program.Answered, t *program.Test, v ssa.Value) bool {
	at, ok := v.(ssa.Instruction)
	cond, isInstr := t.Value.(ssa.Instruction)
	if !ok || !isInstr || t.Pattern.Open || len(t.Pattern.Params) > 0 || !cond.Block().Dominates(at.Block()) && !at.Block().Dominates(cond.Block()) {
		return false
	}
	for _, operand := range cond.Operands(nil) {
		if rows, ordered, ok := value.RowsOf(w.F, *operand, v); ok {
			first := ordered && !ir.Reaches(at.Block(), cond.Block())
			w.answerByRows(a, t, rows, first)
			return true
		}
	}
	return false
}

// answerByRows notes the answer of each row: where the first that matches answers, or
// any may, as of a map, and of a loop that goes on.
func (w *Solver) answerByRows(a program.Answered, t *program.Test, rows []value.Row, first bool) {
	u := w.F.Pkg.Universe
	ways := make([]program.Answered, len(rows))
	for i, row := range rows {
		way := a
		way.Answer, _ = program.AnswerOf(row.Beside)
		way.Pattern, way.Codes = new(facts.Pattern), codes.Set{}
		for _, l := range t.Literals {
			if slices.Contains(row.Keys, l.Value) {
				way.Pattern.Atoms = append(way.Pattern.Atoms, l.Atoms...)
			}
		}
		for _, atom := range way.Pattern.Atoms {
			way.Codes = way.Codes.Or(u.Match(atom).And(a.Codes))
		}
		for j := range ways[:i] {
			if before := &ways[j]; before.Answer != way.Answer && before.Codes.Meets(way.Codes) {
				// The patterns do not tell them apart.
				before.Pattern, way.Pattern = &t.Pattern, &t.Pattern
				before.Vague, way.Vague = before.Vague || !first, way.Vague || !first
			}
			way.Codes = way.Codes.Minus(ways[j].Codes)
		}
		ways[i] = way
	}
	w.S.Answers = append(w.S.Answers, ways...) // even of a code that does not exist
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
func (w *Solver) wrapped(v ssa.Value) string {
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
		if answer, ok := program.AnswerOf(store.Val); ok && ir.IsErrorType(store.Val.Type()) && answer != "nil" {
			return predicate.Wrapping + answer
		}
		if m, ok := store.Val.(*ssa.ChangeInterface); ok && ir.IsErrorType(m.X.Type()) {
			if answer, ok := program.AnswerOf(m.X); ok && answer != "nil" {
				return predicate.Wrapping + answer
			}
		}
	}
	return ""
}
