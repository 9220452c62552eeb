package value

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
)

// MarkOwn finds the error types of this package that the program fills with
// codes, and with nothing else.
func MarkOwn(p *program.Package) {
	w := p.Wire
	if w == nil || len(w.Maybe) == 0 {
		return
	}
	w.Marking = true
	filled := make(map[*types.TypeName]bool)
	mixed := make(map[*types.TypeName]bool)
	for _, f := range p.Functions {
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				switch instr := instr.(type) {
				case *ssa.Store:
					markStore(f, instr, filled, mixed)
				case *ssa.ChangeType:
					markConversion(f, instr, filled)
				case ssa.CallInstruction:
					markDecoded(f, instr, mixed)
				}
			}
		}
	}
	for object := range w.Maybe {
		w.Own[object] = filled[object] && !mixed[object]
		if !w.Own[object] {
			delete(w.Own, object)
		}
	}
	w.Marking = false
	p.CodeFields = nil
	for _, f := range p.Functions { // what was asked so far was not sure
		f.Forget()
	}
}

// markStore judges what is stored in the field Code of an error type.
func markStore(f *program.Function, store *ssa.Store, filled, mixed map[*types.TypeName]bool) {
	addr, ok := store.Addr.(*ssa.FieldAddr)
	if !ok {
		return
	}
	named, ok := ir.Deref(addr.X.Type()).(*types.Named)
	if !ok || !f.Pkg.Wire.Maybe[named.Obj()] || jsonshape.Step(jsonshape.Struct(named), addr.Field, jsonshape.Error) != jsonshape.Code {
		return
	}
	switch kindOf(f, store.Val, 0) {
	case aCode:
		filled[named.Obj()] = true
	case notACode:
		mixed[named.Obj()] = true
	}
}

// markDecoded judges JSON that is decoded right into an error type: it is
// somebody else's.
func markDecoded(f *program.Function, call ssa.CallInstruction, mixed map[*types.TypeName]bool) {
	if _, into := rawvalue.Decodes(call); into != nil {
		if root := ir.Pointee(into); root != nil {
			if named, ok := ir.Deref(root.Type()).(*types.Named); ok && f.Pkg.Wire.Maybe[named.Obj()] {
				mixed[named.Obj()] = true
			}
		}
	}
}

// markConversion judges APIError(*answer.Response.Error).
func markConversion(f *program.Function, conv *ssa.ChangeType, filled map[*types.TypeName]bool) {
	named, ok := ir.Deref(conv.Type()).(*types.Named)
	if !ok || !f.Pkg.Wire.Maybe[named.Obj()] {
		return
	}
	if p, ok := rawvalue.PartOf(f, conv.X); ok && p.Level == jsonshape.Error {
		filled[named.Obj()] = true
	}
}

type storedKind uint8

const (
	notACode storedKind = iota
	aCode
	nothing // "", or a code that the program makes up
)

// kindOf judges a string that is stored where a code belongs.
func kindOf(f *program.Function, v ssa.Value, depth int) storedKind {
	if depth > 2 {
		return notACode
	}
	if text, ok := ir.ConstString(v); ok {
		f.Pkg.MakesUp([]string{text})
		return nothing
	}
	c, ok := CodeOf(f, v)
	if !ok || c.Segment {
		return notACode
	}
	if !c.IsCode {
		return aCode
	}
	param, ok := c.Of.Value.(*ssa.Parameter)
	if !ok || f.Object == nil || program.Visible(f.Object) {
		return notACode // others may call it with anything
	}
	return kindOfParameter(f, param, depth)
}

// kindOfParameter judges a parameter of a constructor by all its calls.
func kindOfParameter(f *program.Function, param *ssa.Parameter, depth int) storedKind {
	index := -1
	for i, p := range f.SSA.Params {
		if p == param {
			index = i
		}
	}
	kind := nothing
	for _, d := range f.Pkg.Order {
		for _, callee := range d.Local {
			if callee == f.Object && builtFor(f.Pkg, d) == nil {
				return notACode // a call that was not looked at
			}
		}
	}
	for _, caller := range f.Pkg.Functions {
		for _, block := range caller.SSA.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok || ir.Generic(call.Common().StaticCallee()) != f.SSA || index >= len(call.Common().Args) {
					continue
				}
				switch kindOf(caller, call.Common().Args[index], depth+1) {
				case notACode:
					return notACode
				case aCode:
					kind = aCode
				}
			}
		}
	}
	return kind
}

func builtFor(p *program.Package, d *program.Declared) *program.Function {
	for _, f := range p.Functions {
		if f.Object == d.Object {
			return f
		}
	}
	return nil
}

// ownError returns the error that a variable of a type of the program's own was
// taken from, by errors.As or an assertion.
func ownError(f *program.Function, alloc *ssa.Alloc) ssa.Value {
	if f.Pkg.Wire == nil || !f.Pkg.Wire.IsOwn(alloc.Type()) {
		return nil
	}
	ver := rawvalue.Sole(f.Memory, alloc)
	if ver == nil {
		return nil
	}
	switch ver.Kind {
	case program.Assigned:
		return ver.Value
	case program.Stored:
		switch ver.Value.(type) {
		case *ssa.TypeAssert, *ssa.Extract, *ssa.Parameter, *ssa.Call:
			return ver.Value
		}
	}
	return nil
}
