package predicate

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// SubjectFor returns the subject of a test on a code.
func SubjectFor(f *program.Function, t *program.Test) *program.Subject {
	s := f.ByID[t.Of]
	if s == nil {
		s = &program.Subject{Of: t.Of, Fn: f, Param: -1}
		if p, ok := t.Of.Value.(*ssa.Parameter); ok {
			s.Param = slices.Index(f.SSA.Params, p)
			s.IsCode = !t.Of.Wire && program.MayHoldCode(p.Type())
		}
		s.IsCode = s.IsCode || isCapturedString(t.Of)
		if s.Status = t.Of.Status; s.Status != nil {
			s.IsCode, s.Certain, s.Param = true, true, -1
			s.Origin = facts.Origin{Services: []string{s.Status.Service}}
			f.ByID[t.Of] = s
			f.Subjects = append(f.Subjects, s)
			return s
		}
		switch {
		case t.Of.Kept != nil:
			s.IsCode, s.Certain = true, true
			s.Origin = value.CodeField(f.Pkg, t.Of.Kept).Origin
		case !s.IsCode && !madeHere(f, t.Of.Value):
			s.Certain = true
			s.Origin, s.Calls = origin.OriginOf(f, s.Of)
		}
		f.ByID[t.Of] = s
		f.Subjects = append(f.Subjects, s)
		s.Promised = s.Certain
	}
	if s.Promised && !t.Promised {
		s.Promised = false
	}
	return s
}

// isCapturedString reports whether a subject is a string that a literal captured.
func isCapturedString(s program.ValueID) bool {
	if s.Memory == nil {
		return false
	}
	free, ok := s.Memory.Cell.(*ssa.FreeVar)
	if !ok {
		return false
	}
	ptr, ok := free.Type().Underlying().(*types.Pointer)
	return ok && ir.IsString(ptr.Elem())
}

// madeHere reports whether the program itself made the error: nil, or one that
// a test of the program needs.
func madeHere(f *program.Function, v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.Const:
		return true
	case *ssa.Alloc:
		return f.Pkg.Errors.Is(x.Type())
	case *ssa.Call:
		callee := x.Call.StaticCallee()
		return program.EffectsOf(callee)&model.MakesError != 0 ||
			callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && sdk.IsErrors(callee.Object().Pkg().Path())
	}
	return false
}
