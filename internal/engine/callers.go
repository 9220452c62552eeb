package engine

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// callers are the calls of each function, as far as they are known. What a test
// of the program calls tells nothing about the program.
type callers struct {
	calls   map[*ssa.Function][]ssa.CallInstruction
	escaped map[*ssa.Function]bool // used as a value, so that anyone may call it
	outside map[*types.Func]bool   // used in functions whose control flow was not built
}

// callsOf returns the calls of a function; complete is false when there may be
// others.
func (p *Package) callsOf(f *ssa.Function) (calls []ssa.CallInstruction, complete bool) {
	if p.callers == nil {
		p.callers = p.findCallers()
	}
	if p.callers.escaped[f] {
		return nil, false
	}
	if object, ok := f.Object().(*types.Func); ok {
		if object.Exported() || p.callers.outside[object] || object.Name() == "main" || object.Name() == "init" {
			return nil, false
		}
		// A method may be called through an interface.
		if object.Signature().Recv() != nil {
			return nil, false
		}
	} else if f.Parent() == nil {
		return nil, false
	}
	calls = p.callers.calls[f]
	return calls, len(calls) > 0
}

func (p *Package) findCallers() *callers {
	c := &callers{make(map[*ssa.Function][]ssa.CallInstruction), make(map[*ssa.Function]bool), make(map[*types.Func]bool)}
	for _, f := range p.Functions {
		for _, block := range f.ssa.Blocks {
			for _, instr := range block.Instrs {
				c.visit(instr, p.inTest)
			}
		}
	}
	for _, d := range p.order {
		if !p.kept[d.object] {
			for _, used := range d.local {
				c.outside[used] = c.outside[used] || !p.inTest(d.decl.Pos()) || p.inTest(used.Pos())
			}
		}
	}
	for v, d := range p.initial {
		for _, used := range d.local {
			if !p.wanted[v] && (!p.inTest(v.Pos()) || p.inTest(used.Pos())) {
				c.outside[used] = true
			}
		}
	}
	return c
}

// visit notes the functions that an instruction calls or uses as values.
func (c *callers) visit(instr ssa.Instruction, inTest func(token.Pos) bool) {
	from := inTest(instr.Parent().Pos())
	if closure, ok := instr.(*ssa.MakeClosure); ok {
		// A literal that is only called where it is written.
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
			c.calls[callee] = append(c.calls[callee], call)
		}
	}
	for i, operand := range instr.Operands(nil) {
		if f, ok := (*operand).(*ssa.Function); ok && (!isCall || i > 0) && (!from || inTest(f.Pos())) {
			c.escaped[f] = true
		}
	}
}

// inTest reports whether a position is in a file that is only built for tests.
func (p *Package) inTest(pos token.Pos) bool {
	file := p.pass.Fset.File(pos)
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

// Declares reports whether a function has its body in this package.
func (p *Package) Declares(f *ssa.Function) bool {
	return p.bySSA[ir.Generic(f)] != nil || f.Parent() != nil
}

// TestsBy yields the tests that calls of a function are.
func (p *Package) TestsBy(f *Function) func(yield func(*Subject, *Test) bool) {
	return func(yield func(*Subject, *Test) bool) {
		for _, caller := range p.Functions {
			for _, s := range caller.Subjects {
				for _, t := range s.Tests {
					if ir.Generic(t.Call) == f.ssa && s.Certain && !yield(s, t) {
						return
					}
				}
			}
		}
	}
}

// ReturnsError reports whether the function has an error among its results.
func (f *Function) ReturnsError() bool { return ir.ReturnsError(f.ssa.Signature) }
