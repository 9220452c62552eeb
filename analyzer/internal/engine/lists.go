package engine

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A listed string is an element of a list or a key of a map.
type listed struct {
	value string
	expr  ast.Expr // nil where it is not written in this package
}

// A rest is what a list has besides constants.
type rest struct {
	params []int // elements of these parameters
	single []int // these parameters themselves
	outer  []int // elements of these parameters of the function around this literal
	open   bool  // elements that are not known
}

// elementOf returns the list that v is any element of, or the map that it is
// any key of; nil if it is neither.
func (f *Function) elementOf(v ssa.Value) ssa.Value {
	switch x := v.(type) {
	case *ssa.UnOp:
		if addr, ok := x.X.(*ssa.IndexAddr); ok && x.Op == token.MUL && !isConstant(addr.Index) {
			return addr.X
		}
		if ver := f.memory.load(x); ver != nil && ver.kind == stored { // for _, v := range, with v captured
			return f.elementOf(ver.value)
		}
	case *ssa.Index:
		if !isConstant(x.Index) {
			return x.X
		}
	case *ssa.Extract:
		if next, ok := x.Tuple.(*ssa.Next); ok && x.Index == 1 && !next.IsString {
			return next.Iter.(*ssa.Range).X
		}
	case *ssa.MakeInterface:
		return f.elementOf(x.X)
	case *ssa.Call:
		// reflect.ValueOf(list).Index(i).Interface(), reflect.ValueOf(m).MapKeys()[i].Interface()
		if !isReflectMethod(x, "Interface") {
			return nil
		}
		switch of := x.Call.Args[0].(type) {
		case *ssa.Call:
			if isReflectMethod(of, "Index") {
				return reflected(of.Call.Args[0])
			}
		case *ssa.UnOp:
			if addr, ok := of.X.(*ssa.IndexAddr); ok {
				if keys, ok := addr.X.(*ssa.Call); ok && isReflectMethod(keys, "MapKeys") {
					return reflected(keys.Call.Args[0])
				}
			}
		}
	}
	return nil
}

func isReflectMethod(call *ssa.Call, name string) bool {
	callee := call.Call.StaticCallee()
	return callee != nil && callee.Name() == name && callee.Signature.Recv() != nil && isReflectValue(callee.Signature.Recv().Type())
}

// listOf returns the constants that a list or a map's keys can be, and what
// else it can have.
func (f *Function) listOf(v ssa.Value, depth int) ([]listed, rest) {
	unknown := rest{open: true}
	if depth > maxDepth {
		return nil, unknown
	}
	switch x := v.(type) {
	case *ssa.Const:
		if x.Value == nil {
			return nil, rest{}
		}
	case *ssa.MakeInterface:
		return f.listOf(x.X, depth+1)
	case *ssa.ChangeType:
		return f.listOf(x.X, depth+1)
	case *ssa.Parameter:
		return nil, rest{params: []int{slices.Index(f.ssa.Params, x)}}
	case *ssa.Slice:
		switch array := x.X.(type) {
		case *ssa.Alloc:
			return f.arrayOf(array)
		case *ssa.Global:
			return f.globalList(array)
		}
	case *ssa.Global:
		return f.globalList(x)
	case *ssa.Alloc:
		return f.arrayOf(x)
	case *ssa.MakeMap:
		return f.literalOf(x.Pos())
	case *ssa.Phi:
		return f.unionOf(x.Edges, depth)
	case *ssa.UnOp:
		return f.loadedList(x, depth)
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "append" {
			return f.unionOf(x.Call.Args, depth)
		}
		if isFunc(x.Call.StaticCallee(), "Concat", "slices") {
			return nil, unknown
		}
	}
	return nil, unknown
}

func (f *Function) unionOf(lists []ssa.Value, depth int) ([]listed, rest) {
	var all []listed
	var others rest
	for _, list := range lists {
		values, r := f.listOf(list, depth+8)
		all = append(all, values...)
		others.params = append(others.params, r.params...)
		others.single = append(others.single, r.single...)
		others.outer = append(others.outer, r.outer...)
		others.open = others.open || r.open
	}
	return all, others
}

// loadedList is the list that a variable holds.
func (f *Function) loadedList(load *ssa.UnOp, depth int) ([]listed, rest) {
	switch addr := load.X.(type) {
	case *ssa.Global:
		return f.globalList(addr)
	case *ssa.FreeVar:
		// A variable of the function around, written once.
		if value, outer := f.captured(addr); value != nil {
			values, r := outer.listOf(value, depth+1)
			// The parameters are another function's.
			return values, rest{outer: r.params, open: r.open || len(r.params) > 0}
		}
	case *ssa.Alloc:
		if ver := f.memory.load(load); ver != nil && ver.kind == stored {
			return f.listOf(ver.value, depth+1)
		}
		return f.arrayOf(addr)
	}
	return nil, rest{open: true}
}

// globalList is the list that a package variable holds.
func (f *Function) globalList(global *ssa.Global) ([]listed, rest) {
	if object, ok := global.Object().(*types.Var); ok {
		if values, ok := f.pkg.listVar(object); ok {
			return values, rest{}
		}
	}
	return nil, rest{open: true}
}

// captured returns the value of a captured variable that is written once, and
// the function around that writes it.
func (f *Function) captured(free *ssa.FreeVar) (ssa.Value, *Function) {
	parent := f.ssa.Parent()
	outer := f.pkg.bySSA[parent]
	if outer == nil {
		return nil, nil
	}
	var cell ssa.Value
	for _, ref := range *f.ssa.Referrers() {
		if closure, ok := ref.(*ssa.MakeClosure); ok {
			cell = closure.Bindings[slices.Index(f.ssa.FreeVars, free)]
		}
	}
	if inner, ok := cell.(*ssa.FreeVar); ok {
		return outer.captured(inner)
	}
	if cell == nil || cell.Referrers() == nil {
		return nil, nil
	}
	var value ssa.Value
	for _, ref := range *cell.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != cell || value != nil {
				return nil, nil
			}
			value = ref.Val
		case *ssa.MakeClosure:
			if closureWrites(ref, cell) {
				return nil, nil
			}
		}
	}
	return value, outer
}

// arrayOf returns the elements of an array: a composite literal, or the
// arguments that a variadic parameter gathers.
func (f *Function) arrayOf(array *ssa.Alloc) ([]listed, rest) {
	if array.Comment != "varargs" {
		if values, r := f.literalOf(array.Pos()); !r.open {
			return values, r
		}
	}
	var values []listed
	var others rest
	for addr, store := range elements(array) {
		if i, ok := f.parameter(store.Val); ok {
			others.single = append(others.single, i)
		} else if value, ok := constString(store.Val); ok {
			expr := f.vararg(array, addr)
			if expr == nil {
				expr = f.syntax().elements[store.Pos()]
			}
			values = append(values, listed{value: value, expr: expr})
		} else {
			others.open = true
		}
	}
	return values, others
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

// literalOf returns the elements of the composite literal whose brace is at
// pos.
func (f *Function) literalOf(pos token.Pos) ([]listed, rest) {
	lit, ok := f.syntax().exprs[pos].(*ast.CompositeLit)
	if !ok {
		return nil, rest{open: true}
	}
	return f.pkg.elements(lit)
}

// elements returns the constant elements of a list literal, or the constant
// keys of a map literal whose value is not false.
func (p *Package) elements(lit *ast.CompositeLit) ([]listed, rest) {
	info := p.pass.TypesInfo
	_, isMap := typeOf(info, lit).(*types.Map)
	var values []listed
	var others rest
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if v := info.Types[kv.Value].Value; isMap && v != nil && v.Kind() == constant.Bool && !constant.BoolVal(v) {
				continue
			}
			if e = kv.Value; isMap {
				e = kv.Key
			}
		}
		if value, ok := constantOf(info, e); ok {
			values = append(values, listed{value, e})
		} else {
			others.open = true
		}
	}
	return values, others
}

// listVar returns the constants of a package variable that is a list, or a map
// by its keys.
func (p *Package) listVar(v *types.Var) ([]listed, bool) {
	if v.Pkg() != p.pass.Pkg {
		fact := new(List)
		if !p.pass.ImportObjectFact(v, fact) {
			return nil, false
		}
		var values []listed
		for _, value := range fact.Values {
			values = append(values, listed{value: value})
		}
		return values, true
	}
	lit, ok := ast.Unparen(p.vars[v]).(*ast.CompositeLit)
	if !ok || p.reassigned(v) {
		return nil, false
	}
	values, others := p.elements(lit)
	return values, !others.open
}

// reassigned reports whether a package variable is changed anywhere in this
// package, or its address taken.
func (p *Package) reassigned(v *types.Var) bool {
	if p.assigned == nil {
		p.assigned = make(map[*types.Var]bool)
		for _, file := range p.pass.Files {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					for _, e := range n.Lhs {
						p.assign(e)
					}
				case *ast.UnaryExpr:
					if n.Op == token.AND {
						p.assign(n.X)
					}
				case *ast.RangeStmt:
					p.assign(n.Key)
					p.assign(n.Value)
				}
				return true
			})
		}
	}
	return p.assigned[v]
}

// assign notes the package variable that an assignment changes.
func (p *Package) assign(e ast.Expr) {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.IndexExpr:
			e = x.X
			continue
		case *ast.Ident:
			if v, ok := p.pass.TypesInfo.Uses[x].(*types.Var); ok {
				p.assigned[v] = true
			}
		}
		return
	}
}

// InExportedVar reports whether an expression stands in the value of a package
// variable that other packages can use.
func (p *Package) InExportedVar(e ast.Expr) bool {
	i, exact := slices.BinarySearchFunc(p.shared, e.Pos(), func(value ast.Expr, pos token.Pos) int { return cmp.Compare(value.Pos(), pos) })
	if !exact {
		i-- // the last that begins before
	}
	return i >= 0 && e.End() <= p.shared[i].End()
}
