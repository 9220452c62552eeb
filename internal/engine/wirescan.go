package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
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
		if level := isPath(n); level != jsonshape.None {
			d.wire, d.tests = true, true
			d.looks = d.looks || level != jsonshape.Data
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
		d.leaks = d.leaks || p.leaksJSON(d, n)
		p.scanDecode(d, n)
	}
}

// leaksJSON reports whether a call may hand JSON that was received to, or get
// it from, a function that is not in sight. What this function encoded itself
// is a request: to hand it to a signer tells nobody of the answer.
func (p *Package) leaksJSON(d *declared, call *ast.CallExpr) bool {
	info := p.pass.TypesInfo
	if tv := info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return false
	}
	sig, ok := ir.TypeOf(info, call.Fun).(*types.Signature)
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
	for i := range sig.Params().Len() {
		args := call.Args[min(i, len(call.Args)):]
		if last := i == sig.Params().Len()-1; !(last && sig.Variadic()) {
			args = args[:min(1, len(args))]
		}
		if mayHoldJSON(sig.Params().At(i).Type()) && !p.allEncoded(d, args) {
			return true
		}
	}
	for v := range sig.Results().Variables() {
		if mayHoldJSON(v.Type()) {
			return true
		}
	}
	return false
}

// mayHoldJSON reports whether a value of this type may be, or hold, JSON that
// was received.
func mayHoldJSON(t types.Type) bool {
	if ir.IsBytes(t) || ir.IsAny(t) || isHTTPResponse(t) || types.IsInterface(t) && !ir.IsErrorType(t) && !ir.IsContext(t) {
		return true
	}
	s, ok := t.Underlying().(*types.Slice)
	return ok && ir.IsAny(s.Elem())
}

// allEncoded reports whether all of the arguments are what the function encoded
// itself.
func (p *Package) allEncoded(d *declared, args []ast.Expr) bool {
	for _, arg := range args {
		if !p.isEncoded(d, arg) {
			return false
		}
	}
	return true
}

// isEncoded reports whether an expression is JSON that the function made
// itself: what an encoder returns, and variables that hold nothing else.
func (p *Package) isEncoded(d *declared, expr ast.Expr) bool {
	expr = p.unconvert(expr)
	id, ok := expr.(*ast.Ident)
	if !ok {
		return p.encodes(expr)
	}
	v, ok := p.pass.TypesInfo.Uses[id].(*types.Var)
	return ok && d.decl != nil && v.Kind() == types.LocalVar && p.holdsEncoded(d.decl.Body, v)
}

// encodes reports whether an expression is a constant, or the call of an
// encoder.
func (p *Package) encodes(expr ast.Expr) bool {
	if p.pass.TypesInfo.Types[expr].Value != nil {
		return true
	}
	call, ok := p.unconvert(expr).(*ast.CallExpr)
	if !ok {
		return false
	}
	callee, ok := typeutil.Callee(p.pass.TypesInfo, call).(*types.Func)
	return ok && callee.Pkg() != nil && isJSON(callee.Pkg().Path()) && strings.HasPrefix(callee.Name(), "Marshal")
}

// unconvert returns what an expression is before conversions.
func (p *Package) unconvert(expr ast.Expr) ast.Expr {
	expr = ast.Unparen(expr)
	for {
		call, ok := expr.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || !p.pass.TypesInfo.Types[call.Fun].IsType() {
			return expr
		}
		expr = ast.Unparen(call.Args[0])
	}
}

// holdsEncoded reports whether nothing but what an encoder returns is ever put
// into a local variable.
func (p *Package) holdsEncoded(body *ast.BlockStmt, v *types.Var) bool {
	encoded, other := false, false
	is := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && p.pass.TypesInfo.ObjectOf(id) == v
	}
	put := func(i int, values []ast.Expr) {
		if len(values) > 0 {
			value := values[min(i, len(values)-1)]
			encoded, other = true, other || !p.encodes(value)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if is(left) {
					put(i, n.Rhs)
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if is(name) {
					put(i, n.Values)
				}
			}
		case *ast.RangeStmt:
			other = other || is(n.Key) || is(n.Value)
		case *ast.UnaryExpr:
			other = other || n.Op == token.AND && is(n.X)
		}
		return !other
	})
	return encoded && !other
}

// sendsHTTP reports whether a signature is that of (*http.Client).Do.
func sendsHTTP(sig *types.Signature) bool {
	return sig.Results().Len() == 2 && isHTTPResponse(sig.Results().At(0).Type())
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
		level = jsonshape.Answer
	case level != jsonshape.None:
	case jsonshape.IsEnvelope(t):
		d.wire, d.tests, d.looks = true, true, true // what is raw is decoded next
		return
	case w.fills(t) || w.isOwn(t):
		d.tests = true
		return
	default:
		if !jsonshape.IsResponse(t) { // an anonymous Response
			return
		}
		level = jsonshape.Response
	}
	d.wire, d.tests = true, true
	for _, i := range sel.Index() {
		s := jsonshape.Struct(t)
		if s == nil {
			return
		}
		level, t = jsonshape.Step(s, i, level), s.Field(i).Type()
	}
	if level == jsonshape.Error || level == jsonshape.Code || level == jsonshape.Text {
		d.looks = true
	}
}

// fills reports whether t is an error type of this package that may be filled
// with codes.
func (w *wires) fills(t types.Type) bool {
	named, ok := ir.Deref(t).(*types.Named)
	return ok && w.maybe[named.Obj()]
}

// gives reports whether a function of this signature may decode an answer for
// its caller.
func (w *wires) gives(sig *types.Signature) bool {
	if w == nil {
		return false
	}
	for v := range sig.Params().Variables() {
		if ir.IsAny(v.Type()) || w.carries(v.Type()) {
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
