package value

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
)

// SetMembership returns the set and the string of a call that looks for it, in a
// set of a known library.
func SetMembership(call *ssa.CallCommon) (set, elem ssa.Value) {
	if call.IsInvoke() {
		if !ir.IsDeclaredIn(call.Value.Type(), "github.com/deckarep/golang-set/v2") || len(call.Args) != 1 {
			return nil, nil
		}
		switch call.Method.Name() {
		case "Contains":
			return call.Value, soleArgument(call.Args[0])
		case "ContainsOne":
			return call.Value, call.Args[0]
		}
		return nil, nil
	}
	callee := call.StaticCallee()
	if callee != nil && callee.Name() == "Has" && len(call.Args) == 2 && ir.IsDeclaredIn(call.Args[0].Type(), "k8s.io/apimachinery/pkg/util/sets") {
		return call.Args[0], call.Args[1]
	}
	return nil, nil
}

// soleArgument returns the one value that a list of variadic arguments holds; nil
// if there are more.
func soleArgument(list ssa.Value) (sole ssa.Value) {
	slice, ok := list.(*ssa.Slice)
	if !ok {
		return nil
	}
	array, ok := slice.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	for _, store := range ir.Elements(array) {
		if sole != nil {
			return nil
		}
		sole = store.Val
	}
	return sole
}

// call reads what a call returns.
func (r *Reader) call(call *ssa.Call, path []Step) {
	common := &call.Call
	if b, ok := common.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" {
			for _, arg := range common.Args {
				r.Value(arg, path)
			}
			return
		}
		r.Unknown()
		return
	}
	callee := common.StaticCallee()
	switch {
	case compiles(call):
		r.compiled(call, path)
	case len(path) == 0 && isReflectMethod(call, "String"):
		if of := Reflected(common.Args[0]); of != nil {
			r.Value(of, path)
		} else {
			r.Unknown()
		}
	case callee == nil || len(path) == 0:
		r.results(call, 0, path)
	case ir.IsFunc(callee, "Concat", "slices"):
		r.Value(common.Args[0], prepend(Step{Kind: StepElem}, path))
	case ir.IsFunc(callee, "Split", "strings") || ir.IsFunc(callee, "Fields", "strings"):
		r.split(common.Args)
	case ir.IsFunc(callee, "Keys", "maps", "golang.org/x/exp/maps", "github.com/samber/lo"):
		r.Value(common.Args[0], prepend(Step{Kind: StepKey}, path[1:]))
	default:
		switch effects := program.EffectsOf(callee); {
		case effects&model.SameElements != 0:
			r.Value(common.Args[0], path)
			return
		case effects&model.Gathers != 0:
			r.Value(common.Args[len(common.Args)-1], []Step{{Kind: StepElem}})
			return
		}
		r.results(call, 0, path)
	}
}

// compiles reports whether a call makes a regular expression of a text.
func compiles(call *ssa.Call) bool {
	callee := call.Call.StaticCallee()
	return ir.IsFunc(callee, "MustCompile", "regexp") || ir.IsFunc(callee, "Compile", "regexp")
}

// compiled reads the text that a regular expression is made of.
func (r *Reader) compiled(call *ssa.Call, path []Step) {
	if text, ok := ir.ConstString(call.Call.Args[0]); ok && len(path) == 0 {
		r.List.Values = append(r.List.Values, Listed{Value: text, Expr: r.Fn.Syntax().Argument(call, 0)})
		return
	}
	r.Unknown()
}

// split reads the parts of a constant that the program takes apart.
func (r *Reader) split(args []ssa.Value) {
	whole, ok := ir.ConstString(args[0])
	var parts []string
	switch {
	case !ok:
		r.Unknown()
		return
	case len(args) == 1:
		parts = strings.Fields(whole)
	default:
		sep, ok := ir.ConstString(args[1])
		if !ok {
			r.Unknown()
			return
		}
		parts = strings.Split(whole, sep)
	}
	for _, part := range parts {
		r.List.Values = append(r.List.Values, Listed{Value: part})
	}
}

// results reads what a function of this package returns.
func (r *Reader) results(call *ssa.Call, index int, path []Step) {
	callee := ir.Generic(call.Call.StaticCallee())
	fn := r.Fn.Pkg.BySSA[callee]
	if fn == nil || callee == r.Home.SSA {
		r.listed(call, index, path)
		return
	}
	r.by(r.via.then(r, call), fn, func() {
		values := returned(callee, index)
		r.oneOf(len(values))
		for _, v := range values {
			r.Value(v, path)
		}
	})
}

// returned returns the values that a result of a function can be.
func returned(f *ssa.Function, index int) (values []ssa.Value) {
	for _, block := range f.Blocks {
		if ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok && index < len(ret.Results) && !slices.Contains(values, ret.Results[index]) {
			values = append(values, ret.Results[index])
		}
	}
	return values
}

// A callString is the calls by which a reader came from the value that it was asked
// for into a function: there, parameters are the arguments of the last of them, and
// not those of every call. Equal strings of one reader are the same pointer.
type callString struct {
	call   *ssa.Call
	caller *program.Function
	outer  *callString
}

// then returns the string with one more call, or none where that is recursive.
func (via *callString) then(r *Reader, call *ssa.Call) *callString {
	for s := via; s != nil; s = s.outer {
		if s.callee() == ir.Generic(call.Call.StaticCallee()) {
			return nil
		}
	}
	key := callString{call, r.Fn, via}
	if r.strings[key] == nil {
		if r.strings == nil {
			r.strings = make(map[callString]*callString)
		}
		r.strings[key] = &key
	}
	return r.strings[key]
}

func (via *callString) callee() *ssa.Function {
	if via == nil {
		return nil
	}
	return ir.Generic(via.call.Call.StaticCallee())
}

// listed reads what a function of another package returns, as its fact says.
func (r *Reader) listed(call *ssa.Call, index int, path []Step) {
	u := r.Fn.Pkg.SummaryOf(call.Call.StaticCallee()).UseAt(facts.Lists, index, 0)
	if u == nil || len(path) != 1 || path[0].Kind == stepField || path[0].Answer != "" {
		r.Unknown()
		return
	}
	r.List.May = r.List.May || u.Pattern.May
	r.stringsOf(call, u)
}

// stringsOf reads the strings of what the fact of a function says of a call.
func (r *Reader) stringsOf(call *ssa.Call, u *facts.ParamUse) {
	for _, a := range u.Pattern.Atoms {
		r.List.Values = append(r.List.Values, Listed{Value: a.Value, Elsewhere: !u.Known && !r.Fn.Pkg.Declares(call.Call.StaticCallee())})
	}
	for _, p := range u.Pattern.Params {
		if p.Index >= len(call.Call.Args) {
			r.Unknown()
			continue
		}
		arg := call.Call.Args[p.Index]
		if value, ok := ir.ConstString(arg); ok && !p.Elem {
			r.List.Values = append(r.List.Values, Listed{Value: value, Expr: r.Fn.Syntax().Argument(call, p.Index)})
		} else if p.Elem {
			r.Value(arg, MembersOf(ir.ContainerOf(arg)))
		} else {
			r.Value(arg, nil)
		}
	}
}

// NoteLists notes the lists that a function returns.
func NoteLists(f *program.Function, h *facts.Summary) {
	if f.Object == nil || !f.Exported || !relevance.MakesLists(f.Object.Signature()) {
		return
	}
	for i := range f.Results().Len() {
		t := f.Results().At(i).Type()
		if _, ok := t.Underlying().(*types.Signature); ok || ir.IsString(t) {
			continue
		}
		values := returned(f.SSA, i)
		all := List{May: len(values) > 1}
		for _, v := range values {
			l := ListOf(f, v, MembersOf(t))
			all.Values, all.Params = append(all.Values, l.Values...), append(all.Params, l.Params...)
			all.Open, all.May = all.Open || l.Open || len(l.Outer) > 0, all.May || l.May
		}
		if all.Open || len(all.Values)+len(all.Params) == 0 || len(all.Values) > facts.MaxAtoms {
			continue
		}
		u := facts.ParamUse{Role: facts.Lists, Subject: -1, Result: i, Pattern: facts.Pattern{May: all.May}}
		for _, v := range all.Values {
			u.Pattern.Merge(facts.Pattern{Atoms: []codes.Atom{{Value: v.Value}}})
		}
		for _, g := range all.Params {
			u.Pattern.Merge(facts.Pattern{Params: []facts.Param{{Index: g.Index, Elem: g.Elem}}})
		}
		if len(u.Pattern.Params) > 0 || hasCodes(f, all.Values) {
			h.Uses = append(h.Uses, u)
		}
	}
}

// NoteFills notes what a function puts into maps that it is given.
func NoteFills(f *program.Function, h *facts.Summary) {
	if f.Object == nil || !f.Exported || !relevance.FillsMaps(f.Object.Signature()) {
		return
	}
	for i, param := range f.SSA.Params {
		if m, ok := param.Type().Underlying().(*types.Map); !ok || !ir.IsString(m.Key()) {
			continue
		}
		r := &Reader{Home: f, Fn: f, Seen: make(map[ReadKey]bool)}
		r.updates(param, []Step{{Kind: StepKey}})
		l := r.List
		if len(l.Values)+len(l.Params) == 0 || len(l.Values) > facts.MaxAtoms {
			continue
		}
		u := facts.ParamUse{Role: facts.Fills, Subject: i, Pattern: facts.Pattern{Open: l.Open || len(l.Outer)+len(l.Others) > 0, May: l.May}}
		for _, v := range l.Values {
			u.Pattern.Merge(facts.Pattern{Atoms: []codes.Atom{{Value: v.Value}}})
		}
		for _, g := range l.Params {
			u.Pattern.Merge(facts.Pattern{Params: []facts.Param{{Index: g.Index, Elem: g.Elem}}})
		}
		h.Uses = append(h.Uses, u)
	}
}

// hasCodes reports whether one of the strings is a code.
func hasCodes(f *program.Function, values []Listed) bool {
	return slices.ContainsFunc(values, func(v Listed) bool {
		_, known := f.Pkg.Universe.Lookup(v.Value)
		return known
	})
}

// vararg returns the expression of an argument that a variadic parameter
// gathers.
func vararg(f *program.Function, array *ssa.Alloc, addr *ssa.IndexAddr) ast.Expr {
	index, ok := addr.Index.(*ssa.Const)
	if !ok {
		return nil
	}
	for _, ref := range *array.Referrers() {
		slice, ok := ref.(*ssa.Slice)
		if !ok {
			continue
		}
		for _, ref := range *slice.Referrers() {
			call, ok := ref.(ssa.CallInstruction)
			if !ok {
				continue
			}
			e := f.Syntax().Call(call)
			at := int(index.Int64()) + f.Pkg.Written(call).Signature().Params().Len() - 1
			if e != nil && at < len(e.Args) {
				return e.Args[at]
			}
		}
	}
	return nil
}
