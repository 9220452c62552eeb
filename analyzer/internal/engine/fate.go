package engine

import "slices"

// A Fate is what becomes of a code.
type Fate uint8

// The fates. A policy can forbid those that [ForbiddableFate] knows; the others
// are never wrong.
const (
	Surfaced  Fate = iota // returned, wrapped, logged, stored, sent, or the end of the program
	Handled               // a test that covers it matched
	Success               // such a test matched, and that is success
	Swallowed             // the function goes on to success and never uses the error again
	Retried               // the error goes to an unconditional retry
	Stopped               // final inside a construct that retries named siblings
	Unknown               // the analysis is not sure
)

var fateNames = [...]string{
	Surfaced: "surfaced", Handled: "handled", Success: "success", Swallowed: "swallowed",
	Retried: "retried", Stopped: "stopped", Unknown: "unknown",
}

func (f Fate) String() string { return fateNames[f] }

// ForbiddableFate returns the fate of that name.
func ForbiddableFate(name string) (Fate, bool) {
	for _, f := range []Fate{Swallowed, Retried, Stopped} {
		if f.String() == name {
			return f, true
		}
	}
	return 0, false
}

// Fate says what becomes of the codes of an outcome. Whether they can come that
// way is another question: see Narrowed.
func (s *Subject) Fate(o *Outcome) Fate {
	switch {
	case o.Matched != nil && o.Kind == Succeeded && !o.Surfaced && !o.Acted && !o.Repeated:
		return Success
	case o.Matched != nil:
		return Handled
	case o.Kind == RetriedHere || o.Kind == Again && !o.Items || o.Repeated && !o.Gives:
		return Retried
	case o.Kind == StoppedHere && s.retriesSiblings():
		return Stopped
	case o.Surfaced || o.Another || o.Kind == StoppedHere || o.Kind == Ended:
		return Surfaced
	case o.Kind == Succeeded && !s.Given() || o.Kind == Again:
		return Swallowed
	}
	return Unknown // a bool, other results, or an error whose owner is another
}

// retriesSiblings reports whether some codes, named here, are retried.
func (s *Subject) retriesSiblings() bool {
	return slices.ContainsFunc(s.Outcomes, func(o Outcome) bool {
		return o.Kind == RetriedHere && o.Matched != nil && (len(o.Matched.Literals) > 0 || !o.Matched.Retries())
	})
}

// RetriesThrottling reports whether throttling is retried on the way to the
// subject, so that nobody need retry it here.
func (s *Subject) RetriesThrottling() bool {
	return s.Origin.Throttled || s.fn.pkg.RetriesThrottling()
}
