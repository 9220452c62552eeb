package program

import (
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A Version is what a memory cell (a variable whose address is taken, most
// often because a closure captures it) holds between two writes. SSA form
// names the values of registers; versions do the same for cells, after the
// algorithm of Braun et al., "Simple and Efficient Construction of Static
// Single Assignment Form".
type Version struct {
	Kind  versionKind
	Value ssa.Value       // stored: the value; assigned: the error given to errors.As
	Call  ssa.Instruction // clobbered: the call that may have written
	Block *ssa.BasicBlock // merged: where
	Ops   []*Version      // merged: what
	Cell  ssa.Value
	alias *Version // merged, but all that meets is this one
}

// Resolve returns the version that v turned out to be.
func (v *Version) Resolve() *Version {
	for v.alias != nil {
		v = v.alias
	}
	return v
}

type versionKind uint8

const (
	Initial   versionKind = iota // at entry: the zero value of a local variable, or whatever a captured one holds
	Stored                       // a store
	Assigned                     // errors.As wrote the typed error
	Clobbered                    // a call wrote something
	Renewed                      // of a place: something may have been written, or it is another place now
	Merged                       // several versions meet
)

// A Write is a place in a block where a cell gets a new version.
type Write struct {
	index int // of the instruction in its block
	Version
}

// A Memory numbers the versions of the cells of one function.
type Memory struct {
	fn     *Function
	writes map[ssa.Value]map[*ssa.BasicBlock][]*Write
	entry  map[cellBlock]*Version
	Places places
}

type cellBlock struct {
	cell  ssa.Value
	block *ssa.BasicBlock
}

// Load returns the version that a load reads; nil if its address is no cell.
func (m *Memory) Load(load *ssa.UnOp) *Version {
	if !ir.IsCell(load.X) {
		return nil
	}
	return m.Before(load.X, load).Resolve()
}

// Before returns the version of the cell just before the instruction.
func (m *Memory) Before(cell ssa.Value, instr ssa.Instruction) *Version {
	block := instr.Block()
	list := m.Of(cell)[block]
	if len(list) > 0 {
		at := ir.IndexOf(instr)
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].index < at {
				return &list[i].Version
			}
		}
	}
	return m.atEntry(cell, block)
}

// Loads returns what is read from a cell or a place.
func (m *Memory) Loads(cell ssa.Value) []ssa.Value {
	if p := m.Places.Cells[cell]; p != nil {
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

// AtExit returns the version of a cell at the end of a block.
func (m *Memory) AtExit(cell ssa.Value, block *ssa.BasicBlock) *Version {
	if list := m.Of(cell)[block]; len(list) > 0 {
		return &list[len(list)-1].Version
	}
	return m.atEntry(cell, block)
}

func (m *Memory) atEntry(cell ssa.Value, block *ssa.BasicBlock) *Version {
	key := cellBlock{cell, block}
	if v, ok := m.entry[key]; ok {
		return v.Resolve()
	}
	v := &Version{Kind: Merged, Block: block, Cell: cell}
	if len(block.Preds) == 0 {
		v.Kind = Initial
		m.entry[key] = v
		return v
	}
	m.entry[key] = v // breaks cycles
	var same *Version
	trivial := true
	for _, pred := range block.Preds {
		op := m.AtExit(cell, pred).Resolve()
		if op == v {
			continue
		}
		if same == nil {
			same = op
		} else if same != op {
			trivial = false
		}
		v.Ops = append(v.Ops, op)
	}
	if trivial && same != nil {
		// v may already be an operand elsewhere, as another name of same.
		v.alias = same
		m.entry[key] = same
		return same
	}
	return v
}

// Of returns the writes to a cell, by block.
func (m *Memory) Of(cell ssa.Value) map[*ssa.BasicBlock][]*Write {
	if w, ok := m.writes[cell]; ok {
		return w
	}
	byInstr := make(map[ssa.Instruction]Version)
	if p := m.Places.Cells[cell]; p != nil {
		m.writes[cell] = nil // breaks cycles
		byInstr = m.writesTo(p)
		cell = p.first
	} else {
		m.findWrites(cell, byInstr)
	}
	writes := make(map[*ssa.BasicBlock][]*Write)
	for _, block := range m.fn.SSA.Blocks {
		if len(byInstr) == 0 {
			break
		}
		for i, instr := range block.Instrs {
			if v, ok := byInstr[instr]; ok {
				writes[block] = append(writes[block], &Write{i, v})
			}
		}
	}
	m.writes[cell] = writes
	return writes
}

// findWrites finds the instructions that give a variable a new version.
func (m *Memory) findWrites(cell ssa.Value, byInstr map[ssa.Instruction]Version) {
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == cell {
				byInstr[ref] = Version{Kind: Stored, Value: ref.Val, Cell: cell}
			}
		case *ssa.MakeInterface: // errors.As(err, &cell), json.Unmarshal(data, &cell)
			for _, user := range *ref.Referrers() {
				if call, ok := user.(ssa.CallInstruction); ok {
					if m.fn.IsErrorsAs(call.Common()) && call.Common().Args[1] == ref {
						byInstr[call] = Version{Kind: Assigned, Value: call.Common().Args[0], Call: call, Cell: cell}
					} else if !m.fn.onlyReads(call, ref) {
						byInstr[call] = Version{Kind: Clobbered, Call: call, Cell: cell}
					}
				}
			}
		case *ssa.MakeClosure:
			if !ir.ClosureWrites(ref, cell) {
				continue
			}
			for _, call := range ir.CallsWith(ref) {
				byInstr[call] = Version{Kind: Clobbered, Call: call, Cell: cell}
			}
		case ssa.CallInstruction:
			if !m.fn.onlyReads(ref, cell) {
				byInstr[ref] = Version{Kind: Clobbered, Call: ref, Cell: cell}
			}
		}
	}
}

// Overwritten reports whether the function around throws away what this literal
// stores in a captured variable: it assigns the result of the call that runs
// the literal to the same variable, as in err = retry(func() { … err = … }).
func (f *Function) Overwritten(free *ssa.FreeVar) bool {
	if f.SSA.Referrers() == nil {
		return false
	}
	for _, ref := range *f.SSA.Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		var cell ssa.Value
		for i, binding := range closure.Bindings {
			if f.SSA.FreeVars[i] == free {
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
