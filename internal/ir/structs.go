package ir

import (
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// Fields are the values that a struct literal gives to fields, by their indexes, such
// as "1.0" for the first field of a struct in the second. What is not there is zero.
type Fields map[string]ssa.Value

// LiteralFields returns the fields of the struct literal that a value is, or points to.
func LiteralFields(v ssa.Value) (fields Fields, ok bool) {
	if load, isLoad := v.(*ssa.UnOp); isLoad && load.Op == token.MUL {
		v = load.X
	}
	switch x := v.(type) {
	case *ssa.Const: // zero
		_, ok = x.Type().Underlying().(*types.Struct)
		return nil, ok
	case *ssa.Alloc:
		if x.Comment != "complit" || !IsStruct(x.Type()) {
			return nil, false
		}
		fields = make(Fields)
		return fields, fields.add("", x, x.Block())
	}
	return nil, false
}

// add notes what a block stores in the fields at an address; it reports false if a
// field is stored to again, or elsewhere.
func (f Fields) add(at string, addr ssa.Value, block *ssa.BasicBlock) bool {
	for _, ref := range *addr.Referrers() {
		field, ok := ref.(*ssa.FieldAddr)
		if !ok {
			continue // it reads the whole, or returns it
		}
		path := at + strconv.Itoa(field.Field)
		for _, ref := range *field.Referrers() {
			if store, ok := ref.(*ssa.Store); ok {
				if f[path] != nil || store.Block() != block {
					return false
				}
				f[path] = store.Val
			}
		}
		if !f.add(path+".", field, block) {
			return false
		}
	}
	return true
}
