package relevance

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
)

// scanWire notes what a node of a function's body has to do with answers on
// the wire.
func scanWire(p *program.Package, d *program.Declared, n ast.Node) {
	w := p.Wire
	if w == nil {
		return
	}
	if !w.SDK || w.CallsAPI() {
		scanRequest(p, d, n)
	}
	info := p.Pass.TypesInfo
	switch n := n.(type) {
	case *ast.Ident:
		switch object := info.Uses[n].(type) {
		case *types.Var:
			if !object.IsField() && w.Carries(object.Type()) {
				d.Wire, d.Tests = true, true
			}
			scanHost(p, d, n)
		case *types.TypeName:
			d.Tests = d.Tests || w.Maybe[object]
		case *types.Const:
			scanHost(p, d, n)
		}
		if object, ok := info.Defs[n].(*types.Var); ok && !object.IsField() && w.Carries(object.Type()) {
			d.Wire, d.Tests = true, true
		}
	case *ast.BasicLit:
		scanHost(p, d, n)
		if level := rawapi.IsPath(n); level != jsonshape.None {
			d.Wire, d.Tests = true, true
			d.Looks = d.Looks || level != jsonshape.Data
		}
	case *ast.IndexExpr:
		if w.IsDynamic(n) {
			d.Wire, d.Tests, d.Looks = true, true, true
		}
	case *ast.CompositeLit:
		if t := info.TypeOf(n); t != nil && fills(w, t) {
			d.Tests, d.Makes = true, true
		}
	case *ast.SelectorExpr:
		scanSelection(p, d, n)
	case *ast.CallExpr:
		scanLeak(p, d, n)
		d.Looks = d.Looks || looksIntoText(p, n)
		d.Parses = d.Parses || parses(p, n)
		d.Posts = d.Posts || callsPosting(p, n)
		scanDecode(p, d, n)
	}
}

// scanLeak notes a call that may hand JSON to, or get it from, a function that is not
// in sight. What this function encoded itself is a request: to hand it to a signer tells
// nobody of the answer.
func scanLeak(p *program.Package, d *program.Declared, call *ast.CallExpr) {
	sig, ok := outOfSight(p, call)
	if !ok {
		return
	}
	if getsJSON(p, call, sig) {
		d.Leaks, d.LeaksReceived = true, true
	}
	for i := range sig.Params().Len() {
		args := argsOf(sig, call, i)
		if handsJSON(p, d, sig.Params().At(i).Type(), args) && !allEncoded(p, d, args) {
			d.Leaks, d.Hands = true, append(d.Hands, call)
			return
		}
	}
}

// outOfSight returns the signature of the function that a call calls, if nobody sees
// what that does with what it is given.
func outOfSight(p *program.Package, call *ast.CallExpr) (sig *types.Signature, ok bool) {
	info := p.Pass.TypesInfo
	if tv := info.Types[call.Fun]; tv.IsType() || tv.IsBuiltin() {
		return nil, false
	}
	if sig, ok = ir.TypeOf(info, call.Fun).(*types.Signature); !ok {
		return nil, false
	}
	if callee, ok := typeutil.Callee(info, call).(*types.Func); ok && callee.Pkg() != nil {
		if path := callee.Pkg().Path(); model.Formats(path) || model.IsLogger(path) {
			return nil, false
		}
		recv := callee.Signature().Recv()
		abstract := recv != nil && types.IsInterface(recv.Type())
		if callee.Pkg() == p.Pass.Pkg && !abstract || p.IsStd(callee.Pkg()) || abstract && SendsHTTP(callee.Signature()) {
			return nil, false
		}
	}
	return sig, true
}

// getsJSON reports whether a call may get JSON that was received by others, who may
// have looked into it.
func getsJSON(p *program.Package, call *ast.CallExpr, sig *types.Signature) bool {
	if callee, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func); ok {
		if sender := p.SenderOf(callee); sender != nil && sender.Raw {
			return false
		}
	}
	for v := range sig.Results().Variables() {
		if mayHoldJSON(v.Type()) {
			return true
		}
	}
	return false
}

// argsOf returns what a call gives to a parameter: more than one value only to the last
// of a variadic function.
func argsOf(sig *types.Signature, call *ast.CallExpr, param int) []ast.Expr {
	args := call.Args[min(param, len(call.Args)):]
	if last := param == sig.Params().Len()-1; last && sig.Variadic() {
		return args
	}
	return args[:min(1, len(args))]
}

// handsJSON reports whether what is given to a parameter may be, or hold, JSON that was
// received: by its type, or as a text that was made of bytes.
func handsJSON(p *program.Package, d *program.Declared, param types.Type, args []ast.Expr) bool {
	return mayHoldJSON(param) || ir.IsString(param) && slices.ContainsFunc(args, func(arg ast.Expr) bool { return isTextOfBytes(p, d, arg) })
}

// isTextOfBytes reports whether an expression is a text made of bytes, or a variable that
// is given one.
func isTextOfBytes(p *program.Package, d *program.Declared, e ast.Expr) bool {
	info := p.Pass.TypesInfo
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		v, ok := info.Uses[id].(*types.Var)
		if !ok || d.Decl == nil || v.Kind() != types.LocalVar {
			return false
		}
		made := false
		onlyGiven(p, d.Decl.Body, v, func(value ast.Expr) bool {
			_, again := ast.Unparen(value).(*ast.Ident)
			made = made || !again && isTextOfBytes(p, d, value)
			return !made
		})
		return made
	}
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	if info.Types[call.Fun].IsType() {
		return len(call.Args) == 1 && ir.IsBytes(info.TypeOf(call.Args[0]))
	}
	callee, ok := typeutil.Callee(info, call).(*types.Func)
	return ok && callee.Name() == "String" && callee.Pkg() != nil && (callee.Pkg().Path() == "bytes" || callee.Pkg().Path() == "strings")
}

// mayHoldJSON reports whether a value of this type may be, or hold, JSON that
// was received.
func mayHoldJSON(t types.Type) bool {
	if ir.IsBytes(t) || ir.IsAny(t) || rawapi.IsHTTPResponse(t) || types.IsInterface(t) && !ir.IsErrorType(t) && !ir.IsContext(t) {
		return true
	}
	s, ok := t.Underlying().(*types.Slice)
	return ok && ir.IsAny(s.Elem())
}

// allEncoded reports whether all of the arguments are what the function encoded
// itself.
func allEncoded(p *program.Package, d *program.Declared, args []ast.Expr) bool {
	for _, arg := range args {
		if !isEncoded(p, d, arg) {
			return false
		}
	}
	return true
}

// isEncoded reports whether an expression is JSON that the function made
// itself: what an encoder returns, and variables that hold nothing else.
func isEncoded(p *program.Package, d *program.Declared, expr ast.Expr) bool {
	expr = unconvert(p, expr)
	id, ok := expr.(*ast.Ident)
	if !ok {
		return encodes(p, expr)
	}
	v, ok := p.Pass.TypesInfo.Uses[id].(*types.Var)
	return ok && d.Decl != nil && v.Kind() == types.LocalVar && holdsEncoded(p, d.Decl.Body, v)
}

// encodes reports whether an expression is a constant, or the call of an
// encoder.
func encodes(p *program.Package, expr ast.Expr) bool {
	if p.Pass.TypesInfo.Types[expr].Value != nil {
		return true
	}
	call, ok := unconvert(p, expr).(*ast.CallExpr)
	if !ok {
		return false
	}
	callee, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
	return ok && callee.Pkg() != nil && rawapi.IsJSON(callee.Pkg().Path()) && strings.HasPrefix(callee.Name(), "Marshal")
}

// unconvert returns what an expression is before conversions.
func unconvert(p *program.Package, expr ast.Expr) ast.Expr {
	expr = ast.Unparen(expr)
	for {
		call, ok := expr.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || !p.Pass.TypesInfo.Types[call.Fun].IsType() {
			return expr
		}
		expr = ast.Unparen(call.Args[0])
	}
}

// holdsEncoded reports whether nothing but what an encoder returns is ever put
// into a local variable.
func holdsEncoded(p *program.Package, body *ast.BlockStmt, v *types.Var) bool {
	encoded := false
	only := onlyGiven(p, body, v, func(value ast.Expr) bool {
		encoded = true
		return encodes(p, value)
	})
	return encoded && only
}

// onlyGiven reports whether nothing but values of which is holds is ever put into a
// variable, as far as its name tells.
func onlyGiven(p *program.Package, body *ast.BlockStmt, v *types.Var, is func(ast.Expr) bool) bool {
	other := false
	named := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return ok && p.Pass.TypesInfo.ObjectOf(id) == v
	}
	put := func(i int, values []ast.Expr) {
		if len(values) > 0 {
			other = other || !is(values[min(i, len(values)-1)])
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if named(left) {
					put(i, n.Rhs)
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if named(name) {
					put(i, n.Values)
				}
			}
		case *ast.RangeStmt:
			other = other || named(n.Key) || named(n.Value)
		case *ast.UnaryExpr:
			other = other || n.Op == token.AND && named(n.X)
		}
		return !other
	})
	return !other
}

// SendsHTTP reports whether a signature is that of (*http.Client).Do.
func SendsHTTP(sig *types.Signature) bool {
	return sig.Results().Len() == 2 && rawapi.IsHTTPResponse(sig.Results().At(0).Type())
}

func scanSelection(p *program.Package, d *program.Declared, n *ast.SelectorExpr) {
	w := p.Wire
	sel, ok := p.Pass.TypesInfo.Selections[n]
	if !ok || sel.Kind() != types.FieldVal {
		return
	}
	t := sel.Recv()
	level := w.LevelOf(t)
	switch {
	case w.IsAnswer(t):
		level = jsonshape.Answer
	case level != jsonshape.None:
	case jsonshape.IsEnvelope(t):
		d.Wire, d.Tests, d.Looks = true, true, true // what is raw is decoded next
		return
	case fills(w, t) || w.IsOwn(t):
		d.Tests = true
		return
	default:
		if !jsonshape.IsResponse(t) { // an anonymous Response
			return
		}
		level = jsonshape.Response
	}
	d.Wire, d.Tests = true, true
	for _, i := range sel.Index() {
		s := jsonshape.Struct(t)
		if s == nil {
			return
		}
		level, t = jsonshape.Step(s, i, level), s.Field(i).Type()
	}
	if level == jsonshape.Error || level == jsonshape.Code || level == jsonshape.Text {
		d.Looks = true
	}
}

// fills reports whether t is an error type of this package that may be filled
// with codes.
func fills(w *rawapi.Types, t types.Type) bool {
	named, ok := ir.Deref(t).(*types.Named)
	return ok && w.Maybe[named.Obj()]
}

// scanDecode notes a call by which a function may decode JSON for others.
func scanDecode(p *program.Package, d *program.Declared, call *ast.CallExpr) {
	if d.Object == nil || !program.MayDecode(d.Object) {
		return
	}
	callee, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
	if !ok || callee.Pkg() == nil || !program.MayDecode(callee) {
		return
	}
	callee = callee.Origin()
	if callee.Pkg() == p.Pass.Pkg || rawapi.IsJSON(callee.Pkg().Path()) || answersOf(p, callee) != nil {
		d.Wire, d.Tests = true, true
	}
}

// answersOf returns what a function of another package does with answers, nil
// if nothing is known.
func answersOf(p *program.Package, f *types.Func) *facts.AnswerUse {
	if h := p.FactOf(f); h != nil {
		return h.Answer
	}
	return nil
}
