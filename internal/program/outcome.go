package program

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
)

// An Outcome is one way in which control leaves a subject behind.
type Outcome struct {
	Kind     OutcomeKind
	Codes    codes.Set // what the subject can be there
	Matched  *Test     // the last test that matched, nil if none
	Tested   bool      // a test on the code was passed without a match
	Surfaced bool      // the error was used on the way: logged, passed on, stored
	Logged   bool      // and in no other way than that it was logged
	Narrowed bool      // the way depends on a condition on the error that is no test on its code
	Aside    bool      // no test was made, by a condition on something else
	Unread   bool      // a test was passed without a match whose codes are not all known
	Slept    bool      // the way waits
	Waited   bool      // and where only some ways do, not in each round before the call
	Used     bool      // the data of the answer was read on the way
	Looked   bool      // the Error of the answer was read on the way
	Unasked  bool      // it returns data of the answer, and no error but that of decoding it
	Gives    bool      // the error, or what is made of it, leaves the function as its result
	Another  bool      // another error is returned in its place
	Repeated bool      // because it failed, the same is called again on the way
	Anew     bool      // of Again: what the call is given has changed, so it is another request
	Trace    Effect    // what is left behind on the way that success does not leave
	Same     bool      // what the function returns cannot be told from what it returns on success
	Among    bool      // success returns other answers than the one returned here, and this one
	Acted    bool      // after the match the way makes calls that can fail: it does something about the error
	Pos      token.Pos // where control leaves
}

// An OutcomeKind says how control leaves a subject behind.
type OutcomeKind uint8

// The kinds of outcomes.
const (
	Returned    OutcomeKind = iota // the function returns something else, or the error
	Succeeded                      // the function returns success, or just ends
	RetriedHere                    // the error goes to a retry
	StoppedHere                    // the error is made final
	Again                          // a loop comes back to where the error came from
	True                           // the function returns true
	False                          // the function returns false
	Ended                          // the program panics or exits
)

// Position returns the first known position at or after the instruction.
func Position(instr ssa.Instruction) token.Pos {
	if instr.Pos().IsValid() {
		return instr.Pos()
	}
	if x, ok := instr.(*ssa.Extract); ok {
		return x.Tuple.Pos()
	}
	return instr.Parent().Pos()
}

// Recorded reports whether the way leaves data behind that success does not.
func (o *Outcome) Recorded() bool { return o.Trace >= Printed }

// Traceless reports whether the way leaves nothing behind that success does not.
func (o *Outcome) Traceless() bool { return o.Trace == Traceless }

// An Answered is what a function returns on one of its ways, as the answer to
// the code of a parameter.
type Answered struct {
	Result  int
	Field   int    // 1 + the field of the struct that is returned, 0 if it is none
	Answer  string // see AnswerOf; "" if it is not known
	Pattern *facts.Pattern
	Vague   bool // whether the way is taken depends on more than the code
	Aside   bool // no test was made, by a condition on something else
	Codes   codes.Set
}

// An Effect says how much of a trace a path leaves that success does not.
type Effect uint8

const (
	Traceless Effect = iota
	Cleared          // something is set to its zero value, or deleted
	Printed          // a line for humans, in a log or on the terminal
	Recorded         // what others may read: a counter, list, status, message, result, or what a call does
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

// IndexOfBool returns 1 for true and 0 for false: an index into pairs.
func IndexOfBool(b bool) int {
	if b {
		return 1
	}
	return 0
}
