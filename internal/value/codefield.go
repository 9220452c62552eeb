package value

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// codeKept reports whether what is loaded is a code that the program put into a
// field of its own, perhaps in another function.
func codeKept(f *program.Function, load *ssa.UnOp) (Code, bool) {
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok || load.Op != token.MUL || !ir.IsString(load.Type()) {
		return Code{}, false
	}
	field := ir.StructField(addr.X.Type(), addr.Field)
	if field == nil || field.Pkg() != f.Pkg.Pass.Pkg {
		return Code{}, false
	}
	kept := CodeField(f.Pkg, field)
	if !kept.Is {
		return Code{}, false
	}
	s := program.ValueID{Value: load, Kept: field}
	if ver := f.Memory.Read(load); ver != nil {
		if ver.Kind == program.Stored {
			return Code{}, false // it was put there here
		}
		s.Value, s.Memory = nil, ver
	}
	return Code{Of: s, IsCode: true, Segment: kept.Segment}, true
}

// codeGot reports whether a call returns a code that the program put into a field of
// its own, and nothing else.
func codeGot(f *program.Function, call *ssa.Call) (Code, bool) {
	getter := f.Pkg.BySSA[ir.Generic(call.Call.StaticCallee())]
	if getter == nil || getter == f || !ir.IsString(call.Type()) {
		return Code{}, false
	}
	var kept Code
	for _, block := range getter.SSA.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok || ir.IsConst(ret.Results[0], "") {
			continue
		}
		load, ok := ret.Results[0].(*ssa.UnOp)
		if !ok {
			return Code{}, false
		}
		c, ok := codeKept(getter, load)
		if !ok || kept.Of.Kept != nil && kept.Of.Kept != c.Of.Kept {
			return Code{}, false
		}
		kept = c
	}
	kept.Of = program.ValueID{Value: call, Kept: kept.Of.Kept}
	return kept, kept.Of.Kept != nil
}

// CodeField says whether a field holds codes.
func CodeField(p *program.Package, field *types.Var) *program.CodeField {
	if c := p.CodeFields[field]; c != nil {
		return c
	}
	c := &program.CodeField{}
	if p.CodeFields == nil {
		p.CodeFields = make(map[*types.Var]*program.CodeField)
	}
	p.CodeFields[field] = c // breaks cycles
	found := program.CodeField{}
	var made []string
	for _, addr := range p.Keeps().Fields[field] {
		fn := p.BySSA[addr.Parent()]
		for _, ref := range *addr.Referrers() {
			switch ref := ref.(type) {
			case *ssa.UnOp:
			case *ssa.Store:
				if ref.Addr != addr {
					return c
				}
				if text, ok := ir.ConstString(ref.Val); ok {
					made = append(made, text)
				} else if !addStored(&found, fn, ref.Val) {
					return c
				}
			default:
				return c // its address is given away
			}
		}
	}
	if found.Is && field.Exported() && givesAway(p, field) {
		return c
	}
	if *c = found; c.Is {
		p.MakesUp(made)
	}
	return c
}

// givesAway reports whether the struct of a field is given to functions that may
// fill its exported fields, such as decoders.
func givesAway(p *program.Package, field *types.Var) bool {
	for _, addr := range p.Keeps().Fields[field] {
		t := addr.X.Type()
		for _, f := range p.Functions {
			for _, block := range f.SSA.Blocks {
				for _, instr := range block.Instrs {
					m, ok := instr.(*ssa.MakeInterface)
					if ok && types.Identical(m.X.Type(), t) && ir.IsAny(m.Type()) && isFilled(m) {
						return true
					}
				}
			}
		}
		break // all are of one struct
	}
	return false
}

// isFilled reports whether a function that may do more than print is given v.
func isFilled(v ssa.Value) bool {
	for _, ref := range *v.Referrers() {
		call, ok := ref.(ssa.CallInstruction)
		if !ok {
			continue
		}
		if callee := call.Common().StaticCallee(); callee == nil || !program.IsPrinter(callee) {
			return true
		}
	}
	return false
}

// addStored adds what is stored in the field, and reports whether that is a code.
func addStored(c *program.CodeField, fn *program.Function, v ssa.Value) bool {
	of, ok := CodeOf(fn, v)
	if !ok {
		return false
	}
	if c.Is && c.Segment != of.Segment {
		return false
	}
	c.Is, c.Segment = true, of.Segment
	if of.IsCode {
		if !isFilledWithCodes(fn, of.Of.Value) {
			return false
		}
		c.Origin.Unknown = true
		return true
	}
	from, _ := origin.OriginOf(fn, of.Of)
	c.Origin.Merge(from)
	return true
}

// isFilledWithCodes reports whether all that the calls of a function give to a
// parameter are codes.
func isFilledWithCodes(f *program.Function, v ssa.Value) bool {
	param, ok := v.(*ssa.Parameter)
	return ok && f.Object != nil && !program.Visible(f.Object) && kindOfParameter(f, param, 0) == aCode
}
