package flow

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// argumentsOf returns what the call of the subject is given.
func (w *Solver) argumentsOf() *ir.Arguments {
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
func (w *Solver) source() ssa.CallInstruction {
	if v := w.S.Of.Memory; v != nil {
		call, _ := v.Call.(ssa.CallInstruction)
		return call
	}
	v := w.S.Of.Value
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
func (w *Solver) part(v ssa.Value, call ssa.Instruction, depth int) {
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
		if !w.S.Of.Wire && advances(w.F.Pkg, &x.Call) {
			r.Fresh[x] = true
		}
		if ir.IsPointer(x.Type()) {
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
func (w *Solver) written(p ssa.Value, call ssa.Instruction, depth int) {
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
			if _, ok := p.(*ssa.Alloc); ok && !w.S.Of.Wire {
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
func (w *Solver) noteStore(store *ssa.Store, p ssa.Value) {
	root, ok := ir.RootOf(p).(ssa.Instruction)
	if !ok || root.Block() == store.Block() || w.base == nil {
		return
	}
	if root.Block().Dominates(store.Block()) && !w.base.blocks[store.Block().Index] && !w.base.blocks[root.Block().Index] {
		w.given.Fresh[store] = true
	}
}

// fieldParts adds what is stored in a field that other code may have filled.
func (w *Solver) fieldParts(field *ssa.FieldAddr) {
	v := ir.FieldVar(field.X.Type(), field.Field)
	for _, store := range storesIn(w.F)[v] {
		w.given.Fresh[store] = true
	}
}

// storesIn returns the assignments of the function to fields.
func storesIn(f *program.Function) map[*types.Var][]*ssa.Store {
	if f.Stores != nil {
		return f.Stores
	}
	f.Stores = make(map[*types.Var][]*ssa.Store)
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			store, ok := instr.(*ssa.Store)
			if !ok {
				continue
			}
			if addr, ok := store.Addr.(*ssa.FieldAddr); ok {
				v := ir.FieldVar(addr.X.Type(), addr.Field)
				f.Stores[v] = append(f.Stores[v], store)
			}
		}
	}
	return f.Stores
}

// renews reports whether an instruction makes another request.
func (w *Solver) renews(instr ssa.Instruction) bool {
	return hasLoops(w.F) && w.source() != nil && w.argumentsOf().Fresh[instr]
}

// renewsOn reports whether an edge gives a part of the request another value.
func (w *Solver) renewsOn(from, to *ssa.BasicBlock) bool {
	if _, ok := to.Instrs[0].(*ssa.Phi); !ok || !hasLoops(w.F) || w.source() == nil {
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
			if back || !w.InLoop(to) {
				return true
			}
		}
	}
	return false
}

// isRequestMaker reports whether a call makes a request of the SDK.
func isRequestMaker(common *ssa.CallCommon) bool {
	callee := common.StaticCallee()
	return callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && sdk.IsSDK(callee.Object().Pkg().Path())
}

// advances reports whether two calls like this may give two answers, as those
// of an iterator or a queue do.
func advances(p *program.Package, common *ssa.CallCommon) bool {
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
	if d := p.Declared[object]; d != nil {
		return d.Advances
	}
	recv := object.Signature().Recv()
	return recv != nil && (ir.IsPointer(recv.Type()) || types.IsInterface(recv.Type()))
}

// hasLoops reports whether control may come back to where it was.
func hasLoops(f *program.Function) bool {
	if f.Looping == 0 {
		f.Looping = 1
		for _, block := range f.SSA.Blocks {
			if slices.ContainsFunc(block.Preds, block.Dominates) {
				f.Looping = 2
			}
		}
	}
	return f.Looping == 2
}

// InLoop reports whether a block begins a loop.
func (w *Solver) InLoop(block *ssa.BasicBlock) bool {
	return slices.ContainsFunc(block.Preds, func(pred *ssa.BasicBlock) bool { return block.Dominates(pred) })
}
