package rules

import (
	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

// fateOf says what becomes of a code that no test matched, on the way of this
// outcome; ok is false when it is one that no policy forbids, or not sure.
func fateOf(s *engine.Subject, o *engine.Outcome) (fate engine.Fate, ok bool) {
	if o.Matched != nil || !o.Tested || o.Narrowed {
		return 0, false
	}
	switch o.Kind {
	case engine.RetriedHere:
		return engine.Retried, true
	case engine.Again:
		return engine.Retried, o.Slept
	case engine.StoppedHere:
		return engine.Stopped, !s.Origin.Throttled && retriesSiblings(s)
	case engine.Succeeded:
		// A hook or classifier is given the error: its caller has it too.
		return engine.Swallowed, !o.Surfaced && s.Param < 0
	}
	return 0, false
}

// retriesSiblings reports whether some codes, named here, are retried.
func retriesSiblings(s *engine.Subject) bool {
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if o.Kind == engine.RetriedHere && o.Matched != nil && len(o.Matched.Literals) > 0 {
			return true
		}
	}
	return false
}

// criticalIn returns the categories of the policy that meet a forbidden fate
// in the outcome.
func criticalIn(pkg *engine.Package, critical map[string][]engine.Fate, fate engine.Fate, set codes.Set) []string {
	var names []string
	for _, name := range sortedKeys(critical) {
		for _, forbidden := range critical[name] {
			if forbidden != fate || !set.Meets(pkg.Universe.Category(name)) {
				continue
			}
			// Details that a test on the bare code leaves out are for the rule
			// partialcategory.
			if bare, ok := pkg.Universe.Lookup(name); fate != engine.Stopped || !ok || set.Has(bare) {
				names = append(names, name)
			}
		}
	}
	return names
}
