package rules

import (
	"slices"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/engine"
)

// fateOf says what becomes of a code that no test matched, on the way of this
// outcome; ok is false when it is one that no policy forbids, or not sure.
func fateOf(s *engine.Subject, o *engine.Outcome) (fate engine.Fate, ok bool) {
	if o.Matched != nil || !o.Tested || o.Narrowed || o.Unread || o.Repeated {
		return 0, false
	}
	switch fate = s.Fate(o); {
	case o.Kind == engine.Again:
		return fate, fate == engine.Retried && o.Slept
	case fate == engine.Stopped:
		return fate, !s.RetriesThrottling()
	}
	return fate, fate == engine.Retried || fate == engine.Swallowed || fate == engine.Logged
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
