package engine

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A codeField is a field of a struct of the program's own that the program fills
// with codes of the SDK's errors, and with nothing else but codes that it makes up.
type codeField struct {
	is      bool
	segment bool
	origin  Origin
}

// codeKept reports whether what is loaded is a code that the program put into a
// field of its own, perhaps in another function.
func (f *Function) codeKept(load *ssa.UnOp) (code, bool) {
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok || load.Op != token.MUL || !ir.IsString(load.Type()) {
		return code{}, false
	}
	field := ir.StructField(addr.X.Type(), addr.Field)
	if field == nil || field.Pkg() != f.pkg.pass.Pkg {
		return code{}, false
	}
	kept := f.pkg.codeField(field)
	if !kept.is {
		return code{}, false
	}
	s := subject{value: load, kept: field}
	if ver := f.memory.read(load); ver != nil {
		if ver.kind == stored {
			return code{}, false // it was put there here
		}
		s.value, s.memory = nil, ver
	}
	return code{of: s, isCode: true, segment: kept.segment}, true
}

// codeField says whether a field holds codes.
func (p *Package) codeField(field *types.Var) *codeField {
	if c := p.codeFields[field]; c != nil {
		return c
	}
	c := &codeField{}
	if p.codeFields == nil {
		p.codeFields = make(map[*types.Var]*codeField)
	}
	p.codeFields[field] = c // breaks cycles
	found := codeField{}
	var made []string
	for _, addr := range p.keeps().fields[field] {
		fn := p.bySSA[addr.Parent()]
		for _, ref := range *addr.Referrers() {
			switch ref := ref.(type) {
			case *ssa.UnOp:
			case *ssa.Store:
				if ref.Addr != addr {
					return c
				}
				if text, ok := ir.ConstString(ref.Val); ok {
					made = append(made, text)
				} else if !found.add(fn, ref.Val) {
					return c
				}
			default:
				return c // its address is given away
			}
		}
	}
	if found.is && field.Exported() && p.givesAway(field) {
		return c
	}
	if *c = found; c.is {
		p.makesUp(made)
	}
	return c
}

// givesAway reports whether the struct of a field is given to functions that may
// fill its exported fields, such as decoders.
func (p *Package) givesAway(field *types.Var) bool {
	for _, addr := range p.keeps().fields[field] {
		t := addr.X.Type()
		for _, f := range p.Functions {
			for _, block := range f.ssa.Blocks {
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
		if callee := call.Common().StaticCallee(); callee == nil || !isPrinter(callee) {
			return true
		}
	}
	return false
}

// add adds what is stored in the field, and reports whether that is a code.
func (c *codeField) add(fn *Function, v ssa.Value) bool {
	of, ok := fn.codeOf(v)
	if !ok || of.isCode && of.of.kept == nil && !isParameterOf(fn, of.of.value) {
		return false
	}
	if c.is && c.segment != of.segment {
		return false
	}
	c.is, c.segment = true, of.segment
	if of.isCode {
		if !fn.isFilledWithCodes(of.of.value) {
			return false
		}
		c.origin.Unknown = true
		return true
	}
	from, _ := fn.originOf(of.of)
	c.origin.Merge(from)
	return true
}

func isParameterOf(fn *Function, v ssa.Value) bool {
	p, ok := v.(*ssa.Parameter)
	return ok && p.Parent() == fn.ssa
}

// isFilledWithCodes reports whether all that the calls of a function give to a
// parameter are codes.
func (f *Function) isFilledWithCodes(v ssa.Value) bool {
	param, ok := v.(*ssa.Parameter)
	return ok && f.object != nil && !visible(f.object) && f.kindOfParameter(param, 0) == aCode
}

// makesUp notes codes that the program makes up beside those of the API.
func (p *Package) makesUp(texts []string) {
	for _, text := range texts {
		if _, known := catalog.Lookup(text); known || text == "" {
			continue
		}
		if p.madeUp == nil {
			p.madeUp = make(map[string]bool)
		}
		p.madeUp[text] = true
	}
}
