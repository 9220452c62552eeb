package engine

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// A part is what a value is of an answer: which level, of which answer.
type part struct {
	level jsonshape.Level
	root  ssa.Value       // the answer, or a part of it that was not seen to come from one
	at    ssa.Instruction // that reads root; nil when root is used as it is
}

// carries reports whether a value of type t can be a part of an answer that
// has its code, or an error of the program's own that does.
func (w *wires) carries(t types.Type) bool {
	return w != nil && (w.isAnswer(t) || w.levelOf(t) != jsonshape.None || w.isOwn(t))
}

// partOf returns what a value is of an answer.
func (f *Function) partOf(v ssa.Value) (part, bool) {
	if f.pkg.wire == nil || v == nil {
		return part{}, false
	}
	p := f.partAt(v, 0)
	return p, p.level != jsonshape.None
}

func (f *Function) partAt(v ssa.Value, depth int) part {
	if p, ok := f.parts[v]; ok {
		return p
	}
	if depth > ir.MaxDepth {
		return part{}
	}
	if f.parts == nil {
		f.parts = make(map[ssa.Value]part)
	}
	f.parts[v] = part{} // breaks cycles
	p := f.computePart(v, depth)
	f.parts[v] = p
	return p
}

func (f *Function) computePart(v ssa.Value, depth int) part {
	switch x := v.(type) {
	case *ssa.Const, *ssa.Function, *ssa.Builtin, *ssa.MakeClosure:
		return part{}
	case *ssa.FieldAddr:
		return f.fieldPart(x, x.X, x.Field, depth)
	case *ssa.Field:
		return f.fieldPart(x, x.X, x.Field, depth)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return f.loadedPart(x, depth)
		}
		return part{}
	case *ssa.Alloc:
		if p := f.copiedPart(x, depth); p.level != jsonshape.None {
			return p
		}
	case *ssa.Phi:
		if p := f.mergedPart(x, depth); p.level != jsonshape.None {
			return p
		}
	case *ssa.MakeInterface:
		return f.partAt(x.X, depth+1)
	case *ssa.ChangeInterface:
		return f.partAt(x.X, depth+1)
	case *ssa.ChangeType:
		return f.partAt(x.X, depth+1)
	case *ssa.Convert:
		return f.partAt(x.X, depth+1)
	case *ssa.TypeAssert:
		return f.partAt(x.X, depth+1)
	case *ssa.Lookup:
		return f.keyPart(x, depth)
	case *ssa.Call:
		if p := f.gjsonPart(x, depth); p.level != jsonshape.None {
			return p
		}
	case *ssa.Extract:
		switch tuple := x.Tuple.(type) {
		case *ssa.TypeAssert, *ssa.Lookup:
			if x.Index == 0 {
				return f.partAt(tuple, depth+1)
			}
			return part{}
		case *ssa.Call:
			if ir.IsFunc(tuple.Call.StaticCallee(), "AsType", "errors") {
				return part{}
			}
		default:
			return part{}
		}
	}
	return f.typePart(v)
}

// typePart judges a value of which only the type is known.
func (f *Function) typePart(v ssa.Value) part {
	w := f.pkg.wire
	if w.isAnswer(v.Type()) {
		return part{level: jsonshape.Answer, root: v}
	}
	if level := w.levelOf(v.Type()); level != jsonshape.None {
		return part{level: level, root: v}
	}
	return part{}
}

// fieldPart is a field, or the address of one, of a struct.
func (f *Function) fieldPart(instr ssa.Instruction, base ssa.Value, field, depth int) part {
	s := jsonshape.Struct(base.Type())
	if s == nil {
		return part{}
	}
	p := f.partAt(base, depth+1)
	if p.level != jsonshape.None && isGjson(base.Type()) {
		if s.Field(field).Name() != "Str" {
			p.level = jsonshape.Data
		}
		return p
	}
	if p.level == jsonshape.None && jsonshape.IsEnvelope(base.Type()) && (jsonshape.IsRaw(s.Field(field).Type()) || jsonshape.IsObject(s.Field(field).Type())) {
		p = part{level: jsonshape.Answer, root: base}
	}
	if p.level == jsonshape.None {
		// A part embedded in something else.
		return f.typePart(instr.(ssa.Value))
	}
	p.level = jsonshape.Step(s, field, p.level)
	if p.at == nil {
		p.at = instr
	}
	return p
}

// loadedPart is what an address holds.
func (f *Function) loadedPart(load *ssa.UnOp, depth int) part {
	if !ir.IsCell(load.X) {
		return f.partAt(load.X, depth+1)
	}
	ver := f.memory.load(load)
	if ver == nil {
		return part{}
	}
	switch ver.kind {
	case stored:
		return f.partAt(ver.value, depth+1)
	case assigned:
		return part{} // errors.As found an error
	}
	if ver.kind == clobbered && f.isAnswerMap(load.X) {
		return part{level: jsonshape.Answer, root: load.X, at: load}
	}
	if f.pkg.wire.isAnswer(load.Type()) || f.pkg.wire.levelOf(load.Type()) != jsonshape.None {
		p := f.typePart(load)
		if _, pointer := load.Type().Underlying().(*types.Pointer); !pointer || f.isDecoded(ver) {
			p.root, p.at = load.X, load
		}
		return p
	}
	return f.partAt(load.X, depth+1)
}

// isDecoded reports whether a version of a variable was decoded from JSON.
func (f *Function) isDecoded(v *version) bool {
	call, ok := v.call.(ssa.CallInstruction)
	if v.kind != clobbered || !ok {
		return false
	}
	if _, into := decodes(call); into != nil {
		return ir.Pointee(into) == v.cell
	}
	u := f.answerUseOf(call.Common().StaticCallee())
	return u != nil && slices.ContainsFunc(u.Decodes, func(d Decode) bool {
		args := call.Common().Args
		return d.Into >= 0 && d.Into < len(args) && (args[d.Into] == v.cell || ir.Pointee(args[d.Into]) == v.cell)
	})
}

// copiedPart is a variable that a part was copied to, or that a part was
// decoded into in a second step.
func (f *Function) copiedPart(alloc *ssa.Alloc, depth int) part {
	var one part
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != alloc || isZeroValue(ref.Val) {
				continue
			}
			p := f.partAt(ref.Val, depth+1)
			if p.level == jsonshape.None || one.level != jsonshape.None && one != p {
				return part{}
			}
			one = p
		case *ssa.MakeInterface:
			for _, user := range *ref.Referrers() {
				call, ok := user.(ssa.CallInstruction)
				if !ok {
					continue
				}
				data, into := decodes(call)
				if into != ssa.Value(ref) {
					continue
				}
				if p := f.partAt(data, depth+1); p.level == jsonshape.Response || p.level == jsonshape.Error {
					return part{level: p.level, root: alloc}
				}
			}
		}
	}
	if one.root == ssa.Value(alloc) {
		return part{}
	}
	return one
}

func isZeroValue(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value == nil
}

func (f *Function) mergedPart(phi *ssa.Phi, depth int) part {
	var one part
	for _, edge := range phi.Edges {
		if edge == ssa.Value(phi) || ir.IsNil(edge) {
			continue
		}
		p := f.partAt(edge, depth+8)
		if p.level == jsonshape.None || one.level != jsonshape.None && (one.level != p.level || one.root != p.root) {
			return part{}
		}
		one = p
	}
	return one
}

// isAnswerMap reports whether a variable is a map that answers are decoded
// into: it is asked for a Response, in a package that names hosts of the API.
func (f *Function) isAnswerMap(cell ssa.Value) bool {
	alloc, ok := cell.(*ssa.Alloc)
	if !ok || !f.pkg.wire.callsAPI() || !jsonshape.IsObject(alloc.Type().Underlying().(*types.Pointer).Elem()) {
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
func (f *Function) keyPart(l *ssa.Lookup, depth int) part {
	key, ok := ir.ConstString(l.Index)
	if !ok {
		return part{}
	}
	p := f.partAt(l.X, depth+1)
	if p.level == jsonshape.None {
		if key != jsonshape.Answer.Key() || !jsonshape.IsObject(l.X.Type()) {
			return part{}
		}
		p = part{level: jsonshape.Answer, root: l.X}
		if load, ok := l.X.(*ssa.UnOp); ok && load.Op == token.MUL && ir.IsCell(load.X) {
			p.root, p.at = load.X, load
		}
	}
	p.level = p.level.Into(key)
	if p.at == nil {
		p.at = l
	}
	return p
}

// wireSubject returns the subject that a part belongs to: its answer, as it is
// where it is read.
func (f *Function) wireSubject(p part) subject {
	for range ir.MaxDepth {
		if _, ok := p.root.Type().Underlying().(*types.Pointer); !ok || p.root.Referrers() == nil {
			return subject{value: p.root, wire: true}
		}
		var ver *version
		if p.at != nil {
			ver = f.memory.before(p.root, p.at)
		} else if ver = f.memory.sole(p.root); ver == nil {
			return subject{value: p.root, wire: true}
		}
		if only := ver.only(); only != nil {
			ver = only
		}
		switch ver.kind {
		case initial, assigned:
			return subject{value: p.root, wire: true}
		case stored:
			inner, ok := f.partOf(ver.value)
			if !ok || inner.root == p.root {
				return subject{value: ver.value, wire: true}
			}
			p = inner
		default:
			return subject{memory: ver, wire: true}
		}
	}
	return subject{value: p.root, wire: true}
}

// only returns the one version that all ways lead to, nil if there are more:
// around a loop, versions may merge with nothing but themselves.
func (v *version) only() *version {
	var one *version
	seen := make(map[*version]bool)
	var visit func(v *version) bool
	visit = func(v *version) bool {
		if seen[v] {
			return true
		}
		seen[v] = true
		if v.kind != merged {
			same := one == nil || one == v
			one = v
			return same
		}
		for _, op := range v.ops {
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

// sole returns the version that a cell's only write makes, nil if it has none
// or more.
func (m *memory) sole(cell ssa.Value) *version {
	var one *version
	for _, list := range m.of(cell) {
		for _, w := range list {
			if one != nil {
				return nil
			}
			one = &w.version
		}
	}
	return one
}

// wireCode reports whether a string is the code of an answer.
func (f *Function) wireCode(v ssa.Value) (code, bool) {
	p, ok := f.partOf(v)
	if !ok || p.level != jsonshape.Code || !ir.IsString(v.Type()) && !ir.IsAny(v.Type()) {
		return code{}, false
	}
	return code{of: f.wireSubject(p)}, true
}

// wirePart returns the answer that a part with its code belongs to.
func (f *Function) wirePart(v ssa.Value) (subject, bool) {
	p, ok := f.partOf(v)
	if !ok || p.level == jsonshape.Data || p.level == jsonshape.Code {
		return subject{}, false
	}
	return f.wireSubject(p), true
}
