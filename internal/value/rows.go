package value

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A Row is what a table has for some strings: a value beside them in a struct, or under
// them in a map, or the key under which they are.
type Row struct {
	Keys   []string
	Beside ssa.Value
}

// RowsOf returns the rows of a table, where two values are of the row at which a loop
// over it is, in the order in which the loop takes them; ordered is false for a map.
// The keys may be in a list of the row, over which another loop goes.
func RowsOf(f *program.Function, keys, beside ssa.Value) (rows []Row, ordered, ok bool) {
	k, at := keysOf(f, keys)
	b, ok := MemberOf(f, beside)
	if at == nil || !ok || !sameTable(k.Of, b.Of) || at != rowOf(beside) {
		return nil, false, false
	}
	t := &tableReader{Reader: Reader{Home: f, Fn: f, Seen: make(map[ReadKey]bool)}, keys: k.Path, beside: b.Path}
	t.Each, t.eachRow = t.entry, t.row
	t.Value(k.Of, k.Path)
	slices.SortStableFunc(t.rows, func(a, b indexed) int { return int(a.index - b.index) })
	for _, r := range t.rows {
		rows = append(rows, r.Row)
	}
	return rows, !ir.IsMap(k.Of.Type()), !t.List.Open && len(rows) > 0
}

// keysOf returns the table and the path to the strings of its rows of which v is one,
// or the list; and the row, or nil.
func keysOf(f *program.Function, v ssa.Value) (m member, row ssa.Value) {
	m, ok := MemberOf(f, v)
	if !ok {
		return member{}, nil
	}
	switch v.Type().Underlying().(type) {
	case *types.Slice, *types.Array, *types.Map:
		m.Path = append(slices.Clip(m.Path), MembersOf(v.Type())...)
		return m, rowOf(v)
	}
	if outer, ok := MemberOf(f, m.Of); ok {
		return member{outer.Of, append(slices.Clip(outer.Path), m.Path...)}, rowOf(m.Of)
	}
	return m, rowOf(v)
}

// sameTable reports whether two values are one table, perhaps read twice from where it
// is kept.
func sameTable(a, b ssa.Value) bool {
	x, ok1 := a.(*ssa.UnOp)
	y, ok2 := b.(*ssa.UnOp)
	return a == b || ok1 && ok2 && x.Op == token.MUL && y.Op == token.MUL && x.X == y.X
}

// rowOf returns the row at which a loop is, of which v is a field: its address, the
// row itself, or the step of a loop over a map.
func rowOf(v ssa.Value) ssa.Value {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.UnOp:
			v = x.X
		case *ssa.Field:
			v = x.X
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.Alloc:
			if v = ir.WholeStore(x); v == nil {
				return nil
			}
		case *ssa.IndexAddr:
			return x.Index
		case *ssa.Index:
			return x.Index
		case *ssa.Extract:
			return x.Tuple
		default:
			return nil
		}
	}
	return nil
}

// A tableReader reads the rows of a table.
type tableReader struct {
	Reader
	keys, beside []Step
	array        ssa.Value // in which the rows are
	rows         []indexed
}

type indexed struct {
	Row
	index int64
}

// row reads a row that is stored at an index.
func (t *tableReader) row(at *ssa.IndexAddr) {
	if !isWritten(at) {
		return // a loop reads it
	}
	index, ok := at.Index.(*ssa.Const)
	if !ok || t.array != nil && t.array != at.X {
		t.Unknown()
		return
	}
	t.array = at.X
	fields, rest := split(t.keys[1:])
	t.add(stored(at, fields, 0), rest, stored(at, t.beside[1:], 0), index.Int64())
}

// isWritten reports whether something is stored at an address, or in a field there.
func isWritten(addr ssa.Value) bool {
	return slices.ContainsFunc(*addr.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.Store:
			return ref.Addr == addr
		case *ssa.FieldAddr:
			return isWritten(ref)
		case *ssa.UnOp:
			return false
		}
		return true // its address is given away
	})
}

// entry reads an entry of a map.
func (t *tableReader) entry(u *ssa.MapUpdate) {
	fields, rest := split(t.keys[1:])
	t.add(inEntry(u, t.keys[0], fields), rest, inEntry(u, t.beside[0], t.beside[1:]), 0)
}

// inEntry returns what an entry of a map has at a path.
func inEntry(u *ssa.MapUpdate, first Step, fields []Step) ssa.Value {
	switch {
	case first.Kind == StepKey:
		return u.Key
	case len(fields) == 0:
		return u.Value
	}
	return storedIn(u.Value, fields, 0)
}

// split parts a path into the fields with which it begins and what is below these.
func split(path []Step) (fields, rest []Step) {
	i := slices.IndexFunc(path, func(s Step) bool { return s.Kind != stepField })
	if i < 0 {
		i = len(path)
	}
	return path[:i], path[i:]
}

// add adds a row: its keys are at a path below a value.
func (t *tableReader) add(keys ssa.Value, path []Step, beside ssa.Value, index int64) {
	if keys == nil || beside == nil {
		t.Unknown()
		return
	}
	l := ListOf(t.Fn, keys, path)
	if l.Open || len(l.Values) == 0 || len(l.Params)+len(l.Outer) > 0 || len(path) == 0 && len(l.Values) > 1 {
		t.Unknown()
		return
	}
	row := Row{Beside: beside}
	for _, v := range l.Values {
		row.Keys = append(row.Keys, v.Value)
	}
	t.rows = append(t.rows, indexed{row, index})
}

// stored returns what is stored in a part of what is at an address: the zero value
// if nothing is, nil if it cannot be told.
func stored(addr ssa.Value, path []Step, depth int) ssa.Value {
	if depth > ir.MaxDepth {
		return nil // a variable is stored in itself
	}
	var found ssa.Value
	for _, ref := range *addr.Referrers() {
		var v ssa.Value
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != addr {
				continue
			}
			if v = ref.Val; len(path) > 0 {
				v = storedIn(ref.Val, path, depth+1)
			}
		case *ssa.UnOp:
			continue
		case *ssa.FieldAddr:
			if len(path) == 0 || path[0].Kind != stepField {
				return nil
			}
			if ref.Field != path[0].field {
				continue
			}
			v = stored(ref, path[1:], depth+1)
		default:
			return nil
		}
		if v == nil || found != nil {
			return nil
		}
		found = v
	}
	if found == nil {
		return zeroOf(partOf(ir.ElemOf(addr.Type()), path)) // which no field of the literal fills
	}
	return found
}

// storedIn returns what is stored in a part of a struct, or of what is pointed to.
func storedIn(v ssa.Value, path []Step, depth int) ssa.Value {
	switch x := v.(type) {
	case *ssa.Alloc:
		return stored(x, path, depth)
	case *ssa.UnOp:
		if row, ok := x.X.(*ssa.Alloc); ok {
			return stored(row, path, depth)
		}
	}
	return nil
}

// partOf returns the type of a part of a struct.
func partOf(t types.Type, fields []Step) types.Type {
	for _, step := range fields {
		s, ok := t.Underlying().(*types.Struct)
		if !ok {
			break
		}
		t = s.Field(step.field).Type()
	}
	return t
}

// zeroOf returns the zero value of a type.
func zeroOf(t types.Type) ssa.Value {
	b, ok := t.Underlying().(*types.Basic)
	switch {
	case !ok:
	case b.Info()&types.IsBoolean != 0:
		return ssa.NewConst(constant.MakeBool(false), t)
	case b.Info()&types.IsString != 0:
		return ssa.NewConst(constant.MakeString(""), t)
	case b.Info()&types.IsNumeric != 0:
		return ssa.NewConst(constant.MakeInt64(0), t)
	}
	return ssa.NewConst(nil, t)
}

// FieldIn returns what a field of a struct holds that is made here; nil if that is not
// known.
func FieldIn(v ssa.Value, field int) ssa.Value {
	if c, ok := v.(*ssa.Const); ok && c.Value == nil {
		if s, ok := c.Type().Underlying().(*types.Struct); ok {
			return zeroOf(s.Field(field).Type())
		}
		return nil
	}
	return storedIn(v, []Step{{Kind: stepField, field: field}}, 0)
}
