package flow

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// A nilness says whether a value is nil.
type nilness uint8

const (
	mayBeNil nilness = iota
	alwaysNil
	neverNil
)

// A relation says whether a value is nil where the subject is, and where it is not.
type relation struct{ withNil, withError nilness }

var (
	unrelated = relation{mayBeNil, mayBeNil}
	zero      = relation{alwaysNil, alwaysNil}
	made      = relation{neverNil, neverNil}
	likewise  = relation{alwaysNil, neverNil} // nil exactly where the subject is
)

// branchOnNil follows both ways out of a comparison with nil of an error that is no
// more the subject, but is known to be nil, or not to be, where the subject is: what
// wraps it, or another in its place.
func (w *Solver) branchOnNil(st state, fl flags, set codes.Set, cond ssa.Value, negated bool) bool {
	cmp, ok := cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ || !ir.IsNil(cmp.Y) || !ir.IsErrorType(cmp.X.Type()) || w.S.IsCode || w.S.Of.Wire {
		return false
	}
	r := w.relate(cmp.X, st.env, 0)
	if r == unrelated {
		return false
	}
	isNil, isError := w.where(r, alwaysNil, set), w.where(r, neverNil, set)
	way := program.IndexOfBool((cmp.Op == token.NEQ) != negated)
	w.enter(st.block, st.block.Succs[way], st.env, fl, isNil)
	w.enter(st.block, st.block.Succs[1-way], st.env, fl, isError)
	return true
}

// where returns what the subject can be where the related value is nil, or is not.
func (w *Solver) where(r relation, want nilness, set codes.Set) codes.Set {
	none := w.F.Pkg.Universe.Only(w.F.Pkg.Universe.Nil())
	var found codes.Set
	if r.withNil == mayBeNil || r.withNil == want {
		found = found.Or(set.And(none))
	}
	if r.withError == mayBeNil || r.withError == want {
		found = found.Or(set.Minus(none))
	}
	return found
}

// relate returns what the subject tells on this way of whether a value is nil.
func (w *Solver) relate(v ssa.Value, env string, depth int) relation {
	v = w.resolve(v, env)
	switch {
	case depth > ir.MaxDepth:
		return unrelated
	case !mayHoldNil(v.Type()):
		return made
	case ir.IsNil(v):
		return zero
	case ir.IsErrorType(v.Type()) && value.SubjectOf(w.F, v) == w.S.Of:
		return likewise
	}
	switch x := v.(type) {
	case *ssa.Alloc:
		return made
	case *ssa.UnOp:
		if ver := w.F.Memory.Read(x); ver != nil && ver.Kind == program.Stored {
			return w.relate(ver.Value, env, depth+1)
		}
	case *ssa.Call:
		switch effects := program.EffectsOf(x.Call.StaticCallee()); {
		case effects&(model.MakesError|model.FormatsError) != 0:
			return made
		case effects&model.Wraps != 0:
			return w.relateAll(wrappedBy(x), env, depth)
		}
	}
	return unrelated
}

// relateAll relates what is nil where all the errors are.
func (w *Solver) relateAll(errors []ssa.Value, env string, depth int) relation {
	if len(errors) == 0 {
		return unrelated
	}
	all := zero
	for _, err := range errors {
		r := w.relate(err, env, depth+8)
		all = relation{either(all.withNil, r.withNil), either(all.withError, r.withError)}
	}
	return all
}

// either is the nilness of what is nil where both are.
func either(a, b nilness) nilness {
	switch {
	case a == neverNil || b == neverNil:
		return neverNil
	case a == alwaysNil && b == alwaysNil:
		return alwaysNil
	}
	return mayBeNil
}

// wrappedBy returns the errors that a call is given, one by one or gathered by a
// variadic parameter; none if it is given a list that is made elsewhere.
func wrappedBy(call *ssa.Call) []ssa.Value {
	var errors []ssa.Value
	for _, arg := range call.Call.Args {
		switch x := arg.(type) {
		case *ssa.Slice:
			if isListOrError(x.Type()) {
				return gathered(x)
			}
		default:
			if ir.IsErrorType(arg.Type()) {
				errors = append(errors, arg)
			} else if isListOrError(arg.Type()) {
				return nil
			}
		}
	}
	return errors
}

// gathered returns the errors that a variadic parameter gathers; nil if the list is
// another.
func gathered(list *ssa.Slice) []ssa.Value {
	array, ok := list.X.(*ssa.Alloc)
	if !ok || array.Comment != "varargs" || !isListOrError(list.Type()) {
		return nil
	}
	var errors []ssa.Value
	for _, store := range ir.Elements(array) {
		errors = append(errors, store.Val)
	}
	return errors
}

// mayHoldNil reports whether a type has nil among its values.
func mayHoldNil(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		return t.Kind() == types.UntypedNil || t.Kind() == types.UnsafePointer
	case *types.Struct, *types.Array:
		return false
	}
	return true
}
