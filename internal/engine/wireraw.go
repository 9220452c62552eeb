package engine

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// isRaw reports whether JSON comes as the API sent it, and nothing in sight has
// looked into it before, or does so beside the call that decodes it. from is
// the parameter that holds it, if one does: then the callers have it too.
func (f *Function) isRaw(v ssa.Value, decoder ssa.Instruction, depth int) (from *ssa.Parameter, ok bool) {
	if depth > 12 || v == nil {
		return nil, false
	}
	if v.Referrers() != nil && !f.onlyDecoded(v, decoder, depth) {
		return nil, false
	}
	switch x := v.(type) {
	case *ssa.Const:
		return nil, true
	case *ssa.Convert:
		return f.isRaw(x.X, x, depth+1)
	case *ssa.ChangeType:
		return f.isRaw(x.X, x, depth+1)
	case *ssa.ChangeInterface:
		return f.isRaw(x.X, x, depth+1)
	case *ssa.MakeInterface:
		return f.isRaw(x.X, x, depth+1)
	case *ssa.Slice:
		return f.isRaw(x.X, x, depth+1)
	case *ssa.Extract:
		if x.Index != 0 {
			return nil, false
		}
		return f.isRaw(x.Tuple, x, depth+1)
	case *ssa.Phi:
		for _, e := range x.Edges {
			if ir.IsNil(e) {
				continue
			}
			p, ok := f.isRaw(e, x, depth+4)
			if !ok || from != nil && p != from {
				return nil, false
			}
			from = p
		}
		return from, true
	case *ssa.UnOp:
		if x.Op != token.MUL {
			return nil, false
		}
		if addr, ok := x.X.(*ssa.FieldAddr); ok { // resp.Body
			if isHTTPResponse(addr.X.Type()) {
				return f.isRaw(addr.X, x, depth+1)
			}
			return nil, f.isInside(x)
		}
		if ver := f.memory.load(x); ver != nil && ver.kind == stored {
			return f.isRaw(ver.value, x, depth+1)
		}
	case *ssa.Parameter:
		// Its callers may have looked, but a stream is read only once.
		if !ir.IsBytes(x.Type()) && !ir.IsString(x.Type()) {
			return nil, f.object != nil
		}
		return x, f.object != nil
	case *ssa.Call:
		return f.isRawCall(x, depth)
	}
	return nil, false
}

func isHTTPResponse(t types.Type) bool {
	named, ok := ir.Deref(t).(*types.Named)
	return ok && named.Obj().Name() == "Response" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "net/http"
}

// isRawCall is isRaw for what a call returns.
func (f *Function) isRawCall(call *ssa.Call, depth int) (from *ssa.Parameter, ok bool) {
	if call.Call.IsInvoke() {
		return nil, sendsHTTP(call.Call.Signature())
	}
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return nil, false
	}
	object, ok := callee.Object().(*types.Func)
	if !ok {
		return nil, false
	}
	name := object.Name()
	if isJSON(object.Pkg().Path()) {
		if name != "NewDecoder" {
			return nil, false
		}
		return f.isRaw(call.Call.Args[0], call, depth+1)
	}
	switch object.Pkg().Path() {
	case "io", "io/ioutil", "bytes", "strings", "bufio":
		for _, arg := range call.Call.Args {
			switch arg.Type().Underlying().(type) {
			case *types.Interface, *types.Slice, *types.Pointer:
				return f.isRaw(arg, call, depth+1)
			}
			if ir.IsString(arg.Type()) {
				return f.isRaw(arg, call, depth+1)
			}
		}
		return nil, false
	case "net/http":
		return nil, true // sent by the standard library
	case "os":
		return nil, name == "ReadFile" || name == "Open"
	}
	return nil, object.Pkg() == f.pkg.pass.Pkg && f.pkg.blind(object)
}

// isInside reports whether v is the Response of an answer whose outside was just
// decoded, and nothing but the decoder gets to see it.
func (f *Function) isInside(v ssa.Value) bool {
	p, ok := f.partOf(v)
	if !ok || p.level != jsonshape.Response || !jsonshape.IsRaw(v.Type()) {
		return false
	}
	outside := f.wireSubject(p)
	if outside.memory == nil {
		return false
	}
	call, ok := outside.memory.call.(ssa.CallInstruction)
	if !ok {
		return false
	}
	if root, _ := f.decodedRoot(call); root != outside.memory.cell {
		return false
	}
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			switch instr.(type) {
			case ssa.CallInstruction, *ssa.Store, *ssa.Return, *ssa.Send, *ssa.MapUpdate:
			default:
				continue
			}
			for _, op := range instr.Operands(nil) {
				if q, ok := f.partOf(*op); ok && unconverted(*op) != v && q.level == jsonshape.Response && f.wireSubject(q) == outside {
					return false
				}
			}
		}
	}
	return true
}

// unconverted returns what a value was before conversions.
func unconverted(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
		case *ssa.Convert:
			v = x.X
		default:
			return v
		}
	}
}

// onlyDecoded reports whether nothing but the call that decodes it looks into
// JSON: to print it, or to ask how long it is, is no look. Without a decoder
// it is read by paths.
func (f *Function) onlyDecoded(v ssa.Value, decoder ssa.Instruction, depth int) bool {
	if depth > 16 {
		return false
	}
	for _, ref := range *v.Referrers() {
		if ref == decoder {
			continue
		}
		switch ref := ref.(type) {
		case *ssa.Convert:
			if !f.onlyDecoded(ref, decoder, depth+1) {
				return false
			}
		case *ssa.MakeInterface:
			if !f.onlyDecoded(ref, decoder, depth+1) {
				return false
			}
		case *ssa.Store:
			if !ir.IsVararg(ref.Addr) {
				if _, local := ref.Addr.(*ssa.Alloc); !local {
					return false
				}
			}
		case ssa.CallInstruction:
			if !looksAway(ref.Common(), v) && (decoder != nil || !isGjsonCall(ref.Common())) {
				return false
			}
		case *ssa.Return:
			return false // whoever gets it looks too
		case *ssa.FieldAddr, *ssa.Extract, *ssa.BinOp, *ssa.Phi, *ssa.If, *ssa.DebugRef, *ssa.ChangeInterface, *ssa.UnOp, *ssa.Slice, *ssa.ChangeType:
		default:
			return false
		}
	}
	return true
}

// looksAway reports whether a call does not look into the JSON it is given.
func looksAway(common *ssa.CallCommon, v ssa.Value) bool {
	if common.IsInvoke() {
		return common.Method.Name() == "Close"
	}
	if b, ok := common.Value.(*ssa.Builtin); ok {
		return b.Name() == "len" || b.Name() == "print" || b.Name() == "println"
	}
	callee := common.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	switch callee.Object().Pkg().Path() {
	case "fmt", "log", "log/slog":
		return true
	case "io", "io/ioutil", "bytes", "strings", "bufio":
		return callee.Name() != "Contains" && callee.Name() != "Index"
	}
	return callee.Name() == "UseNumber" || callee.Name() == "DisallowUnknownFields"
}

// looksIntoBytes reports whether a function of the package other than f is
// given JSON, or gives it, and looks at the Error in it.
func (p *Package) looksIntoBytes(f *types.Func) bool {
	for _, d := range p.order {
		sig := d.object.Signature()
		if d.object != f && (hasText(sig.Params()) || hasText(sig.Results())) && !p.none(d.object, func(d *declared) bool { return d != nil && d.looks }) {
			return true
		}
	}
	return false
}

func hasText(tuple *types.Tuple) bool {
	for v := range tuple.Variables() {
		if ir.IsBytes(v.Type()) || ir.IsString(v.Type()) {
			return true
		}
	}
	return false
}

// blind reports whether neither a function nor any that it calls, all in
// sight, looks at the Error of an answer.
func (p *Package) blind(f *types.Func) bool {
	return p.none(f, func(d *declared) bool { return d == nil || d.looks || d.leaks })
}

// none reports whether neither a function nor any that it calls in this package
// is one of those.
func (p *Package) none(f *types.Func, those func(*declared) bool) bool {
	seen := make(map[*types.Func]bool)
	var visit func(f *types.Func) bool
	visit = func(f *types.Func) bool {
		if seen[f] {
			return true
		}
		seen[f] = true
		if recv := f.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
			return true // what it is given counts where it is called
		}
		d := p.declared[f.Origin()]
		if those(d) {
			return false
		}
		if d == nil {
			return true
		}
		for _, callee := range d.local {
			if !visit(callee) {
				return false
			}
		}
		return true
	}
	return visit(f)
}
