package engine

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// findStatuses returns the table of codes inside successful answers of the
// services that a package imports; nil when they answer none.
func findStatuses(pkg *types.Package) *instatus.Table {
	return instatus.NewTable(pkg.Imports(), sdk.Service, func(service, version string) []instatus.Row {
		var rows []instatus.Row
		for row := range catalog.InAnswers(service, version) {
			rows = append(rows, instatus.Row{Action: row.Action, Path: row.Path, Success: row.Success, Documented: row.Documented})
		}
		return rows
	})
}

// scanStatus notes a function that gets an answer which holds a code, or looks
// at such a code.
func (p *Package) scanStatus(d *declared, n ast.Node) {
	if p.status == nil {
		return
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		t := p.pass.TypesInfo.TypeOf(n)
		if tuple, ok := t.(*types.Tuple); ok && tuple.Len() > 0 {
			t = tuple.At(0).Type()
		}
		d.tests = d.tests || t != nil && p.status.Answer(t) != nil
	case *ast.SelectorExpr:
		if sel, ok := p.pass.TypesInfo.Selections[n]; ok && sel.Kind() == types.FieldVal {
			d.tests = d.tests || p.status.Code(sel.Obj().(*types.Var)) != nil
		}
	}
}

// takesStatus reports whether a function is given an answer, or a part of one,
// that can hold a code.
func (p *Package) takesStatus(sig *types.Signature) bool {
	if p.status == nil {
		return false
	}
	for v := range sig.Params().Variables() {
		if p.status.Carries(v.Type()) {
			return true
		}
	}
	return false
}

// statusCode reports whether a load reads a code inside a successful answer:
// *status.Code, or answer.Code where the field is no pointer.
func (f *Function) statusCode(load *ssa.UnOp) (code, bool) {
	if f.pkg.status == nil || !ir.IsString(load.Type()) {
		return code{}, false
	}
	addr := load.X
	if inner, ok := addr.(*ssa.UnOp); ok && inner.Op == token.MUL {
		addr = inner.X
	}
	field, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return code{}, false
	}
	s := f.pkg.status.Code(fieldAt(field.X.Type(), field.Field))
	if s == nil {
		return code{}, false
	}
	return code{of: subject{value: field.X, status: s}, isCode: true}, true
}

func fieldAt(t types.Type, index int) *types.Var {
	if p, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.Underlying().(*types.Struct).Field(index)
}

// UnreadStatuses returns the calls of writing actions whose answer holds a code
// that nobody reads.
func (p *Package) UnreadStatuses() []instatus.Unread {
	var found []instatus.Unread
	if p.status != nil {
		for _, f := range p.Functions {
			found = append(found, p.status.Unread(f.ssa, bodies{p})...)
		}
	}
	return found
}

// bodies answers package instatus what it cannot see.
type bodies struct{ p *Package }

// Body returns the function of this package that a call runs.
func (b bodies) Body(call *ssa.CallCommon) *ssa.Function {
	callee := ir.Generic(call.StaticCallee())
	if callee == nil || b.p.bySSA[callee] == nil {
		return nil
	}
	return callee
}

// Prints reports whether a call writes its arguments to a log or the standard
// output.
func (b bodies) Prints(call *ssa.CallCommon) bool { return printsForHumans(call) }

// loggers lists the packages all of whose functions and methods without a
// result print what they are given.
var loggers = map[string]bool{
	"log": true, "log/slog": true, "testing": true,
	"github.com/sirupsen/logrus": true, "go.uber.org/zap": true, "github.com/rs/zerolog": true, "github.com/go-logr/logr": true,
	"k8s.io/klog/v2": true, "k8s.io/klog": true, "github.com/golang/glog": true, "github.com/hashicorp/go-hclog": true,
	"github.com/hashicorp/terraform-plugin-log/tflog": true, "github.com/beego/beego/v2/core/logs": true, "github.com/zeromicro/go-zero/core/logx": true,
}

func printsForHumans(call *ssa.CallCommon) bool {
	var object types.Object
	if call.IsInvoke() {
		object = call.Method
	} else if callee := call.StaticCallee(); callee != nil {
		object = callee.Object()
	}
	if object == nil || object.Pkg() == nil {
		return false
	}
	if object.Pkg().Path() == "fmt" {
		switch object.Name() {
		case "Print", "Printf", "Println":
			return true
		case "Fprint", "Fprintf", "Fprintln":
			return len(call.Args) > 0 && isStdStream(call.Args[0])
		}
		return false
	}
	return loggers[object.Pkg().Path()] && call.Signature().Results().Len() == 0
}

// isStdStream reports whether a value is os.Stdout or os.Stderr.
func isStdStream(v ssa.Value) bool {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	global, ok := load.X.(*ssa.Global)
	return ok && global.Pkg != nil && global.Pkg.Pkg.Path() == "os" && (global.Name() == "Stdout" || global.Name() == "Stderr")
}

// CallNode returns the syntax of a call; nil when the package has none for it.
func (p *Package) CallNode(call ssa.CallInstruction) ast.Node {
	f := p.bySSA[ir.Generic(call.Parent())]
	if f == nil {
		return nil
	}
	if node := f.syntax().call(call); node != nil {
		return node
	}
	return nil
}
