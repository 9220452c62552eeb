package program

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// BottomUp returns the functions in the order in which they are analyzed: the
// strongly connected components of the static call graph, callees before
// callers, and function literals before the function around them.
func (p *Package) BottomUp() [][]*Function {
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
		if callee := p.BySSA[ir.Generic(fn)]; callee != nil {
			yield(callee)
		}
	}
	for _, anon := range f.SSA.AnonFuncs {
		add(anon)
	}
	var operands []*ssa.Value
	for _, block := range f.SSA.Blocks {
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
		refs = p.Keeps().Globals[addr]
	case *ssa.FieldAddr:
		if field := ir.StructField(addr.X.Type(), addr.Field); field != nil {
			for _, other := range p.Keeps().Fields[field] {
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

// callers are the calls of each function, as far as they are known. What a test
// of the program calls tells nothing about the program.
type callers struct {
	Calls    map[*ssa.Function][]ssa.CallInstruction
	escaped  map[*ssa.Function]bool // used as a value, so that anyone may call it
	outside  map[*types.Func]bool   // used in functions whose control flow was not built, or as values
	abstract map[string]bool        // the methods of interfaces that other packages cannot name
}

// CallsOf returns the calls of a function; complete is false when there may be
// others.
func (p *Package) CallsOf(f *ssa.Function) (calls []ssa.CallInstruction, complete bool) {
	if p.Callers == nil {
		p.Callers = p.findCallers()
	}
	if !p.Callers.closed(f) {
		return nil, false
	}
	calls = p.Callers.Calls[f]
	return calls, len(calls) > 0
}

// closed reports whether all calls of a function are known.
func (c *callers) closed(f *ssa.Function) bool {
	if c.escaped[f] {
		return false
	}
	object, ok := f.Object().(*types.Func)
	if !ok {
		return f.Parent() != nil
	}
	return !object.Exported() && !c.outside[object] && !c.abstract[object.Name()] && object.Name() != "main" && object.Name() != "init"
}

func (p *Package) findCallers() *callers {
	c := &callers{make(map[*ssa.Function][]ssa.CallInstruction), make(map[*ssa.Function]bool), make(map[*types.Func]bool), p.abstractMethods()}
	for _, f := range p.Functions {
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				c.visit(instr, p.InTest)
			}
		}
	}
	for _, d := range p.Order {
		if !p.Kept[d.Object] {
			for _, used := range d.Local {
				c.outside[used] = c.outside[used] || !p.InTest(d.Decl.Pos()) || p.InTest(used.Pos())
			}
		}
	}
	for v, d := range p.Initial {
		for _, used := range d.Local {
			if !p.Wanted[v] && (!p.InTest(v.Pos()) || p.InTest(used.Pos())) {
				c.outside[used] = true
			}
		}
	}
	for _, f := range p.Functions {
		if f.Forward != nil && c.closed(f.SSA) {
			to := ir.Generic(f.Forward.To)
			c.Calls[to] = slices.DeleteFunc(c.Calls[to], func(call ssa.CallInstruction) bool { return call == f.Forward.Call })
		}
	}
	return c
}

// visit notes the functions that an instruction calls or uses as values.
func (c *callers) visit(instr ssa.Instruction, inTest func(token.Pos) bool) {
	from := inTest(instr.Parent().Pos())
	if closure, ok := instr.(*ssa.MakeClosure); ok {
		// A literal that is only called where it is written.
		if method := ir.WrappedMethod(closure.Fn.(*ssa.Function)); method != nil {
			c.outside[method.Origin()] = true
		}
		for _, ref := range *closure.Referrers() {
			if call, ok := ref.(ssa.CallInstruction); !ok || call.Common().Value != closure {
				c.escaped[closure.Fn.(*ssa.Function)] = true
			}
		}
		return
	}
	call, isCall := instr.(ssa.CallInstruction)
	if isCall {
		if callee := ir.Generic(call.Common().StaticCallee()); callee != nil && (!from || inTest(callee.Pos())) {
			c.Calls[callee] = append(c.Calls[callee], call)
		}
	}
	for i, operand := range instr.Operands(nil) {
		if f, ok := (*operand).(*ssa.Function); ok && (!isCall || i > 0) && (!from || inTest(f.Pos())) {
			c.escaped[f] = true
			if method := ir.WrappedMethod(f); method != nil {
				c.outside[method.Origin()] = true
			}
		}
	}
}

// abstractMethods returns the names of the methods, other than exported ones, that
// interfaces of the package have: who calls such a method is not known.
func (p *Package) abstractMethods() map[string]bool {
	names := make(map[string]bool)
	for _, file := range p.Pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if t, ok := n.(*ast.InterfaceType); ok {
				for _, method := range t.Methods.List {
					for _, name := range method.Names {
						names[name.Name] = true
					}
				}
			}
			return true
		})
	}
	return names
}

// InTest reports whether a position is in a file that is only built for tests.
func (p *Package) InTest(pos token.Pos) bool {
	file := p.Pass.Fset.File(pos)
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

// Declares reports whether a function has its body in this package.
func (p *Package) Declares(f *ssa.Function) bool {
	return p.BySSA[ir.Generic(f)] != nil || f.Parent() != nil
}

// TestsBy yields the tests that calls of a function are.
func (p *Package) TestsBy(f *Function) func(yield func(*Subject, *Test) bool) {
	return func(yield func(*Subject, *Test) bool) {
		for _, caller := range p.Functions {
			for _, s := range caller.Subjects {
				for _, t := range s.Tests {
					if ir.Generic(t.Call) == f.SSA && s.Certain && !yield(s, t) {
						return
					}
				}
			}
		}
	}
}

// ReturnsError reports whether the function has an error among its results.
func (f *Function) ReturnsError() bool { return f.Pkg.ReturnsError(f.SSA.Signature) }

// ReturnsError reports whether a call with this signature can answer an error.
func (p *Package) ReturnsError(sig *types.Signature) bool {
	return ir.ReturnsError(sig) || p.RetryErrorOf(ir.LastResult(sig)) != nil
}
