// Package rawvalue says which values are parts of an answer that no SDK decodes:
// the whole, its Response, the Error, the Code, or data beside them.
package rawvalue

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// PartOf returns what a value is of an answer.
func PartOf(f *program.Function, v ssa.Value) (program.AccessPath, bool) {
	if f.Pkg.Wire == nil || v == nil {
		return program.AccessPath{}, false
	}
	p := partAt(f, v, 0)
	return p, p.Level != jsonshape.None
}

func partAt(f *program.Function, v ssa.Value, depth int) program.AccessPath {
	if p, ok := f.Parts[v]; ok {
		return p
	}
	if depth > ir.MaxDepth {
		return program.AccessPath{}
	}
	if f.Parts == nil {
		f.Parts = make(map[ssa.Value]program.AccessPath)
	}
	f.Parts[v] = program.AccessPath{} // breaks cycles
	p := computePart(f, v, depth)
	f.Parts[v] = p
	return p
}

func computePart(f *program.Function, v ssa.Value, depth int) program.AccessPath {
	switch x := v.(type) {
	case *ssa.Const, *ssa.Function, *ssa.Builtin, *ssa.MakeClosure:
		return program.AccessPath{}
	case *ssa.FieldAddr:
		return fieldPart(f, x, x.X, x.Field, depth)
	case *ssa.Field:
		return fieldPart(f, x, x.X, x.Field, depth)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return loadedPart(f, x, depth)
		}
		return program.AccessPath{}
	case *ssa.Alloc:
		if p := copiedPart(f, x, depth); p.Level != jsonshape.None {
			return p
		}
	case *ssa.Phi:
		if p := mergedPart(f, x, depth); p.Level != jsonshape.None {
			return p
		}
	case *ssa.MakeInterface:
		return partAt(f, x.X, depth+1)
	case *ssa.ChangeInterface:
		return partAt(f, x.X, depth+1)
	case *ssa.ChangeType:
		return partAt(f, x.X, depth+1)
	case *ssa.Convert:
		return partAt(f, x.X, depth+1)
	case *ssa.TypeAssert:
		return partAt(f, x.X, depth+1)
	case *ssa.Lookup:
		return keyPart(f, x, depth)
	case *ssa.Call:
		if p := gjsonPart(f, x, depth); p.Level != jsonshape.None {
			return p
		}
	case *ssa.Extract:
		switch tuple := x.Tuple.(type) {
		case *ssa.TypeAssert, *ssa.Lookup:
			if x.Index == 0 {
				return partAt(f, tuple, depth+1)
			}
			return program.AccessPath{}
		case *ssa.Call:
			if ir.IsFunc(tuple.Call.StaticCallee(), "AsType", "errors") {
				return program.AccessPath{}
			}
		default:
			return program.AccessPath{}
		}
	}
	return typePart(f, v)
}

// typePart judges a value of which only the type is known.
func typePart(f *program.Function, v ssa.Value) program.AccessPath {
	w := f.Pkg.Wire
	if w.IsAnswer(v.Type()) {
		return program.AccessPath{Level: jsonshape.Answer, Root: v}
	}
	if level := w.LevelOf(v.Type()); level != jsonshape.None {
		return program.AccessPath{Level: level, Root: v}
	}
	return program.AccessPath{}
}

// fieldPart is a field, or the address of one, of a struct.
func fieldPart(f *program.Function, instr ssa.Instruction, base ssa.Value, field, depth int) program.AccessPath {
	s := jsonshape.Struct(base.Type())
	if s == nil {
		return program.AccessPath{}
	}
	p := partAt(f, base, depth+1)
	if p.Level != jsonshape.None && IsGjson(base.Type()) {
		if s.Field(field).Name() != "Str" {
			p.Level = jsonshape.Data
		}
		return p
	}
	if p.Level == jsonshape.None && jsonshape.IsEnvelope(base.Type()) && (jsonshape.IsRaw(s.Field(field).Type()) || jsonshape.IsObject(s.Field(field).Type())) {
		p = program.AccessPath{Level: jsonshape.Answer, Root: base}
	}
	if p.Level == jsonshape.None {
		// A part embedded in something else.
		return typePart(f, instr.(ssa.Value))
	}
	p.Level = jsonshape.Step(s, field, p.Level)
	if p.At == nil {
		p.At = instr
	}
	return p
}

// loadedPart is what an address holds.
func loadedPart(f *program.Function, load *ssa.UnOp, depth int) program.AccessPath {
	if !ir.IsCell(load.X) {
		return partAt(f, load.X, depth+1)
	}
	ver := f.Memory.Load(load)
	if ver == nil {
		return program.AccessPath{}
	}
	switch ver.Kind {
	case program.Stored:
		return partAt(f, ver.Value, depth+1)
	case program.Assigned:
		return program.AccessPath{} // errors.As found an error
	}
	if ver.Kind == program.Clobbered && IsAnswerMap(f, load.X) {
		return program.AccessPath{Level: jsonshape.Answer, Root: load.X, At: load}
	}
	if f.Pkg.Wire.IsAnswer(load.Type()) || f.Pkg.Wire.LevelOf(load.Type()) != jsonshape.None {
		p := typePart(f, load)
		if _, pointer := load.Type().Underlying().(*types.Pointer); !pointer || isDecoded(f, ver) {
			p.Root, p.At = load.X, load
		}
		return p
	}
	return partAt(f, load.X, depth+1)
}

// isDecoded reports whether a version of a variable was decoded from JSON.
func isDecoded(f *program.Function, v *program.Version) bool {
	call, ok := v.Call.(ssa.CallInstruction)
	if v.Kind != program.Clobbered || !ok {
		return false
	}
	if _, into := Decodes(call); into != nil {
		return ir.Pointee(into) == v.Cell
	}
	u := f.AnswerUseOf(call.Common().StaticCallee())
	return u != nil && slices.ContainsFunc(u.Decodes, func(d facts.Decode) bool {
		args := call.Common().Args
		return d.Into >= 0 && d.Into < len(args) && (args[d.Into] == v.Cell || ir.Pointee(args[d.Into]) == v.Cell)
	})
}

// copiedPart is a variable that a part was copied to, or that a part was
// decoded into in a second step.
func copiedPart(f *program.Function, alloc *ssa.Alloc, depth int) program.AccessPath {
	var one program.AccessPath
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != alloc || isZeroValue(ref.Val) {
				continue
			}
			p := partAt(f, ref.Val, depth+1)
			if p.Level == jsonshape.None || one.Level != jsonshape.None && one != p {
				return program.AccessPath{}
			}
			one = p
		case *ssa.MakeInterface:
			for _, user := range *ref.Referrers() {
				call, ok := user.(ssa.CallInstruction)
				if !ok {
					continue
				}
				data, into := Decodes(call)
				if into != ssa.Value(ref) {
					continue
				}
				if p := partAt(f, data, depth+1); p.Level == jsonshape.Response || p.Level == jsonshape.Error {
					return program.AccessPath{Level: p.Level, Root: alloc}
				}
			}
		}
	}
	if one.Root == ssa.Value(alloc) {
		return program.AccessPath{}
	}
	return one
}

func isZeroValue(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value == nil
}

func mergedPart(f *program.Function, phi *ssa.Phi, depth int) program.AccessPath {
	var one program.AccessPath
	for _, edge := range phi.Edges {
		if edge == ssa.Value(phi) || ir.IsNil(edge) {
			continue
		}
		p := partAt(f, edge, depth+8)
		if p.Level == jsonshape.None || one.Level != jsonshape.None && (one.Level != p.Level || one.Root != p.Root) {
			return program.AccessPath{}
		}
		one = p
	}
	return one
}

// IsAnswerMap reports whether a variable is a map that answers are decoded
// into: it is asked for a Response, in a package that names hosts of the API.
func IsAnswerMap(f *program.Function, cell ssa.Value) bool {
	alloc, ok := cell.(*ssa.Alloc)
	if !ok || !f.Pkg.Wire.CallsAPI() || !jsonshape.IsObject(alloc.Type().Underlying().(*types.Pointer).Elem()) {
		return false
	}
	for _, ref := range *alloc.Referrers() {
		load, ok := ref.(*ssa.UnOp)
		if !ok {
			continue
		}
		for _, ref := range *load.Referrers() {
			if l, ok := ref.(*ssa.Lookup); ok && ir.IsConst(l.Index, jsonshape.Answer.Key()) {
				return true
			}
		}
	}
	return false
}

// keyPart is an element of a map that JSON was decoded into.
func keyPart(f *program.Function, l *ssa.Lookup, depth int) program.AccessPath {
	key, ok := ir.ConstString(l.Index)
	if !ok {
		return program.AccessPath{}
	}
	p := partAt(f, l.X, depth+1)
	if p.Level == jsonshape.None {
		if key != jsonshape.Answer.Key() || !jsonshape.IsObject(l.X.Type()) {
			return program.AccessPath{}
		}
		p = program.AccessPath{Level: jsonshape.Answer, Root: l.X}
		if load, ok := l.X.(*ssa.UnOp); ok && load.Op == token.MUL && ir.IsCell(load.X) {
			p.Root, p.At = load.X, load
		}
	}
	p.Level = p.Level.Into(key)
	if p.At == nil {
		p.At = l
	}
	return p
}

// WireSubject returns the subject that a part belongs to: its answer, as it is
// where it is read.
func WireSubject(f *program.Function, p program.AccessPath) program.ValueID {
	for range ir.MaxDepth {
		if _, ok := p.Root.Type().Underlying().(*types.Pointer); !ok || p.Root.Referrers() == nil {
			return program.ValueID{Value: p.Root, Wire: true}
		}
		var ver *program.Version
		if p.At != nil {
			ver = f.Memory.Before(p.Root, p.At)
		} else if ver = Sole(f.Memory, p.Root); ver == nil {
			return program.ValueID{Value: p.Root, Wire: true}
		}
		if only := only(ver); only != nil {
			ver = only
		}
		switch ver.Kind {
		case program.Initial, program.Assigned:
			return program.ValueID{Value: p.Root, Wire: true}
		case program.Stored:
			inner, ok := PartOf(f, ver.Value)
			if !ok || inner.Root == p.Root {
				return program.ValueID{Value: ver.Value, Wire: true}
			}
			p = inner
		default:
			return program.ValueID{Memory: ver, Wire: true}
		}
	}
	return program.ValueID{Value: p.Root, Wire: true}
}

// only returns the one version that all ways lead to, nil if there are more:
// around a loop, versions may merge with nothing but themselves.
func only(v *program.Version) *program.Version {
	var one *program.Version
	seen := make(map[*program.Version]bool)
	var visit func(v *program.Version) bool
	visit = func(v *program.Version) bool {
		if seen[v] {
			return true
		}
		seen[v] = true
		if v.Kind != program.Merged {
			same := one == nil || one == v
			one = v
			return same
		}
		for _, op := range v.Ops {
			if !visit(op) {
				return false
			}
		}
		return true
	}
	if !visit(v) {
		return nil
	}
	return one
}

// Sole returns the version that a cell's only write makes, nil if it has none
// or more.
func Sole(m *program.Memory, cell ssa.Value) *program.Version {
	var one *program.Version
	for _, list := range m.Of(cell) {
		for _, w := range list {
			if one != nil {
				return nil
			}
			one = &w.Version
		}
	}
	return one
}

// WirePart returns the answer that a part with its code belongs to.
func WirePart(f *program.Function, v ssa.Value) (program.ValueID, bool) {
	p, ok := PartOf(f, v)
	if !ok || p.Level == jsonshape.Data || p.Level == jsonshape.Code {
		return program.ValueID{}, false
	}
	return WireSubject(f, p), true
}

// Null is the zero value of a type that has no constants.
type Null struct{}

// FieldOf returns the struct and the field that v is, or is the address of;
// nil if it is none.
func FieldOf(v ssa.Value) (s *types.Struct, field int) {
	switch x := v.(type) {
	case *ssa.FieldAddr:
		return jsonshape.Struct(x.X.Type()), x.Field
	case *ssa.Field:
		return jsonshape.Struct(x.X.Type()), x.Field
	}
	return nil, 0
}
