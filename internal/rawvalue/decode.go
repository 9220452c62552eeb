package rawvalue

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
)

// DecodesForOthers reports whether a package has a function that hands what it
// is given to a JSON decoder, or to a function of another package that does.
// A driver that wants to know which packages cannot have one may look at their
// text: the parameter's type is spelled any or interface{}, or the function is
// generic.
func DecodesForOthers(p *program.Package) bool {
	pass, mark := p.Pass, new(facts.Decoders)
	var decoders []*types.Package
	for _, pkg := range pass.Pkg.Imports() {
		if rawapi.IsJSON(pkg.Path()) || p.SummaryOfPackage(pkg) != nil || pass.ImportPackageFact(pkg, mark) && mark.Decode {
			decoders = append(decoders, pkg)
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
					found = ok && slices.Contains(decoders, callee.Pkg()) && program.MayDecode(callee)
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

// DecodesInto reports whether the function does nothing with a parameter but
// decode JSON into it that nothing looked at before, and the parameter that
// holds the JSON, if one does.
func DecodesInto(f *program.Function, param *ssa.Parameter) (from *ssa.Parameter, ok bool) {
	t := param.Type()
	_, pointer := types.Unalias(t).(*types.Pointer)
	if !ir.IsAny(t) && !f.Pkg.Wire.IsAnswer(t) && !(pointer && ir.IsTypeParam(t)) || ir.IsTypeParam(t) && !pointer || param.Referrers() == nil {
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
	f        *program.Function
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
	if data, into := Decodes(call); into != nil {
		if into == v {
			from, ok = IsRaw(u.f, data, call, 0)
		}
	} else if a := u.f.AnswerUseOf(call.Common().StaticCallee()); a != nil {
		at := slices.Index(call.Common().Args, v)
		for _, d := range a.Decodes {
			if d.Into == at && at >= 0 {
				from, ok = IsRawFor(u.f, d, call)
			}
		}
	}
	if !ok || u.decoded && u.from != from {
		return false
	}
	u.from, u.decoded = from, true
	return true
}

// ReturnsDecoded reports whether a generic function returns, first, a variable
// of a type parameter that it decoded JSON into and did nothing else with.
func ReturnsDecoded(f *program.Function) (from *ssa.Parameter, ok bool) {
	for _, block := range f.SSA.Blocks {
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

// DecodedRoot returns the variable that a call decodes JSON into, if nothing
// looked at the JSON before, and the parameter that holds the JSON, if one does.
func DecodedRoot(f *program.Function, call ssa.CallInstruction) (root ssa.Value, from *ssa.Parameter) {
	if data, into := Decodes(call); into != nil {
		if root = ir.Pointee(into); root == nil {
			return nil, nil
		}
		from, ok := IsRaw(f, data, call, 0)
		if !ok {
			return nil, nil
		}
		return root, from
	}
	u := f.AnswerUseOf(call.Common().StaticCallee())
	if u == nil {
		return nil, nil
	}
	args := call.Common().Args
	for _, d := range u.Decodes {
		if d.Into < 0 || d.Into >= len(args) {
			continue
		}
		if root = ir.Pointee(args[d.Into]); root == nil {
			root = args[d.Into]
		}
		if _, ok := root.Type().Underlying().(*types.Pointer); !ok {
			continue
		}
		if from, ok := IsRawFor(f, d, call); ok {
			return root, from
		}
	}
	return nil, nil
}

// IsRawFor is IsRaw for the JSON that a call of a helper decodes.
func IsRawFor(f *program.Function, d facts.Decode, call ssa.CallInstruction) (from *ssa.Parameter, ok bool) {
	args := call.Common().Args
	if d.From < 0 {
		return nil, true
	}
	if d.From >= len(args) {
		return nil, false
	}
	return IsRaw(f, args[d.From], call, 0)
}

// isJSONFunc reports whether callee is a function, or a method, of that name in
// a package that decodes JSON.
func isJSONFunc(callee *ssa.Function, name string) bool {
	if callee == nil || callee.Name() != name || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	return rawapi.IsJSON(callee.Object().Pkg().Path())
}

// Decodes returns what a call decodes JSON from, and what it decodes it into;
// nil if it is no such call.
func Decodes(call ssa.CallInstruction) (data, into ssa.Value) {
	common := call.Common()
	if common.IsInvoke() {
		// The API of json-iterator and sonic is an interface.
		if pkg := common.Method.Pkg(); pkg != nil && rawapi.IsJSON(pkg.Path()) && len(common.Args) == 2 &&
			(common.Method.Name() == "Unmarshal" || common.Method.Name() == "UnmarshalFromString") {
			return common.Args[0], common.Args[1]
		}
		return nil, nil
	}
	callee, args := common.StaticCallee(), common.Args
	switch {
	case (isJSONFunc(callee, "Unmarshal") || isJSONFunc(callee, "UnmarshalFromString") || isJSONFunc(callee, "UnmarshalString")) && len(args) == 2 && callee.Signature.Recv() == nil:
		return args[0], args[1]
	case isJSONFunc(callee, "Decode") && len(args) == 2 && callee.Signature.Recv() != nil:
		return args[0], args[1]
	}
	return nil, nil
}
