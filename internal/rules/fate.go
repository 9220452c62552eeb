package rules

import (
	"slices"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/verdict"
)

// fateOf says what becomes of a code that no test matched, on the way of this
// outcome; ok is false when it is one that no policy forbids, or not sure.
func fateOf(s *program.Subject, o *program.Outcome) (fate program.Fate, ok bool) {
	v := verdict.Of(s, o)
	if v.Matched != nil || !v.Certain || !o.Tested || o.Repeated {
		return 0, false
	}
	switch fate = v.Fate; {
	case o.Kind == program.Again:
		return fate, fate == program.Retried && o.Slept
	case fate == program.Stopped:
		return fate, !verdict.RetriesThrottling(s)
	}
	return fate, fate == program.Retried || fate == program.Swallowed || fate == program.Logged
}

// criticalIn returns the categories of the policy that meet a forbidden fate
// with this set. Where the service answers the bare code of the category, that
// code must be among them: details that a test on it leaves out are for the
// rule partialcategory.
func criticalIn(pkg *program.Package, s *program.Subject, critical map[string][]program.Fate, fate program.Fate, set codes.Set) []string {
	answers, _ := origin.Answers(pkg, s.Origin)
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
func swallows(r *reporter, pkg *program.Package, s *program.Subject) bool {
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if fate, ok := fateOf(s, o); ok && fate == program.Swallowed && len(criticalIn(pkg, s, r.config.Critical, fate, o.Codes)) > 0 {
			return true
		}
	}
	return false
}
