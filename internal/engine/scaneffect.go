package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// What a function does besides computing its results, as far as its syntax
// tells. Functions without such effects leave no trace of an error.
type doing struct {
	acts     bool // it does something that others may see
	advances bool // it changes what it was made for, or receives: two calls give two answers
	sleeps   bool // it waits for time to pass
}

// scanEffect notes what a node of the body of a function does.
func (p *Package) scanEffect(d *declared, body ast.Node, n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			for _, lhs := range n.Lhs {
				p.scanWrite(d, body, lhs)
			}
		}
	case *ast.IncDecStmt:
		p.scanWrite(d, body, n.X)
	case *ast.SendStmt, *ast.GoStmt:
		d.acts = true
	case *ast.ForStmt:
		d.acts = d.acts || n.Cond == nil // it may never end
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			p.scanReceive(d, n.X)
		}
	case *ast.RangeStmt:
		if _, ok := ir.TypeOf(p.pass.TypesInfo, n.X).(*types.Chan); ok {
			p.scanReceive(d, n.X)
		}
	case *ast.CallExpr:
		if callee, ok := typeutil.Callee(p.pass.TypesInfo, n).(*types.Func); ok {
			d.sleeps = d.sleeps || ir.IsNamed(callee, "time", "Sleep")
			d.acts = d.acts || callee.Pkg() != p.pass.Pkg && !isNeutralFunc(callee) || types.IsInterface(ir.RecvType(callee))
			return
		}
		if tv := p.pass.TypesInfo.Types[n.Fun]; tv.IsType() {
			return
		}
		if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok {
			if b, ok := p.pass.TypesInfo.Uses[id].(*types.Builtin); ok {
				d.acts = d.acts || !ir.IsPureBuiltin(b.Name())
				return
			}
		}
		d.acts = true
	}
}

func (p *Package) scanReceive(d *declared, ch ast.Expr) {
	if t := p.pass.TypesInfo.TypeOf(ch); t != nil && ir.IsTimeChannel(t) {
		d.sleeps = true
		return
	}
	d.advances = true
}

// scanWrite notes an assignment to what is not the function's own variable.
func (p *Package) scanWrite(d *declared, body ast.Node, lhs ast.Expr) {
	if id, ok := lhs.(*ast.Ident); ok && id.Name == "_" {
		return
	}
	root, direct := lhs, true
	for {
		switch x := root.(type) {
		case *ast.SelectorExpr:
			root, direct = x.X, false
			continue
		case *ast.IndexExpr:
			root, direct = x.X, false
			continue
		case *ast.StarExpr:
			root, direct = x.X, false
			continue
		case *ast.ParenExpr:
			root = x.X
			continue
		}
		break
	}
	id, ok := root.(*ast.Ident)
	v, isVar := p.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !isVar {
		d.acts, d.advances = true, true
		return
	}
	if body.Pos() <= v.Pos() && v.Pos() < body.End() {
		return
	}
	if direct && v.Parent() != p.pass.Pkg.Scope() {
		return // a parameter or a result
	}
	d.acts = true
	d.advances = d.advances || v.Kind() != types.ParamVar
}

// spreadEffects adds to each function the effects of those that it refers to.
func (p *Package) spreadEffects() {
	callers := make(map[*declared][]*declared)
	var work []*declared
	for _, d := range p.order {
		for _, f := range d.local {
			if callee := p.declared[f]; callee != nil {
				callers[callee] = append(callers[callee], d)
			} else {
				d.acts = true
			}
		}
		if d.acts || d.sleeps || d.advances {
			work = append(work, d)
		}
	}
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		for _, caller := range callers[d] {
			if d.acts && !caller.acts || d.sleeps && !caller.sleeps || d.advances && !caller.advances {
				caller.acts = caller.acts || d.acts
				caller.sleeps = caller.sleeps || d.sleeps
				caller.advances = caller.advances || d.advances
				work = append(work, caller)
			}
		}
	}
}

// neutralPackages compute, wait, or take turns: a call of theirs tells nothing
// of a failure.
var neutralPackages = map[string]bool{
	"bytes": true, "cmp": true, "context": true, "errors": true, "maps": true, "math": true, "math/rand": true, "math/rand/v2": true,
	"net/url": true, "path": true, "path/filepath": true, "reflect": true, "regexp": true, "runtime": true, "slices": true, "sort": true,
	"strconv": true, "strings": true, "time": true, "unicode": true, "unicode/utf8": true,
}

// isNeutralFunc reports whether a function of another package tells nothing of a
// failure to anybody.
func isNeutralFunc(f *types.Func) bool {
	if f.Pkg() == nil {
		return true // Error
	}
	name := f.Name()
	switch f.Pkg().Path() {
	case "fmt":
		return strings.HasPrefix(name, "Sprint") || name == "Errorf"
	case "time":
		return name != "AfterFunc" && name != "Reset" // what is to be done later
	case "sync":
		return name == "Lock" || name == "Unlock" || name == "RLock" || name == "RUnlock" || name == "Done" || name == "Wait"
	}
	if recv := f.Signature().Recv(); recv != nil && ir.IsPointer(recv.Type()) && (f.Pkg().Path() == "strings" || f.Pkg().Path() == "bytes") {
		return false // a buffer
	}
	return neutralPackages[f.Pkg().Path()]
}
