// Package summary says what a function is to its callers, and what a package is to
// its importers, and exports both as facts.
package summary

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/retry"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// Summarise makes the fact of a function from what it does with its
// parameters.
func Summarise(f *program.Function) {
	h := &facts.Summary{Origin: originOf(f)}
	for _, s := range f.Subjects {
		if s.Param < 0 {
			noteCapture(f, s)
		} else if use, ok := useOf(f, s); ok {
			use.Never = comparedInVain(f, s)
			h.Uses = append(h.Uses, use)
		} else {
			h.Uses = append(h.Uses, answersOf(f, s)...)
			if use, ok := comparesGiven(s); ok {
				h.Uses = append(h.Uses, use)
			}
		}
		s.Answers = nil
	}
	for i := range h.Uses {
		h.Uses[i].Mixed = h.Uses[i].Mixed || isMixed(f, &h.Uses[i])
	}
	handsOn(f, h)
	findsType(f, h)
	answersWithout(f, h)
	comparesInside(f, h)
	declares(f, h)
	predicate.MakesTests(f, h)
	value.NoteLists(f, h)
	value.NoteFills(f, h)
	value.NoteLeaves(f, h)
	h.Answer = answerUse(f)
	f.Summary = h
}

// Forwards makes the fact of a function from that of what it forwards to, and reports
// whether there is one.
func Forwards(f *program.Function) bool {
	h := f.SummaryOfForward()
	if h == nil {
		return false
	}
	h.Origin = originOf(f)
	f.Summary = h
	return true
}

// originOf returns where the errors of a function come from; none if it returns none.
func originOf(f *program.Function) facts.Origin {
	if d := f.Pkg.Declared[f.Object]; f.Object != nil && d != nil && ir.ReturnsError(f.Object.Signature()) {
		return d.Origin
	}
	return facts.Origin{}
}

// comparesInside notes parameters with which the function, or literals inside,
// compare the codes of errors of their own.
func comparesInside(f *program.Function, h *facts.Summary) {
	u := facts.ParamUse{Role: facts.Compares, Subject: -1}
	var behind []int
	for _, s := range f.Subjects {
		if s.Certain && s.Param < 0 && len(s.Tests) > 0 {
			behind = append(behind, pointerOf(f, s))
		}
		for _, t := range s.Tests {
			if s.Certain && s.Param < 0 {
				u.Pattern.Merge(facts.Pattern{Params: withoutOuter(t.Pattern.Params)})
				u.Mixed = u.Mixed || t.Mixed
			}
		}
	}
	for _, anon := range f.SSA.AnonFuncs {
		inner := f.Pkg.BySSA[anon]
		if inner == nil {
			continue
		}
		for _, s := range inner.Subjects {
			for _, t := range s.Tests {
				if s.Certain {
					if len(t.Outer) > 0 {
						behind = append(behind, -1)
					}
					u.Pattern.Merge(facts.Pattern{Params: t.Outer})
					u.Mixed = u.Mixed || t.Mixed
				}
			}
		}
	}
	if behind = slices.Compact(behind); len(behind) == 1 {
		u.Subject = behind[0]
	}
	if len(u.Pattern.Params) > 0 {
		h.Uses = append(h.Uses, u)
	}
}

// comparesGiven notes parameters with which a function compares the code of the error
// that it is given, where what it answers is not known.
func comparesGiven(s *program.Subject) (facts.ParamUse, bool) {
	u := facts.ParamUse{Role: facts.Compares, Subject: s.Param, Promised: s.Promised}
	if s.IsCode {
		return u, false // two strings: either may be no code
	}
	for _, t := range s.Tests {
		u.Pattern.Merge(facts.Pattern{Params: withoutOuter(t.Pattern.Params)})
		u.Mixed = u.Mixed || t.Mixed
	}
	return u, len(u.Pattern.Params) > 0
}

// withoutOuter returns the parameters that are those of the function itself.
func withoutOuter(params []facts.Param) []facts.Param {
	return slices.DeleteFunc(slices.Clone(params), func(p facts.Param) bool { return p.Outer })
}

// pointerOf returns the parameter that points to the variable which holds a subject,
// or -1.
func pointerOf(f *program.Function, s *program.Subject) int {
	if v := s.Of.Memory; v != nil && v.Kind == program.Initial && ir.IsErrorPointer(v.Cell.Type()) {
		return slices.IndexFunc(f.SSA.Params, func(p *ssa.Parameter) bool { return ssa.Value(p) == v.Cell })
	}
	return -1
}

// declares notes what a comment "//tcerrlint:codes PARAM" above the function
// declares: that the strings which PARAM holds are compared with the code of
// the error that the function is given.
func declares(f *program.Function, h *facts.Summary) {
	d := f.Pkg.Declared[f.Object]
	if d == nil || d.Decl.Doc == nil {
		return
	}
	for _, c := range d.Decl.Doc.List {
		name, ok := strings.CutPrefix(c.Text, "//tcerrlint:codes ")
		if !ok {
			continue
		}
		i := slices.IndexFunc(f.SSA.Params, func(p *ssa.Parameter) bool { return p.Name() == strings.TrimSpace(name) })
		if i < 0 {
			continue // reported by the rules package
		}
		u := facts.ParamUse{Role: facts.Compares, Subject: -1}
		for j, p := range f.SSA.Params {
			if ir.IsErrorType(p.Type()) || f.Pkg.Errors.Is(p.Type()) {
				u.Subject = j
			}
		}
		results := f.Results()
		switch {
		case u.Subject < 0:
		case results.Len() == 1 && ir.IsBool(results.At(0).Type()):
			u.Role = facts.Matches
		case retries(f):
			u.Role = facts.RetriesOnly
		}
		u.Pattern.Params = []facts.Param{{Index: i, Elem: predicate.IsListType(f.SSA.Params[i].Type())}}
		h.Uses = append([]facts.ParamUse{u}, h.Uses...)
	}
}

// noteCapture notes what a literal answers about an error that it captured.
func noteCapture(f *program.Function, s *program.Subject) {
	v := s.Of.Memory
	if v == nil || v.Kind != program.Initial {
		return
	}
	free, ok := v.Cell.(*ssa.FreeVar)
	if !ok {
		return
	}
	if use, ok := useOf(f, s); ok && (use.Role == facts.Matches || use.Role == facts.MatchesNot) && len(f.Captures) == 0 {
		f.Captures = map[*ssa.FreeVar]facts.ParamUse{free: use}
	}
}

// useOf says what a function answers about a parameter.
func useOf(f *program.Function, s *program.Subject) (facts.ParamUse, bool) {
	u := facts.ParamUse{Subject: s.Param, IsCode: s.IsCode, Promised: s.Promised}
	var onMatch, onMiss []*program.Test // tests whose match answers true (or retries), and false
	var missTrue, missFalse bool
	var trueSet, falseSet, within codes.Set // that are answered by a match, or perhaps without one; all
	isBool := false
	for _, o := range s.Outcomes {
		if !o.Codes.Meets(f.Pkg.Universe.Codes()) {
			continue // not an error of the SDK: the pattern is only about those
		}
		within = within.Or(o.Codes)
		var yes bool
		switch o.Kind {
		case program.True, program.RetriedHere:
			yes = true
			isBool = isBool || o.Kind == program.True
		case program.False, program.StoppedHere:
			isBool = isBool || o.Kind == program.False
		case program.Succeeded:
			if retries(f) {
				continue // an error that is nil, or good enough
			}
			return u, false
		case program.Ended:
			continue
		default:
			return u, false
		}
		if o.Narrowed {
			if o.Matched != nil || yes {
				return u, false
			}
			falseSet = falseSet.Or(o.Codes)
			continue
		}
		u.Pattern.May = u.Pattern.May || o.Aside
		switch {
		case o.Matched == nil && yes:
			missTrue = true
		case o.Matched == nil:
			missFalse = true
		case yes:
			onMatch = append(onMatch, o.Matched)
		default:
			onMiss = append(onMiss, o.Matched)
			falseSet = falseSet.Or(o.Codes)
		}
		if yes {
			trueSet = trueSet.Or(o.Codes)
		}
	}
	switch {
	case missFalse && !missTrue && len(onMatch) > 0:
		u.Role = facts.Matches
		if !isBool {
			u.Role = facts.RetriesOnly
		}
		for _, t := range onMatch {
			u.Pattern.Merge(t.Pattern)
			u.Mixed = u.Mixed || t.Mixed
		}
		if len(onMiss) > 0 && !exact(f, &u.Pattern, trueSet.And(f.Pkg.Universe.Codes()), within) {
			return u, false
		}
		// Where both answers are given to a code, other conditions decide, too.
		u.Pattern.May = u.Pattern.May || falseSet.Meets(trueSet) && (isClosed(&u.Pattern) || slices.ContainsFunc(onMiss, func(t *program.Test) bool { return slices.Contains(onMatch, t) }))
	case missTrue && !missFalse && len(onMiss) > 0 && len(onMatch) == 0:
		u.Role = facts.MatchesNot
		if !isBool {
			u.Role = facts.RetriesElse
		}
		for _, t := range onMiss {
			u.Pattern.Merge(t.Pattern)
			u.Mixed = u.Mixed || t.Mixed
		}
	default:
		return u, false
	}
	if len(u.Pattern.Atoms) > facts.MaxAtoms {
		return u, false
	}
	if isBool && !s.IsCode {
		answersBeside(f, &u, s)
	}
	return u, true
}

// comparedInVain returns what a string is compared with that no code satisfies: no way
// through the function is one of a match.
func comparedInVain(f *program.Function, s *program.Subject) []codes.Atom {
	var never []codes.Atom
	for _, t := range s.Tests {
		for _, a := range t.Pattern.Atoms {
			if s.IsCode && len(never) < facts.MaxAtoms && f.Pkg.Universe.Match(a).Empty() && !slices.Contains(never, a) {
				never = append(never, a)
			}
		}
	}
	return never
}

// answersBeside says on which side of a function that answers true or false errors
// without a code of the SDK are.
func answersBeside(f *program.Function, u *facts.ParamUse, s *program.Subject) {
	universe := f.Pkg.Universe
	for _, beside := range []struct {
		element codes.Element
		matches *bool
	}{{universe.Nil(), &u.NilMatches}, {universe.NotSDK(), &u.OtherMatches}} {
		var yes, no bool
		for i := range s.Outcomes {
			if o := &s.Outcomes[i]; o.Codes.Has(beside.element) {
				yes, no = yes || o.Kind == program.True, no || o.Kind == program.False
			}
		}
		u.Vague = u.Vague || yes && no
		*beside.matches = yes != no && yes == (u.Role == facts.Matches)
	}
	if u.Vague {
		u.NilMatches, u.OtherMatches = false, false
	}
}

// isMixed reports whether a parameter that a use compares codes with is compared
// with, or given to, something else as well: it may hold codes of another cloud.
func isMixed(f *program.Function, u *facts.ParamUse) bool {
	return slices.ContainsFunc(u.Pattern.Params, func(p facts.Param) bool {
		return !p.Outer && usedElsewhere(f, f.SSA.Params[p.Index])
	})
}

// retries reports whether the function answers an error that says whether to
// retry.
func retries(f *program.Function) bool {
	results := f.Results()
	return results.Len() > 0 && f.Pkg.IsRetryError(results.At(results.Len()-1).Type())
}

// exact makes a pattern match just the set, of all that can come, or reports that
// it cannot.
func exact(f *program.Function, p *facts.Pattern, set, within codes.Set) bool {
	if !isClosed(p) {
		return true
	}
	u := f.Pkg.Universe
	var all codes.Set
	for _, a := range p.Atoms {
		all = all.Or(u.Match(a))
	}
	if set.In(all) && all.And(within).In(set) {
		return true
	}
	if set.Len() > facts.MaxAtoms {
		return false
	}
	p.Atoms = nil
	for e := range set.All {
		p.Atoms = append(p.Atoms, codes.Atom{Op: codes.Equal, Value: u.Code(e)})
	}
	return true
}

// comparesWith reports whether a condition compares the code of an error with v,
// and not v, as if it were a code, with something else.
func comparesWith(f *program.Function, cond, v ssa.Value) bool {
	for t := predicate.TestOf(f, cond); t != nil; t = t.Other {
		if t.Of.Value != v && (t.Kind == predicate.OnCode || t.Kind == predicate.Retrying) {
			return true
		}
	}
	return false
}

// usedElsewhere reports whether a parameter is compared with, or given to,
// anything but tests on the code.
func usedElsewhere(f *program.Function, v ssa.Value) bool {
	if v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Call:
			if comparesWith(f, ref, v) {
				continue
			}
			if ref.Type() != nil && (ir.IsBool(ref.Type()) || ir.IsErrorType(ref.Type()) || f.Pkg.IsRetryError(ref.Type())) {
				return true
			}
		case *ssa.MakeInterface, *ssa.ChangeType, *ssa.Slice:
			if usedElsewhere(f, ref.(ssa.Value)) {
				return true
			}
		case *ssa.BinOp:
			if ref.Op == token.EQL || ref.Op == token.NEQ {
				if !comparesWith(f, ref, v) {
					return true
				}
			}
		case *ssa.Store:
			if cell, ok := ref.Addr.(*ssa.Alloc); !ok || cellUsedElsewhere(f, cell, ref) {
				return true
			}
		case *ssa.MakeClosure, *ssa.Return:
			return true
		}
	}
	return false
}

// cellUsedElsewhere is usedElsewhere for a parameter that literals capture: for what is
// read from the variable in which a store puts it.
func cellUsedElsewhere(f *program.Function, cell ssa.Value, put *ssa.Store) bool {
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.Store:
			if ref != put {
				return true
			}
		case *ssa.UnOp:
			if usedElsewhere(f, ref) {
				return true
			}
		case *ssa.MakeClosure:
			inner := f.Pkg.BySSA[ref.Fn.(*ssa.Function)]
			for _, free := range ir.CapturedAs(ref, cell) {
				if inner == nil || cellUsedElsewhere(inner, free, nil) {
					return true
				}
			}
		default:
			return true
		}
	}
	return false
}

// ExportFacts gives other packages the facts of this one's functions and
// lists.
func ExportFacts(p *program.Package) {
	exportWires(p)
	retry.FindStyles(p)
	exportRetryErrors(p)
	for _, f := range p.Functions {
		if f.Object == nil {
			continue
		}
		if calls := retry.CallsParams(f); len(calls) > 0 {
			if f.Summary == nil {
				f.Summary = new(facts.Summary)
			}
			f.Summary.Calls = calls
		}
		if mark := retry.MarkOfMade(f); mark != facts.Unmarked {
			if f.Summary == nil {
				f.Summary = new(facts.Summary)
			}
			f.Summary.Makes = mark
		}
		if f.Summary != nil {
			p.Helpers[f.Object] = f.Summary
		}
	}
	noteExposed(p)
	noteKnown(p)
	mark := facts.Decoders{Send: exportSenders(p)}
	for _, d := range p.Order {
		if h := p.Helpers[d.Object]; h != nil && (len(h.Uses) > 0 || len(h.Made) > 0 || h.Answer != nil || len(h.Calls) > 0 || h.Makes != facts.Unmarked) && program.Visible(d.Object) {
			p.Pass.ExportObjectFact(d.Object, h)
			mark.Decode = mark.Decode || h.Answer != nil && len(h.Answer.Decodes) > 0
		}
	}
	if mark != (facts.Decoders{}) && p.Decoders {
		p.Pass.ExportPackageFact(&mark)
	}
	var tested map[ast.Expr]bool
	for v := range p.Vars {
		if !v.Exported() || p.Universe == nil {
			continue
		}
		values, ok := value.ListVar(p, v)
		if !ok || len(values) == 0 || len(values) > facts.MaxAtoms {
			continue
		}
		if tested == nil {
			tested = testedLiterals(p)
		}
		list := &facts.List{}
		known := false
		for _, value := range values {
			list.Values = append(list.Values, value.Value)
			_, ok := p.Universe.Lookup(value.Value)
			known = known || ok
			list.Tested = list.Tested || tested[value.Expr]
		}
		if known {
			p.Pass.ExportObjectFact(v, list)
		}
	}
}

// ExportCOS gives other packages the facts of the functions that have to do with errors
// of object storage.
func ExportCOS(p *program.Package) {
	noteKnown(p)
	for _, f := range p.Functions {
		if h := f.Summary; h != nil && f.Object != nil && program.Visible(f.Object) && len(h.Uses)+len(h.Made) > 0 {
			p.Pass.ExportObjectFact(f.Object, &facts.COSSummary{Summary: facts.Summary{Uses: h.Uses, Made: h.Made}})
		}
	}
}

// noteExposed adds to the facts of functions that what they are given is compared
// with codes elsewhere in the package.
func noteExposed(p *program.Package) {
	for _, f := range p.Functions {
		for _, s := range f.Subjects {
			for _, t := range s.Tests {
				for _, e := range t.Exposed {
					if s.Certain || s.IsCode || s.Param >= 0 {
						expose(p, p.BySSA[e.Of], e.Param)
					}
				}
			}
		}
	}
}

func expose(p *program.Package, f *program.Function, param facts.Param) {
	if f == nil || f.Summary == nil {
		return
	}
	for i := range f.Summary.Uses {
		if u := &f.Summary.Uses[i]; u.Role == facts.Compares && u.Subject < 0 {
			u.Pattern.Merge(facts.Pattern{Params: []facts.Param{param}})
			return
		}
	}
	f.Summary.Uses = append(f.Summary.Uses, facts.ParamUse{Role: facts.Compares, Subject: -1, Pattern: facts.Pattern{Params: []facts.Param{param}}})
}

// noteKnown notes the strings that are known to be codes in this package, which says
// what is wrong with what they are compared with.
func noteKnown(p *program.Package) {
	for _, f := range p.Functions {
		if f.Summary == nil || !f.Exported {
			continue
		}
		for i := range f.Summary.Uses {
			u := &f.Summary.Uses[i]
			u.Known = slices.ContainsFunc(f.Subjects, func(s *program.Subject) bool { return s.Certain && s.Param >= 0 && s.Param == u.Subject })
		}
	}
}

// testedLiterals returns the constants that tests on known errors compare codes
// with.
func testedLiterals(p *program.Package) map[ast.Expr]bool {
	tested := make(map[ast.Expr]bool)
	for _, f := range p.Functions {
		for _, s := range f.Subjects {
			for _, t := range s.Tests {
				for _, lit := range t.Literals {
					tested[lit.Expr] = tested[lit.Expr] || s.Certain
				}
			}
		}
	}
	return tested
}
