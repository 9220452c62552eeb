package engine

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// Decoders is the fact of a package that has no shape of an answer, but
// functions that decode JSON into what they are given, perhaps an answer of
// another package. It is all that importers without such a shape look at.
type Decoders struct{}

// AFact marks a fact.
func (*Decoders) AFact() {}

func (*Decoders) String() string { return "decoders" }

// DecodersMark is found in the encoded facts of a package that has a Decoders
// fact, and in no other's.
const DecodersMark = "engine.Decoders"

// decodesForOthers reports whether a package has a function that hands what it
// is given to a JSON decoder, or to a function of another package that does.
// A driver that wants to know which packages cannot have one may look at their
// text: the parameter's type is spelled any or interface{}, or the function is
// generic.
func decodesForOthers(pass *analysis.Pass) bool {
	decoders := make(map[*types.Package]bool)
	for _, pkg := range pass.Pkg.Imports() {
		if isJSON(pkg.Path()) || pass.ImportPackageFact(pkg, new(Decoders)) {
			decoders[pkg] = true
		}
	}
	if len(decoders) == 0 {
		return false
	}
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil || !ir.TakesAny(f) {
				continue
			}
			found := false
			ast.Inspect(f.Body, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && !found {
					callee, ok := typeutil.Callee(pass.TypesInfo, call).(*types.Func)
					found = ok && decoders[callee.Pkg()] && mayDecode(callee)
				}
				return !found
			})
			if found {
				return true
			}
		}
	}
	return false
}

// mayDecode reports whether a function of this signature may decode JSON into
// what it is given, or into what it returns.
func mayDecode(f *types.Func) bool {
	if isJSON(f.Pkg().Path()) {
		switch f.Name() {
		case "Unmarshal", "UnmarshalFromString", "UnmarshalString", "Decode":
			return true
		}
		return false
	}
	sig := f.Signature()
	for v := range sig.Params().Variables() {
		if ir.IsAny(v.Type()) || ir.IsTypeParam(v.Type()) {
			return true
		}
	}
	return sig.Results().Len() > 0 && ir.IsTypeParam(sig.Results().At(0).Type())
}

// scanDecode notes a call by which a function may decode JSON for others.
func (p *Package) scanDecode(d *declared, call *ast.CallExpr) {
	if d.object == nil || !mayDecode(d.object) {
		return
	}
	callee, ok := typeutil.Callee(p.pass.TypesInfo, call).(*types.Func)
	if !ok || callee.Pkg() == nil || !mayDecode(callee) {
		return
	}
	callee = callee.Origin()
	if callee.Pkg() == p.pass.Pkg || isJSON(callee.Pkg().Path()) || p.answersOf(callee) != nil {
		d.wire, d.tests = true, true
	}
}

// answersOf returns what a function of another package does with answers, nil
// if nothing is known.
func (p *Package) answersOf(f *types.Func) *AnswerUse {
	if h := p.factOf(f); h != nil {
		return h.Answer
	}
	return nil
}

// decodesInto reports whether the function does nothing with a parameter but
// decode JSON into it that nothing looked at before, and the parameter that
// holds the JSON, if one does.
func (f *Function) decodesInto(param *ssa.Parameter) (from *ssa.Parameter, ok bool) {
	t := param.Type()
	_, pointer := types.Unalias(t).(*types.Pointer)
	if !ir.IsAny(t) && !f.pkg.wire.isAnswer(t) && !(pointer && ir.IsTypeParam(t)) || ir.IsTypeParam(t) && !pointer || param.Referrers() == nil {
		return nil, false
	}
	u := decodeUses{f: f, seen: make(map[ssa.Value]bool)}
	if !u.only(param) || !u.decoded {
		return nil, false
	}
	return u.from, true
}

// decodeUses follows what a function does with a value that JSON is decoded
// into.
type decodeUses struct {
	f        *Function
	seen     map[ssa.Value]bool
	from     *ssa.Parameter
	decoded  bool
	returned bool // it may be the first result
}

// only reports whether the value, and those that hold its address or copy it,
// are used for nothing but decoding, and for returning if that is allowed.
func (u *decodeUses) only(v ssa.Value) bool {
	if u.seen[v] {
		return true
	}
	u.seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.UnOp:
			if !u.only(ref.(ssa.Value)) {
				return false
			}
		case *ssa.Store: // json.Unmarshal(data, &out)
			cell, ok := ref.Addr.(*ssa.Alloc)
			if !ok || !u.only(cell) {
				return false
			}
		case ssa.CallInstruction:
			if !u.decodes(ref, v) {
				return false
			}
		case *ssa.Return:
			if !u.returned || ref.Results[0] != v {
				return false
			}
		case *ssa.BinOp, *ssa.DebugRef, *ssa.If:
		default:
			return false
		}
	}
	return true
}

// decodes reports whether a call does nothing with a value but decode into it.
func (u *decodeUses) decodes(call ssa.CallInstruction, v ssa.Value) bool {
	var from *ssa.Parameter
	ok := false
	if data, into := decodes(call); into != nil {
		if into == v {
			from, ok = u.f.isRaw(data, call, 0)
		}
	} else if a := u.f.answerUseOf(call.Common().StaticCallee()); a != nil {
		at := slices.Index(call.Common().Args, v)
		for _, d := range a.Decodes {
			if d.Into == at && at >= 0 {
				from, ok = u.f.isRawFor(d, call)
			}
		}
	}
	if !ok || u.decoded && u.from != from {
		return false
	}
	u.from, u.decoded = from, true
	return true
}

// returnsDecoded reports whether a generic function returns, first, a variable
// of a type parameter that it decoded JSON into and did nothing else with.
func (f *Function) returnsDecoded() (from *ssa.Parameter, ok bool) {
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			alloc, ok := instr.(*ssa.Alloc)
			if !ok || !ir.IsTypeParam(alloc.Type()) {
				continue
			}
			u := decodeUses{f: f, seen: make(map[ssa.Value]bool), returned: true}
			if u.only(alloc) && u.decoded {
				return u.from, true
			}
		}
	}
	return nil, false
}
