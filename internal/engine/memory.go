package engine

import (
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A version is what a memory cell (a variable whose address is taken, most
// often because a closure captures it) holds between two writes. SSA form
// names the values of registers; versions do the same for cells, after the
// algorithm of Braun et al., "Simple and Efficient Construction of Static
// Single Assignment Form".
type version struct {
	kind  versionKind
	value ssa.Value       // stored: the value; assigned: the error given to errors.As
	call  ssa.Instruction // clobbered: the call that may have written
	block *ssa.BasicBlock // merged: where
	ops   []*version      // merged: what
	cell  ssa.Value
	alias *version // merged, but all that meets is this one
}

// resolve returns the version that v turned out to be.
func (v *version) resolve() *version {
	for v.alias != nil {
		v = v.alias
	}
	return v
}

type versionKind uint8

const (
	initial   versionKind = iota // at entry: the zero value of a local variable, or whatever a captured one holds
	stored                       // a store
	assigned                     // errors.As wrote the typed error
	clobbered                    // a call wrote something
	renewed                      // of a place: something may have been written, or it is another place now
	merged                       // several versions meet
)

// A write is a place in a block where a cell gets a new version.
type write struct {
	index int // of the instruction in its block
	version
}

// A memory numbers the versions of the cells of one function.
type memory struct {
	fn     *Function
	writes map[ssa.Value]map[*ssa.BasicBlock][]*write
	entry  map[cellBlock]*version
	places places
}

type cellBlock struct {
	cell  ssa.Value
	block *ssa.BasicBlock
}

// load returns the version that a load reads; nil if its address is no cell.
func (m *memory) load(load *ssa.UnOp) *version {
	if !ir.IsCell(load.X) {
		return nil
	}
	return m.before(load.X, load).resolve()
}

// before returns the version of the cell just before the instruction.
func (m *memory) before(cell ssa.Value, instr ssa.Instruction) *version {
	block := instr.Block()
	list := m.of(cell)[block]
	if len(list) > 0 {
		at := ir.IndexOf(instr)
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].index < at {
				return &list[i].version
			}
		}
	}
	return m.atEntry(cell, block)
}

// loads returns what is read from a cell or a place.
func (m *memory) loads(cell ssa.Value) []ssa.Value {
	if p := m.places.cells[cell]; p != nil {
		return p.reads
	}
	var loads []ssa.Value
	for _, ref := range *cell.Referrers() {
		if load, ok := ref.(*ssa.UnOp); ok {
			loads = append(loads, load)
		}
	}
	return loads
}

func (m *memory) atExit(cell ssa.Value, block *ssa.BasicBlock) *version {
	if list := m.of(cell)[block]; len(list) > 0 {
		return &list[len(list)-1].version
	}
	return m.atEntry(cell, block)
}

func (m *memory) atEntry(cell ssa.Value, block *ssa.BasicBlock) *version {
	key := cellBlock{cell, block}
	if v, ok := m.entry[key]; ok {
		return v.resolve()
	}
	v := &version{kind: merged, block: block, cell: cell}
	if len(block.Preds) == 0 {
		v.kind = initial
		m.entry[key] = v
		return v
	}
	m.entry[key] = v // breaks cycles
	var same *version
	trivial := true
	for _, pred := range block.Preds {
		op := m.atExit(cell, pred).resolve()
		if op == v {
			continue
		}
		if same == nil {
			same = op
		} else if same != op {
			trivial = false
		}
		v.ops = append(v.ops, op)
	}
	if trivial && same != nil {
		// v may already be an operand elsewhere, as another name of same.
		v.alias = same
		m.entry[key] = same
		return same
	}
	return v
}

// of returns the writes to a cell, by block.
func (m *memory) of(cell ssa.Value) map[*ssa.BasicBlock][]*write {
	if w, ok := m.writes[cell]; ok {
		return w
	}
	byInstr := make(map[ssa.Instruction]version)
	if p := m.places.cells[cell]; p != nil {
		m.writes[cell] = nil // breaks cycles
		byInstr = m.writesTo(p)
		cell = p.first
	} else {
		m.findWrites(cell, byInstr)
	}
	writes := make(map[*ssa.BasicBlock][]*write)
	for _, block := range m.fn.ssa.Blocks {
		if len(byInstr) == 0 {
			break
		}
		for i, instr := range block.Instrs {
			if v, ok := byInstr[instr]; ok {
				writes[block] = append(writes[block], &write{i, v})
			}
		}
	}
	m.writes[cell] = writes
	return writes
}

// findWrites finds the instructions that give a variable a new version.
func (m *memory) findWrites(cell ssa.Value, byInstr map[ssa.Instruction]version) {
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == cell {
				byInstr[ref] = version{kind: stored, value: ref.Val, cell: cell}
			}
		case *ssa.MakeInterface: // errors.As(err, &cell), json.Unmarshal(data, &cell)
			for _, user := range *ref.Referrers() {
				if call, ok := user.(ssa.CallInstruction); ok {
					if m.fn.isErrorsAs(call.Common()) && call.Common().Args[1] == ref {
						byInstr[call] = version{kind: assigned, value: call.Common().Args[0], call: call, cell: cell}
					} else if !m.fn.onlyReads(call, ref) {
						byInstr[call] = version{kind: clobbered, call: call, cell: cell}
					}
				}
			}
		case *ssa.MakeClosure:
			if !ir.ClosureWrites(ref, cell) {
				continue
			}
			for _, call := range ir.CallsWith(ref) {
				byInstr[call] = version{kind: clobbered, call: call, cell: cell}
			}
		case ssa.CallInstruction:
			if !m.fn.onlyReads(ref, cell) {
				byInstr[ref] = version{kind: clobbered, call: ref, cell: cell}
			}
		}
	}
}

// overwritten reports whether the function around throws away what this literal
// stores in a captured variable: it assigns the result of the call that runs
// the literal to the same variable, as in err = retry(func() { … err = … }).
func (f *Function) overwritten(free *ssa.FreeVar) bool {
	if f.ssa.Referrers() == nil {
		return false
	}
	for _, ref := range *f.ssa.Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		var cell ssa.Value
		for i, binding := range closure.Bindings {
			if f.ssa.FreeVars[i] == free {
				cell = binding
			}
		}
		calls := ir.CallsWith(closure)
		if len(calls) != 1 || cell == nil || !ir.StoredBeforeLoad(cell, calls[0]) {
			return false
		}
	}
	return true
}
