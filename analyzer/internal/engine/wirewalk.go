package engine

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/wire"
)

// touch notes what an instruction does with the answer that is walked.
func (w *walker) touch(instr ssa.Instruction, fl *flags) {
	switch x := instr.(type) {
	case *ssa.FieldAddr, *ssa.Field, *ssa.Lookup, *ssa.Call:
		p, ok := w.f.partOf(x.(ssa.Value))
		if !ok || w.f.wireSubject(p) != w.s.of {
			return
		}
		switch p.level {
		case wire.Error, wire.Code:
			fl.looked = true
		case wire.Data:
			fl.used = true
		}
	case *ssa.MakeClosure:
		for _, cell := range x.Bindings {
			if w.isRoot(cell) {
				fl.looked, fl.surfaced = true, true // whatever it does there
			}
		}
	}
}

// isRoot reports whether v is the variable that holds the answer.
func (w *walker) isRoot(v ssa.Value) bool {
	if w.s.of.memory != nil {
		return v == w.s.of.memory.cell
	}
	return v == w.s.of.value
}

// wireDerives reports whether a value has the Error of the answer in it; known
// is false when the value is made of others, which decide.
func (w *walker) wireDerives(v ssa.Value) (derives, known bool) {
	if !w.s.of.wire {
		return false, false
	}
	if w.isRoot(v) {
		return true, true
	}
	if w.s.of.memory != nil {
		if call, ok := w.s.of.memory.call.(*ssa.Call); ok && v == ssa.Value(call) {
			return false, true // the error of decoding, not of the answer
		}
	}
	p, ok := w.f.partOf(v)
	if !ok {
		return false, false
	}
	if w.f.wireSubject(p) != w.s.of {
		return false, true
	}
	return p.level != wire.Data, true
}

// onFailure decides a condition on the data of an answer for the case that the
// call failed: then all data is zero. mixed is true when the condition depends
// on data in a way that is not known.
func (w *walker) onFailure(cond ssa.Value, env string) (result, known, mixed bool) {
	if !w.s.of.wire {
		return false, false, false
	}
	v, tainted := w.zero(cond, env, 0)
	if b, ok := v.(constant.Value); ok && b.Kind() == constant.Bool {
		return constant.BoolVal(b), true, false
	}
	return false, false, tainted
}

// null is the zero value of a type that has no constants.
type null struct{}

// zero evaluates a value for the case that the call failed; tainted reports
// whether the value depends on the data of the answer.
func (w *walker) zero(v ssa.Value, env string, depth int) (result any, tainted bool) {
	if depth > 12 {
		return nil, true
	}
	if phi, ok := v.(*ssa.Phi); ok {
		if v = w.chosen(phi, env); w.zeroing[v] {
			return nil, false // around a loop
		}
		if w.zeroing == nil {
			w.zeroing = make(map[ssa.Value]bool)
		}
		w.zeroing[phi], w.zeroing[v] = true, true
		defer func() { delete(w.zeroing, phi); delete(w.zeroing, v) }()
		if v == ssa.Value(phi) {
			for _, e := range phi.Edges {
				_, t := w.zero(e, env, depth+1)
				tainted = tainted || t
			}
			return nil, tainted
		}
	}
	if p, ok := w.f.partOf(v); ok && p.level == wire.Data && w.f.wireSubject(p) == w.s.of {
		if _, isAddr := v.(*ssa.FieldAddr); isAddr {
			return nil, true
		}
		return zeroOf(v.Type()), true
	}
	if p, ok := w.f.partOf(v); ok && (p.level == wire.Error || p.level == wire.Code || p.level == wire.Text) && w.f.wireSubject(p) == w.s.of {
		return nil, true
	}
	switch x := v.(type) {
	case *ssa.Const:
		if x.Value == nil {
			return null{}, false
		}
		return x.Value, false
	case *ssa.UnOp:
		if x.Op == token.NOT {
			r, t := w.zero(x.X, env, depth+1)
			if b, ok := r.(constant.Value); ok && b.Kind() == constant.Bool {
				return constant.MakeBool(!constant.BoolVal(b)), t
			}
			return nil, t
		}
		if ver := w.f.memory.load(x); ver != nil && ver.kind == stored {
			return w.zero(ver.value, env, depth+1)
		}
		if addr, ok := x.X.(*ssa.FieldAddr); ok { // a field of a nested struct
			return w.zeroField(addr, x.Type(), env, depth)
		}
		if addr, ok := x.X.(*ssa.IndexAddr); ok {
			_, t := w.zero(addr.X, env, depth+1)
			return nil, t
		}
		return nil, false
	case *ssa.Convert:
		r, t := w.zero(x.X, env, depth+1)
		if c, ok := r.(constant.Value); ok && c.Kind() == constant.Int && isString(x.Type()) {
			return nil, t
		}
		return r, t
	case *ssa.ChangeType:
		return w.zero(x.X, env, depth+1)
	case *ssa.BinOp:
		return w.zeroComparison(x, env, depth)
	case *ssa.Extract: // for range over a map or a string
		if next, ok := x.Tuple.(*ssa.Next); ok && x.Index == 0 {
			if r, ok := next.Iter.(*ssa.Range); ok {
				v, t := w.zero(r.X, env, depth+1)
				if v == (null{}) || t && isEmptyString(v) {
					return constant.MakeBool(false), t
				}
				return nil, t
			}
		}
		return nil, w.anyTainted(x, env, depth)
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			r, t := w.zero(x.Call.Args[0], env, depth+1)
			if r == (null{}) || isEmptyString(r) {
				return constant.MakeInt64(0), t
			}
			return nil, t
		}
		return nil, w.anyTainted(x, env, depth)
	case ssa.Instruction:
		return nil, w.anyTainted(x, env, depth)
	}
	return nil, false
}

func (w *walker) zeroField(addr *ssa.FieldAddr, t types.Type, env string, depth int) (any, bool) {
	for base := addr.X; ; {
		if p, ok := w.f.partOf(base); ok && p.level == wire.Data && w.f.wireSubject(p) == w.s.of {
			return zeroOf(t), true
		}
		inner, ok := base.(*ssa.FieldAddr)
		if !ok {
			_, tainted := w.zero(base, env, depth+1)
			return nil, tainted
		}
		base = inner.X
	}
}

func (w *walker) anyTainted(instr ssa.Instruction, env string, depth int) bool {
	for _, op := range instr.Operands(nil) {
		if *op == nil {
			continue
		}
		if _, t := w.zero(*op, env, depth+3); t {
			return true
		}
	}
	return false
}

func (w *walker) zeroComparison(x *ssa.BinOp, env string, depth int) (any, bool) {
	a, ta := w.zero(x.X, env, depth+1)
	b, tb := w.zero(x.Y, env, depth+1)
	tainted := ta || tb
	if a == (null{}) && b == (null{}) {
		switch x.Op {
		case token.EQL:
			return constant.MakeBool(true), tainted
		case token.NEQ:
			return constant.MakeBool(false), tainted
		}
		return nil, tainted
	}
	ca, ok1 := a.(constant.Value)
	cb, ok2 := b.(constant.Value)
	if !ok1 && ok2 && tb && x.Op == token.LSS && cb.Kind() == constant.Int && constant.Sign(cb) == 0 {
		return constant.MakeBool(false), true // an index is never less than the length of nothing
	}
	if !ok1 || !ok2 {
		return nil, tainted
	}
	switch x.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		if ca.Kind() != cb.Kind() && (ca.Kind() == constant.String || cb.Kind() == constant.String || ca.Kind() == constant.Bool || cb.Kind() == constant.Bool) ||
			ca.Kind() == constant.Bool && x.Op != token.EQL && x.Op != token.NEQ {
			return nil, tainted
		}
		return constant.MakeBool(constant.Compare(ca, x.Op, cb)), tainted
	case token.ADD, token.SUB:
		if ca.Kind() == constant.Int && cb.Kind() == constant.Int {
			return constant.BinaryOp(ca, x.Op, cb), tainted
		}
	}
	return nil, tainted
}

func isEmptyString(v any) bool {
	c, ok := v.(constant.Value)
	return ok && c.Kind() == constant.String && constant.StringVal(c) == ""
}

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
		return null{}
	}
	return nil
}

// branchOnData follows a condition on the data of an answer: a failed call
// takes the way of zero data. It reports whether it did.
func (w *walker) branchOnData(st state, fl flags, set codes.Set, cond ssa.Value, negated bool) bool {
	if !w.s.of.wire {
		return false
	}
	result, known, mixed := w.onFailure(cond, st.env)
	if known {
		way := 1
		if result != negated {
			way = 0
		}
		w.enter(st.block, st.block.Succs[way], st.env, fl, set)
		w.enter(st.block, st.block.Succs[1-way], st.env, fl, set.And(w.f.pkg.Universe.Only(w.f.pkg.Universe.Nil())))
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
