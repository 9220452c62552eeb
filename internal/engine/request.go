package engine

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// argumentsOf returns what the call of the subject is given.
func (w *walker) argumentsOf() *ir.Arguments {
	if w.given != nil {
		return w.given
	}
	w.given = &ir.Arguments{Parts: make(map[ssa.Value]bool), Fresh: make(map[ssa.Instruction]bool)}
	call := w.source()
	if call == nil {
		return w.given
	}
	w.given.Known = true
	common := call.Common()
	w.part(common.Value, call, 0)
	for _, arg := range common.Args {
		w.part(arg, call, 0)
	}
	return w.given
}

// source returns the call that the subject comes from, nil if it is not in
// sight.
func (w *walker) source() ssa.CallInstruction {
	if v := w.s.of.memory; v != nil {
		call, _ := v.call.(ssa.CallInstruction)
		return call
	}
	v := w.s.of.value
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	call, _ := v.(*ssa.Call)
	if call == nil {
		return nil
	}
	return call
}

// part adds what a value is made of.
func (w *walker) part(v ssa.Value, call ssa.Instruction, depth int) {
	r := w.given
	if v == nil || r.Parts[v] || depth > ir.MaxDepth || ir.IsContext(v.Type()) {
		return
	}
	r.Parts[v] = true
	switch x := v.(type) {
	case *ssa.Next, *ssa.Select:
		r.Fresh[x.(ssa.Instruction)] = true
	case *ssa.UnOp:
		if x.Op == token.ARROW {
			r.Fresh[x] = true
			return
		}
		if field, ok := x.X.(*ssa.FieldAddr); ok {
			w.fieldParts(field)
		}
	case *ssa.Call:
		if x == call {
			return
		}
		if !w.s.of.wire && w.f.pkg.advances(&x.Call) {
			r.Fresh[x] = true
		}
		if isRequestMaker(&x.Call) || ir.IsPointer(x.Type()) {
			w.written(x, call, depth)
		}
	case *ssa.Alloc:
		w.written(x, call, depth)
	}
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return
	}
	for _, operand := range instr.Operands(nil) {
		if *operand != nil {
			w.part(*operand, call, depth+1)
		}
	}
}

// written adds what is stored behind a pointer that the function made.
func (w *walker) written(p ssa.Value, call ssa.Instruction, depth int) {
	if p.Referrers() == nil {
		return
	}
	for _, ref := range *p.Referrers() {
		switch x := ref.(type) {
		case *ssa.Store:
			if x.Addr == p {
				w.part(x.Val, call, depth+1)
				w.noteStore(x, p)
			}
		case *ssa.FieldAddr, *ssa.IndexAddr:
			w.written(x.(ssa.Value), call, depth+1)
		case *ssa.MakeInterface: // rows.Scan(&id), json.Unmarshal(data, &r)
			if _, ok := p.(*ssa.Alloc); ok && !w.s.of.wire {
				for _, user := range ir.CallsOfArgument(x) {
					if user != call {
						w.given.Fresh[user] = true
					}
				}
			}
		case *ssa.Call: // fill(r, id)
			if ssa.Instruction(x) == call {
				continue
			}
			for _, arg := range x.Call.Args {
				w.part(arg, call, depth+1)
			}
		}
	}
}

// noteStore notes an assignment that changes what was made before the loop.
func (w *walker) noteStore(store *ssa.Store, p ssa.Value) {
	root, ok := ir.RootOf(p).(ssa.Instruction)
	if !ok || root.Block() == store.Block() || w.base == nil {
		return
	}
	if root.Block().Dominates(store.Block()) && !w.base.blocks[store.Block().Index] && !w.base.blocks[root.Block().Index] {
		w.given.Fresh[store] = true
	}
}

// fieldParts adds what is stored in a field that other code may have filled.
func (w *walker) fieldParts(field *ssa.FieldAddr) {
	v := ir.FieldVar(field.X.Type(), field.Field)
	for _, store := range w.f.storesIn()[v] {
		w.given.Fresh[store] = true
	}
}

// storesIn returns the assignments of the function to fields.
func (f *Function) storesIn() map[*types.Var][]*ssa.Store {
	if f.stores != nil {
		return f.stores
	}
	f.stores = make(map[*types.Var][]*ssa.Store)
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			store, ok := instr.(*ssa.Store)
			if !ok {
				continue
			}
			if addr, ok := store.Addr.(*ssa.FieldAddr); ok {
				v := ir.FieldVar(addr.X.Type(), addr.Field)
				f.stores[v] = append(f.stores[v], store)
			}
		}
	}
	return f.stores
}

// renews reports whether an instruction makes another request.
func (w *walker) renews(instr ssa.Instruction) bool {
	return w.f.hasLoops() && w.source() != nil && w.argumentsOf().Fresh[instr]
}

// renewsOn reports whether an edge gives a part of the request another value.
func (w *walker) renewsOn(from, to *ssa.BasicBlock) bool {
	if _, ok := to.Instrs[0].(*ssa.Phi); !ok || !w.f.hasLoops() || w.source() == nil {
		return false
	}
	r := w.argumentsOf()
	back := to.Dominates(from)
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		if !r.Parts[phi] {
			continue
		}
		for i, pred := range to.Preds {
			if pred != from {
				continue
			}
			v := phi.Edges[i]
			if v == phi {
				continue
			}
			if other, ok := v.(*ssa.Phi); ok && r.Parts[other] && other.Block() != to {
				continue // its own block has told
			}
			if back || !w.isHeader(to) {
				return true
			}
		}
	}
	return false
}

// isHeader reports whether a block begins a loop.
func (w *walker) isHeader(block *ssa.BasicBlock) bool { return w.inLoop(block) }

// isRequestMaker reports whether a call makes a request of the SDK.
func isRequestMaker(common *ssa.CallCommon) bool {
	callee := common.StaticCallee()
	return callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && sdk.IsSDK(callee.Object().Pkg().Path())
}

// advances reports whether two calls like this may give two answers, as those
// of an iterator or a queue do.
func (p *Package) advances(common *ssa.CallCommon) bool {
	if _, ok := common.Value.(*ssa.Builtin); ok || isRequestMaker(common) {
		return false
	}
	callee := common.StaticCallee()
	if callee == nil {
		return true
	}
	object, ok := ir.Generic(callee).Object().(*types.Func)
	if !ok {
		return true // a literal
	}
	if d := p.declared[object]; d != nil {
		return d.advances
	}
	recv := object.Signature().Recv()
	return recv != nil && (ir.IsPointer(recv.Type()) || types.IsInterface(recv.Type()))
}

// hasLoops reports whether control may come back to where it was.
func (f *Function) hasLoops() bool {
	if f.looping == 0 {
		f.looping = 1
		for _, block := range f.ssa.Blocks {
			if slices.ContainsFunc(block.Preds, block.Dominates) {
				f.looping = 2
			}
		}
	}
	return f.looping == 2
}
