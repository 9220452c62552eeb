package engine

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

func sortedCategories(policy map[string][]Fate) []string {
	return slices.Sorted(maps.Keys(policy))
}

// A fateOf is a fate and the codes that meet it.
type fateOf struct {
	SiteFate
	codes codes.Set
}

// fates says what becomes of the codes of a category that the subject can be.
func (w *walker) fates(category string) []SiteFate {
	p := w.f.pkg
	answers, _ := p.Answers(w.s.Origin)
	all := p.Universe.Category(category).And(answers)
	if all.Empty() {
		return nil
	}
	var met []fateOf
	left := all
	for _, group := range w.groups(all) {
		left = left.Minus(group.codes)
		met = w.groupFates(met, group)
	}
	if !left.Empty() {
		met = add(met, SiteFate{Fate: Unknown, Pos: w.s.Pos(), Why: "no way on which the error leaves this function was found"}, left)
	}
	var fates []SiteFate
	for _, f := range met {
		f.Category = category
		f.Forbidden = slices.Contains(p.config.Critical[category], f.Fate) && !f.Repeated &&
			!(f.Fate == Stopped && category == throttled && w.s.RetriesThrottling())
		if !all.In(f.codes) {
			f.Codes = p.list(f.codes)
		}
		fates = append(fates, f.SiteFate)
	}
	return fates
}

// add adds codes to those that meet a fate.
func add(met []fateOf, f SiteFate, set codes.Set) []fateOf {
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
	outcomes []*Outcome
}

// groups splits a set by the outcomes that its codes meet.
func (w *walker) groups(all codes.Set) []group {
	var groups []group
	for i := range w.s.Outcomes {
		o := &w.s.Outcomes[i]
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
			split = append(split, group{fresh, []*Outcome{o}})
		}
		groups = split
	}
	return groups
}

// groupFates adds the fates of codes that meet the same outcomes. A fate behind a
// condition that is not understood counts only where the codes meet no other.
func (w *walker) groupFates(met []fateOf, g group) []fateOf {
	var certain, doubtful []SiteFate
	for _, o := range g.outcomes {
		f := SiteFate{Fate: w.s.Fate(o), Kind: o.Kind, Leaves: o.Gives, Slept: o.Slept, Repeated: o.Repeated && !o.Gives, Pos: o.Pos}
		if f.Fate == Swallowed && w.kept() {
			f.Fate, f.Why = Unknown, "the variable that holds the error is read elsewhere"
		} else if f.Fate == Unknown {
			f.Why = unknownEnd(o.Kind)
		}
		if o.Narrowed || o.Matched != nil && !o.Matched.Closed() {
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
			ends = append(certain, w.doubt(ends))
			break
		}
	}
	for _, f := range ends {
		met = add(met, f, g.codes)
	}
	return met
}

// doubt is the fate of codes that meet one of several, by a condition that is
// not understood.
func (w *walker) doubt(among []SiteFate) SiteFate {
	var names []string
	f := SiteFate{Fate: Unknown, Kind: among[0].Kind, Pos: among[0].Pos}
	for _, each := range among {
		name := each.Fate.String()
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		f.Leaves = f.Leaves || each.Leaves
	}
	f.Why = "a condition that is not understood decides"
	if len(w.trace.doubts) > 0 {
		f.Why, f.Pos = w.trace.doubts[0].Why+" decides", w.trace.doubts[0].Pos
	}
	if len(names) > 1 {
		f.Why += ": " + strings.Join(names, " or ")
	}
	return f
}

func unknownEnd(kind OutcomeKind) string {
	switch kind {
	case True, False:
		return "the function answers true or false, and its callers decide"
	case Succeeded:
		return "another function has the error too"
	}
	return "the function returns something else, from which its callers may tell"
}

// kept reports whether something may read the error after the ways that were
// walked: after a loop, or in a function literal that captured its variable.
func (w *walker) kept() bool {
	for _, block := range w.f.ssa.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.Phi:
				if w.inLoop(block) && len(*x.Referrers()) > 0 && slices.ContainsFunc(x.Edges, func(e ssa.Value) bool { return w.mayDerive(e, 0) }) {
					return true
				}
			case *ssa.Store:
				if w.mayDerive(x.Val, 0) && (ir.IsFreeVar(x.Addr) || w.readElsewhere(x.Addr)) {
					return true
				}
			}
		}
	}
	return false
}

// inLoop reports whether a block begins a loop.
func (w *walker) inLoop(block *ssa.BasicBlock) bool {
	return slices.ContainsFunc(block.Preds, func(pred *ssa.BasicBlock) bool { return block.Dominates(pred) })
}

// readElsewhere reports whether a variable is read by a function literal, or
// after other writes to it may have met.
func (w *walker) readElsewhere(cell ssa.Value) bool {
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
			if ver := w.f.memory.load(ref); ver != nil && ver.kind == merged && w.inLoop(ver.block) && w.versionDerives(ver, 0) {
				return true
			}
		}
	}
	return false
}
