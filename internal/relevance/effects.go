package relevance

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// scanEffect notes what a node of the body of a function does.
func scanEffect(p *program.Package, d *program.Declared, body ast.Node, n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			for _, lhs := range n.Lhs {
				scanWrite(p, d, body, lhs)
			}
		}
	case *ast.IncDecStmt:
		scanWrite(p, d, body, n.X)
	case *ast.SendStmt, *ast.GoStmt:
		d.Acts = true
	case *ast.ForStmt:
		d.Acts = d.Acts || n.Cond == nil // it may never end
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			scanReceive(p, d, n.X)
		}
	case *ast.RangeStmt:
		if _, ok := ir.TypeOf(p.Pass.TypesInfo, n.X).(*types.Chan); ok {
			scanReceive(p, d, n.X)
		}
	case *ast.CallExpr:
		if callee, ok := typeutil.Callee(p.Pass.TypesInfo, n).(*types.Func); ok {
			d.Sleeps = d.Sleeps || ir.IsNamed(callee, "time", "Sleep")
			d.Acts = d.Acts || callee.Pkg() != p.Pass.Pkg && !IsNeutralFunc(callee) && !p.IsQuiet(callee) || types.IsInterface(ir.RecvType(callee))
			return
		}
		if tv := p.Pass.TypesInfo.Types[n.Fun]; tv.IsType() {
			return
		}
		if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok {
			if b, ok := p.Pass.TypesInfo.Uses[id].(*types.Builtin); ok {
				d.Acts = d.Acts || !ir.IsPureBuiltin(b.Name())
				return
			}
		}
		d.Acts = true
	}
}

func scanReceive(p *program.Package, d *program.Declared, ch ast.Expr) {
	if t := p.Pass.TypesInfo.TypeOf(ch); t != nil && ir.IsTimeChannel(t) {
		d.Sleeps = true
		return
	}
	d.Advances = true
}

// scanWrite notes an assignment to what is not the function's own variable.
func scanWrite(p *program.Package, d *program.Declared, body ast.Node, lhs ast.Expr) {
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
	v, isVar := p.Pass.TypesInfo.Uses[id].(*types.Var)
	if !ok || !isVar {
		d.Acts, d.Advances = true, true
		return
	}
	local := body.Pos() <= v.Pos() && v.Pos() < body.End()
	if local && (direct || v.Kind() != types.ParamVar) {
		return // what a literal is given is the function's own only where it is replaced
	}
	if direct && v.Parent() != p.Pass.Pkg.Scope() {
		return // a parameter or a result
	}
	d.Acts = true
	d.Advances = d.Advances || v.Kind() != types.ParamVar || answersMore(d)
}

// answersMore reports whether a function answers more than whether it succeeded: what
// it writes to may then be what it takes its answers from.
func answersMore(d *program.Declared) bool {
	if d.Object == nil {
		return false
	}
	for v := range d.Object.Signature().Results().Variables() {
		if !ir.IsErrorType(v.Type()) && !ir.IsBool(v.Type()) {
			return true
		}
	}
	return false
}

// spreadEffects adds to each function the effects of those that it refers to.
func spreadEffects(p *program.Package) {
	callers := make(map[*program.Declared][]*program.Declared)
	var work []*program.Declared
	for _, d := range p.Order {
		for _, f := range d.Local {
			if callee := p.Declared[f]; callee != nil {
				callers[callee] = append(callers[callee], d)
			} else {
				d.Acts = true
			}
		}
		if d.Acts || d.Sleeps || d.Advances {
			work = append(work, d)
		}
	}
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		for _, caller := range callers[d] {
			if d.Acts && !caller.Acts || d.Sleeps && !caller.Sleeps || d.Advances && !caller.Advances {
				caller.Acts = caller.Acts || d.Acts
				caller.Sleeps = caller.Sleeps || d.Sleeps
				caller.Advances = caller.Advances || d.Advances
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

// IsNeutralFunc reports whether a function of another package tells nothing of a
// failure to anybody.
func IsNeutralFunc(f *types.Func) bool {
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
