package rules

import (
	"slices"

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
		return engine.Stopped, !s.Origin.Throttled && !s.Function().Package().RetriesThrottling() && retriesSiblings(s)
	case engine.Succeeded:
		// A hook or classifier is given the error: its caller has it too.
		return engine.Swallowed, !o.Surfaced && !s.Given()
	}
	return 0, false
}

// retriesSiblings reports whether some codes, named here, are retried.
func retriesSiblings(s *engine.Subject) bool {
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if o.Kind == engine.RetriedHere && o.Matched != nil && (len(o.Matched.Literals) > 0 || !o.Matched.Retries()) {
			return true
		}
	}
	return false
}

// criticalIn returns the categories of the policy that meet a forbidden fate
// with this set. Where the service answers the bare code of the category, that
// code must be among them: details that a test on it leaves out are for the
// rule partialcategory.
func criticalIn(pkg *engine.Package, s *engine.Subject, critical map[string][]engine.Fate, fate engine.Fate, set codes.Set) []string {
	answers, _ := pkg.Answers(s.Origin)
	var names []string
	for _, name := range sortedKeys(critical) {
		if !slices.Contains(critical[name], fate) || !set.Meets(pkg.Universe.Category(name)) {
			continue
		}
		if bare, ok := pkg.Universe.Lookup(name); !ok || !answers.Has(bare) || set.Has(bare) {
			names = append(names, name)
		}
	}
	return names
}

// swallows reports whether a critical category is swallowed here.
func swallows(r *reporter, pkg *engine.Package, s *engine.Subject) bool {
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if fate, ok := fateOf(s, o); ok && fate == engine.Swallowed && len(criticalIn(pkg, s, r.config.Critical, fate, o.Codes)) > 0 {
			return true
		}
	}
	return false
}
