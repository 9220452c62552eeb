package engine

import (
	"slices"
)

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
	Logged                // like swallowed, but a line in a log tells of it
	Unknown               // the analysis is not sure
)

var fateNames = [...]string{
	Surfaced: "surfaced", Handled: "handled", Success: "success", Swallowed: "swallowed",
	Retried: "retried", Stopped: "stopped", Logged: "logged", Unknown: "unknown",
}

func (f Fate) String() string { return fateNames[f] }

// ForbiddableFate returns the fate of that name.
func ForbiddableFate(name string) (Fate, bool) {
	for _, f := range []Fate{Swallowed, Logged, Retried, Stopped} {
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
	case s.Retries(o) || o.Repeated && !o.Gives:
		return Retried
	case s.Stops(o) && s.retriesSiblings():
		return Stopped
	case s.onlyLogs(o):
		return Logged
	case o.Surfaced || o.Another || o.Trace != traceless || s.decides(o) == StoppedHere || o.Kind == Ended:
		return Surfaced
	case o.Kind == True && s.namesCritical():
		return Unknown // it is asked about these codes, and the others are none of them
	case (o.Kind == Succeeded || o.Same) && !s.Given() || o.Kind == Again:
		return Swallowed
	}
	return Unknown // a bool, other results, or an error whose owner is another
}

// onlyLogs reports whether nothing but a log tells on the way of an outcome that
// it is none of success.
func (s *Subject) onlyLogs(o *Outcome) bool {
	return (o.Logged || !o.Surfaced && o.Trace == printed) && !o.Another && o.Trace <= printed && !s.Given() &&
		(o.Kind == Succeeded || o.Same) && s.decides(o) != StoppedHere
}

// namesCritical reports whether a test names codes of a critical category.
func (s *Subject) namesCritical() bool {
	p := s.fn.pkg
	for category := range p.config.Critical {
		set := p.Universe.Category(category)
		if slices.ContainsFunc(s.Tests, func(t *Test) bool { return t.set.Meets(set) }) {
			return true
		}
	}
	return false
}

// Retries reports whether the same request goes out again on the way of this
// outcome: by way of what calls the function again, or by a loop or a recursion
// that does not do so after a success as well.
func (s *Subject) Retries(o *Outcome) bool {
	return s.decides(o) == RetriedHere || o.Kind == Again && !o.Anew && !s.polls
}

// decides returns the kind of an outcome of a function that is asked whether to
// retry: yes and no decide what becomes of the error.
func (s *Subject) decides(o *Outcome) OutcomeKind {
	if s.IsCode || s.Param < 0 || o.Kind != True && o.Kind != False {
		return o.Kind
	}
	switch style := s.fn.styleOf(); {
	case style == asks && o.Kind == True, style == asksNot && o.Kind == False:
		return RetriedHere
	case style == asks, style == asksNot:
		return StoppedHere
	}
	return o.Kind
}

// Stops reports whether a code that some other outcome retries would be final
// on the way of this one.
func (s *Subject) Stops(o *Outcome) bool {
	return s.decides(o) == StoppedHere || (o.Kind == Returned || o.Kind == Ended) && (o.Gives || o.Another) && s.loops()
}

// GivesUp reports whether what retries codes that no test names lets go of them
// at last. A loop that nothing but a success or a named code ends does not.
func (s *Subject) GivesUp() bool {
	looped := false
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if o.Matched != nil || !o.Tested || !o.Codes.Meets(s.fn.pkg.Universe.Codes()) {
			continue
		}
		if o.Kind != Again {
			return true
		}
		looped = true
	}
	return !looped
}

// loops reports whether a loop or a recursion retries codes that a test names.
func (s *Subject) loops() bool {
	return slices.ContainsFunc(s.Outcomes, func(o Outcome) bool { return o.Kind == Again && o.Waited && s.Retries(&o) && o.Matched != nil })
}

// retriesSiblings reports whether some codes, named here, are retried.
func (s *Subject) retriesSiblings() bool {
	return slices.ContainsFunc(s.Outcomes, func(o Outcome) bool {
		return s.Retries(&o) && o.Matched != nil && (len(o.Matched.Literals) > 0 || !o.Matched.Retries())
	})
}

// RetriesThrottling reports whether throttling is retried on the way to the
// subject, so that nobody need retry it here.
func (s *Subject) RetriesThrottling() bool {
	return s.Origin.Throttled || s.fn.pkg.RetriesThrottling()
}
