package flow

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// derives reports whether a value is the subject, or made of it, on this way.
func (w *Solver) derives(v ssa.Value, env string) bool {
	if v == nil || !w.MayDerive(v, 0) {
		return false
	}
	return w.derivesOn(v, env, 0)
}

func (w *Solver) derivesOn(v ssa.Value, env string, depth int) bool {
	if depth > ir.MaxDepth || v == w.S.Of.Value {
		return true
	}
	switch x := v.(type) {
	case *ssa.Phi:
		i, ok := w.index[joined{phi: x}]
		if ok && env[i] == 0 && w.base != nil && x.Block().Dominates(w.base.start) {
			return false // its value is from before the call
		}
		if c := w.resolve(x, env); c != ssa.Value(x) {
			return w.MayDerive(c, 0) && w.derivesOn(c, env, depth+1)
		}
	case *ssa.Call:
		if !x.Call.IsInvoke() && w.MayDerive(x, 0) {
			return slices.ContainsFunc(x.Call.Args, func(arg ssa.Value) bool { return w.MayDerive(arg, 0) && w.derivesOn(arg, env, depth+1) })
		}
	case *ssa.Slice: // of variadic errors
		if errors := gathered(x); errors != nil {
			return slices.ContainsFunc(errors, func(err ssa.Value) bool { return w.MayDerive(err, 0) && w.derivesOn(err, env, depth+1) })
		}
	case *ssa.MakeInterface:
		return w.derivesOn(x.X, env, depth+1)
	case *ssa.ChangeInterface:
		return w.derivesOn(x.X, env, depth+1)
	case *ssa.TypeAssert:
		return w.derivesOn(x.X, env, depth+1)
	case *ssa.Extract:
		return w.derivesOn(x.Tuple, env, depth+1)
	}
	return w.MayDerive(v, 0)
}

// isListOrError reports whether a type is an error or a list of errors.
func isListOrError(t types.Type) bool {
	if slice, ok := t.Underlying().(*types.Slice); ok {
		t = slice.Elem()
	}
	return ir.IsErrorType(t)
}

// MayDerive is derives on any way.
func (w *Solver) MayDerive(v ssa.Value, depth int) bool {
	if v == nil || depth > ir.MaxDepth {
		return false
	}
	if d, ok := w.derived[v]; ok {
		return d
	}
	w.derived[v] = false // breaks cycles
	d := w.computeDerives(v, depth)
	w.derived[v] = d
	return d
}

func (w *Solver) computeDerives(v ssa.Value, depth int) bool {
	if v == w.S.Of.Value {
		return true
	}
	if d, ok := w.wireDerives(v); ok {
		return d
	}
	if ver := w.F.Memory.Read(v); ver != nil {
		if alloc, ok := ir.WholeVariable(v); ok && w.allocDerives(alloc, depth) {
			return true
		}
		if ver.Kind != program.Renewed {
			return w.VersionDerives(ver, depth+1)
		}
		// What was written is not known: perhaps the whole struct was.
	}
	switch x := v.(type) {
	case *ssa.Const, *ssa.Global, *ssa.Function, *ssa.Builtin, *ssa.Parameter, *ssa.FreeVar:
		return false
	case *ssa.MakeInterface:
		return w.MayDerive(x.X, depth+1)
	case *ssa.ChangeInterface:
		return w.MayDerive(x.X, depth+1)
	case *ssa.ChangeType:
		return w.MayDerive(x.X, depth+1)
	case *ssa.Convert:
		return w.MayDerive(x.X, depth+1)
	case *ssa.TypeAssert:
		return w.MayDerive(x.X, depth+1)
	case *ssa.Field:
		return w.MayDerive(x.X, depth+1)
	case *ssa.FieldAddr:
		return w.MayDerive(x.X, depth+1)
	case *ssa.Extract:
		return w.MayDerive(x.Tuple, depth+1) && !ir.IsBool(x.Type())
	case *ssa.Slice:
		return w.MayDerive(x.X, depth+1)
	case *ssa.BinOp:
		return x.Op == token.ADD && (w.MayDerive(x.X, depth+1) || w.MayDerive(x.Y, depth+1))
	case *ssa.Phi:
		for _, e := range x.Edges {
			if w.MayDerive(e, depth+1) {
				return true
			}
		}
	case *ssa.UnOp:
		if x.Op != token.MUL {
			return false
		}
		return w.MayDerive(x.X, depth+1)
	case *ssa.Alloc:
		return w.allocDerives(x, depth)
	case *ssa.Call:
		if ir.IsBool(x.Type()) {
			return false
		}
		if x.Call.IsInvoke() && w.MayDerive(x.Call.Value, depth+1) {
			return true
		}
		for _, arg := range x.Call.Args {
			if w.MayDerive(arg, depth+1) {
				return true
			}
		}
	}
	return false
}

// allocDerives reports whether something made of the subject is stored in an
// array or a struct that is made here.
func (w *Solver) allocDerives(alloc *ssa.Alloc, depth int) bool {
	for _, ref := range *alloc.Referrers() {
		if store, ok := ref.(*ssa.Store); ok && store.Addr == alloc && !ir.IsErrorType(store.Val.Type()) && w.MayDerive(store.Val, depth+1) {
			return true
		}
		addr, ok := ref.(ssa.Value)
		if !ok {
			continue
		}
		switch addr.(type) {
		case *ssa.IndexAddr, *ssa.FieldAddr:
			for _, ref := range *addr.Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == addr && w.MayDerive(store.Val, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// VersionDerives reports whether a version of a memory cell may hold the subject,
// or what is made of it.
func (w *Solver) VersionDerives(v *program.Version, depth int) bool {
	if depth > ir.MaxDepth {
		return false
	}
	if v == w.S.Of.Memory {
		return true
	}
	switch v.Kind {
	case program.Stored, program.Assigned:
		return w.MayDerive(v.Value, depth)
	case program.Merged:
		for _, op := range v.Ops {
			if w.VersionDerives(op, depth+8) {
				return true
			}
		}
	}
	return false
}
