package site

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
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
