package value

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A uses follows a string forward from where it is put into a list to whatever the
// package does with the list: the contrary of a [Reader], which goes from a test back to
// what the list holds. It asks whether each use is a test of known errors, or none.
type uses struct {
	pkg    *program.Package
	isTest func(ssa.Instruction) bool
	seen   map[useKey]bool
	open   bool // there is a use that is neither
}

type useKey struct {
	v    any
	path string
}

// UsesKnown reports whether the tests are all that the program does with a string which
// it puts into a list, besides what is no test, such as to print it. Where a use is not
// understood, or out of sight, the string may be for errors of which nothing is known.
func UsesKnown(p *program.Package, put ssa.Instruction, text string, isTest func(ssa.Instruction) bool) bool {
	u := &uses{pkg: p, isTest: isTest, seen: make(map[useKey]bool)}
	switch put := put.(type) {
	case *ssa.Store:
		u.into(put.Addr, nil)
	case *ssa.MapUpdate:
		if key, ok := ir.ConstString(put.Key); ok && key == text {
			u.held(put.Map, []Step{{Kind: StepKey}})
		}
		if value, ok := ir.ConstString(put.Value); ok && value == text {
			u.held(put.Map, []Step{{Kind: StepElem}})
		}
	}
	return !u.open
}

// visit reports whether the walk goes on at a value or a variable along a path.
func (u *uses) visit(v any, path []Step) bool {
	k := useKey{v, fmt.Sprint(path)}
	if u.open = u.open || len(u.seen) == maxRead; u.open || u.seen[k] {
		return false
	}
	u.seen[k] = true
	return true
}

// of follows a value in which a path leads to the string.
func (u *uses) of(v ssa.Value, path []Step) {
	if v.Referrers() == nil || !u.visit(v, path) {
		return
	}
	for _, ref := range *v.Referrers() {
		if !u.tested(ref, 0) {
			u.use(v, path, ref)
		}
	}
}

// tested reports whether an instruction is a test, or is only there for one: an index
// that is compared with zero.
func (u *uses) tested(instr ssa.Instruction, depth int) bool {
	if u.isTest(instr) {
		return true
	}
	switch x := instr.(type) {
	case *ssa.Call, *ssa.Lookup, *ssa.Extract:
		return depth < 2 && slices.ContainsFunc(*x.(ssa.Value).Referrers(), func(ref ssa.Instruction) bool { return u.tested(ref, depth+1) })
	}
	return false
}

// use follows one use that is no test.
func (u *uses) use(v ssa.Value, path []Step, ref ssa.Instruction) {
	switch x := ref.(type) {
	case *ssa.Phi, *ssa.Slice, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.Convert, *ssa.MultiConvert:
		u.of(ref.(ssa.Value), path)
	case *ssa.UnOp:
		u.of(x, path) // a pointer is what it points to
	case *ssa.TypeAssert:
		u.first(x, x.CommaOk, path)
	case *ssa.IndexAddr:
		u.element(x, x.X == v, path)
	case *ssa.Index:
		u.element(x, x.X == v, path)
	case *ssa.FieldAddr:
		u.fieldOf(x, x.Field, path)
	case *ssa.Field:
		u.fieldOf(x, x.Field, path)
	case *ssa.Lookup:
		u.lookup(v, path, x)
	case *ssa.Range:
		u.ranged(x, path)
	case *ssa.Store:
		if x.Val == v {
			u.into(x.Addr, path)
		}
	case *ssa.MapUpdate:
		u.updates(v, path, x)
	case *ssa.BinOp:
		u.compared(path, x)
	case *ssa.MakeClosure:
		u.bound(v, path, x)
	case *ssa.Return:
		for i, result := range x.Results {
			if result == v {
				u.returned(x.Parent(), i, path)
			}
		}
	case ssa.CallInstruction:
		u.call(v, path, x)
	default:
		u.open = true
	}
}

// element follows an element of a list, if the string is in one.
func (u *uses) element(elem ssa.Value, inside bool, path []Step) {
	switch {
	case !inside || len(path) == 0: // it is an index, or a byte of the string
		u.open = true
	case path[0].Kind == StepElem:
		u.of(elem, path[1:])
	}
}

func (u *uses) fieldOf(field ssa.Value, index int, path []Step) {
	if len(path) > 0 && path[0].Kind == stepField && path[0].field == index {
		u.of(field, path[1:])
	}
}

// first follows the first part of what is a tuple with a second that tells whether there
// is a value.
func (u *uses) first(v ssa.Value, isTuple bool, path []Step) {
	if !isTuple {
		u.of(v, path)
		return
	}
	for _, ref := range *v.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == 0 {
			u.of(x, path)
		}
	}
}

// lookup follows what a map has under a key. A key that is no constant may be a code.
func (u *uses) lookup(v ssa.Value, path []Step, l *ssa.Lookup) {
	switch {
	case l.X != v || len(path) == 0:
		u.open = true
	case path[0].Kind == StepElem:
		u.first(l, l.CommaOk, path[1:])
	case !ir.IsConstant(l.Index):
		u.open = true
	}
}

// ranged follows the variables of a loop over a map.
func (u *uses) ranged(r *ssa.Range, path []Step) {
	if len(path) == 0 {
		u.open = true // over the bytes of the string
		return
	}
	for _, next := range *r.Referrers() {
		for _, ref := range *next.(*ssa.Next).Referrers() {
			if x, ok := ref.(*ssa.Extract); ok && (x.Index == 1 && path[0].Kind == StepKey || x.Index == 2 && path[0].Kind == StepElem) {
				u.of(x, path[1:])
			}
		}
	}
}

// updates follows what is put into another map.
func (u *uses) updates(v ssa.Value, path []Step, m *ssa.MapUpdate) {
	if m.Key == v {
		u.held(m.Map, prepend(Step{Kind: StepKey}, path))
	}
	if m.Value == v {
		u.held(m.Map, prepend(Step{Kind: StepElem}, path))
	}
}

// bound follows a variable that a function literal captures. Who calls the method of a
// list that is a value is not asked.
func (u *uses) bound(v ssa.Value, path []Step, closure *ssa.MakeClosure) {
	fn := closure.Fn.(*ssa.Function)
	if ir.WrappedMethod(fn) != nil {
		u.open = true
		return
	}
	for i, cell := range closure.Bindings {
		if cell == v {
			u.of(fn.FreeVars[i], path)
		}
	}
}

// compared follows what is made of a string and another. To ask whether there is a list,
// or a string is empty, is no test of a code.
func (u *uses) compared(path []Step, op *ssa.BinOp) {
	switch {
	case op.Op == token.ADD:
		u.of(op, path)
	case !ir.IsConstant(op.X) && !ir.IsConstant(op.Y):
		u.open = true
	}
}

// call follows what a call is given.
func (u *uses) call(v ssa.Value, path []Step, call ssa.CallInstruction) {
	common := call.Common()
	if b, ok := common.Value.(*ssa.Builtin); ok {
		u.builtin(v, path, call, b.Name())
		return
	}
	callee := ir.Generic(common.StaticCallee())
	if fn := u.pkg.BySSA[callee]; fn != nil {
		for i, arg := range common.Args {
			if arg == v {
				u.of(callee.Params[i], path)
			}
		}
		return
	}
	result, isValue := call.(*ssa.Call)
	effects := program.EffectsOf(callee)
	switch {
	case ir.PrintsForHumans(common), effects&(model.MakesError|model.FormatsError) != 0, sorts(callee):
	case !isValue || callee == nil:
		u.open = true
	case effects&(model.SameElements|model.Gathers) != 0:
		u.of(result, path)
	case ir.IsFunc(callee, "Keys", "maps", "golang.org/x/exp/maps", "github.com/samber/lo"):
		if len(path) > 0 && path[0].Kind == StepKey {
			u.of(result, prepend(Step{Kind: StepElem}, path[1:]))
		}
	case makesText(callee):
		u.of(result, nil)
	default:
		u.open = true
	}
}

func (u *uses) builtin(v ssa.Value, path []Step, call ssa.CallInstruction, name string) {
	switch name {
	case "append":
		u.of(call.Value(), path)
	case "copy":
		if args := call.Common().Args; args[1] == v {
			u.held(args[0], path)
		}
	case "len", "cap", "delete", "clear", "print", "println":
	default:
		u.open = true
	}
}

// sorts reports whether a function only sorts the list that it is given.
func sorts(callee *ssa.Function) bool {
	return ir.IsFunc(callee, "Sort", "slices", "golang.org/x/exp/slices") || ir.IsFunc(callee, "Strings", "sort")
}

// makesText reports whether a function makes one string of those that it is given.
func makesText(callee *ssa.Function) bool {
	object := callee.Object()
	if object == nil || object.Pkg() == nil || callee.Signature.Results().Len() != 1 {
		return false
	}
	path := object.Pkg().Path()
	return (path == "strings" || path == "fmt") && ir.IsString(callee.Signature.Results().At(0).Type())
}

// returned follows what a function returns to its calls.
func (u *uses) returned(f *ssa.Function, index int, path []Step) {
	calls, complete := u.pkg.CallsOf(f)
	u.open = u.open || !complete
	for _, call := range calls {
		result, ok := call.(*ssa.Call)
		if !ok {
			continue
		}
		if _, isTuple := result.Type().(*types.Tuple); !isTuple {
			u.of(result, path)
			continue
		}
		for _, ref := range *result.Referrers() {
			if x, ok := ref.(*ssa.Extract); ok && x.Index == index {
				u.of(x, path)
			}
		}
	}
}
