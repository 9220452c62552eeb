package engine

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A trace is what a walk met on its way. Nobody asks for it while linting, and
// then it is nil: its methods do nothing.
type trace struct {
	tests  []*Test
	uses   []Mention
	doubts []Doubt
}

// A Mention is a place where the error is used: logged, passed on, stored.
type Mention struct {
	How string // the function it is given to, "stored" or "sent"
	Pos token.Pos
}

// A Doubt is a condition that decides what becomes of the error, and that the
// analysis does not understand.
type Doubt struct {
	Why string
	Pos token.Pos
}

func (t *trace) test(met *Test) {
	if t != nil && !slices.Contains(t.tests, met) {
		t.tests = append(t.tests, met)
	}
}

func (t *trace) use(at ssa.Instruction, how string) {
	if t == nil {
		return
	}
	if m := (Mention{how, position(at)}); !slices.Contains(t.uses, m) {
		t.uses = append(t.uses, m)
	}
}

func (t *trace) doubt(pos token.Pos, why string) {
	if t == nil || !pos.IsValid() {
		return
	}
	if d := (Doubt{why, pos}); !slices.Contains(t.doubts, d) {
		t.doubts = append(t.doubts, d)
	}
}
