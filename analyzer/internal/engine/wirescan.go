package engine

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/wire"
)

// scanWire notes what a node of a function's body has to do with answers on
// the wire.
func (p *Package) scanWire(d *declared, n ast.Node) {
	w := p.wire
	if w == nil {
		return
	}
	if !w.sdk {
		p.scanRequest(d, n)
	}
	info := p.pass.TypesInfo
	switch n := n.(type) {
	case *ast.Ident:
		switch object := info.Uses[n].(type) {
		case *types.Var:
			if !object.IsField() && w.carries(object.Type()) {
				d.wire, d.tests = true, true
			}
			p.scanHost(d, n)
		case *types.TypeName:
			d.tests = d.tests || w.maybe[object]
		case *types.Const:
			p.scanHost(d, n)
		}
		if object, ok := info.Defs[n].(*types.Var); ok && !object.IsField() && w.carries(object.Type()) {
			d.wire, d.tests = true, true
		}
	case *ast.BasicLit:
		p.scanHost(d, n)
		if level := isPath(n); level != wire.None {
			d.wire, d.tests = true, true
			d.looks = d.looks || level != wire.Data
		}
	case *ast.IndexExpr:
		if w.isDynamic(n) {
			d.wire, d.tests, d.looks = true, true, true
		}
	case *ast.CompositeLit:
		if t := info.TypeOf(n); t != nil && w.fills(t) {
			d.tests, d.makes = true, true
		}
	case *ast.SelectorExpr:
		p.scanSelection(d, n)
	case *ast.CallExpr:
		d.leaks = d.leaks || p.leaksJSON(n)
		p.scanDecode(d, n)
	}
}

// leaksJSON reports whether a call may hand JSON to, or get it from, a function
// that is not in sight.
func (p *Package) leaksJSON(call *ast.CallExpr) bool {
	info := p.pass.TypesInfo
	if tv := info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return false
	}
	sig, ok := typeOf(info, call.Fun).(*types.Signature)
	if !ok {
		return false
	}
	if callee, ok := typeutil.Callee(info, call).(*types.Func); ok && callee.Pkg() != nil {
		recv := callee.Signature().Recv()
		abstract := recv != nil && types.IsInterface(recv.Type())
		if callee.Pkg() == p.pass.Pkg && !abstract || p.isStd(callee.Pkg()) || abstract && sendsHTTP(callee.Signature()) {
			return false
		}
	}
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			t := v.Type()
			if isBytes(t) || isAny(t) || isHTTPResponse(t) || types.IsInterface(t) && !isErrorType(t) && !isContext(t) {
				return true
			}
			if s, ok := t.Underlying().(*types.Slice); ok && isAny(s.Elem()) {
				return true
			}
		}
	}
	return false
}

// sendsHTTP reports whether a signature is that of (*http.Client).Do.
func sendsHTTP(sig *types.Signature) bool {
	return sig.Results().Len() == 2 && isHTTPResponse(sig.Results().At(0).Type())
}

func isContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

func (p *Package) scanSelection(d *declared, n *ast.SelectorExpr) {
	w := p.wire
	sel, ok := p.pass.TypesInfo.Selections[n]
	if !ok || sel.Kind() != types.FieldVal {
		return
	}
	t := sel.Recv()
	level := w.levelOf(t)
	switch {
	case w.isAnswer(t):
		level = wire.Answer
	case level != wire.None:
	case wire.IsEnvelope(t):
		d.wire, d.tests, d.looks = true, true, true // what is raw is decoded next
		return
	case w.fills(t) || w.isOwn(t):
		d.tests = true
		return
	default:
		if !wire.IsResponse(t) { // an anonymous Response
			return
		}
		level = wire.Response
	}
	d.wire, d.tests = true, true
	for _, i := range sel.Index() {
		s := wire.Struct(t)
		if s == nil {
			return
		}
		level, t = wire.Step(s, i, level), s.Field(i).Type()
	}
	if level == wire.Error || level == wire.Code || level == wire.Text {
		d.looks = true
	}
}

// fills reports whether t is an error type of this package that may be filled
// with codes.
func (w *wires) fills(t types.Type) bool {
	named, ok := deref(t).(*types.Named)
	return ok && w.maybe[named.Obj()]
}

// gives reports whether a function of this signature may decode an answer for
// its caller.
func (w *wires) gives(sig *types.Signature) bool {
	if w == nil {
		return false
	}
	for v := range sig.Params().Variables() {
		if isAny(v.Type()) || w.carries(v.Type()) {
			return true
		}
		if _, ok := types.Unalias(v.Type()).(*types.TypeParam); ok {
			return true
		}
	}
	for v := range sig.Results().Variables() {
		if w.carries(v.Type()) {
			return true
		}
	}
	return false
}
