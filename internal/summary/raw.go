package summary

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
)

// answerUse summarises what the function does with answers; nil if nothing.
func answerUse(f *program.Function) *facts.AnswerUse {
	if f.Pkg.Wire == nil || f.SSA.Parent() != nil {
		return nil
	}
	u := &facts.AnswerUse{}
	for i, param := range f.SSA.Params {
		if from, ok := rawvalue.DecodesInto(f, param); ok {
			u.Decodes = append(u.Decodes, facts.Decode{Into: i, From: indexOfParam(f, from)})
		} else if f.Pkg.Wire.Carries(param.Type()) && looksAt(f, param) {
			u.Looks = append(u.Looks, i)
		} else if f.Pkg.Wire.Carries(param.Type()) && onlyReads(f, param) {
			u.Reads = append(u.Reads, i)
		}
	}
	if from, ok := returnsFresh(f); ok {
		u.Decodes = append(u.Decodes, facts.Decode{Into: -1, From: indexOfParam(f, from)})
	}
	if len(u.Decodes)+len(u.Looks)+len(u.Reads) == 0 {
		return nil
	}
	return u
}

func indexOfParam(f *program.Function, p *ssa.Parameter) int { return slices.Index(f.SSA.Params, p) }

// returnsFresh reports whether the first result is an answer just decoded, and
// the parameter that holds its JSON, if one does.
func returnsFresh(f *program.Function) (from *ssa.Parameter, ok bool) {
	results := f.Results()
	switch {
	case results.Len() == 0:
	case ir.IsTypeParam(results.At(0).Type()):
		return rawvalue.ReturnsDecoded(f)
	case f.Pkg.Wire.IsAnswer(results.At(0).Type()):
		for _, s := range f.Subjects {
			if s.Answer != nil && s.Answer.Fresh {
				return s.Answer.From, true
			}
		}
	}
	return nil, false
}

// looksAt reports whether the function reads the Error of an answer that it is
// given.
func looksAt(f *program.Function, param *ssa.Parameter) bool {
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			v, ok := instr.(ssa.Value)
			if !ok {
				continue
			}
			if p, ok := rawvalue.PartOf(f, v); ok && p.Root == ssa.Value(param) && (p.Level == jsonshape.Error || p.Level == jsonshape.Code || p.Level == jsonshape.Text) {
				return true
			}
		}
	}
	return false
}

// onlyReads reports whether the function reads data of an answer that it is given,
// and does nothing else with it.
func onlyReads(f *program.Function, param *ssa.Parameter) bool {
	reads := false
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			for _, op := range instr.Operands(nil) {
				p, ok := rawvalue.PartOf(f, *op)
				if !ok || p.Root != ssa.Value(param) {
					continue
				}
				switch {
				case writesTo(instr, *op):
					return false
				case p.Level == jsonshape.Data || isRead(f, instr, *op):
					reads = true
				case !stays(instr):
					return false
				}
			}
		}
	}
	return reads
}

// writesTo reports whether an instruction stores through an address that is no
// variable's own.
func writesTo(instr ssa.Instruction, addr ssa.Value) bool {
	store, ok := instr.(*ssa.Store)
	if !ok || store.Addr != addr {
		return false
	}
	_, local := addr.(*ssa.Alloc)
	return !local
}

// isRead reports whether an instruction calls what reads data of an answer that it is
// given, and does nothing else with it.
func isRead(f *program.Function, instr ssa.Instruction, part ssa.Value) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	u := f.AnswerUseOf(call.Call.StaticCallee())
	return u != nil && slices.Contains(u.Reads, slices.Index(call.Call.Args, part))
}

// stays reports whether an instruction that is given an answer, or its Response, keeps
// it in the function.
func stays(instr ssa.Instruction) bool {
	switch x := instr.(type) {
	case *ssa.FieldAddr, *ssa.Field, *ssa.UnOp, *ssa.DebugRef, *ssa.BinOp:
		return true
	case *ssa.Store:
		_, local := x.Addr.(*ssa.Alloc)
		return local // it copies the answer
	}
	return false
}
