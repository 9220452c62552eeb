package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// maxAtoms bounds the constants that a fact carries.
const maxAtoms = 64

// summarise makes the fact of a function from what it does with its
// parameters.
func (f *Function) summarise() {
	h := &Helper{}
	if f.object != nil {
		if d := f.pkg.declared[f.object]; d != nil && ir.ReturnsError(f.object.Signature()) {
			h.origin = d.origin
		}
	}
	for _, s := range f.Subjects {
		if s.Param < 0 {
			f.noteCapture(s)
		} else if use, ok := f.useOf(s); ok {
			h.Uses = append(h.Uses, use)
		} else {
			h.Uses = append(h.Uses, f.answersOf(s)...)
		}
		s.answers = nil
	}
	f.handsOn(h)
	f.answersWithout(h)
	f.comparesInside(h)
	f.declares(h)
	f.makesTests(h)
	f.noteLists(h)
	h.Answer = f.answerUse()
	f.helper = h
}

// comparesInside notes parameters with which the function, or literals inside,
// compare the codes of errors of their own.
func (f *Function) comparesInside(h *Helper) {
	u := Use{Role: Compares, Subject: -1}
	for _, s := range f.Subjects {
		for _, t := range s.Tests {
			if s.Certain && s.Param < 0 {
				u.Pattern.merge(Pattern{Params: slices.DeleteFunc(slices.Clone(t.Pattern.Params), func(p Param) bool { return p.Outer })})
				u.Mixed = u.Mixed || t.Mixed
			}
		}
	}
	for _, anon := range f.ssa.AnonFuncs {
		inner := f.pkg.bySSA[anon]
		if inner == nil {
			continue
		}
		for _, s := range inner.Subjects {
			for _, t := range s.Tests {
				if s.Certain {
					u.Pattern.merge(Pattern{Params: t.outer})
					u.Mixed = u.Mixed || t.Mixed
				}
			}
		}
	}
	if len(u.Pattern.Params) > 0 {
		h.Uses = append(h.Uses, u)
	}
}

// declares notes what a comment "//tcerrlint:codes PARAM" above the function
// declares: that the strings which PARAM holds are compared with the code of
// the error that the function is given.
func (f *Function) declares(h *Helper) {
	d := f.pkg.declared[f.object]
	if d == nil || d.decl.Doc == nil {
		return
	}
	for _, c := range d.decl.Doc.List {
		name, ok := strings.CutPrefix(c.Text, "//tcerrlint:codes ")
		if !ok {
			continue
		}
		i := slices.IndexFunc(f.ssa.Params, func(p *ssa.Parameter) bool { return p.Name() == strings.TrimSpace(name) })
		if i < 0 {
			continue // reported by the rules package
		}
		u := Use{Role: Compares, Subject: -1}
		for j, p := range f.ssa.Params {
			if ir.IsErrorType(p.Type()) || f.pkg.errors.Is(p.Type()) {
				u.Subject = j
			}
		}
		results := f.results()
		switch {
		case u.Subject < 0:
		case results.Len() == 1 && ir.IsBool(results.At(0).Type()):
			u.Role = Matches
		case f.retries():
			u.Role = RetriesOnly
		}
		u.Pattern.Params = []Param{{Index: i, Elem: isListType(f.ssa.Params[i].Type())}}
		h.Uses = append([]Use{u}, h.Uses...)
	}
}

// noteCapture notes what a literal answers about an error that it captured.
func (f *Function) noteCapture(s *Subject) {
	v := s.of.memory
	if v == nil || v.kind != initial {
		return
	}
	free, ok := v.cell.(*ssa.FreeVar)
	if !ok {
		return
	}
	if use, ok := f.useOf(s); ok && (use.Role == Matches || use.Role == MatchesNot) && len(f.captures) == 0 {
		f.captures = map[*ssa.FreeVar]Use{free: use}
	}
}

// useOf says what a function answers about a parameter.
func (f *Function) useOf(s *Subject) (Use, bool) {
	u := Use{Subject: s.Param, IsCode: s.IsCode, Promised: s.promised}
	var onMatch, onMiss []*Test // tests whose match answers true (or retries), and false
	var missTrue, missFalse bool
	var trueSet codes.Set
	isBool := false
	for _, o := range s.Outcomes {
		if !o.Codes.Meets(f.pkg.Universe.Codes()) {
			continue // not an error of the SDK: the pattern is only about those
		}
		var yes bool
		switch o.Kind {
		case True, RetriedHere:
			yes = true
			isBool = isBool || o.Kind == True
		case False, StoppedHere:
			isBool = isBool || o.Kind == False
		case Succeeded:
			if f.retries() {
				continue // an error that is nil, or good enough
			}
			return u, false
		case Ended:
			continue
		default:
			return u, false
		}
		if o.Narrowed {
			if o.Matched != nil || yes {
				return u, false
			}
			continue
		}
		switch {
		case o.Matched == nil && yes:
			missTrue = true
		case o.Matched == nil:
			missFalse = true
		case yes:
			onMatch = append(onMatch, o.Matched)
		default:
			onMiss = append(onMiss, o.Matched)
		}
		if yes {
			trueSet = trueSet.Or(o.Codes)
		}
	}
	switch {
	case missFalse && !missTrue && len(onMatch) > 0:
		u.Role = Matches
		if !isBool {
			u.Role = RetriesOnly
		}
		for _, t := range onMatch {
			u.Pattern.merge(t.Pattern)
			u.Mixed = u.Mixed || t.Mixed
		}
		if len(onMiss) > 0 && !f.exact(&u.Pattern, trueSet) {
			return u, false
		}
	case missTrue && !missFalse && len(onMiss) > 0 && len(onMatch) == 0:
		u.Role = MatchesNot
		if !isBool {
			u.Role = RetriesElse
		}
		for _, t := range onMiss {
			u.Pattern.merge(t.Pattern)
			u.Mixed = u.Mixed || t.Mixed
		}
	default:
		return u, false
	}
	if len(u.Pattern.Atoms) > maxAtoms {
		return u, false
	}
	for _, p := range u.Pattern.Params {
		if p.Outer {
			continue
		}
		u.Mixed = u.Mixed || f.usedElsewhere(f.ssa.Params[p.Index], s)
	}
	return u, true
}

// retries reports whether the function answers an error that says whether to
// retry.
func (f *Function) retries() bool {
	results := f.results()
	return results.Len() > 0 && ir.IsRetryError(results.At(results.Len()-1).Type())
}

// exact makes a pattern match just the set, or reports that it cannot.
func (f *Function) exact(p *Pattern, set codes.Set) bool {
	if p.Open || len(p.Params) > 0 {
		return true
	}
	u := f.pkg.Universe
	var all codes.Set
	for _, a := range p.Atoms {
		all = all.Or(u.Match(a))
	}
	if set.In(all) && all.In(set) {
		return true
	}
	if set.Len() > maxAtoms {
		return false
	}
	p.Atoms = nil
	for e := range set.All {
		p.Atoms = append(p.Atoms, codes.Atom{Op: codes.Equal, Value: u.Code(e)})
	}
	return true
}

// usedElsewhere reports whether a parameter is compared with, or given to,
// anything but tests on the code.
func (f *Function) usedElsewhere(v ssa.Value, s *Subject) bool {
	if v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Call:
			if t := f.testOf(ref); t != nil && (t.kind == onCode || t.kind == retrying) {
				continue
			}
			if ref.Type() != nil && (ir.IsBool(ref.Type()) || ir.IsErrorType(ref.Type()) || ir.IsRetryError(ref.Type())) {
				return true
			}
		case *ssa.MakeInterface, *ssa.ChangeType, *ssa.Slice:
			if f.usedElsewhere(ref.(ssa.Value), s) {
				return true
			}
		case *ssa.BinOp:
			if ref.Op == token.EQL || ref.Op == token.NEQ {
				if t := f.testOf(ref); t == nil {
					return true
				}
			}
		case *ssa.MakeClosure, *ssa.Store, *ssa.Return:
			return true
		}
	}
	return false
}

// exportFacts gives other packages the facts of this one's functions and
// lists.
func (p *Package) exportFacts() {
	p.exportWires()
	p.findStyles()
	for _, f := range p.Functions {
		if f.object == nil {
			continue
		}
		if calls := f.callsParams(); len(calls) > 0 {
			if f.helper == nil {
				f.helper = new(Helper)
			}
			f.helper.Calls = calls
		}
		if f.helper != nil {
			p.helpers[f.object] = f.helper
		}
	}
	p.noteExposed()
	decodes := false
	for _, d := range p.order {
		if h := p.helpers[d.object]; h != nil && (len(h.Uses) > 0 || len(h.Made) > 0 || h.Answer != nil || len(h.Calls) > 0) && visible(d.object) {
			p.pass.ExportObjectFact(d.object, h)
			decodes = decodes || h.Answer != nil && len(h.Answer.Decodes) > 0
		}
	}
	if decodes && p.decoders {
		p.pass.ExportPackageFact(new(Decoders))
	}
	var tested map[ast.Expr]bool
	for v := range p.vars {
		if !v.Exported() || p.Universe == nil {
			continue
		}
		values, ok := p.listVar(v)
		if !ok || len(values) == 0 || len(values) > maxAtoms {
			continue
		}
		if tested == nil {
			tested = p.testedLiterals()
		}
		list := &List{}
		known := false
		for _, value := range values {
			list.Values = append(list.Values, value.value)
			_, ok := p.Universe.Lookup(value.value)
			known = known || ok
			list.Tested = list.Tested || tested[value.expr]
		}
		if known {
			p.pass.ExportObjectFact(v, list)
		}
	}
}

// noteExposed adds to the facts of functions that what they are given is compared
// with codes elsewhere in the package.
func (p *Package) noteExposed() {
	for _, f := range p.Functions {
		for _, s := range f.Subjects {
			for _, t := range s.Tests {
				for _, e := range t.exposed {
					if s.Certain || s.IsCode || s.Param >= 0 {
						p.expose(p.bySSA[e.of], e.Param)
					}
				}
			}
		}
	}
}

func (p *Package) expose(f *Function, param Param) {
	if f == nil || f.helper == nil {
		return
	}
	for i := range f.helper.Uses {
		if u := &f.helper.Uses[i]; u.Role == Compares && u.Subject < 0 {
			u.Pattern.merge(Pattern{Params: []Param{param}})
			return
		}
	}
	f.helper.Uses = append(f.helper.Uses, Use{Role: Compares, Subject: -1, Pattern: Pattern{Params: []Param{param}}})
}

// testedLiterals returns the constants that tests on known errors compare codes
// with.
func (p *Package) testedLiterals() map[ast.Expr]bool {
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

// visible reports whether another package can call the function.
func visible(f *types.Func) bool {
	if !f.Exported() {
		return false
	}
	if recv := f.Signature().Recv(); recv != nil {
		t := recv.Type()
		if ptr, ok := t.(*types.Pointer); ok {
			t = ptr.Elem()
		}
		named, ok := types.Unalias(t).(*types.Named)
		return ok && named.Obj().Exported()
	}
	return true
}
