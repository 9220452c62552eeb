package assertion

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Reason says why an assertion to the SDK's error cannot hold.
type Reason uint8

// The reasons.
const (
	Wrapped Reason = iota + 1 // the error was wrapped on the way, which .(*T) does not see through
	Made                      // the program made the error, and nothing of the SDK's is in it
	Edition                   // it comes from the other edition, or another copy, of the SDK
	COS                       // it comes from object storage
	Nil                       // it is nil where it is asserted
	Fresh                     // errors.Is compares with a pointer that was just made
)

// A Dead is an assertion, or a call of errors.As or errors.Is, that cannot hold.
type Dead struct {
	At     ssa.Instruction
	Target types.Type // the type asserted to
	Reason Reason
	Source token.Pos // where the error got what it is; may be unknown
}

// A Source is what can be told of one call that returns an error.
type Source struct {
	Kind  Kind
	Pos   token.Pos
	Root  string        // of the SDK: the import path up to the edition
	Body  *ssa.Function // of InBody
	Index int           // of the result
}

// A Kind says what the error of a call can be.
type Kind uint8

// The kinds.
const (
	Unknown Kind = iota
	Formats      // an error that wraps another
	Makes        // a new error, with nothing of the SDK's in it
	FromSDK      // the SDK's, of the edition Root
	FromCOS      // that of object storage, or of its transport
	InBody       // what the function returns
)

// A Program answers what one value does not tell.
type Program interface {
	IsError(types.Type) bool                                // it is the SDK's error, of any edition
	Root(types.Type) string                                 // of the SDK that declares an error
	Call(call *ssa.CallCommon, index int) Source            // of its result
	Loaded(load *ssa.UnOp) (values []ssa.Value, known bool) // what a variable can hold there
	Same(a, b ssa.Value) bool                               // two values are one error
	Fills(*ssa.CallCommon) bool                             // it is a call of errors.As
	Compares(*ssa.CallCommon) bool                          // it is a call of errors.Is
}

// Deads returns the assertions of a function that cannot hold.
func Deads(f *ssa.Function, p Program) []Dead {
	var found []Dead
	for _, block := range f.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.TypeAssert:
				if p.IsError(x.AssertedType) && types.IsInterface(x.X.Type()) {
					found = appendDead(found, p, x, x.X, x.AssertedType, false)
				}
			case *ssa.Call:
				found = callDead(found, p, x)
			}
		}
	}
	return found
}

func callDead(found []Dead, p Program, call *ssa.Call) []Dead {
	args := call.Call.Args
	switch {
	case len(args) != 2:
	case p.Fills(&call.Call):
		m, ok := args[1].(*ssa.MakeInterface)
		if !ok {
			break
		}
		if ptr, ok := m.X.Type().Underlying().(*types.Pointer); ok && p.IsError(ptr.Elem()) {
			return appendDead(found, p, call, args[0], ptr.Elem(), true)
		}
	case p.Compares(&call.Call):
		m, ok := args[1].(*ssa.MakeInterface)
		if !ok || !p.IsError(m.X.Type()) {
			break
		}
		if fresh, ok := m.X.(*ssa.Alloc); ok && fresh.Heap {
			return append(found, Dead{At: call, Target: m.X.Type(), Reason: Fresh})
		}
	}
	return found
}

func appendDead(found []Dead, p Program, at ssa.Instruction, err ssa.Value, target types.Type, through bool) []Dead {
	if provenNil(p, err, at) {
		return append(found, Dead{At: at, Target: target, Reason: Nil})
	}
	j := newJudge(p, p.Root(target), through)
	j.value(err)
	if j.unknown || j.reason == 0 {
		return found
	}
	return append(found, Dead{at, target, j.reason, j.source})
}

// provenNil reports whether an error is nil where an instruction is: a condition
// on the way there says so.
func provenNil(p Program, err ssa.Value, at ssa.Instruction) bool {
	if _, ok := err.(*ssa.Const); ok {
		return false // written so
	}
	for b := at.Block(); b.Idom() != nil; b = b.Idom() {
		d := b.Idom()
		branch, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok || len(b.Preds) != 1 || b.Preds[0] != d {
			continue
		}
		cmp, ok := branch.Cond.(*ssa.BinOp)
		if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ || !isNil(cmp.Y) || !types.IsInterface(cmp.X.Type()) || !p.Same(cmp.X, err) {
			continue
		}
		return (cmp.Op == token.EQL) == (d.Succs[0] == b)
	}
	return false
}

// nilOnEdge reports whether an error is nil where control goes from one block to
// another: a condition at the end of the first says so, or one before.
func nilOnEdge(p Program, err ssa.Value, from, to *ssa.BasicBlock) bool {
	last := from.Instrs[len(from.Instrs)-1]
	if branch, ok := last.(*ssa.If); ok {
		cmp, ok := branch.Cond.(*ssa.BinOp)
		if ok && (cmp.Op == token.EQL || cmp.Op == token.NEQ) && isNil(cmp.Y) && types.IsInterface(cmp.X.Type()) && p.Same(cmp.X, err) {
			return (cmp.Op == token.EQL) == (from.Succs[0] == to)
		}
	}
	return provenNil(p, err, last)
}

// A judge collects what an error can be where it is asserted. One origin at
// which the assertion may hold, or that is not known, acquits.
type judge struct {
	p       Program
	root    string // of the SDK asserted to
	through bool   // the assertion sees through wrapping
	seen    map[ssa.Value]bool
	bodies  map[result]bool
	unknown bool
	reason  Reason
	source  token.Pos
}

// A result is one of what a function returns.
type result struct {
	of    *ssa.Function
	index int
}

func newJudge(p Program, root string, through bool) *judge {
	return &judge{p: p, root: root, through: through, seen: make(map[ssa.Value]bool), bodies: make(map[result]bool)}
}

// maxTraced bounds how many values one error is followed through.
const maxTraced = 500

// because notes a reason. That the error was wrapped is worth most: something can
// be done about it where the assertion is.
func (j *judge) because(r Reason, at token.Pos) {
	if j.reason == 0 || r == Wrapped && j.reason == Made {
		j.reason, j.source = r, at
	}
}

func (j *judge) value(v ssa.Value) {
	if j.unknown || j.seen[v] {
		return
	}
	j.seen[v] = true
	if len(j.seen) > maxTraced {
		j.unknown = true
		return
	}
	switch x := v.(type) {
	case *ssa.Const: // nil: no assertion holds
	case *ssa.Phi:
		for i, edge := range x.Edges {
			if !nilOnEdge(j.p, edge, x.Block().Preds[i], x.Block()) {
				j.value(edge)
			}
		}
	case *ssa.ChangeInterface:
		j.value(x.X)
	case *ssa.MakeInterface:
		j.concrete(x.X.Type(), x.Pos())
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			j.call(call, x.Index)
			return
		}
		j.unknown = true
	case *ssa.Call:
		j.call(x, 0)
	case *ssa.UnOp:
		values, known := j.p.Loaded(x)
		if !known {
			j.unknown = true
		}
		for _, value := range values {
			j.value(value)
		}
	default:
		j.unknown = true
	}
}

// concrete judges an error of a type that the program puts into the interface.
func (j *judge) concrete(t types.Type, at token.Pos) {
	switch {
	case j.p.IsError(t):
		j.edition(j.p.Root(t), at)
	case !hasMethod(t, "Unwrap", "As"):
		j.because(Made, at)
	case j.through:
		j.unknown = true
	default:
		j.because(Wrapped, at)
	}
}

// edition judges an error of the SDK with this root.
func (j *judge) edition(root string, at token.Pos) {
	if root == j.root || j.root == anyRoot {
		j.unknown = true // it may hold
		return
	}
	j.because(Edition, at)
}

func hasMethod(t types.Type, names ...string) bool {
	set := types.NewMethodSet(t)
	for i := range set.Len() {
		for _, name := range names {
			if set.At(i).Obj().Name() == name {
				return true
			}
		}
	}
	return false
}

func (j *judge) call(call *ssa.Call, index int) {
	s := j.p.Call(&call.Call, index)
	switch s.Kind {
	case Formats:
		if j.through {
			j.unknown = true
		}
		j.because(Wrapped, call.Pos())
	case Makes:
		j.because(Made, call.Pos())
	case FromSDK:
		j.edition(s.Root, call.Pos())
	case FromCOS:
		j.because(COS, call.Pos())
	case InBody:
		j.body(s.Body, s.Index)
	default:
		j.unknown = true
	}
}

// anyRoot stands for every edition of the SDK.
const anyRoot = "*"

// Wraps reports whether a result of a function is always nil, or an error around
// another that no assertion to an SDK's error sees.
func Wraps(f *ssa.Function, index int, p Program) bool {
	j := newJudge(p, anyRoot, false)
	j.body(f, index)
	return !j.unknown && j.reason == Wrapped
}

// Lacks reports whether a result of a function is always nil, or an error in which
// errors.As finds none of an SDK's.
func Lacks(f *ssa.Function, index int, p Program) bool {
	j := newJudge(p, anyRoot, true)
	j.body(f, index)
	return !j.unknown && j.reason == Made
}

// body judges what a function returns.
func (j *judge) body(f *ssa.Function, index int) {
	if j.bodies[result{f, index}] {
		return
	}
	j.bodies[result{f, index}] = true
	for _, block := range f.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		if index >= len(ret.Results) {
			j.unknown = true
			return
		}
		j.value(ret.Results[index])
	}
	if f.Recover != nil {
		j.unknown = j.unknown || len(f.Recover.Instrs) > 0 // a deferred function may set the result
	}
}
