package flow

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
)

// touch notes what an instruction does with the answer that is walked. To take
// the Error is no look yet: to ask something of it, or to hand it on, is one.
func (w *Solver) touch(instr ssa.Instruction, fl *flags) {
	switch x := instr.(type) {
	case *ssa.FieldAddr, *ssa.Field, *ssa.Lookup, *ssa.Call:
		w.reads(x.(ssa.Value), fl)
	case *ssa.MakeClosure:
		for _, cell := range x.Bindings {
			if w.isRoot(cell) {
				fl.looked, fl.surfaced = true, true // whatever it does there
			}
		}
	}
	switch x := instr.(type) {
	case *ssa.FieldAddr, *ssa.Field, *ssa.UnOp, *ssa.Phi, *ssa.ChangeType, *ssa.Convert, *ssa.DebugRef, *ssa.Extract:
	case *ssa.Lookup:
		if _, isConst := ir.ConstString(x.Index); x.CommaOk && w.isFailure(x) || !isConst && w.level(x.X) < jsonshape.Error && w.level(x.X) != jsonshape.None {
			fl.looked = true // it asks for the key, or for a key that is not known
		}
	case *ssa.Range:
		fl.looked = fl.looked || w.level(x.X) == jsonshape.Answer || w.level(x.X) == jsonshape.Response
	case *ssa.Call:
		if x.Call.StaticCallee() == nil || !rawvalue.IsGjson(x.Type()) {
			w.asks(instr, fl)
		}
	default:
		w.asks(instr, fl)
	}
}

// reads notes that a value is data of the answer.
func (w *Solver) reads(v ssa.Value, fl *flags) {
	p, ok := rawvalue.PartOf(w.F, v)
	if ok && p.Level == jsonshape.Data && rawvalue.WireSubject(w.F, p) == w.S.Of {
		fl.used = fl.used || !isRequestID(v)
	}
}

// asks notes that an instruction does something with the Error.
func (w *Solver) asks(instr ssa.Instruction, fl *flags) {
	for _, op := range instr.Operands(nil) {
		if *op != nil && !fl.looked {
			fl.looked = w.isFailure(*op)
		}
	}
}

// onlyReads reports whether a function reads data of the answer that it is given as
// its argument i, and nothing else.
func (w *Solver) onlyReads(callee *ssa.Function, i int) bool {
	u := w.F.AnswerUseOf(callee)
	return u != nil && slices.Contains(u.Reads, i)
}

// makesOfData reports whether a call is given the answer, and makes what it returns of
// the data alone.
func (w *Solver) makesOfData(call *ssa.Call) bool {
	made := false
	for i, arg := range call.Call.Args {
		if w.MayDerive(arg, 0) {
			if !w.onlyReads(call.Call.StaticCallee(), i) {
				return false
			}
			made = true
		}
	}
	return made
}

// isFailure reports whether a value is the Error of the answer, or part of it.
func (w *Solver) isFailure(v ssa.Value) bool {
	level := w.level(v)
	return level == jsonshape.Error || level == jsonshape.Code || level == jsonshape.Text
}

// isRoot reports whether v is the variable that holds the answer.
func (w *Solver) isRoot(v ssa.Value) bool {
	if w.S.Of.Memory != nil {
		return v == w.S.Of.Memory.Cell
	}
	return v == w.S.Of.Value
}

// wireDerives reports whether a value has the Error of the answer in it; known
// is false when the value is made of others, which decide.
func (w *Solver) wireDerives(v ssa.Value) (derives, known bool) {
	if !w.S.Of.Wire {
		return false, false
	}
	if w.isRoot(v) {
		return true, true
	}
	if w.S.Of.Memory != nil {
		if call, ok := w.S.Of.Memory.Call.(*ssa.Call); ok && v == ssa.Value(call) {
			return false, true // the error of decoding, not of the answer
		}
	}
	if call, ok := v.(*ssa.Call); ok && w.makesOfData(call) {
		return false, true
	}
	p, ok := rawvalue.PartOf(w.F, v)
	if !ok {
		return false, false
	}
	if rawvalue.WireSubject(w.F, p) != w.S.Of {
		return false, true
	}
	return p.Level != jsonshape.Data, true
}

// onFailure decides a condition on the data of an answer for the case that the
// call failed: then all data is zero. mixed is true when the condition depends
// on data, or on the Error, in a way that is not known.
func (w *Solver) onFailure(cond ssa.Value, env string) (result, known, mixed bool) {
	v := w.zero(cond, env, 0)
	if b, ok := v.(constant.Value); ok && b.Kind() == constant.Bool {
		return constant.BoolVal(b), true, false
	}
	return false, false, w.taints(cond)
}

// level returns what a value is of the answer that is walked.
func (w *Solver) level(v ssa.Value) jsonshape.Level {
	if p, ok := rawvalue.PartOf(w.F, v); ok && rawvalue.WireSubject(w.F, p) == w.S.Of {
		return p.Level
	}
	return jsonshape.None
}

// isUnrelated reports whether a value is the error of something that has nothing to do
// with the data of the answer, asked for after it: scanner.Err(). A method of the
// standard library without arguments makes no error of its own.
func (w *Solver) isUnrelated(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok || w.base == nil || !w.isLater(call) || len(call.Call.Args) != 1 || w.isFed(call.Call.Args[0], call) {
		return false
	}
	callee := call.Call.StaticCallee()
	return callee != nil && callee.Signature.Recv() != nil && callee.Object() != nil &&
		w.F.Pkg.IsStd(callee.Object().Pkg())
}

// isFed reports whether another call may put data of the answer into a value.
func (w *Solver) isFed(v ssa.Value, but *ssa.Call) bool {
	if _, loaded := v.(*ssa.UnOp); loaded {
		return true // perhaps by way of its variable
	}
	return v.Referrers() != nil && slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		call, ok := ref.(ssa.CallInstruction)
		return ok && call != ssa.CallInstruction(but) && slices.ContainsFunc(call.Common().Args, w.taints)
	})
}

// taints reports whether a value is made of data of the answer, or of its
// Error.
func (w *Solver) taints(v ssa.Value) bool {
	if t, ok := w.tainted[v]; ok {
		return t
	}
	if w.tainted == nil {
		w.tainted = make(map[ssa.Value]bool)
	}
	w.tainted[v] = false // breaks cycles
	t := w.computeTaints(v)
	w.tainted[v] = t
	return t
}

func (w *Solver) computeTaints(v ssa.Value) bool {
	switch w.level(v) {
	case jsonshape.Data, jsonshape.Error, jsonshape.Code, jsonshape.Text:
		return true
	}
	if alloc, ok := v.(*ssa.Alloc); ok {
		return w.storesTainted(alloc, 0)
	}
	if call, ok := v.(*ssa.Call); ok && w.makesOfData(call) {
		return true
	}
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	for _, op := range instr.Operands(nil) {
		if *op != nil && w.taints(*op) {
			return true
		}
	}
	return false
}

// storesTainted reports whether tainted values are stored in a variable, or in
// a part of it.
func (w *Solver) storesTainted(addr ssa.Value, depth int) bool {
	if depth > 4 || addr.Referrers() == nil {
		return depth > 4
	}
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == addr && w.taints(ref.Val) {
				return true
			}
		case *ssa.FieldAddr, *ssa.IndexAddr:
			if !w.isRoot(addr) && w.storesTainted(ref.(ssa.Value), depth+1) {
				return true
			}
		}
	}
	return false
}

// zero evaluates a value for the case that the call failed; nil if unknown.
func (w *Solver) zero(v ssa.Value, env string, depth int) any {
	if depth > 12 {
		return nil
	}
	v = w.resolve(v, env)
	if w.level(v) == jsonshape.Data {
		if _, isAddr := v.(*ssa.FieldAddr); isAddr || isRequestID(v) {
			return nil
		}
		return zeroOf(v.Type())
	}
	switch x := v.(type) {
	case *ssa.Const:
		if x.Value == nil {
			return rawvalue.Null{}
		}
		return x.Value
	case *ssa.UnOp:
		return w.zeroUnOp(x, env, depth)
	case *ssa.Convert:
		r := w.zero(x.X, env, depth+1)
		if c, ok := r.(constant.Value); ok && c.Kind() == constant.Int && ir.IsString(x.Type()) {
			return nil
		}
		return r
	case *ssa.ChangeType:
		return w.zero(x.X, env, depth+1)
	case *ssa.BinOp:
		return w.zeroComparison(x, env, depth)
	case *ssa.Extract:
		switch tuple := x.Tuple.(type) {
		case *ssa.Next: // for range over a map or a string
			if r, ok := tuple.Iter.(*ssa.Range); ok && x.Index == 0 && isEmpty(w.zero(r.X, env, depth+1)) {
				return constant.MakeBool(false)
			}
		case *ssa.TypeAssert, *ssa.Lookup: // total, ok := response["TotalCount"].(float64)
			if x.Index == 1 && w.level(tuple) == jsonshape.Data {
				return constant.MakeBool(false)
			}
		}
	case *ssa.Call:
		if rawapi.IsGjsonCall(&x.Call) && len(x.Call.Args) > 0 && w.level(x.Call.Args[0]) == jsonshape.Data {
			return rawvalue.ZeroGjson(x.Call.StaticCallee().Name())
		}
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" && isEmpty(w.zero(x.Call.Args[0], env, depth+1)) {
			return constant.MakeInt64(0)
		}
	}
	return nil
}

// isRequestID reports whether a value is, or is the address of, the number of
// the request, which a failed answer has too.
func isRequestID(v ssa.Value) bool {
	if load, ok := v.(*ssa.UnOp); ok {
		v = load.X
	}
	if l, ok := v.(*ssa.Lookup); ok {
		return ir.IsConst(l.Index, "RequestId")
	}
	s, field := rawvalue.FieldOf(v)
	return s != nil && strings.EqualFold(s.Field(field).Name(), "RequestId")
}

func (w *Solver) zeroUnOp(x *ssa.UnOp, env string, depth int) any {
	if x.Op == token.NOT {
		if b, ok := w.zero(x.X, env, depth+1).(constant.Value); ok && b.Kind() == constant.Bool {
			return constant.MakeBool(!constant.BoolVal(b))
		}
		return nil
	}
	if x.Op != token.MUL {
		return nil
	}
	if ver := w.F.Memory.Load(x); ver != nil {
		if ver.Kind == program.Stored {
			return w.zero(ver.Value, env, depth+1)
		}
		return nil
	}
	// A field of a struct in the data.
	addr, ok := x.X.(*ssa.FieldAddr)
	for ok {
		if w.level(addr.X) == jsonshape.Data {
			if _, pointer := addr.X.(*ssa.UnOp); !pointer { // else it panics
				return zeroOf(x.Type())
			}
			return nil
		}
		addr, ok = addr.X.(*ssa.FieldAddr)
	}
	return nil
}

func (w *Solver) zeroComparison(x *ssa.BinOp, env string, depth int) any {
	a, b := w.zero(x.X, env, depth+1), w.zero(x.Y, env, depth+1)
	if a == (rawvalue.Null{}) && b == (rawvalue.Null{}) {
		switch x.Op {
		case token.EQL:
			return constant.MakeBool(true)
		case token.NEQ:
			return constant.MakeBool(false)
		}
		return nil
	}
	ca, ok1 := a.(constant.Value)
	cb, ok2 := b.(constant.Value)
	if !ok1 && ok2 && x.Op == token.LSS && cb.Kind() == constant.Int && constant.Sign(cb) == 0 && w.taints(x.Y) {
		return constant.MakeBool(false) // an index is never less than the length of nothing
	}
	if !ok1 || !ok2 {
		return nil
	}
	switch x.Op {
	case token.EQL, token.NEQ:
		return constant.MakeBool(constant.Compare(ca, x.Op, cb))
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		if ca.Kind() != constant.Bool {
			return constant.MakeBool(constant.Compare(ca, x.Op, cb))
		}
	case token.ADD, token.SUB:
		if ca.Kind() == constant.Int && cb.Kind() == constant.Int {
			return constant.BinaryOp(ca, x.Op, cb)
		}
	}
	return nil
}

// isEmpty reports whether a value evaluates to nothing to range over.
func isEmpty(v any) bool { return v == (rawvalue.Null{}) || ir.IsEmptyString(v) }

// zeroOf returns the zero value of a type, nil if it is a struct.
func zeroOf(t types.Type) any {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsString != 0:
			return constant.MakeString("")
		case u.Info()&types.IsBoolean != 0:
			return constant.MakeBool(false)
		case u.Info()&types.IsNumeric != 0:
			return constant.MakeInt64(0)
		}
	case *types.Pointer, *types.Slice, *types.Map, *types.Interface, *types.Signature, *types.Chan:
		return rawvalue.Null{}
	}
	return nil
}

// branchOnData follows a condition on the data of an answer: a failed call
// takes the way of zero data. It reports whether it did.
func (w *Solver) branchOnData(st state, fl flags, set codes.Set, cond ssa.Value, negated bool) bool {
	if !w.S.Of.Wire {
		return false
	}
	result, known, mixed := w.onFailure(cond, st.env)
	if known {
		way := 1
		if result != negated {
			way = 0
		}
		w.enter(st.block, st.block.Succs[way], st.env, fl, set)
		w.enter(st.block, st.block.Succs[1-way], st.env, fl, set.And(w.F.Pkg.Universe.Only(w.F.Pkg.Universe.Nil())))
		return true
	}
	if mixed {
		fl.narrowed = true
		w.enter(st.block, st.block.Succs[0], st.env, fl, set)
		w.enter(st.block, st.block.Succs[1], st.env, fl, set)
		return true
	}
	return false
}
