package program

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// writesTo returns the instructions that give a place a new version, and what
// each leaves there.
func (m *Memory) writesTo(p *place) map[ssa.Instruction]Version {
	byInstr := make(map[ssa.Instruction]Version)
	for _, v := range p.from {
		if instr, ok := v.(ssa.Instruction); ok {
			if _, variable := v.(*ssa.Alloc); !variable { // with another value it is another place
				byInstr[instr] = Version{Kind: Renewed, Call: instr, Cell: p.first}
			}
		}
	}
	if p.kind == inValue || p.kind == inGetter {
		return byInstr
	}
	for _, instr := range m.writers() {
		if v, ok := m.writeTo(p, instr); ok {
			v.Cell = p.first
			byInstr[instr] = v
		}
	}
	return byInstr
}

// writers returns the instructions of the function that may write to places.
func (m *Memory) writers() []ssa.Instruction {
	if m.Places.writers == nil {
		m.Places.writers = []ssa.Instruction{}
		for _, block := range m.fn.SSA.Blocks {
			for _, instr := range block.Instrs {
				switch instr.(type) {
				case *ssa.Store, *ssa.MapUpdate, ssa.CallInstruction:
					m.Places.writers = append(m.Places.writers, instr)
				}
			}
		}
	}
	return m.Places.writers
}

// writeTo reports whether an instruction may write to a place, and what it leaves
// there.
func (m *Memory) writeTo(p *place, instr ssa.Instruction) (Version, bool) {
	unknown := Version{Kind: Renewed, Call: instr}
	switch instr := instr.(type) {
	case *ssa.Store:
		return m.storeTo(p, instr)
	case *ssa.MapUpdate:
		if p.kind != inMap || !types.Identical(instr.Value.Type(), p.typ) {
			return Version{}, false
		}
		q := &place{}
		if key := m.Places.from(q, instr.Map) + "[" + m.Places.from(q, instr.Key) + "]"; m.Places.byKey[key] == p {
			return Version{Kind: Stored, Value: instr.Value, Call: nil}, true
		}
		return unknown, !m.otherEntry(p, instr)
	case ssa.CallInstruction:
		if common := instr.Common(); m.fn.IsErrorsAs(common) && m.isFilled(p, common.Args[1]) {
			return Version{Kind: Assigned, Value: common.Args[0], Call: instr}, true
		}
		return unknown, m.callWrites(p, instr)
	}
	return Version{}, false
}

// isFilled reports whether a target of errors.As is the address of a place.
func (m *Memory) isFilled(p *place, target ssa.Value) bool {
	addr := ir.Pointee(target)
	if addr == nil {
		return false
	}
	key := m.Places.address(&place{}, addr)
	return key != "" && m.Places.byKey[key] == p
}

// otherEntry reports whether what is put into a map is another entry for certain:
// both keys are constants, which differ.
func (m *Memory) otherEntry(p *place, update *ssa.MapUpdate) bool {
	var key ssa.Value
	switch x := p.first.(type) {
	case *ssa.Lookup:
		key = x.Index
	case *ssa.Extract:
		key = x.Tuple.(*ssa.Lookup).Index
	}
	return ir.IsConstant(key) && ir.IsConstant(update.Key)
}

// storeTo is writeTo for a store.
func (m *Memory) storeTo(p *place, store *ssa.Store) (Version, bool) {
	unknown := Version{Kind: Renewed, Call: store}
	q := &place{}
	if key := m.Places.address(q, store.Addr); key != "" && m.Places.byKey[key] == p {
		return Version{Kind: Stored, Value: store.Val}, true
	}
	if alloc, ok := store.Addr.(*ssa.Alloc); ok {
		if alloc != p.root {
			return Version{}, false
		}
		return m.wholeStoreTo(p, store)
	}
	if !types.Identical(store.Val.Type(), p.typ) {
		return Version{}, false
	}
	// Another pointer may point to the same.
	alloc, _ := p.root.(*ssa.Alloc)
	other, _ := q.root.(*ssa.Alloc)
	if alloc != nil && alloc != q.root && m.Places.isLocal(alloc) || other != nil && other != p.root && m.Places.isLocal(other) {
		return Version{}, false
	}
	switch q.kind {
	case inField:
		return unknown, p.kind == inField && q.field == p.field || p.kind == inPointer
	case inElement:
		return unknown, p.kind == inElement && !distinct(p, q) || p.kind == inPointer
	case inPointer:
		return unknown, true
	}
	return Version{}, false
}

// distinct reports whether two elements of one list are not the same: both
// indexes are constants.
func distinct(p, q *place) bool {
	x, ok1 := p.first.(*ssa.IndexAddr)
	y, ok2 := q.first.(*ssa.IndexAddr)
	return ok1 && ok2 && ir.IsConstant(x.Index) && ir.IsConstant(y.Index) && x.X == y.X
}

// wholeStoreTo is what a store to a whole variable leaves in a part of it.
func (m *Memory) wholeStoreTo(p *place, store *ssa.Store) (Version, bool) {
	if ir.IsNil(store.Val) { // the zero value of a struct
		return Version{Kind: Stored, Value: ssa.NewConst(nil, p.typ)}, true
	}
	unknown := Version{Kind: Renewed, Call: store}
	load, ok := store.Val.(*ssa.UnOp)
	if !ok || p.kind != inField {
		return unknown, true
	}
	addr, ok := p.first.(*ssa.FieldAddr)
	if !ok || addr.X != p.root {
		return unknown, true
	}
	if from, ok := load.X.(*ssa.Alloc); ok { // a literal that is made aside
		if value := ir.SoleField(from, addr.Field); value != nil {
			return Version{Kind: Stored, Value: value}, true
		}
	}
	return unknown, true
}

// callWrites reports whether a call may write to a place: it is given what the
// place is reached from, or runs code of this package that writes to such a field
// or to the package variable.
func (m *Memory) callWrites(p *place, call ssa.CallInstruction) bool {
	common := call.Common()
	if b, ok := common.Value.(*ssa.Builtin); ok {
		return (b.Name() == "delete" || b.Name() == "clear" || b.Name() == "copy") && m.isGiven(p, common.Args)
	}
	alloc, _ := p.root.(*ssa.Alloc)
	if alloc != nil && m.Places.isLocal(alloc) {
		return false
	}
	callee := ir.Generic(common.StaticCallee())
	if callee != nil && m.fn.Pkg.BySSA[callee] != nil {
		return m.fn.Pkg.writes(callee, p)
	}
	args := common.Args
	switch {
	case m.fn.IsErrorsAs(common):
		args = args[1:]
	case callee != nil && IsPrinter(callee):
		return false
	}
	if common.IsInvoke() {
		args = append(slices.Clip(args), common.Value)
	}
	if closure := ir.ClosureOf(common.Value); closure != nil {
		args = append(slices.Clip(args), closure)
	}
	return m.isGiven(p, args)
}

// IsPrinter reports whether a function of the standard library only prints what it
// is given.
func IsPrinter(callee *ssa.Function) bool {
	object := callee.Object()
	if object == nil || object.Pkg() == nil {
		return false
	}
	switch object.Pkg().Path() {
	case "fmt", "log", "log/slog", "errors", "strings":
		return true
	}
	return false
}

// isGiven reports whether one of the arguments leads to the place: it is what the
// place is reached from, the address of a part of it, or a function that captured
// it.
func (m *Memory) isGiven(p *place, args []ssa.Value) bool {
	for _, arg := range args {
		if m.leadsTo(p, arg, 0) {
			return true
		}
	}
	return false
}

func (m *Memory) leadsTo(p *place, v ssa.Value, depth int) bool {
	if depth > ir.MaxDepth {
		return true
	}
	if slices.Contains(p.from, v) && !ir.IsConstant(v) && !ir.IsErrorType(v.Type()) && !ir.IsString(v.Type()) {
		return true
	}
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return m.leadsTo(p, x.X, depth+1)
	case *ssa.ChangeType:
		return m.leadsTo(p, x.X, depth+1)
	case *ssa.Slice:
		return m.leadsTo(p, x.X, depth+1)
	case *ssa.FieldAddr:
		return m.leadsTo(p, x.X, depth+1)
	case *ssa.IndexAddr:
		return m.leadsTo(p, x.X, depth+1)
	case *ssa.Global:
		return p.root == v
	case *ssa.MakeClosure:
		for _, binding := range x.Bindings {
			if m.leadsTo(p, binding, depth+1) {
				return true
			}
			if alloc, ok := binding.(*ssa.Alloc); ok { // a captured pointer
				if whole := ir.WholeStore(alloc); whole != nil && m.leadsTo(p, whole, depth+1) {
					return true
				}
			}
		}
	case *ssa.UnOp: // the same pointer, read again
		if ver := m.Read(x); ver != nil && ver.Kind == Stored {
			return m.leadsTo(p, ver.Value, depth+1)
		}
		for _, from := range p.from {
			if load, ok := from.(*ssa.UnOp); ok && load.X == x.X && depth < 4 {
				return true
			}
		}
	}
	return false
}

// written is what a function of the package may write to besides its variables.
type writtenTo struct {
	fields  map[*types.Var]bool
	globals map[*ssa.Global]bool
	others  map[types.Type]bool // through pointers, to elements and to maps, by the type
	called  []*ssa.Function
	unknown bool // it calls what is not in sight
}

// writes reports whether a function of the package, or one that it calls, may
// write to the place.
func (p *Package) writes(f *ssa.Function, at *place) bool {
	seen := make(map[*ssa.Function]bool)
	var visit func(f *ssa.Function) bool
	visit = func(f *ssa.Function) bool {
		if seen[f] {
			return false
		}
		seen[f] = true
		w := p.writtenBy(f)
		if at.field != nil && w.fields[at.field] || at.kind == inGlobal && w.globals[at.root.(*ssa.Global)] {
			return true
		}
		for t := range w.others {
			if at.kind != inField && at.kind != inGlobal && types.Identical(t, at.typ) {
				return true
			}
		}
		return slices.ContainsFunc(w.called, visit)
	}
	return visit(f)
}

func (p *Package) writtenBy(f *ssa.Function) *writtenTo {
	if w := p.written[f]; w != nil {
		return w
	}
	w := &writtenTo{fields: make(map[*types.Var]bool), globals: make(map[*ssa.Global]bool), others: make(map[types.Type]bool)}
	if p.written == nil {
		p.written = make(map[*ssa.Function]*writtenTo)
	}
	p.written[f] = w
	for _, block := range f.Blocks {
		for _, instr := range block.Instrs {
			w.note(instr)
		}
	}
	w.called = append(w.called, f.AnonFuncs...)
	return w
}

func (w *writtenTo) note(instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Store:
		switch addr := instr.Addr.(type) {
		case *ssa.FieldAddr:
			w.fields[ir.StructField(addr.X.Type(), addr.Field)] = true
		case *ssa.Global:
			w.globals[addr] = true
		case *ssa.Alloc, *ssa.FreeVar:
		default:
			w.others[instr.Val.Type()] = true
		}
	case *ssa.MapUpdate:
		w.others[instr.Value.Type()] = true
	case ssa.CallInstruction:
		common := instr.Common()
		if callee := ir.Generic(common.StaticCallee()); callee != nil {
			w.called = append(w.called, callee)
		}
		for _, arg := range common.Args { // the address of a field, given away
			if m, ok := arg.(*ssa.MakeInterface); ok {
				arg = m.X
			}
			if addr, ok := arg.(*ssa.FieldAddr); ok {
				w.fields[ir.StructField(addr.X.Type(), addr.Field)] = true
			}
			if g, ok := arg.(*ssa.Global); ok {
				w.globals[g] = true
			}
		}
	}
}
