package instatus

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/model"
)

// An Unread is a call of a writing action whose answer's code nobody reads.
type Unread struct {
	Call   ssa.CallInstruction
	Status *Status
	Use    Use // what becomes of the answer
}

// A Use says what becomes of an answer whose code nobody reads.
type Use uint8

// The uses.
const (
	Dropped Use = iota // it is not kept
	Printed            // it is only printed
	Used               // something else of it is read
)

// A Program answers what the reader cannot see in one function.
type Program interface {
	// Body returns the function with control flow that a call runs for
	// certain; nil when it is not in this package.
	Body(*ssa.CallCommon) *ssa.Function
	// Leaves reports what a call of a function that is not in this package does with
	// an argument, if it is known not to read the code in it.
	Leaves(call *ssa.CallCommon, arg int) (Use, bool)
	// Prints reports whether a call writes its arguments for a human to read,
	// and does nothing else with them.
	Prints(*ssa.CallCommon) bool
}

// Unread returns the calls in a function whose status nobody reads.
func (t *Table) Unread(f *ssa.Function, program Program) []Unread {
	var found []Unread
	for _, block := range f.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(*ssa.Call)
			if !ok {
				continue
			}
			answer, typ := result(call)
			status := t.Answer(typ)
			if status == nil || !Writes(status.Action) || status.vague() || makes(call, typ) {
				continue
			}
			r := &reader{table: t, program: program, seen: make(map[ssa.Value]bool)}
			if answer != nil {
				r.value(answer)
			}
			if !r.read {
				found = append(found, Unread{call, status, r.use()})
			}
		}
	}
	return found
}

// makes reports whether a call only makes an empty answer, to be filled later: it
// is a function of the SDK without an error.
func makes(call *ssa.Call, typ types.Type) bool {
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Signature.Results().Len() > 1 {
		return false
	}
	if p, ok := typ.Underlying().(*types.Pointer); ok {
		typ = p.Elem()
	}
	named, ok := types.Unalias(typ).(*types.Named)
	return ok && named.Obj().Pkg() == callee.Object().Pkg()
}

// result returns the first result of a call and its type; the value is nil
// when the program does not keep it.
func result(call *ssa.Call) (ssa.Value, types.Type) {
	tuple, ok := call.Type().(*types.Tuple)
	if !ok {
		return call, call.Type()
	}
	if tuple.Len() == 0 {
		return nil, types.Typ[types.Invalid]
	}
	for _, ref := range *call.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == 0 {
			return x, tuple.At(0).Type()
		}
		if _, ok := ref.(*ssa.Return); ok { // return f(), whole
			return call, tuple.At(0).Type()
		}
	}
	return nil, tuple.At(0).Type()
}

// A reader follows an answer forward, without regard to the order of
// statements, until something reads its code or takes it out of sight.
type reader struct {
	table   *Table
	program Program
	seen    map[ssa.Value]bool
	read    bool
	printed bool
	used    bool
}

func (r *reader) use() Use {
	switch {
	case r.used:
		return Used
	case r.printed:
		return Printed
	}
	return Dropped
}

// value follows an answer, or a part of it that holds the code.
func (r *reader) value(v ssa.Value) {
	if r.read || r.seen[v] || v.Referrers() == nil {
		return
	}
	r.seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			r.field(ref, fieldOf(ref.X.Type(), ref.Field))
		case *ssa.Field:
			r.field(ref, fieldOf(ref.X.Type(), ref.Field))
		case *ssa.UnOp, *ssa.IndexAddr, *ssa.Slice, *ssa.Phi, *ssa.ChangeType, *ssa.MakeInterface, *ssa.ChangeInterface:
			r.value(ref.(ssa.Value))
		case *ssa.BinOp, *ssa.If, *ssa.DebugRef: // compared with nil
		case *ssa.Store:
			r.store(ref, v, r.value)
		case ssa.CallInstruction:
			r.call(ref, v)
		default: // returned, sent, captured, kept in a map: others read it
			r.read = true
		}
		if r.read {
			return
		}
	}
}

// field follows a field of an answer.
func (r *reader) field(at ssa.Value, field *types.Var) {
	switch {
	case r.table.Code(field) != nil:
		r.code(at)
	case r.table.lists[field], r.table.failures[field]:
		r.failures(at)
	case r.table.Carries(field.Type()):
		r.value(at)
	default:
		r.used = true
	}
}

// failures follows a list of failures, or a pointer to one: its length, or whether
// it is nil, tells as much as the code in it.
func (r *reader) failures(at ssa.Value) {
	for _, ref := range *at.Referrers() {
		load, ok := ref.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			continue
		}
		for _, use := range *load.Referrers() {
			switch use := use.(type) {
			case *ssa.BinOp:
				r.read = true
			case *ssa.Call:
				if b, ok := use.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
					r.read = r.read || len(*use.Referrers()) > 0
				}
			}
		}
	}
	r.value(at)
}

// code follows the code itself, its address or the pointer that holds it: what
// compares it, returns it or hands it to anything but a printer reads it.
func (r *reader) code(v ssa.Value) {
	if r.read || r.seen[v] || v.Referrers() == nil {
		return
	}
	r.seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp, *ssa.Phi, *ssa.ChangeType, *ssa.Convert, *ssa.MakeInterface:
			r.code(ref.(ssa.Value))
		case *ssa.BinOp:
			if isNil(ref.X) || isNil(ref.Y) {
				continue // whether it is there says nothing of what it is
			}
			if ref.Op == token.ADD {
				r.code(ref)
				continue
			}
			r.read = true
		case *ssa.DebugRef:
		case *ssa.Store:
			r.store(ref, v, r.code)
		case ssa.CallInstruction:
			r.text(ref, r.code)
		default:
			r.read = true
		}
	}
}

// text follows a code, or text made of an answer, into a call.
func (r *reader) text(call ssa.CallInstruction, follow func(ssa.Value)) {
	switch {
	case r.program.Prints(call.Common()):
		r.printed = true
	case isFormat(call.Common()):
		if v, ok := call.(*ssa.Call); ok {
			follow(v)
		}
	default:
		r.read = true
	}
}

// store follows a value into the variable, or the arguments, that it is put in.
func (r *reader) store(store *ssa.Store, v ssa.Value, follow func(ssa.Value)) {
	if store.Val != v {
		return // something is written into the answer
	}
	switch addr := store.Addr.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		r.cell(cellOf(addr), follow)
		return
	case *ssa.IndexAddr: // the arguments of f(x...)
		if array, ok := addr.X.(*ssa.Alloc); ok && array.Comment == "varargs" {
			r.arguments(array, follow)
			return
		}
	}
	r.read = true
}

// arguments follows what stands among the variadic arguments of a call.
func (r *reader) arguments(array *ssa.Alloc, follow func(ssa.Value)) {
	for _, ref := range *array.Referrers() {
		slice, ok := ref.(*ssa.Slice)
		if !ok {
			continue
		}
		for _, use := range *slice.Referrers() {
			if call, ok := use.(ssa.CallInstruction); ok {
				r.text(call, r.code)
			} else {
				r.read = true
			}
		}
	}
}

// cell follows a variable: every load of it, in the function and the literals
// that capture it.
func (r *reader) cell(cell ssa.Value, follow func(ssa.Value)) {
	if r.read || cell == nil || r.seen[cell] {
		r.read = r.read || cell == nil
		return
	}
	r.seen[cell] = true
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.UnOp:
			follow(ref)
		case *ssa.Store:
			if ref.Val == cell {
				r.read = true // its address is kept
			}
		case *ssa.MakeClosure:
			for i, binding := range ref.Bindings {
				if binding == cell {
					r.cell(ref.Fn.(*ssa.Function).FreeVars[i], follow)
				}
			}
		case *ssa.FieldAddr:
			r.field(ref, fieldOf(ref.X.Type(), ref.Field))
		case *ssa.DebugRef:
		default:
			r.read = true
		}
	}
}

// cellOf returns the variable that an address in a literal stands for in the
// function that declares it; nil when that cannot be told.
func cellOf(addr ssa.Value) ssa.Value {
	for range 20 {
		free, ok := addr.(*ssa.FreeVar)
		if !ok {
			return addr
		}
		inner := free.Parent()
		outer := inner.Parent()
		if outer == nil {
			return nil
		}
		addr = nil
		for _, block := range outer.Blocks {
			for _, instr := range block.Instrs {
				closure, ok := instr.(*ssa.MakeClosure)
				if !ok || closure.Fn != inner {
					continue
				}
				for i, f := range inner.FreeVars {
					if f == free {
						addr = closure.Bindings[i]
					}
				}
			}
		}
		if addr == nil {
			return nil
		}
	}
	return nil
}

// call follows an answer into a call.
func (r *reader) call(call ssa.CallInstruction, v ssa.Value) {
	common := call.Common()
	if r.program.Prints(common) {
		r.printed = true
		return
	}
	if b, ok := common.Value.(*ssa.Builtin); ok {
		r.used = r.used || b.Name() == "len" || b.Name() == "cap"
		r.read = r.read || b.Name() != "len" && b.Name() != "cap"
		return
	}
	if text, ok := call.(*ssa.Call); ok && isText(common) {
		if t, ok := text.Type().(*types.Tuple); ok && t.Len() > 0 {
			for _, ref := range *text.Referrers() {
				if x, ok := ref.(*ssa.Extract); ok && x.Index == 0 {
					r.code(x)
				}
			}
			return
		}
		r.code(text)
		return
	}
	body := r.program.Body(common)
	for i, arg := range common.Args {
		if arg != v {
			continue
		}
		if body != nil && len(body.Params) == len(common.Args) {
			r.value(body.Params[i])
		} else if use, ok := r.program.Leaves(common, i); ok {
			r.printed, r.used = r.printed || use == Printed, r.used || use == Used
		} else {
			r.read = true
		}
	}
}

// LeftBy returns what a function does with an answer that it is given, if it does not
// read its code.
func (t *Table) LeftBy(param *ssa.Parameter, program Program) (Use, bool) {
	if !t.Carries(param.Type()) {
		return 0, false
	}
	r := &reader{table: t, program: program, seen: make(map[ssa.Value]bool)}
	r.value(param)
	return r.use(), !r.read
}

// isText reports whether a call makes text of an answer: JSON, or a format.
func isText(common *ssa.CallCommon) bool {
	if common.IsInvoke() {
		return false
	}
	callee := common.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	if callee.Signature.Recv() != nil {
		return callee.Name() == "ToJsonString" && len(common.Args) == 1
	}
	return callee.Object().Pkg().Path() == "encoding/json" && (callee.Name() == "Marshal" || callee.Name() == "MarshalIndent") || isFormat(common)
}

// isFormat reports whether a call puts its arguments into a text.
func isFormat(common *ssa.CallCommon) bool {
	callee := common.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil || !model.Formats(callee.Object().Pkg().Path()) {
		return false
	}
	switch callee.Name() {
	case "Sprint", "Sprintf", "Sprintln":
		return true
	}
	return false
}

func fieldOf(t types.Type, index int) *types.Var {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.Underlying().(*types.Struct).Field(index)
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}
