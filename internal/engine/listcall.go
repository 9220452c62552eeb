package engine

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
)

// setMembership returns the set and the string of a call that looks for it.
func (f *Function) setMembership(call *ssa.Call, callee *ssa.Function) (set, elem ssa.Value) {
	if recv := callee.Signature.Recv(); recv != nil && callee.Name() == "Has" && len(call.Call.Args) == 2 && ir.IsDeclaredIn(recv.Type(), "k8s.io/apimachinery/pkg/util/sets") {
		return call.Call.Args[0], call.Call.Args[1]
	}
	return nil, nil
}

// call reads what a call returns.
func (r *reader) call(call *ssa.Call, path []step) {
	common := &call.Call
	if b, ok := common.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" {
			for _, arg := range common.Args {
				r.value(arg, path)
			}
			return
		}
		r.unknown()
		return
	}
	callee := common.StaticCallee()
	switch {
	case callee == nil || len(path) == 0:
		r.results(call, 0, path)
	case ir.IsFunc(callee, "Concat", "slices"):
		r.value(common.Args[0], prepend(step{kind: stepElem}, path))
	case ir.IsFunc(callee, "Split", "strings") || ir.IsFunc(callee, "Fields", "strings"):
		r.split(common.Args)
	case ir.IsFunc(callee, "Keys", "maps", "golang.org/x/exp/maps", "github.com/samber/lo"):
		r.value(common.Args[0], prepend(step{kind: stepKey}, path[1:]))
	default:
		switch effects := effectsOf(callee); {
		case effects&model.SameElements != 0:
			r.value(common.Args[0], path)
			return
		case effects&model.Gathers != 0:
			r.value(common.Args[len(common.Args)-1], []step{{kind: stepElem}})
			return
		}
		r.results(call, 0, path)
	}
}

// split reads the parts of a constant that the program takes apart.
func (r *reader) split(args []ssa.Value) {
	whole, ok := ir.ConstString(args[0])
	var parts []string
	switch {
	case !ok:
		r.unknown()
		return
	case len(args) == 1:
		parts = strings.Fields(whole)
	default:
		sep, ok := ir.ConstString(args[1])
		if !ok {
			r.unknown()
			return
		}
		parts = strings.Split(whole, sep)
	}
	for _, part := range parts {
		r.list.values = append(r.list.values, listed{value: part})
	}
}

// results reads what a function of this package returns.
func (r *reader) results(call *ssa.Call, index int, path []step) {
	callee := ir.Generic(call.Call.StaticCallee())
	fn := r.fn.pkg.bySSA[callee]
	if fn == nil || callee == r.home.ssa {
		r.listed(call, index, path)
		return
	}
	r.in(fn, func() {
		for _, block := range callee.Blocks {
			if ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok && index < len(ret.Results) {
				r.value(ret.Results[index], path)
			}
		}
	})
}

// listed reads what a function of another package returns, as its fact says.
func (r *reader) listed(call *ssa.Call, index int, path []step) {
	u := r.fn.pkg.helperOf(call.Call.StaticCallee()).useAt(Lists, index, 0)
	if u == nil || len(path) != 1 || path[0].kind == stepField || path[0].answer != "" {
		r.unknown()
		return
	}
	for _, a := range u.Pattern.Atoms {
		r.list.values = append(r.list.values, listed{value: a.Value})
	}
	for _, p := range u.Pattern.Params {
		if p.Index >= len(call.Call.Args) {
			r.unknown()
			continue
		}
		arg := call.Call.Args[p.Index]
		if value, ok := ir.ConstString(arg); ok && !p.Elem {
			r.list.values = append(r.list.values, listed{value: value, expr: r.fn.syntax().argument(call, p.Index)})
		} else if p.Elem {
			r.value(arg, membersOf(ir.ContainerOf(arg)))
		} else {
			r.value(arg, nil)
		}
	}
}

// noteLists notes the lists that a function returns.
func (f *Function) noteLists(h *Helper) {
	if f.object == nil || !visible(f.object) || !makesLists(f.object.Signature()) {
		return
	}
	for i := range f.results().Len() {
		t := f.results().At(i).Type()
		if _, ok := t.Underlying().(*types.Signature); ok || ir.IsString(t) {
			continue
		}
		var all list
		for _, block := range f.ssa.Blocks {
			if ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok && i < len(ret.Results) {
				l := f.listOf(ret.Results[i], membersOf(t))
				all.values, all.params = append(all.values, l.values...), append(all.params, l.params...)
				all.open = all.open || l.open || len(l.outer) > 0
			}
		}
		if all.open || len(all.values)+len(all.params) == 0 || len(all.values) > maxAtoms {
			continue
		}
		u := Use{Role: Lists, Subject: -1, Result: i}
		for _, v := range all.values {
			u.Pattern.merge(Pattern{Atoms: []codes.Atom{{Value: v.value}}})
		}
		for _, g := range all.params {
			u.Pattern.merge(Pattern{Params: []Param{{Index: g.index, Elem: g.elem}}})
		}
		if len(u.Pattern.Params) > 0 || f.hasCodes(all.values) {
			h.Uses = append(h.Uses, u)
		}
	}
}

// hasCodes reports whether one of the strings is a code.
func (f *Function) hasCodes(values []listed) bool {
	return slices.ContainsFunc(values, func(v listed) bool {
		_, known := f.pkg.Universe.Lookup(v.value)
		return known
	})
}

// vararg returns the expression of an argument that a variadic parameter
// gathers.
func (f *Function) vararg(array *ssa.Alloc, addr *ssa.IndexAddr) ast.Expr {
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
			e := f.syntax().call(call)
			at := int(index.Int64()) + call.Common().Signature().Params().Len() - 1
			if e != nil && at < len(e.Args) {
				return e.Args[at]
			}
		}
	}
	return nil
}
