package ir

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A Lifter makes declared functions of literals that use nothing of the function around
// them: the one is as good as the other. Syntax and types are shared with others, so
// what changes is copied.
type Lifter struct {
	Info *types.Info // of the package, and of what was made

	pkg    *types.Package
	copied bool
	made   int // functions, each of which has a name of its own
}

// NewLifter returns a Lifter for the functions of a package.
func NewLifter(pkg *types.Package, info *types.Info) *Lifter {
	return &Lifter{Info: info, pkg: pkg}
}

// lifted is in the names of functions that were literals, after the name of the
// variable that held it, if any, and before a number. No other name has it.
const lifted = "$literal"

// IsLifted reports whether a function was a literal, and the name of the variable that
// held it.
func IsLifted(f types.Object) (variable string, ok bool) {
	if f == nil {
		return "", false
	}
	variable, _, ok = strings.Cut(f.Name(), lifted)
	return variable, ok
}

// A Lifted is a function that was a literal.
type Lifted struct {
	Decl  *ast.FuncDecl
	Named bool // it was called where it stood, or by the name of a variable: it was not handed to others on the spot
}

// Lift returns a declaration as if the functions that were lifted out of it stood
// beside it. A declaration without such is returned as it is.
func (l *Lifter) Lift(decl *ast.FuncDecl) (without *ast.FuncDecl, inside []Lifted) {
	if !holdsLiteral(decl.Body) {
		return decl, nil
	}
	names := make(map[*ast.FuncLit]ast.Expr)
	for _, lit := range literalsOf(l.Info, decl.Body) {
		around := slices.ContainsFunc(inside, func(f Lifted) bool { return contains(f.Decl.Body, lit) })
		if around || !l.closed(decl, lit) {
			continue
		}
		f := l.declare(decl, lit)
		names[lit.FuncLit] = l.name(f, lit)
		inside = append(inside, Lifted{f, lit.called || lit.held != nil})
	}
	if len(names) == 0 {
		return decl, nil
	}
	rest, _ := l.replace(reflect.ValueOf(decl.Body), names)
	outside := *decl
	outside.Body = rest.Interface().(*ast.BlockStmt)
	for i := range inside { // what is inside of them is lifted as well
		f, more := l.Lift(inside[i].Decl)
		inside[i].Decl = f
		inside = append(inside, more...)
	}
	return &outside, inside
}

// A search looks for a literal. Most functions have none, and cost no memory.
type search struct{ found bool }

func (s *search) Visit(n ast.Node) ast.Visitor {
	if _, ok := n.(*ast.FuncLit); ok {
		s.found = true
	}
	if s.found {
		return nil
	}
	return s
}

func holdsLiteral(body *ast.BlockStmt) bool {
	var s search
	ast.Walk(&s, body)
	return s.found
}

// contains reports whether a node lies inside of another.
func contains(n, inner ast.Node) bool { return n.Pos() <= inner.Pos() && inner.End() <= n.End() }

// A literal is a function literal, and who uses it.
type literal struct {
	*ast.FuncLit
	called bool       // where it stands
	held   *types.Var // the variable that holds it, and never anything else; or nil
	stored *ast.Ident // the variable's name where it is given the literal
}

// literalsOf returns the literals in a body, in the order in which they are written.
func literalsOf(info *types.Info, body *ast.BlockStmt) []*literal {
	var list []*literal
	of := make(map[ast.Expr]*literal)
	known := func(e ast.Expr) *literal {
		lit, ok := ast.Unparen(e).(*ast.FuncLit)
		if !ok {
			return nil
		}
		if of[lit] == nil {
			of[lit] = &literal{FuncLit: lit}
			list = append(list, of[lit])
		}
		return of[lit]
	}
	changes := make(map[types.Object]int)
	store := func(to, from ast.Expr) {
		id, _ := ast.Unparen(to).(*ast.Ident)
		v, _ := info.ObjectOf(id).(*types.Var)
		if v == nil {
			return
		}
		changes[v]++
		if lit := known(from); lit != nil && v.Kind() == types.LocalVar {
			lit.held, lit.stored = v, id
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			known(n)
		case *ast.CallExpr:
			if lit := known(n.Fun); lit != nil {
				lit.called = true
			}
		case *ast.AssignStmt:
			for i, to := range n.Lhs {
				if len(n.Rhs) == len(n.Lhs) {
					store(to, n.Rhs[i])
				} else {
					store(to, nil)
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if i < len(n.Values) {
					store(name, n.Values[i])
				}
			}
		case *ast.RangeStmt:
			store(n.Key, nil)
			store(n.Value, nil)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				store(n.X, nil)
				store(n.X, nil) // who has its address may change it
			}
		}
		return true
	})
	slices.SortFunc(list, func(a, b *literal) int { return int(a.Pos() - b.Pos()) })
	for _, lit := range list {
		if changes[lit.held] != 1 {
			lit.held = nil
		}
	}
	return list
}

// closed reports whether a literal in a declaration uses nothing of that, itself and
// what was lifted excepted.
func (l *Lifter) closed(decl *ast.FuncDecl, lit *literal) bool {
	declared := l.Info.Defs[decl.Name]
	closed := true
	ast.Inspect(lit.FuncLit, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return closed
		}
		o := l.Info.Uses[id]
		if _, ok := IsLifted(o); ok || o == nil || o == declared || lit.held != nil && o == types.Object(lit.held) {
			return closed
		}
		inside := lit.Pos() <= o.Pos() && o.Pos() < lit.End()
		closed = closed && (inside || o.Pos() < decl.Pos() || decl.End() <= o.Pos())
		return closed
	})
	return closed
}

// declare makes a function of a literal. What names the variable that holds the
// literal names the function.
func (l *Lifter) declare(decl *ast.FuncDecl, lit *literal) *ast.FuncDecl {
	l.own()
	l.made++
	name := &ast.Ident{NamePos: lit.Pos(), Name: lifted + strconv.Itoa(l.made)}
	if lit.held != nil {
		name.Name = lit.held.Name() + name.Name
	}
	object := types.NewFunc(lit.Pos(), l.pkg, name.Name, l.Info.TypeOf(lit.FuncLit).(*types.Signature))
	l.Info.Defs[name] = object
	if lit.held != nil {
		ast.Inspect(decl.Body, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id != lit.stored && l.Info.Uses[id] == types.Object(lit.held) {
				l.Info.Uses[id], l.Info.Types[id] = object, l.Info.Types[lit.FuncLit]
			}
			return true
		})
	}
	return &ast.FuncDecl{Name: name, Type: lit.Type, Body: lit.Body}
}

// name returns the name of a function, to stand in place of the literal.
func (l *Lifter) name(f *ast.FuncDecl, lit *literal) *ast.Ident {
	id := &ast.Ident{NamePos: lit.Pos(), Name: f.Name.Name}
	l.Info.Uses[id], l.Info.Types[id] = l.Info.Defs[f.Name], l.Info.Types[lit.FuncLit]
	return id
}

// own makes the types of the package the Lifter's own.
func (l *Lifter) own() {
	if l.copied {
		return
	}
	info := *l.Info
	info.Types, info.Defs, info.Uses = maps.Clone(info.Types), maps.Clone(info.Defs), maps.Clone(info.Uses)
	info.Implicits, info.Selections, info.Scopes = maps.Clone(info.Implicits), maps.Clone(info.Selections), maps.Clone(info.Scopes)
	l.Info, l.copied = &info, true
}

// replace returns a node in which names stand in place of literals, and whether there
// were any. What is around such is copied, with its types.
func (l *Lifter) replace(v reflect.Value, names map[*ast.FuncLit]ast.Expr) (result reflect.Value, changed bool) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			return l.replace(v.Elem(), names)
		}
	case reflect.Slice:
		result = v
		for i := range v.Len() {
			if e, news := l.replace(v.Index(i), names); news {
				if !changed {
					result, changed = reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v), true
				}
				result.Index(i).Set(e)
			}
		}
		return result, changed
	case reflect.Pointer:
		old, isNode := v.Interface().(ast.Node)
		if _, isName := old.(*ast.Ident); !isNode || isName || v.IsNil() {
			return v, false
		}
		if lit, ok := old.(*ast.FuncLit); ok {
			if name := names[lit]; name != nil {
				return reflect.ValueOf(name), true
			}
		}
		fields := reflect.New(v.Type().Elem())
		fields.Elem().Set(v.Elem())
		for i := range v.Elem().NumField() {
			e, news := l.replace(v.Elem().Field(i), names)
			if news {
				fields.Elem().Field(i).Set(e)
				changed = true
			}
		}
		if changed {
			l.alike(old, fields.Interface().(ast.Node))
			return fields, true
		}
	}
	return v, false
}

// alike gives the copy of a node the types of the node.
func (l *Lifter) alike(old, copied ast.Node) {
	if e, ok := old.(ast.Expr); ok {
		if tv, ok := l.Info.Types[e]; ok {
			l.Info.Types[copied.(ast.Expr)] = tv
		}
	}
	if sel, ok := old.(*ast.SelectorExpr); ok {
		if selection, ok := l.Info.Selections[sel]; ok {
			l.Info.Selections[copied.(*ast.SelectorExpr)] = selection
		}
	}
	if object, ok := l.Info.Implicits[old]; ok {
		l.Info.Implicits[copied] = object
	}
	if scope, ok := l.Info.Scopes[old]; ok {
		l.Info.Scopes[copied] = scope
	}
}
