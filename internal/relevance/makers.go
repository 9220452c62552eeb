package relevance

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// makers are the functions whose error may always be nil or one that the program
// makes, as far as syntax tells, each with the functions of this package whose error
// it returns. A function that returns the error of one that is no maker is none.
type makers map[*types.Func][]*types.Func

func findMakers(p *program.Package, k *keepers) makers {
	found := make(makers)
	var work []*program.Declared
	seen := make(map[*program.Declared]bool)
	look := func(d *program.Declared) {
		if d == nil || seen[d] || d.Object == nil {
			return
		}
		seen[d] = true
		if calls, ok := returnedBy(p, d); ok {
			found[d.Object] = calls
			work = append(work, d)
		}
	}
	for _, d := range p.Order {
		if d.Formats {
			look(d)
		}
	}
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		for _, caller := range k.callers[d.Object] {
			look(caller)
		}
	}
	for changed := true; changed; {
		changed = false
		for f, calls := range found {
			for _, callee := range calls {
				if !found.has(callee) {
					delete(found, f)
					changed = true
					break
				}
			}
		}
	}
	return found
}

// has reports whether a function of this package is a maker.
func (m makers) has(f *types.Func) bool {
	_, ok := m[f]
	return ok
}

// tells reports whether other packages may want to know that a function is a maker:
// the errors that it makes may have to do with those of an API.
func (m makers) tells(d *program.Declared) bool {
	return m.has(d.Object) && program.Visible(d.Object) && !d.Origin.None()
}

// A returned is what a function returns as its error.
type returned struct {
	p      *program.Package
	values map[*types.Var][]ast.Expr // that variables are assigned
	seen   map[*types.Var]bool
	calls  []*types.Func
	makes  bool
}

// returnedBy returns the functions of this package whose error a function returns. It
// reports whether all that it returns may be made by them, by itself, or elsewhere.
func returnedBy(p *program.Package, d *program.Declared) (calls []*types.Func, ok bool) {
	sig := d.Object.Signature()
	index := ir.ErrorResult(sig)
	if index < 0 || !types.IsInterface(sig.Results().At(index).Type()) {
		return nil, false
	}
	r := &returned{p: p, values: assigned(p, d.Decl.Body), seen: make(map[*types.Var]bool)}
	ok = true
	ast.Inspect(d.Decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			switch {
			case len(n.Results) == 0:
				ok = ok && r.variable(sig.Results().At(index))
			case len(n.Results) <= index:
				ok = ok && r.made(n.Results[0])
			default:
				ok = ok && r.made(n.Results[index])
			}
		}
		return ok
	})
	return r.calls, ok && (r.makes || len(r.calls) > 0)
}

// assigned returns what the variables of a function that hold errors are assigned.
func assigned(p *program.Package, body ast.Node) map[*types.Var][]ast.Expr {
	values := make(map[*types.Var][]ast.Expr)
	note := func(left ast.Expr, right []ast.Expr, i int) {
		id, ok := ast.Unparen(left).(*ast.Ident)
		if !ok || len(right) == 0 {
			return
		}
		if v, ok := p.Pass.TypesInfo.ObjectOf(id).(*types.Var); ok && types.IsInterface(v.Type()) {
			values[v] = append(values[v], right[min(i, len(right)-1)])
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				note(left, n.Rhs, i)
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				note(name, n.Values, i)
			}
		}
		return true
	})
	return values
}

// variable reports whether one of the values of a variable may be made, and none is a
// variable that cannot: an error may be replaced before it is returned.
func (r *returned) variable(v *types.Var) bool {
	if r.seen[v] {
		return true
	}
	r.seen[v] = true
	any := false
	for _, value := range r.values[v] {
		made := r.made(value)
		if _, ok := ast.Unparen(value).(*ast.Ident); ok && !made {
			return false
		}
		any = any || made
	}
	return any
}

// made reports whether an error may be one that the program makes, or nil.
func (r *returned) made(e ast.Expr) bool {
	info := r.p.Pass.TypesInfo
	e = ast.Unparen(e)
	switch x := e.(type) {
	case *ast.Ident:
		if v, ok := info.ObjectOf(x).(*types.Var); ok {
			return r.variable(v)
		}
		return info.Types[x].IsNil()
	case *ast.CallExpr:
		if info.Types[x.Fun].IsType() {
			return r.own(info.TypeOf(x))
		}
		callee, ok := typeutil.Callee(info, x).(*types.Func)
		return ok && callee.Pkg() != nil && r.call(callee.Origin())
	case *ast.CompositeLit:
		return r.own(info.TypeOf(x))
	case *ast.UnaryExpr:
		if lit, ok := ast.Unparen(x.X).(*ast.CompositeLit); ok && x.Op == token.AND {
			return r.own(info.TypeOf(lit))
		}
	}
	return false
}

// own reports whether an error of this type is one of the program.
func (r *returned) own(t types.Type) bool {
	r.makes = r.makes || ir.HasErrorMethod(t)
	return ir.HasErrorMethod(t) && !r.p.Errors.IsOfSDK(t)
}

// call reports whether the error of a function may be one that the program makes.
func (r *returned) call(callee *types.Func) bool {
	if r.p.Declared[callee] != nil {
		r.calls = append(r.calls, callee)
		return true
	}
	if makesErrors(r.p, callee) {
		r.makes = true
		return true
	}
	return false
}

// makesErrors reports whether the error of a function of another package is always one
// that was made, or nil.
func makesErrors(p *program.Package, f *types.Func) bool {
	if f.Signature().Recv() == nil && model.Of(f.Pkg().Path(), f.Name())&(model.FormatsError|model.Wraps|model.MakesError) != 0 {
		return true
	}
	e := p.SummaryOfPackage(f.Pkg())
	return e != nil && (e.AlwaysWraps(f) || e.AlwaysMakes(f))
}
