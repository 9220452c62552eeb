// Package verdict says what an outcome means: the fate of the codes that meet it.
// Rules, the map and summaries ask it, and nobody else decides.
package verdict

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/flow"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/retry"
)

// A Verdict says what becomes of the codes of an outcome.
type Verdict struct {
	Fate    program.Fate
	Matched *program.Test // the test that sent them there; nil if none did

	// Certain: the codes do come this way. No condition on it is one that the
	// analysis does not understand, and no test was passed whose codes it does not
	// know.
	Certain bool

	// Silent: the way ends in success, or as success does, without another use of
	// the error, another call that can fail, or data that success does not leave. A
	// line in a log is no data; see Traceless of the outcome.
	Silent bool
}

// Of returns the verdict on an outcome of a subject.
func Of(s *program.Subject, o *program.Outcome) Verdict {
	return Verdict{
		Fate:    fate(s, o),
		Matched: o.Matched,
		Certain: !o.Narrowed && !o.Unread,
		Silent:  (o.Kind == program.Succeeded || endsAlike(s, o)) && !o.Surfaced && !o.Acted && !o.Recorded(),
	}
}

// fate says what becomes of the codes of an outcome, if they come that way.
func fate(s *program.Subject, o *program.Outcome) program.Fate {
	switch {
	case o.Matched != nil && o.Kind == program.Succeeded && !o.Surfaced && !o.Acted && !o.Repeated:
		return program.Success
	case o.Matched != nil:
		return program.Handled
	case Retries(s, o) || o.Repeated && !o.Gives:
		return program.Retried
	case Stops(s, o) && retriesSiblings(s):
		return program.Stopped
	case onlyLogs(s, o):
		return program.Logged
	case o.Surfaced || o.Another || o.Trace != program.Traceless || decides(s, o) == program.StoppedHere || o.Kind == program.Ended:
		return program.Surfaced
	case o.Kind == program.True && namesCritical(s):
		return program.Unknown // it is asked about these codes, and the others are none of them
	case (o.Kind == program.Succeeded || o.Same) && !Given(s) || o.Kind == program.Again:
		return program.Swallowed
	}
	return program.Unknown // a bool, other results, or an error whose owner is another
}

// endsAlike reports whether a function that returns no error returns what success
// does.
func endsAlike(s *program.Subject, o *program.Outcome) bool {
	return o.Kind == program.Returned && o.Same && !s.Fn.ReturnsError()
}

// onlyLogs reports whether nothing but a log tells on the way of an outcome that
// it is none of success.
func onlyLogs(s *program.Subject, o *program.Outcome) bool {
	return (o.Logged || !o.Surfaced && o.Trace == program.Printed) && !o.Another && o.Trace <= program.Printed && !Given(s) &&
		(o.Kind == program.Succeeded || o.Same) && decides(s, o) != program.StoppedHere
}

// namesCritical reports whether a test names codes of a critical category.
func namesCritical(s *program.Subject) bool {
	p := s.Fn.Pkg
	for category := range p.Config.Critical {
		set := p.Universe.Category(category)
		if slices.ContainsFunc(s.Tests, func(t *program.Test) bool { return t.Set.Meets(set) }) {
			return true
		}
	}
	return false
}

// Retries reports whether the same request goes out again on the way of this
// outcome: by way of what calls the function again, or by a loop or a recursion
// that does not do so after a success as well.
func Retries(s *program.Subject, o *program.Outcome) bool {
	return decides(s, o) == program.RetriedHere || o.Kind == program.Again && !o.Anew && !s.Polls
}

// decides returns the kind of an outcome of a function that is asked whether to
// retry: yes and no decide what becomes of the error.
func decides(s *program.Subject, o *program.Outcome) program.OutcomeKind {
	if s.IsCode || s.Param < 0 || o.Kind != program.True && o.Kind != program.False {
		return o.Kind
	}
	switch style := retry.StyleOf(s.Fn); {
	case style == facts.Asks && o.Kind == program.True, style == facts.AsksNot && o.Kind == program.False:
		return program.RetriedHere
	case style == facts.Asks, style == facts.AsksNot:
		return program.StoppedHere
	}
	return o.Kind
}

// Stops reports whether a code that some other outcome retries would be final
// on the way of this one.
func Stops(s *program.Subject, o *program.Outcome) bool {
	return decides(s, o) == program.StoppedHere || (o.Kind == program.Returned || o.Kind == program.Ended) && (o.Gives || o.Another) && loops(s)
}

// GivesUp reports whether what retries codes that no test names lets go of them
// at last. A loop that nothing but a success or a named code ends does not.
func GivesUp(s *program.Subject) bool {
	looped := false
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if o.Matched != nil || !o.Codes.Meets(s.Fn.Pkg.Universe.Codes()) {
			continue
		}
		if o.Kind != program.Again {
			return true
		}
		looped = looped || o.Tested
	}
	return !looped
}

// Retried returns the codes that go out again on some way.
func Retried(s *program.Subject) codes.Set {
	var set codes.Set
	for i := range s.Outcomes {
		if o := &s.Outcomes[i]; Retries(s, o) {
			set = set.Or(o.Codes)
		}
	}
	return set
}

// loops reports whether a loop or a recursion retries codes that a test names.
func loops(s *program.Subject) bool {
	return slices.ContainsFunc(s.Outcomes, func(o program.Outcome) bool {
		return o.Kind == program.Again && o.Waited && Retries(s, &o) && o.Matched != nil
	})
}

// retriesSiblings reports whether some codes, named here, are retried.
func retriesSiblings(s *program.Subject) bool {
	return slices.ContainsFunc(s.Outcomes, func(o program.Outcome) bool {
		return Retries(s, &o) && o.Matched != nil && (len(o.Matched.Literals) > 0 || !predicate.Retries(o.Matched))
	})
}

// RetriesThrottling reports whether throttling is retried on the way to the
// subject, so that nobody need retry it here.
func RetriesThrottling(s *program.Subject) bool {
	return s.Origin.Throttled || s.Fn.Pkg.RetriesThrottling()
}

// Given reports whether others have the error too, so that it is not lost where
// this function ends: a parameter, a captured variable, one that a function
// literal filled in and handed on, or a recovered panic.
func Given(s *program.Subject) bool {
	if s.Param >= 0 {
		return true
	}
	if v := s.Of.Memory; v != nil {
		free, captured := v.Cell.(*ssa.FreeVar)
		if captured && v.Kind == program.Initial && flow.IsDeferredResult(s.Fn, free) {
			return false // what the literal leaves in it is what is returned
		}
		return captured || s.Fn.Memory.IsOthers(v) || v.Kind == program.Clobbered && retry.HandedOn(s.Fn, v)
	}
	if load, ok := s.Of.Value.(*ssa.UnOp); ok && load.Op == token.MUL {
		switch ir.RootOf(load.X).(type) {
		case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
			return true // read where others read it, too
		}
	}
	call, ok := s.Of.Value.(*ssa.Call)
	if !ok {
		return false
	}
	builtin, ok := call.Call.Value.(*ssa.Builtin)
	return ok && builtin.Name() == "recover"
}
