package summary

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// handsOn notes parameters whose typed error or whose code the function returns,
// as one of its results or in a field of one.
func handsOn(f *program.Function, h *facts.Summary) {
	for i := range f.Results().Len() {
		t := f.Results().At(i).Type()
		switch {
		case f.Pkg.Errors.Is(t):
			handsOnResult(f, h, facts.ParamUse{Role: facts.TypedError, Result: i}, func(ret *ssa.Return) []ssa.Value { return ret.Results[i : i+1] })
		case ir.IsString(t):
			handsOnResult(f, h, facts.ParamUse{Role: facts.TheCode, Result: i}, func(ret *ssa.Return) []ssa.Value { return ret.Results[i : i+1] })
		case ir.IsStruct(t) && !ir.IsErrorType(t):
			s := ir.Deref(t).Underlying().(*types.Struct)
			for field := range s.NumFields() {
				if ir.IsString(s.Field(field).Type()) {
					handsOnResult(f, h, facts.ParamUse{Role: facts.TheCode, Result: i, Field: field + 1}, func(ret *ssa.Return) []ssa.Value { return fieldValues(f, ret.Results[i], field) })
				}
			}
		}
	}
}

// fieldValues returns what a field of a struct that is made here can be.
func fieldValues(f *program.Function, v ssa.Value, field int) []ssa.Value {
	return fieldValuesIn(f, v, field, make(map[ssa.Value]bool))
}

func fieldValuesIn(f *program.Function, v ssa.Value, field int, seen map[ssa.Value]bool) []ssa.Value {
	switch x := v.(type) {
	case *ssa.UnOp:
		v = x.X
	case *ssa.Phi:
		if seen[x] {
			return nil
		}
		seen[x] = true
		var values []ssa.Value
		for _, edge := range x.Edges {
			values = append(values, fieldValuesIn(f, edge, field, seen)...)
		}
		return values
	}
	alloc, ok := v.(*ssa.Alloc)
	if !ok {
		if ir.IsNil(v) {
			return nil
		}
		return []ssa.Value{v} // which is no code
	}
	if seen[alloc] {
		return nil
	}
	seen[alloc] = true
	var values []ssa.Value
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.FieldAddr:
			if ref.Field != field {
				continue
			}
			for _, ref2 := range *ref.Referrers() {
				if store, ok := ref2.(*ssa.Store); ok && store.Addr == ref {
					values = append(values, store.Val)
				}
			}
		case *ssa.Store:
			if ref.Addr == alloc && !ir.IsNil(ref.Val) {
				values = append(values, fieldValuesIn(f, ref.Val, field, seen)...)
			}
		}
	}
	return values
}

// handsOnResult adds the use if all that the function returns there is the code,
// or the typed error, of one parameter, or nothing.
func handsOnResult(f *program.Function, h *facts.Summary, use facts.ParamUse, values func(*ssa.Return) []ssa.Value) {
	use.Subject = -1
	for _, block := range f.SSA.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok || len(ret.Results) == 0 {
			continue
		}
		for _, v := range values(ret) {
			if !ir.IsNil(v) && !ir.IsConst(v, "") && !handsOnValue(f, &use, v, block) {
				return
			}
		}
	}
	if use.Subject >= 0 {
		h.Uses = append(h.Uses, use)
	}
}

// handsOnValue reports whether a value is the code, or the typed error, of the
// parameter that the use is about, or of the first that it is found to be about,
// where a block returns it.
func handsOnValue(f *program.Function, use *facts.ParamUse, v ssa.Value, at *ssa.BasicBlock) bool {
	of, isCode, segment, promised := value.SubjectOf(f, v), false, false, false
	if use.Role == facts.TheCode {
		c, ok := value.CodeOf(f, v)
		c.Segment = c.Segment || value.Undotted(v, at, nil)
		if !ok || c.Cased != codes.AsIs || c.IsCode && !c.Segment {
			return false
		}
		of, isCode, segment, promised = c.Of, c.IsCode, c.Segment, c.Promised
	}
	param, ok := of.Value.(*ssa.Parameter)
	if !ok || !isCode && !ir.IsErrorType(param.Type()) && !f.Pkg.Errors.Is(param.Type()) && !f.Pkg.Wire.Carries(param.Type()) {
		return false
	}
	i := slices.Index(f.SSA.Params, param)
	if use.Subject >= 0 && (use.Subject != i || use.Segment != segment) {
		return false
	}
	use.Subject, use.IsCode, use.Segment, use.Promised = i, isCode, segment, use.Promised || promised
	return true
}
