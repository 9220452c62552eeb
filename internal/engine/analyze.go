package engine

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/flow"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
	"github.com/tcerrlint/tcerrlint/internal/retry"
	"github.com/tcerrlint/tcerrlint/internal/summary"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// Function returns the function that tests the subject.
func Function(s *program.Subject) *program.Function { return s.Fn }

// analyzeFunctions analyzes every function that was built, callees first, then
// what callers tell about the parameters of each. Functions that call each other
// are analyzed twice, so that each sees the summaries of the others.
func analyzeFunctions(p *program.Package) {
	for _, component := range p.BottomUp() {
		said := len(p.Silences)
		for _, f := range component {
			analyzeFunction(p, f)
		}
		if len(component) == 1 {
			continue
		}
		p.Silences = p.Silences[:said]
		for _, f := range component {
			f.Forget()
			analyzeFunction(p, f)
		}
	}
	spreadParameters(p)
	spreadThrottled(p)
}

// spreadThrottled notes the functions that retry throttling themselves, so
// that their callers need not.
func spreadThrottled(p *program.Package) {
	code := p.Universe.Category(program.Throttled)
	found := false
	for _, f := range p.Functions {
		d := declaredAround(f)
		if d == nil || d.Origin.Throttled {
			continue
		}
		for _, s := range f.Subjects {
			if slices.ContainsFunc(s.Outcomes, func(o program.Outcome) bool { return o.Kind == program.RetriedHere && o.Codes.Meets(code) }) {
				d.Origin.Throttled, found = true, true
			}
		}
	}
	if !found {
		return
	}
	relevance.SpreadOrigins(p)
	for _, f := range p.Functions {
		for _, s := range f.Subjects {
			if slices.ContainsFunc(s.Outcomes, func(o program.Outcome) bool { return o.Kind == program.StoppedHere }) {
				origin, _ := origin.OriginOf(f, s.Of)
				s.Origin.Throttled = origin.Throttled || s.Asked && retriesThrottling(f)
			}
		}
	}
}

// declaredAround returns the declared function that a function is, or lies in.
func declaredAround(f *program.Function) *program.Declared {
	outer := f.SSA
	for outer.Parent() != nil {
		outer = outer.Parent()
	}
	return f.Pkg.Declared[f.Pkg.ObjectOf(outer)]
}

// retriesThrottling reports whether the declared function around retries throttling,
// perhaps in a literal that another retry calls.
func retriesThrottling(f *program.Function) bool {
	d := declaredAround(f)
	return d != nil && d.Origin.Throttled
}

// analyzeFunction finds the subjects of a function and what becomes of them.
func analyzeFunction(p *program.Package, f *program.Function) {
	f.ByID = make(map[program.ValueID]*program.Subject)
	retry.FindStyles(p)
	defer addAsked(f)
	if summary.Forwards(f) {
		return
	}
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case ssa.Value:
				addTest(f, x)
			case *ssa.Defer:
				if t := predicate.Deferred(f, x); t != nil {
					predicate.SubjectFor(f, t).Tests = append(predicate.SubjectFor(f, t).Tests, t)
				}
			}
		}
	}
	predicate.AddAnswers(f)
	for _, s := range f.Subjects {
		s.Certain = s.Certain && (!s.Promised || len(s.Origin.Services) > 0)
		slices.SortStableFunc(s.Tests, func(a, b *program.Test) int { return int(predicate.Pos(a) - predicate.Pos(b)) })
		if s.Status == nil { // no error, so nothing becomes of it
			flow.Walk(f, s, nil)
		}
	}
	summary.Summarise(f)
}

// addAsked notes the errors about which retries ask functions of other packages.
func addAsked(f *program.Function) {
	for i := range f.Asked {
		t := predicate.AskedTest(f, &f.Asked[i])
		if t == nil {
			continue
		}
		s := &program.Subject{Of: t.Of, Fn: f, Param: -1, Asked: true, Tests: []*program.Test{t}, Promised: t.Promised}
		s.Origin, s.Calls = origin.OriginOf(f, t.Of)
		s.Origin.Unknown = s.Origin.Unknown || len(s.Origin.Services) == 0
		s.Origin.Throttled = s.Origin.Throttled || retriesThrottling(f)
		s.Certain = !s.Promised || len(s.Origin.Services) > 0
		flow.Walk(f, s, nil)
		f.Subjects = append(f.Subjects, s)
	}
}

// addTest notes the test that a value is, if it is one on a code.
func addTest(f *program.Function, v ssa.Value) {
	for t := predicate.TestOf(f, v); t != nil; t = t.Other {
		switch {
		case t.Kind == predicate.OnCode || t.Kind >= predicate.Retrying:
			predicate.SubjectFor(f, t).Tests = append(predicate.SubjectFor(f, t).Tests, t)
		case t.Kind == predicate.OnType && !t.Of.Wire && isAssertion(f, v):
			predicate.SubjectFor(f, t).Asserts = append(predicate.SubjectFor(f, t).Asserts, t)
		}
	}
}

// isAssertion reports whether a value is the answer of an assertion to the SDK's error
// that the function was not given: whether it holds decides what becomes of others.
func isAssertion(f *program.Function, v ssa.Value) bool {
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
		if f.IsErrorsAs(&x.Call) {
			of = x.Call.Args[0]
		}
	}
	if of == nil {
		return false
	}
	_, given := value.SubjectOf(f, of).Value.(*ssa.Parameter)
	return !given
}

// spreadParameters makes the strings that some call fills with a code codes of
// the functions called, and gives parameters the origins of their arguments
// where every call is known.
func spreadParameters(p *program.Package) {
	work := slices.Clone(p.Functions)
	for len(work) > 0 {
		f := work[0]
		work = work[1:]
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue
				}
				for _, callee := range calleesOf(f, call.Common()) {
					if target := p.BySSA[ir.Generic(callee)]; target != nil && fillParameters(p, target, f, call) {
						work = append(work, target)
					}
				}
			}
		}
	}
}

// calleesOf returns the functions that a call can run: the one it names, or those
// that a table or a variable of this package holds.
func calleesOf(f *program.Function, common *ssa.CallCommon) []*ssa.Function {
	if callee := common.StaticCallee(); callee != nil {
		return []*ssa.Function{callee}
	}
	if common.IsInvoke() || !slices.ContainsFunc(common.Args, func(arg ssa.Value) bool { _, ok := value.CodeOf(f, arg); return ok }) {
		return nil
	}
	if m, ok := value.MemberOf(f, common.Value); ok {
		return value.ListOf(f, m.Of, m.Path).Funcs
	}
	return value.ListOf(f, common.Value, nil).Funcs
}

// fillParameters notes what a call in f gives to the function called, and
// reports whether that was news.
func fillParameters(p *program.Package, target, f *program.Function, call ssa.CallInstruction) bool {
	changed := false
	for _, s := range target.Subjects {
		if s.Param < 0 || !s.IsCode || s.Param >= len(call.Common().Args) {
			continue
		}
		arg := call.Common().Args[s.Param]
		c, ok := value.CodeOf(f, arg)
		if !ok {
			continue
		}
		if c.IsCode {
			from := f.ByID[c.Of]
			if from == nil || !from.Certain {
				continue
			}
		}
		if !s.Certain {
			s.Certain, changed = true, true
			s.Origin = originOfCode(target, s)
		}
	}
	return changed
}

// originOfCode returns where the errors can come from whose codes the calls of
// a function give to one of its parameters.
func originOfCode(f *program.Function, s *program.Subject) facts.Origin {
	calls, complete := f.Pkg.CallsOf(f.SSA)
	all := facts.Origin{Unknown: !complete}
	for _, call := range calls {
		caller := f.Pkg.BySSA[call.Parent()]
		c, ok := value.CodeOf(caller, call.Common().Args[s.Param])
		if !ok || c.IsCode {
			return facts.Origin{Unknown: true}
		}
		from, _ := origin.OriginOf(caller, c.Of)
		all.Merge(from)
	}
	return all
}
