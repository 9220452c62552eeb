package callmap

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/flow"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/verdict"
)

func sortedCategories(policy map[string][]program.Fate) []string {
	return slices.Sorted(maps.Keys(policy))
}

// A fateOf is a fate and the codes that meet it.
type fateOf struct {
	SiteFate
	codes codes.Set
}

// fates says what becomes of the codes of a category that the subject can be.
func fates(w *flow.Solver, category string) []SiteFate {
	p := w.F.Pkg
	answers, _ := origin.Answers(p, w.S.Origin)
	all := p.Universe.Category(category).And(answers)
	if all.Empty() {
		return nil
	}
	var met []fateOf
	left := all
	for _, group := range groups(w, all) {
		left = left.Minus(group.codes)
		met = groupFates(w, met, group)
	}
	if !left.Empty() {
		met = joinFate(met, SiteFate{Fate: program.Unknown, Pos: w.S.Pos(), Why: "no way on which the error leaves this function was found"}, left)
	}
	var fates []SiteFate
	for _, f := range met {
		f.Category = category
		f.Forbidden = slices.Contains(p.Config.Critical[category], f.Fate) && !f.Repeated &&
			!(f.Fate == program.Stopped && category == program.Throttled && verdict.RetriesThrottling(w.S))
		if !all.In(f.codes) {
			f.Codes = codeList(p, f.codes)
		}
		fates = append(fates, f.SiteFate)
	}
	return fates
}

// joinFate adds codes to those that meet a fate.
func joinFate(met []fateOf, f SiteFate, set codes.Set) []fateOf {
	i := slices.IndexFunc(met, func(g fateOf) bool {
		return g.Fate == f.Fate && g.Kind == f.Kind && g.Leaves == f.Leaves && g.Repeated == f.Repeated && g.Pos == f.Pos && g.Why == f.Why
	})
	if i < 0 {
		return append(met, fateOf{f, set})
	}
	met[i].codes = met[i].codes.Or(set)
	return met
}

// A group is codes that meet the same outcomes.
type group struct {
	codes    codes.Set
	outcomes []*program.Outcome
}

// groups splits a set by the outcomes that its codes meet.
func groups(w *flow.Solver, all codes.Set) []group {
	var groups []group
	for i := range w.S.Outcomes {
		o := &w.S.Outcomes[i]
		fresh := o.Codes.And(all)
		var split []group
		for _, g := range groups {
			both := g.codes.And(fresh)
			if rest := g.codes.Minus(fresh); !rest.Empty() {
				split = append(split, group{rest, g.outcomes})
			}
			if !both.Empty() {
				split = append(split, group{both, append(slices.Clip(g.outcomes), o)})
			}
			fresh = fresh.Minus(g.codes)
		}
		if !fresh.Empty() {
			split = append(split, group{fresh, []*program.Outcome{o}})
		}
		groups = split
	}
	return groups
}

// groupFates adds the fates of codes that meet the same outcomes. A fate behind a
// condition that is not understood counts only where the codes meet no other.
func groupFates(w *flow.Solver, met []fateOf, g group) []fateOf {
	var certain, doubtful []SiteFate
	for _, o := range g.outcomes {
		v := verdict.Of(w.S, o)
		f := SiteFate{Fate: v.Fate, Kind: o.Kind, Leaves: o.Gives, Slept: o.Slept, Repeated: o.Repeated && !o.Gives, Pos: o.Pos}
		if f.Fate == program.Swallowed && errorIsKept(w) {
			f.Fate, f.Why = program.Unknown, "the variable that holds the error is read elsewhere"
		} else if f.Fate == program.Unknown {
			f.Why = unknownEnd(o.Kind)
		}
		if o.Narrowed || v.Matched != nil && !predicate.Closed(v.Matched) {
			doubtful = append(doubtful, f)
		} else {
			certain = append(certain, f)
		}
	}
	ends := slices.Concat(certain, doubtful)
	others := certain
	if len(certain) == 0 {
		others = doubtful[:1]
	}
	for _, f := range doubtful {
		if !slices.ContainsFunc(others, func(g SiteFate) bool { return g.Fate == f.Fate && g.Leaves == f.Leaves }) {
			ends = append(certain, doubt(w, ends))
			break
		}
	}
	for _, f := range ends {
		met = joinFate(met, f, g.codes)
	}
	return met
}

// doubt is the fate of codes that meet one of several, by a condition that is
// not understood.
func doubt(w *flow.Solver, among []SiteFate) SiteFate {
	var names []string
	f := SiteFate{Fate: program.Unknown, Kind: among[0].Kind, Pos: among[0].Pos}
	for _, each := range among {
		name := each.Fate.String()
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		f.Leaves = f.Leaves || each.Leaves
	}
	f.Why = "a condition that is not understood decides"
	if len(w.Trace.Doubts) > 0 {
		f.Why, f.Pos = w.Trace.Doubts[0].Why+" decides", w.Trace.Doubts[0].Pos
	}
	if len(names) > 1 {
		f.Why += ": " + strings.Join(names, " or ")
	}
	return f
}

func unknownEnd(kind program.OutcomeKind) string {
	switch kind {
	case program.True, program.False:
		return "the function answers true or false, and its callers decide"
	case program.Succeeded:
		return "another function has the error too"
	}
	return "the function returns something else, from which its callers may tell"
}

// errorIsKept reports whether something may read the error after the ways that were
// walked: after a loop, or in a function literal that captured its variable.
func errorIsKept(w *flow.Solver) bool {
	for _, block := range w.F.SSA.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.Phi:
				if w.InLoop(block) && len(*x.Referrers()) > 0 && slices.ContainsFunc(x.Edges, func(e ssa.Value) bool { return w.MayDerive(e, 0) }) {
					return true
				}
			case *ssa.Store:
				if w.MayDerive(x.Val, 0) && (ir.IsFreeVar(x.Addr) || readElsewhere(w, x.Addr)) {
					return true
				}
			}
		}
	}
	return false
}

// readElsewhere reports whether a variable is read by a function literal, or
// after other writes to it may have met.
func readElsewhere(w *flow.Solver, cell ssa.Value) bool {
	if !ir.IsCell(cell) {
		return false
	}
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MakeClosure:
			if ir.ClosureReads(ref, cell) {
				return true
			}
		case *ssa.UnOp:
			if ver := w.F.Memory.Load(ref); ver != nil && ver.Kind == program.Merged && w.InLoop(ver.Block) && w.VersionDerives(ver, 0) {
				return true
			}
		}
	}
	return false
}
