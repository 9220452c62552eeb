package engine

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// A Subject is an error, or a string that is a code, on which a function makes
// tests, and what becomes of it there.
type Subject struct {
	Asserts  []*Test // to the SDK's error, in source order
	Tests    []*Test // on its code, in source order
	Origin   Origin  // where it can come from
	Calls    []Call  // the calls that it came from, as far as they are known
	Outcomes []Outcome
	Param    int              // index of the parameter that it is, or -1
	IsCode   bool             // it is a code, not an error
	Certain  bool             // it is known to be an error or a code of the SDK
	Answer   *Answer          // it is an answer on the wire that was decoded here; or nil
	Status   *instatus.Status // it is a code inside a successful answer; or nil

	of       subject
	fn       *Function
	promised bool       // only an interface tells that it has a code
	answers  []answered // that the function gives, if the subject is a parameter
	polls    bool       // the same request goes out again after a success, too
}

// Pos is where the error came from.
func (s *Subject) Pos() token.Pos {
	if s.of.memory != nil {
		if s.of.memory.call != nil {
			return s.of.memory.call.Pos()
		}
		return s.of.memory.cell.Pos()
	}
	if x, ok := s.of.value.(*ssa.Extract); ok {
		return x.Tuple.Pos()
	}
	return s.of.value.Pos()
}

// handedOn reports whether a function literal that filled in a variable also
// returned the error that it put there.
func (f *Function) handedOn(v *version) bool {
	call := v.call.(ssa.CallInstruction)
	for _, arg := range append([]ssa.Value{call.Common().Value}, call.Common().Args...) {
		closure := ir.ClosureOf(arg)
		if closure == nil {
			continue
		}
		inner := f.pkg.bySSA[closure.Fn.(*ssa.Function)]
		for _, free := range ir.CapturedAs(closure, v.cell) {
			for _, ref := range *free.Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == free && (inner == nil || inner.returnsSubject(inner.subjectOf(store.Val))) {
					return true
				}
			}
		}
	}
	return false
}

// returnsSubject reports whether the function returns the error, or what a call
// makes of it.
func (f *Function) returnsSubject(s subject) bool {
	for _, block := range f.ssa.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		for _, result := range ret.Results {
			if f.subjectOf(result) == s {
				return true
			}
			if call, ok := result.(*ssa.Call); ok && slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool { return f.subjectOf(arg) == s }) {
				return true
			}
		}
	}
	return false
}

// Function returns the function that tests the subject.
func (s *Subject) Function() *Function { return s.fn }

// analyzeFunctions analyzes every function that was built, callees first, then
// what callers tell about the parameters of each. Functions that call each other
// are analyzed twice, so that each sees the summaries of the others.
func (p *Package) analyzeFunctions() {
	for _, component := range p.bottomUp() {
		said := len(p.silences)
		for _, f := range component {
			p.analyzeFunction(f)
		}
		if len(component) == 1 {
			continue
		}
		p.silences = p.silences[:said]
		for _, f := range component {
			f.forget()
			p.analyzeFunction(f)
		}
	}
	p.spreadParameters()
	p.spreadThrottled()
}

// spreadThrottled notes the functions that retry throttling themselves, so
// that their callers need not.
func (p *Package) spreadThrottled() {
	code := p.Universe.Category(throttled)
	found := false
	for _, f := range p.Functions {
		outer := f.ssa
		for outer.Parent() != nil {
			outer = outer.Parent()
		}
		d := p.declared[p.objectOf(outer)]
		if d == nil || d.origin.Throttled {
			continue
		}
		for _, s := range f.Subjects {
			if slices.ContainsFunc(s.Outcomes, func(o Outcome) bool { return o.Kind == RetriedHere && o.Codes.Meets(code) }) {
				d.origin.Throttled, found = true, true
			}
		}
	}
	if !found {
		return
	}
	p.spreadOrigins()
	for _, f := range p.Functions {
		for _, s := range f.Subjects {
			if slices.ContainsFunc(s.Outcomes, func(o Outcome) bool { return o.Kind == StoppedHere }) {
				origin, _ := f.originOf(s.of)
				s.Origin.Throttled = origin.Throttled
			}
		}
	}
}

func (p *Package) objectOf(f *ssa.Function) *types.Func {
	object, _ := f.Object().(*types.Func)
	return object
}

// forget drops what is known of the function, its summary excepted.
func (f *Function) forget() {
	f.Subjects, f.captures, f.parts, f.states = nil, nil, nil, 0
	f.tests = make(map[ssa.Value]*Test)
	f.memory = newMemory(f)
}

// analyzeFunction finds the subjects of a function and what becomes of them.
func (p *Package) analyzeFunction(f *Function) {
	f.subjects = make(map[subject]*Subject)
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			if v, ok := instr.(ssa.Value); ok {
				f.addTest(v)
			}
		}
	}
	f.addAnswers()
	for _, s := range f.Subjects {
		s.Certain = s.Certain && (!s.promised || len(s.Origin.Services) > 0)
		slices.SortStableFunc(s.Tests, func(a, b *Test) int { return int(a.Pos() - b.Pos()) })
		if s.Status == nil { // no error, so nothing becomes of it
			f.walk(s, nil)
		}
	}
	f.summarise()
}

// addTest notes the test that a value is, if it is one on a code.
func (f *Function) addTest(v ssa.Value) {
	for t := f.testOf(v); t != nil; t = t.other {
		switch {
		case t.kind == onCode || t.kind >= retrying:
			f.subjectFor(t).Tests = append(f.subjectFor(t).Tests, t)
		case t.kind == onType && !t.of.wire && f.asserts(v):
			f.subjectFor(t).Asserts = append(f.subjectFor(t).Asserts, t)
		}
	}
}

// asserts reports whether a value is the answer of an assertion to the SDK's error
// that the function was not given: whether it holds decides what becomes of others.
func (f *Function) asserts(v ssa.Value) bool {
	var of ssa.Value
	switch x := v.(type) {
	case *ssa.Extract:
		switch tuple := x.Tuple.(type) {
		case *ssa.TypeAssert:
			of = tuple.X
		case *ssa.Call:
			of = tuple.Call.Args[0]
		}
	case *ssa.Call:
		if f.isErrorsAs(&x.Call) {
			of = x.Call.Args[0]
		}
	}
	if of == nil {
		return false
	}
	_, given := f.subjectOf(of).value.(*ssa.Parameter)
	return !given
}

// subjectFor returns the subject of a test on a code.
func (f *Function) subjectFor(t *Test) *Subject {
	s := f.subjects[t.of]
	if s == nil {
		s = &Subject{of: t.of, fn: f, Param: -1}
		if p, ok := t.of.value.(*ssa.Parameter); ok {
			s.Param = slices.Index(f.ssa.Params, p)
			s.IsCode = !t.of.wire && mayHoldCode(p.Type())
		}
		s.IsCode = s.IsCode || isCapturedString(t.of)
		if s.Status = t.of.status; s.Status != nil {
			s.IsCode, s.Certain, s.Param = true, true, -1
			s.Origin = Origin{Services: []string{s.Status.Service}}
			f.subjects[t.of] = s
			f.Subjects = append(f.Subjects, s)
			return s
		}
		switch {
		case t.of.kept != nil:
			s.IsCode, s.Certain = true, true
			s.Origin = f.pkg.codeField(t.of.kept).origin
		case !s.IsCode && !f.madeHere(t.of.value):
			s.Certain = true
			s.Origin, s.Calls = f.originOf(s.of)
		}
		f.subjects[t.of] = s
		f.Subjects = append(f.Subjects, s)
		s.promised = s.Certain
	}
	if s.promised && !t.promised {
		s.promised = false
	}
	return s
}

// isCapturedString reports whether a subject is a string that a literal captured.
func isCapturedString(s subject) bool {
	if s.memory == nil {
		return false
	}
	free, ok := s.memory.cell.(*ssa.FreeVar)
	if !ok {
		return false
	}
	ptr, ok := free.Type().Underlying().(*types.Pointer)
	return ok && ir.IsString(ptr.Elem())
}

// madeHere reports whether the program itself made the error: nil, or one that
// a test of the program needs.
func (f *Function) madeHere(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.Const:
		return true
	case *ssa.Alloc:
		return f.pkg.errors.Is(x.Type())
	case *ssa.Call:
		callee := x.Call.StaticCallee()
		return effectsOf(callee)&model.MakesError != 0 ||
			callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && sdk.IsErrors(callee.Object().Pkg().Path())
	}
	return false
}

// spreadParameters makes the strings that some call fills with a code codes of
// the functions called, and gives parameters the origins of their arguments
// where every call is known.
func (p *Package) spreadParameters() {
	work := slices.Clone(p.Functions)
	for len(work) > 0 {
		f := work[0]
		work = work[1:]
		for _, block := range f.ssa.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue
				}
				for _, callee := range f.calleesOf(call.Common()) {
					if target := p.bySSA[ir.Generic(callee)]; target != nil && p.fillParameters(target, f, call) {
						work = append(work, target)
					}
				}
			}
		}
	}
}

// calleesOf returns the functions that a call can run: the one it names, or those
// that a table or a variable of this package holds.
func (f *Function) calleesOf(common *ssa.CallCommon) []*ssa.Function {
	if callee := common.StaticCallee(); callee != nil {
		return []*ssa.Function{callee}
	}
	if common.IsInvoke() || !slices.ContainsFunc(common.Args, func(arg ssa.Value) bool { _, ok := f.codeOf(arg); return ok }) {
		return nil
	}
	if m, ok := f.memberOf(common.Value); ok {
		return f.listOf(m.of, m.path).funcs
	}
	return f.listOf(common.Value, nil).funcs
}

// fillParameters notes what a call in f gives to the function called, and
// reports whether that was news.
func (p *Package) fillParameters(target, f *Function, call ssa.CallInstruction) bool {
	changed := false
	for _, s := range target.Subjects {
		if s.Param < 0 || !s.IsCode || s.Param >= len(call.Common().Args) {
			continue
		}
		arg := call.Common().Args[s.Param]
		c, ok := f.codeOf(arg)
		if !ok {
			continue
		}
		if c.isCode {
			from := f.subjects[c.of]
			if from == nil || !from.Certain {
				continue
			}
		}
		if !s.Certain {
			s.Certain, changed = true, true
			s.Origin = target.originOfCode(s)
		}
	}
	return changed
}

// originOfCode returns where the errors can come from whose codes the calls of
// a function give to one of its parameters.
func (f *Function) originOfCode(s *Subject) Origin {
	calls, complete := f.pkg.callsOf(f.ssa)
	origin := Origin{Unknown: !complete}
	for _, call := range calls {
		caller := f.pkg.bySSA[call.Parent()]
		c, ok := caller.codeOf(call.Common().Args[s.Param])
		if !ok || c.isCode {
			return Origin{Unknown: true}
		}
		from, _ := caller.originOf(c.of)
		origin.Merge(from)
	}
	return origin
}

// results returns the results of the function's signature.
func (f *Function) results() *types.Tuple { return f.ssa.Signature.Results() }
