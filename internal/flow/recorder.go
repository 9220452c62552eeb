package flow

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A Trace is what a walk met on its way. Nobody asks for it while linting, and
// then it is nil: its methods do nothing.
type Trace struct {
	Tests  []*program.Test
	Uses   []Mention
	Doubts []Doubt
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

func (t *Trace) test(met *program.Test) {
	if t != nil && !slices.Contains(t.Tests, met) {
		t.Tests = append(t.Tests, met)
	}
}

func (t *Trace) use(at ssa.Instruction, how string) {
	if t == nil {
		return
	}
	if m := (Mention{how, program.Position(at)}); !slices.Contains(t.Uses, m) {
		t.Uses = append(t.Uses, m)
	}
}

func (t *Trace) doubt(pos token.Pos, why string) {
	if t == nil || !pos.IsValid() {
		return
	}
	if d := (Doubt{why, pos}); !slices.Contains(t.Doubts, d) {
		t.Doubts = append(t.Doubts, d)
	}
}
