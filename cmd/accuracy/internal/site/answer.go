package site

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/accuracy/internal/prog"
)

// An Answer is a place that decodes an answer of the API without the SDK and
// looks at its Error before it goes on to success.
type Answer struct {
	*Site
	Shape  *Shape
	Var    *types.Var
	Decl   *ast.ValueSpec // that declares the variable; nil if something else does
	Decode *ast.CallExpr  // json.Unmarshal(data, &v), decoder.Decode(&v) or a helper
	Stmt   ast.Stmt       // the statement of the decoding
	Data   ast.Expr       // the JSON, as bytes or as a reader; nil where a helper gets it
	Stream bool           // it is a reader
	Into   ast.Expr
	Check  *ast.IfStmt     // looks at the Error, and leaves
	Code   string          // the code, as an expression in the body of the check
	End    *ast.ReturnStmt // success, after the check
	Uses   bool            // on plain statements to success the data is used
	Given  bool            // success hands the answer on, and a caller uses the data
	Only   bool            // the variable is used for nothing but its Response
	List   []ast.Stmt      // the statements among which it all is
	Sig    *types.Signature
}

// FindAnswers returns the answers of a program in source order.
func FindAnswers(p *prog.Program) []*Answer {
	var all []*Answer
	for _, pkg := range p.Roots {
		service := serviceOfHosts(pkg)
		for _, file := range pkg.Syntax {
			if ast.IsGenerated(file) {
				continue
			}
			for _, decl := range file.Decls {
				fn, ok := decl.(*ast.FuncDecl)
				if !ok || fn.Body == nil || suppresses(file, fn) {
					continue
				}
				name := p.Fset().PositionFor(file.Package, false).Filename
				f := answers{pkg: pkg, info: pkg.TypesInfo, fn: fn}
				f.site = Site{Pkg: pkg, File: file, Name: name, Fn: fn, Func: p.Rel(name) + ":" + FuncName(fn), Service: service}
				ast.Inspect(fn.Body, func(n ast.Node) bool {
					if list := stmtsOf(n); list != nil {
						f.list(p, list)
					}
					_, isLit := n.(*ast.FuncLit)
					return !isLit
				})
				all = append(all, f.found...)
			}
		}
	}
	return all
}

func stmtsOf(n ast.Node) []ast.Stmt {
	if list := stmts(n); list != nil {
		return *list
	}
	return nil
}

// answers finds those of one function.
type answers struct {
	pkg   *packages.Package
	info  *types.Info
	fn    *ast.FuncDecl
	site  Site
	found []*Answer
}

func (f *answers) list(p *prog.Program, list []ast.Stmt) {
	for i, stmt := range list {
		a := f.decoding(stmt)
		if a == nil {
			continue
		}
		a.List = list
		if obj, ok := f.info.Defs[f.fn.Name].(*types.Func); ok {
			a.Sig = obj.Signature()
		}
		for j := i + 1; j < len(list); j++ {
			if check, ok := list[j].(*ast.IfStmt); ok && f.looks(a, check) {
				a.Check = check
				f.finish(p, a, list[j+1:])
				break
			}
			if f.mentions(list[j], a.Var) {
				break
			}
		}
	}
}

// decoding returns the answer that a statement decodes, nil if it does not.
func (f *answers) decoding(stmt ast.Stmt) *Answer {
	var a *Answer
	var within ast.Node = stmt
	if in, ok := stmt.(*ast.IfStmt); ok {
		if in.Init == nil {
			within = in.Cond
		} else {
			within = in.Init
		}
	}
	switch within.(type) {
	case *ast.AssignStmt, *ast.ExprStmt, ast.Expr:
	default:
		return nil
	}
	ast.Inspect(within, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || a != nil {
			return a == nil
		}
		sc := &scope{info: f.info}
		callee := sc.callee(call)
		if callee == nil || callee.Pkg() == nil {
			return true
		}
		found := &Answer{Decode: call, Stmt: stmt}
		switch {
		case callee.Pkg() == f.pkg.Types:
			if found.Into = f.given(call); found.Into == nil || !f.onlyDecodes(callee, 0) {
				return true
			}
		case callee.Pkg().Path() != "encoding/json":
			return true
		case callee.Name() == "Unmarshal" && len(call.Args) == 2:
			found.Data, found.Into = call.Args[0], call.Args[1]
		case callee.Name() == "Decode" && len(call.Args) == 1:
			sel, _ := ast.Unparen(call.Fun).(*ast.SelectorExpr)
			made, ok := ast.Unparen(sel.X).(*ast.CallExpr)
			if !ok || len(made.Args) != 1 {
				return true
			}
			found.Data, found.Into, found.Stream = made.Args[0], call.Args[0], true
		default:
			return true
		}
		into := ast.Unparen(found.Into)
		if u, ok := into.(*ast.UnaryExpr); ok && u.Op == token.AND {
			into = ast.Unparen(u.X)
		}
		id, ok := into.(*ast.Ident)
		if !ok {
			return true
		}
		v, ok := f.info.ObjectOf(id).(*types.Var)
		if !ok || v.Parent() == f.pkg.Types.Scope() {
			return true
		}
		if found.Shape = shapeOf(v.Type()); found.Shape != nil {
			found.Var = v
			a = found
		}
		return true
	})
	return a
}

// given returns the argument by which a call is given the address of an answer.
func (f *answers) given(call *ast.CallExpr) ast.Expr {
	for _, arg := range call.Args {
		if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok && u.Op == token.AND && shapeOf(f.info.TypeOf(u.X)) != nil {
			return arg
		}
	}
	return nil
}

// onlyDecodes reports whether a function of the package, with those that it
// calls, decodes JSON and reads no Error.
func (f *answers) onlyDecodes(callee *types.Func, depth int) bool {
	for _, file := range f.pkg.Syntax {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil || f.info.Defs[fn.Name] != types.Object(callee) {
				continue
			}
			decodes, reads := false, false
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.SelectorExpr:
					reads = reads || n.Sel.Name == "Error" && f.info.Selections[n] != nil && f.info.Selections[n].Kind() == types.FieldVal
				case *ast.BasicLit:
					reads = reads || strings.Contains(n.Value, "Error")
				case *ast.CallExpr:
					inner := (&scope{info: f.info}).callee(n)
					switch {
					case inner == nil || inner.Pkg() == nil:
					case inner.Pkg().Path() == "encoding/json":
						decodes = decodes || inner.Name() == "Unmarshal" || inner.Name() == "Decode"
					case inner.Pkg() == f.pkg.Types && f.given(n) == nil && depth < 2 && inner != callee:
						decodes = f.onlyDecodes(inner, depth+1) || decodes
					}
				}
				return true
			})
			return decodes && !reads
		}
	}
	return false
}

// looks reports whether an if statement asks whether there is an Error, and
// nothing else, and leaves when there is; it fills in the code.
func (f *answers) looks(a *Answer, check *ast.IfStmt) bool {
	if check.Else != nil || !endsInReturn(check.Body) || !f.selectsError(check.Cond, a) && (check.Init == nil || !f.selectsError(check.Init, a)) {
		return false
	}
	failure := a.Shape.ErrorOf(a.Var.Name())
	allowed := map[types.Object]bool{a.Var: true}
	if init, ok := check.Init.(*ast.AssignStmt); ok { // e := v.Response.Error; e != nil
		id, isIdent := init.Lhs[0].(*ast.Ident)
		if !isIdent || len(init.Lhs) != 1 || types.ExprString(init.Rhs[0]) != failure {
			return false
		}
		allowed[f.info.Defs[id]] = true
		failure = id.Name
	} else if check.Init != nil {
		return false
	}
	plain := true
	ast.Inspect(check.Cond, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			switch object := f.info.Uses[id].(type) {
			case *types.Var:
				plain = plain && (object.IsField() || allowed[object])
			case *types.Const:
				plain = false
			}
		}
		return true
	})
	if _, ok := ast.Unparen(check.Cond).(*ast.BinaryExpr); !ok || !plain {
		return false
	}
	a.Code = failure + "." + a.Shape.Code.Name()
	if isPointer(a.Shape.Code.Type()) {
		a.Code = "*" + a.Code
	}
	return true
}

// selectsError reports whether a node reads the Error of the answer.
func (f *answers) selectsError(n ast.Node, a *Answer) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			s := f.info.Selections[sel]
			if s != nil && s.Obj().Pos() == a.Shape.Error.Pos() && f.mentions(sel, a.Var) {
				found = true
			}
		}
		return !found
	})
	return found
}

func (f *answers) mentions(n ast.Node, v types.Object) bool { return mentions(f.info, n, v) }

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

// serviceOfHosts returns the one service whose host the constants of a package
// name, "" if there are more or parts of names.
func serviceOfHosts(pkg *packages.Package) string {
	var services []string
	for e, tv := range pkg.TypesInfo.Types {
		if _, ok := e.(*ast.BasicLit); !ok || tv.Value == nil || tv.Value.Kind() != constant.String {
			continue
		}
		text := constant.StringVal(tv.Value)
		if !strings.Contains(text, "tencentcloudapi.com") {
			continue
		}
		host := strings.TrimPrefix(strings.TrimSuffix(text, "/"), "https://")
		service, rest, _ := strings.Cut(host, ".")
		if rest != "tencentcloudapi.com" || service == "" || strings.Trim(service, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return ""
		}
		if !slices.Contains(services, service) {
			services = append(services, service)
		}
	}
	if len(services) != 1 {
		return ""
	}
	return services[0]
}
