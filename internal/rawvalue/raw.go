package rawvalue

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
)

// IsRaw reports whether JSON comes as the API sent it, and nothing in sight has
// looked into it before, or does so beside the call that decodes it. from is
// the parameter that holds it, if one does: then the callers have it too.
func IsRaw(f *program.Function, v ssa.Value, decoder ssa.Instruction, depth int) (from *ssa.Parameter, ok bool) {
	return isRaw(f, v, decoder, depth, func(_ *ssa.Call, callee *types.Func) bool { return Blind(f.Pkg, callee) })
}

// isRaw is [IsRaw] with what has to hold of the functions of this package that return
// what comes.
func isRaw(f *program.Function, v ssa.Value, decoder ssa.Instruction, depth int, own func(*ssa.Call, *types.Func) bool) (from *ssa.Parameter, ok bool) {
	if depth > 12 || v == nil {
		return nil, false
	}
	if v.Referrers() != nil && !onlyDecoded(f, v, decoder, depth) {
		return nil, false
	}
	switch x := v.(type) {
	case *ssa.Const:
		return nil, true
	case *ssa.Convert:
		return isRaw(f, x.X, x, depth+1, own)
	case *ssa.ChangeType:
		return isRaw(f, x.X, x, depth+1, own)
	case *ssa.ChangeInterface:
		return isRaw(f, x.X, x, depth+1, own)
	case *ssa.MakeInterface:
		return isRaw(f, x.X, x, depth+1, own)
	case *ssa.Slice:
		return isRaw(f, x.X, x, depth+1, own)
	case *ssa.Extract:
		if x.Index != 0 {
			return nil, false
		}
		return isRaw(f, x.Tuple, x, depth+1, own)
	case *ssa.Phi:
		for _, e := range x.Edges {
			if ir.IsNil(e) {
				continue
			}
			p, ok := isRaw(f, e, x, depth+4, own)
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
			if rawapi.IsHTTPResponse(addr.X.Type()) {
				return isRaw(f, addr.X, x, depth+1, own)
			}
			return nil, isInside(f, x)
		}
		if ver := f.Memory.Load(x); ver != nil && ver.Kind == program.Stored {
			return isRaw(f, ver.Value, x, depth+1, own)
		}
	case *ssa.Parameter:
		// Its callers may have looked, but a stream is read only once.
		if !ir.IsBytes(x.Type()) && !ir.IsString(x.Type()) {
			return nil, f.Object != nil
		}
		return x, f.Object != nil
	case *ssa.Call:
		return isRawCall(f, x, depth, own)
	}
	return nil, false
}

// isRawCall is IsRaw for what a call returns.
func isRawCall(f *program.Function, call *ssa.Call, depth int, own func(*ssa.Call, *types.Func) bool) (from *ssa.Parameter, ok bool) {
	if call.Call.IsInvoke() {
		return nil, relevance.SendsHTTP(call.Call.Signature())
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
	if rawapi.IsJSON(object.Pkg().Path()) {
		if name != "NewDecoder" {
			return nil, false
		}
		return isRaw(f, call.Call.Args[0], call, depth+1, own)
	}
	switch object.Pkg().Path() {
	case "io", "io/ioutil", "bytes", "strings", "bufio":
		for _, arg := range call.Call.Args {
			switch arg.Type().Underlying().(type) {
			case *types.Interface, *types.Slice, *types.Pointer:
				return isRaw(f, arg, call, depth+1, own)
			}
			if ir.IsString(arg.Type()) {
				return isRaw(f, arg, call, depth+1, own)
			}
		}
		return nil, false
	case "net/http":
		return nil, relevance.SendsHTTP(object.Signature()) // sent by the standard library
	case "os":
		return nil, name == "ReadFile" || name == "Open"
	}
	if sender := f.Pkg.SenderOf(object); sender != nil {
		return nil, sender.Raw
	}
	return nil, object.Pkg() == f.Pkg.Pass.Pkg && own(call, object)
}

// HandsOn reports whether a function sends a request, and returns first what came, into
// which nothing has looked.
func HandsOn(f *program.Function) bool {
	d := f.Pkg.Declared[f.Object]
	return f.Pkg.Wire != nil && d != nil && d.Posts && handsOn(f, make(map[*program.Function]bool))
}

// handsOn reports whether a function returns first what it receives, itself or by
// functions that it calls, or by a parameter, and nothing has looked into it.
func handsOn(f *program.Function, known map[*program.Function]bool) bool {
	if hands, ok := known[f]; ok {
		return hands // false of functions that call each other
	}
	known[f] = false
	if !relevance.MayHandOn(f.SSA.Signature) || !none(f.Pkg, f.Object, func(d *program.Declared, leaks bool) bool { return d == nil || d.Looks || leaks || d.Parses }) {
		return false
	}
	var own func(*ssa.Call, *types.Func) bool
	own = func(call *ssa.Call, callee *types.Func) bool {
		g := f.Pkg.BySSA[ir.Generic(call.Call.StaticCallee())]
		if g == nil || !handsOn(g, known) {
			return false
		}
		return f.Pkg.Declared[callee.Origin()].Posts || !slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool {
			if !relevance.MayBeReceived(arg.Type()) {
				return false
			}
			from, ok := isRaw(f, arg, call, 4, own)
			return !ok || from != nil
		})
	}
	hands := false
	for _, block := range f.SSA.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok || block == f.SSA.Recover {
			continue
		}
		for _, v := range returned(f, ret.Results[0]) {
			if v == nil {
				return false
			}
			if ir.IsNil(v) || ir.IsConst(v, "") {
				continue
			}
			if from, ok := isRaw(f, v, ret, 0, own); !ok || from != nil {
				return false
			}
			hands = true
		}
	}
	known[f] = hands
	return hands
}

// returned returns the values that a function can return where it returns v, which may
// be read from the cell of a result; one is nil if it is not known.
func returned(f *program.Function, v ssa.Value) []ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return []ssa.Value{v}
	}
	cell, ok := load.X.(*ssa.Alloc)
	ver := f.Memory.Load(load)
	if !ok || ver == nil {
		return []ssa.Value{v}
	}
	var values []ssa.Value
	seen := make(map[*program.Version]bool)
	var add func(*program.Version)
	add = func(ver *program.Version) {
		if seen[ver] {
			return
		}
		seen[ver] = true
		switch {
		case ver.Kind == program.Stored:
			values = append(values, ver.Value)
		case ver.Kind == program.Merged:
			for _, op := range ver.Ops {
				add(op)
			}
		case ver.Kind == program.Initial && f.Memory.IsLocalCell(cell): // zero
		default:
			values = append(values, nil)
		}
	}
	add(ver)
	return values
}

// isInside reports whether v is the Response of an answer whose outside was just
// decoded, and nothing but the decoder gets to see it.
func isInside(f *program.Function, v ssa.Value) bool {
	p, ok := PartOf(f, v)
	if !ok || p.Level != jsonshape.Response || !jsonshape.IsRaw(v.Type()) {
		return false
	}
	outside := WireSubject(f, p)
	if outside.Memory == nil {
		return false
	}
	call, ok := outside.Memory.Call.(ssa.CallInstruction)
	if !ok {
		return false
	}
	if root, _ := DecodedRoot(f, call); root != outside.Memory.Cell {
		return false
	}
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			switch instr.(type) {
			case ssa.CallInstruction, *ssa.Store, *ssa.Return, *ssa.Send, *ssa.MapUpdate:
			default:
				continue
			}
			for _, op := range instr.Operands(nil) {
				if q, ok := PartOf(f, *op); ok && unconverted(*op) != v && q.Level == jsonshape.Response && WireSubject(f, q) == outside {
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
func onlyDecoded(f *program.Function, v ssa.Value, decoder ssa.Instruction, depth int) bool {
	if depth > 16 {
		return false
	}
	for _, ref := range *v.Referrers() {
		if ref == decoder {
			continue
		}
		switch ref := ref.(type) {
		case *ssa.Convert:
			if !onlyDecoded(f, ref, decoder, depth+1) {
				return false
			}
		case *ssa.MakeInterface:
			if !onlyDecoded(f, ref, decoder, depth+1) {
				return false
			}
		case *ssa.Store:
			if !ir.IsVararg(ref.Addr) {
				if _, local := ref.Addr.(*ssa.Alloc); !local {
					return false
				}
			}
		case ssa.CallInstruction:
			if !looksAway(ref.Common(), v) && (decoder != nil || !rawapi.IsGjsonCall(ref.Common())) {
				return false
			}
		case *ssa.Return:
			if _, hands := decoder.(*ssa.Return); !hands {
				return false // whoever gets it looks too
			}
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
		return common.Method.Name() == "Close" || ir.PrintsForHumans(common)
	}
	if b, ok := common.Value.(*ssa.Builtin); ok {
		return b.Name() == "len" || b.Name() == "print" || b.Name() == "println"
	}
	callee := common.StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	switch path := callee.Object().Pkg().Path(); path {
	case "io", "io/ioutil", "bytes", "strings", "bufio":
		return callee.Name() != "Contains" && callee.Name() != "Index"
	default:
		if model.Formats(path) || model.IsLogger(path) {
			return true
		}
	}
	return callee.Name() == "UseNumber" || callee.Name() == "DisallowUnknownFields"
}

// LooksIntoBytes reports whether a function of the package other than f is
// given JSON, or gives it, and looks at the Error in it.
func LooksIntoBytes(p *program.Package, f *types.Func) bool {
	for _, d := range p.Order {
		sig := d.Object.Signature()
		if d.Object != f && (hasText(sig.Params()) || hasText(sig.Results())) && !none(p, d.Object, func(d *program.Declared, _ bool) bool { return d != nil && d.Looks }) {
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

// Blind reports whether neither a function nor any that it calls, all in
// sight, looks at the Error of an answer.
func Blind(p *program.Package, f *types.Func) bool {
	return none(p, f, func(d *program.Declared, leaks bool) bool { return d == nil || d.Looks || leaks })
}

// none reports whether neither a function nor any that it calls in this package
// is one of those. leaks tells of each whether it leaks what the function received.
func none(p *program.Package, f *types.Func, those func(d *program.Declared, leaks bool) bool) bool {
	type state struct {
		f        *types.Func
		received bool // it may be given what was received
	}
	seen := make(map[state]bool)
	var visit func(s state) bool
	visit = func(s state) bool {
		if seen[s] {
			return true
		}
		seen[s] = true
		if recv := s.f.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
			return true // what it is given counts where it is called
		}
		d := p.Declared[s.f.Origin()]
		if those(d, d != nil && d.LeaksWith(s.received)) {
			return false
		}
		if d == nil {
			return true
		}
		for _, callee := range d.Local {
			if !visit(state{callee, s.received || d.Posts && !slices.Contains(d.Early, callee)}) {
				return false
			}
		}
		return true
	}
	d := p.Declared[f.Origin()]
	return visit(state{f, d == nil || !d.Posts})
}
