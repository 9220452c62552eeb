package site

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
)

// finish judges the statements after the check, and adds the answer.
func (f *answers) finish(p *prog.Program, a *Answer, rest []ast.Stmt) {
	a.Site = &Site{}
	*a.Site = f.site
	a.Lit, a.Form = a.Check.Cond, "=="
	if len(rest) == 0 || f.selectsErrorElsewhere(a) {
		return
	}
	end, ok := rest[len(rest)-1].(*ast.ReturnStmt)
	if !ok || len(end.Results) == 0 || !f.isNil(end.Results[len(end.Results)-1]) || f.dataElsewhere(a) {
		return
	}
	a.End = end
	a.Only = f.onlyResponse(a)
	a.Uses = a.Only && f.plain(rest, a.Var)
	a.Given = len(rest) == 1 && len(end.Results) == 2 && f.isVar(end.Results[0], a.Var) && f.usedByCallers(a)
	for _, stmt := range a.List {
		decl, ok := stmt.(*ast.DeclStmt)
		if !ok {
			continue
		}
		for _, spec := range decl.Decl.(*ast.GenDecl).Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && len(v.Names) == 1 && len(v.Values) == 0 && f.info.Defs[v.Names[0]] == a.Var {
				a.Decl = v
			}
		}
	}
	f.found = append(f.found, a)
}

func (f *answers) isNil(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && f.info.Uses[id] == types.Universe.Lookup("nil") && isErrorInterface(f.resultType())
}

func (f *answers) resultType() types.Type {
	obj, ok := f.info.Defs[f.fn.Name].(*types.Func)
	if !ok || obj.Signature().Results().Len() == 0 {
		return nil
	}
	return obj.Signature().Results().At(obj.Signature().Results().Len() - 1).Type()
}

func (f *answers) isVar(e ast.Expr, v *types.Var) bool {
	e = ast.Unparen(e)
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
		e = u.X
	}
	id, ok := e.(*ast.Ident)
	return ok && f.info.Uses[id] == v
}

// selectsErrorElsewhere reports whether the function looks at the Error outside
// the check.
func (f *answers) selectsErrorElsewhere(a *Answer) bool {
	found := false
	ast.Inspect(f.fn.Body, func(n ast.Node) bool {
		if n == ast.Node(a.Check) {
			return false
		}
		if e, ok := n.(*ast.SelectorExpr); ok && f.selectsError(e, a) {
			found = true
		}
		return !found
	})
	return found
}

// dataElsewhere reports whether the function does something else with the JSON
// than to decode, print or measure it.
func (f *answers) dataElsewhere(a *Answer) bool {
	if a.Data == nil {
		return false
	}
	id, ok := ast.Unparen(a.Data).(*ast.Ident)
	if !ok {
		return false
	}
	data := f.info.ObjectOf(id)
	other := isParam(f.info, f.fn, data) && !a.Stream && f.othersLook()
	ast.Inspect(f.fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || call == a.Decode {
			return !ok
		}
		sc := &scope{info: f.info}
		callee := sc.callee(call)
		prints := callee != nil && callee.Pkg() != nil && (callee.Pkg().Path() == "fmt" || callee.Pkg().Path() == "log")
		for _, arg := range call.Args {
			if !prints && f.mentions(arg, data) && f.info.Types[call.Fun].IsValue() && !f.info.Types[call.Fun].IsBuiltin() {
				other = true
			}
		}
		return true
	})
	return other
}

// othersLook reports whether another function of the package is given JSON, or
// gives it, and reads an Error: then a parameter may have been looked into.
func (f *answers) othersLook() bool {
	for _, file := range f.pkg.Syntax {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn == f.fn || fn.Body == nil || !f.hasText(fn) {
				continue
			}
			reads := false
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Error" && f.info.Selections[sel] != nil {
					reads = true
				}
				return !reads
			})
			if reads {
				return true
			}
		}
	}
	return false
}

func (f *answers) hasText(fn *ast.FuncDecl) bool {
	obj, ok := f.info.Defs[fn.Name].(*types.Func)
	if !ok {
		return false
	}
	for _, tuple := range []*types.Tuple{obj.Signature().Params(), obj.Signature().Results()} {
		for v := range tuple.Variables() {
			switch v.Type().Underlying().String() {
			case "string", "[]byte", "[]uint8":
				return true
			}
		}
	}
	return false
}

// onlyResponse reports whether the variable is used for nothing but its
// Response, after it is decoded.
func (f *answers) onlyResponse(a *Answer) bool {
	only := true
	ast.Inspect(f.fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			return n != a.Decode
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && f.info.Uses[id] == a.Var {
				only = only && n.Sel.Name == a.Shape.Response.Name()
				return false
			}
		case *ast.Ident:
			only = only && f.info.Uses[n] != a.Var
		}
		return true
	})
	return only
}

// plain reports whether statements that end in a return use a variable and ask
// nothing of it on the way.
func (f *answers) plain(rest []ast.Stmt, v *types.Var) bool {
	used := false
	for _, stmt := range rest {
		leaves := false
		ast.Inspect(stmt, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.IfStmt, *ast.SwitchStmt:
				leaves = leaves || f.mentions(n, v)
			case *ast.ReturnStmt:
				leaves = leaves || n != stmt
			case *ast.BranchStmt:
				leaves = true
			}
			return true
		})
		switch stmt.(type) {
		case *ast.AssignStmt, *ast.ExprStmt, *ast.DeclStmt, *ast.RangeStmt, *ast.ReturnStmt, *ast.IncDecStmt:
		default:
			return false
		}
		if leaves {
			return false
		}
		used = used || f.mentions(stmt, v)
	}
	return used
}

// usedByCallers reports whether a function of the package calls this one and
// goes on to success with the data, on plain statements.
func (f *answers) usedByCallers(a *Answer) bool {
	self := f.info.Defs[f.fn.Name]
	for _, file := range f.pkg.Syntax {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil || fn == f.fn {
				continue
			}
			caller := answers{pkg: f.pkg, info: f.info, fn: fn}
			for i, stmt := range fn.Body.List {
				assign, ok := stmt.(*ast.AssignStmt)
				if !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
					continue
				}
				call, ok := assign.Rhs[0].(*ast.CallExpr)
				sc := &scope{info: f.info}
				if !ok || types.Object(sc.callee(call)) != self {
					continue
				}
				v, _ := sc.object(assign.Lhs[0]).(*types.Var)
				rest := fn.Body.List[i+1:]
				if v == nil || len(rest) < 2 {
					continue
				}
				end, ok := rest[len(rest)-1].(*ast.ReturnStmt)
				if _, isIf := rest[0].(*ast.IfStmt); isIf && ok && len(end.Results) > 0 && caller.isNil(end.Results[len(end.Results)-1]) && caller.plain(rest[1:], v) {
					return true
				}
			}
		}
	}
	return false
}
