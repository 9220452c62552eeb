package engine

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// bottomUp returns the functions in the order in which they are analyzed: the
// strongly connected components of the static call graph, callees before
// callers, and function literals before the function around them.
func (p *Package) bottomUp() [][]*Function {
	s := &components{p: p, nodes: make(map[*Function]*component, len(p.Functions))}
	for _, f := range p.Functions {
		if s.nodes[f] == nil {
			s.visit(f)
		}
	}
	return s.done
}

// components finds strongly connected components after Tarjan.
type components struct {
	p     *Package
	nodes map[*Function]*component
	stack []*Function
	done  [][]*Function
}

type component struct {
	index, low int
	onStack    bool
}

func (s *components) visit(f *Function) *component {
	n := &component{index: len(s.nodes), low: len(s.nodes), onStack: true}
	s.nodes[f] = n
	s.stack = append(s.stack, f)
	s.p.callees(f, func(callee *Function) {
		switch m := s.nodes[callee]; {
		case m == nil:
			n.low = min(n.low, s.visit(callee).low)
		case m.onStack:
			n.low = min(n.low, m.index)
		}
	})
	if n.low == n.index {
		at := slices.Index(s.stack, f)
		members := slices.Clone(s.stack[at:])
		s.stack = s.stack[:at]
		for _, member := range members {
			s.nodes[member].onStack = false
		}
		s.done = append(s.done, members)
	}
	return n
}

// callees yields the functions whose summaries the analysis of f may ask for:
// its literals, what it names, and what fills the variables and fields whose
// functions it calls.
func (p *Package) callees(f *Function, yield func(*Function)) {
	add := func(fn *ssa.Function) {
		if callee := p.bySSA[ir.Generic(fn)]; callee != nil {
			yield(callee)
		}
	}
	for _, anon := range f.ssa.AnonFuncs {
		add(anon)
	}
	var operands []*ssa.Value
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			operands = instr.Operands(operands[:0])
			for _, operand := range operands {
				if fn, ok := (*operand).(*ssa.Function); ok {
					add(fn)
				}
			}
			if load, ok := instr.(*ssa.UnOp); ok && load.Op == token.MUL && ir.IsString(load.Type()) { // a code, perhaps
				for _, store := range p.storesOf(load) {
					add(store.Parent())
				}
			}
			if call, ok := instr.(ssa.CallInstruction); ok {
				for _, store := range p.storesOf(call.Common().Value) {
					add(store.Parent())
				}
			}
		}
	}
}

// storesOf returns what stores to the global variable or the field that a
// function value is loaded from.
func (p *Package) storesOf(v ssa.Value) []*ssa.Store {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	var refs []ssa.Instruction
	switch addr := load.X.(type) {
	case *ssa.Global:
		refs = p.keeps().globals[addr]
	case *ssa.FieldAddr:
		if field := ir.StructField(addr.X.Type(), addr.Field); field != nil {
			for _, other := range p.keeps().fields[field] {
				refs = append(refs, *other.Referrers()...)
			}
		}
	}
	var stores []*ssa.Store
	for _, ref := range refs {
		if store, ok := ref.(*ssa.Store); ok {
			stores = append(stores, store)
		}
	}
	return stores
}
