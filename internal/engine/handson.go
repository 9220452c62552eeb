package engine

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// handsOn notes parameters whose typed error or whose code the function returns,
// as one of its results or in a field of one.
func (f *Function) handsOn(h *Helper) {
	for i := range f.results().Len() {
		t := f.results().At(i).Type()
		switch {
		case f.pkg.errors.Is(t):
			f.handsOnResult(h, Use{Role: TypedError, Result: i}, func(ret *ssa.Return) []ssa.Value { return ret.Results[i : i+1] })
		case ir.IsString(t):
			f.handsOnResult(h, Use{Role: TheCode, Result: i}, func(ret *ssa.Return) []ssa.Value { return ret.Results[i : i+1] })
		case ir.IsStruct(t) && !ir.IsErrorType(t):
			s := ir.Deref(t).Underlying().(*types.Struct)
			for field := range s.NumFields() {
				if ir.IsString(s.Field(field).Type()) {
					f.handsOnResult(h, Use{Role: TheCode, Result: i, Field: field + 1}, func(ret *ssa.Return) []ssa.Value { return f.fieldValues(ret.Results[i], field) })
				}
			}
		}
	}
}

// fieldValues returns what a field of a struct that is made here can be.
func (f *Function) fieldValues(v ssa.Value, field int) []ssa.Value {
	return f.fieldValuesIn(v, field, make(map[ssa.Value]bool))
}

func (f *Function) fieldValuesIn(v ssa.Value, field int, seen map[ssa.Value]bool) []ssa.Value {
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
			values = append(values, f.fieldValuesIn(edge, field, seen)...)
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
				values = append(values, f.fieldValuesIn(ref.Val, field, seen)...)
			}
		}
	}
	return values
}

// handsOnResult adds the use if all that the function returns there is the code,
// or the typed error, of one parameter, or nothing.
func (f *Function) handsOnResult(h *Helper, use Use, values func(*ssa.Return) []ssa.Value) {
	use.Subject = -1
	for _, block := range f.ssa.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok || len(ret.Results) == 0 {
			continue
		}
		for _, v := range values(ret) {
			if !ir.IsNil(v) && !ir.IsConst(v, "") && !f.handsOnValue(&use, v) {
				return
			}
		}
	}
	if use.Subject >= 0 {
		h.Uses = append(h.Uses, use)
	}
}

// handsOnValue reports whether a value is the code, or the typed error, of the
// parameter that the use is about, or of the first that it is found to be about.
func (f *Function) handsOnValue(use *Use, v ssa.Value) bool {
	of, isCode, segment, promised := f.subjectOf(v), false, false, false
	if use.Role == TheCode {
		c, ok := f.codeOf(v)
		if !ok || c.cased != codes.AsIs || c.isCode && !c.segment {
			return false
		}
		of, isCode, segment, promised = c.of, c.isCode, c.segment, c.promised
	}
	param, ok := of.value.(*ssa.Parameter)
	if !ok || !isCode && !ir.IsErrorType(param.Type()) && !f.pkg.errors.Is(param.Type()) && !f.pkg.wire.carries(param.Type()) {
		return false
	}
	i := slices.Index(f.ssa.Params, param)
	if use.Subject >= 0 && (use.Subject != i || use.Segment != segment) {
		return false
	}
	use.Subject, use.IsCode, use.Segment, use.Promised = i, isCode, segment, use.Promised || promised
	return true
}
