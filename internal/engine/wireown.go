package engine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// markOwn finds the error types of this package that the program fills with
// codes, and with nothing else.
func (p *Package) markOwn() {
	w := p.wire
	if w == nil || len(w.maybe) == 0 {
		return
	}
	w.marking = true
	filled := make(map[*types.TypeName]bool)
	mixed := make(map[*types.TypeName]bool)
	for _, f := range p.Functions {
		for _, block := range f.ssa.Blocks {
			for _, instr := range block.Instrs {
				switch instr := instr.(type) {
				case *ssa.Store:
					f.markStore(instr, filled, mixed)
				case *ssa.ChangeType:
					f.markConversion(instr, filled)
				case ssa.CallInstruction:
					f.markDecoded(instr, mixed)
				}
			}
		}
	}
	for object := range w.maybe {
		w.own[object] = filled[object] && !mixed[object]
		if !w.own[object] {
			delete(w.own, object)
		}
	}
	w.marking = false
	p.codeFields = nil
	for _, f := range p.Functions { // what was asked so far was not sure
		f.forget()
	}
}

// markStore judges what is stored in the field Code of an error type.
func (f *Function) markStore(store *ssa.Store, filled, mixed map[*types.TypeName]bool) {
	addr, ok := store.Addr.(*ssa.FieldAddr)
	if !ok {
		return
	}
	named, ok := ir.Deref(addr.X.Type()).(*types.Named)
	if !ok || !f.pkg.wire.maybe[named.Obj()] || jsonshape.Step(jsonshape.Struct(named), addr.Field, jsonshape.Error) != jsonshape.Code {
		return
	}
	switch f.kindOf(store.Val, 0) {
	case aCode:
		filled[named.Obj()] = true
	case notACode:
		mixed[named.Obj()] = true
	}
}

// markDecoded judges JSON that is decoded right into an error type: it is
// somebody else's.
func (f *Function) markDecoded(call ssa.CallInstruction, mixed map[*types.TypeName]bool) {
	if _, into := decodes(call); into != nil {
		if root := ir.Pointee(into); root != nil {
			if named, ok := ir.Deref(root.Type()).(*types.Named); ok && f.pkg.wire.maybe[named.Obj()] {
				mixed[named.Obj()] = true
			}
		}
	}
}

// markConversion judges APIError(*answer.Response.Error).
func (f *Function) markConversion(conv *ssa.ChangeType, filled map[*types.TypeName]bool) {
	named, ok := ir.Deref(conv.Type()).(*types.Named)
	if !ok || !f.pkg.wire.maybe[named.Obj()] {
		return
	}
	if p, ok := f.partOf(conv.X); ok && p.level == jsonshape.Error {
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
func (f *Function) kindOf(v ssa.Value, depth int) storedKind {
	if depth > 2 {
		return notACode
	}
	if text, ok := ir.ConstString(v); ok {
		f.pkg.makesUp([]string{text})
		return nothing
	}
	c, ok := f.codeOf(v)
	if !ok || c.segment {
		return notACode
	}
	if !c.isCode {
		return aCode
	}
	param, ok := c.of.value.(*ssa.Parameter)
	if !ok || f.object == nil || visible(f.object) {
		return notACode // others may call it with anything
	}
	return f.kindOfParameter(param, depth)
}

// kindOfParameter judges a parameter of a constructor by all its calls.
func (f *Function) kindOfParameter(param *ssa.Parameter, depth int) storedKind {
	index := -1
	for i, p := range f.ssa.Params {
		if p == param {
			index = i
		}
	}
	kind := nothing
	for _, d := range f.pkg.order {
		for _, callee := range d.local {
			if callee == f.object && f.pkg.builtFor(d) == nil {
				return notACode // a call that was not looked at
			}
		}
	}
	for _, caller := range f.pkg.Functions {
		for _, block := range caller.ssa.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok || call.Common().StaticCallee() != f.ssa || index >= len(call.Common().Args) {
					continue
				}
				switch caller.kindOf(call.Common().Args[index], depth+1) {
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

func (p *Package) builtFor(d *declared) *Function {
	for _, f := range p.Functions {
		if f.object == d.object {
			return f
		}
	}
	return nil
}

// ownError returns the error that a variable of a type of the program's own was
// taken from, by errors.As or an assertion.
func (f *Function) ownError(alloc *ssa.Alloc) ssa.Value {
	if f.pkg.wire == nil || !f.pkg.wire.isOwn(alloc.Type()) {
		return nil
	}
	ver := f.memory.sole(alloc)
	if ver == nil {
		return nil
	}
	switch ver.kind {
	case assigned:
		return ver.value
	case stored:
		switch ver.value.(type) {
		case *ssa.TypeAssert, *ssa.Extract, *ssa.Parameter, *ssa.Call:
			return ver.value
		}
	}
	return nil
}
