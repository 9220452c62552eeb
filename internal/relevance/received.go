package relevance

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// What a function that is not in sight is given before anything was received cannot be
// the answer: a signer gets the request and its body, a hook what is about to be sent.

// settleLeaks finds out which functions leak what they receive themselves, and which
// functions of this package each calls only before it has received anything.
func settleLeaks(p *program.Package) {
	if !slices.ContainsFunc(p.Order, func(d *program.Declared) bool { return len(d.Hands) > 0 }) {
		return
	}
	for _, d := range p.Order {
		r := findReceipt(p, d)
		d.LeaksReceived = d.LeaksReceived || slices.ContainsFunc(d.Hands, func(call *ast.CallExpr) bool { return !r.handsBefore(call) })
		if d.Posts && r.first != nil {
			d.Early = r.early()
		}
	}
}

// A receipt is the first place in a function where it receives something.
type receipt struct {
	p      *program.Package
	d      *program.Declared
	first  ast.Expr                     // the call, or the name of a function that is handed to others; nil if there is none
	called map[*ast.Ident]*ast.CallExpr // by the name of the function
	again  []ast.Node                   // loops and literals: what they hold may be done more than once
}

func findReceipt(p *program.Package, d *program.Declared) *receipt {
	r := &receipt{p: p, d: d}
	if !d.Posts {
		return r
	}
	r.called = make(map[*ast.Ident]*ast.CallExpr)
	ast.Inspect(d.Decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.FuncLit:
			r.again = append(r.again, n)
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				r.again = append(r.again, d.Decl.Body)
			}
		case *ast.CallExpr:
			if id := calleeName(n); id != nil {
				r.called[id] = n
			}
		case *ast.Ident:
			if at := r.use(n); r.receives(n) && (r.first == nil || at.End() < r.first.End()) {
				r.first = at
			}
		}
		return true
	})
	return r
}

// calleeName returns the identifier that names the function which is called; nil if none
// does.
func calleeName(call *ast.CallExpr) *ast.Ident {
	fun := ast.Unparen(call.Fun)
	switch index := fun.(type) {
	case *ast.IndexExpr:
		fun = index.X
	case *ast.IndexListExpr:
		fun = index.X
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun
	case *ast.SelectorExpr:
		return fun.Sel
	}
	return nil
}

// use returns the call of the function that an identifier names, or else the identifier.
func (r *receipt) use(id *ast.Ident) ast.Expr {
	if call := r.called[id]; call != nil {
		return call
	}
	return id
}

// receives reports whether an identifier names a function that sends a request and
// receives what comes.
func (r *receipt) receives(id *ast.Ident) bool {
	f, ok := r.p.Pass.TypesInfo.Uses[id].(*types.Func)
	if !ok {
		return false
	}
	if local := r.p.Declared[f.Origin()]; local != nil {
		return local.Posts
	}
	return posts(r.p, f)
}

// early returns the functions of this package that are called before the receipt, or by
// it, and nowhere else, with those that they forward to.
func (r *receipt) early() []*types.Func {
	var early, late []*types.Func
	ast.Inspect(r.d.Decl.Body, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		f, ok := r.p.Pass.TypesInfo.Uses[id].(*types.Func)
		if !ok || r.p.Declared[f.Origin()] == nil {
			return true
		}
		if call := r.called[id]; call != nil && r.callsBefore(call) {
			early = append(early, f.Origin())
		} else {
			late = append(late, f.Origin())
		}
		return true
	})
	for i := 0; i < len(early); i++ {
		if to := r.p.Declared[early[i]].Forwards; to != nil && !slices.Contains(early, to.Origin()) && r.p.Declared[to.Origin()] != nil {
			early = append(early, to.Origin())
		}
	}
	return slices.DeleteFunc(early, func(f *types.Func) bool { return slices.Contains(late, f) })
}

// callsBefore reports whether a call of a function of this package is made before
// anything was received, of whatever the call before it may have received.
func (r *receipt) callsBefore(call *ast.CallExpr) bool {
	return r.precedes(call) && (!r.repeats(call) || !slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return !r.stays(arg, make(map[*types.Var]bool)) }))
}

// handsBefore reports whether a call that hands JSON to a function that is not in sight
// can hand over nothing that was received: text is what it is at the time, what else
// it hands may be filled later on.
func (r *receipt) handsBefore(call *ast.CallExpr) bool {
	sig := ir.TypeOf(r.p.Pass.TypesInfo, call.Fun).(*types.Signature)
	if r.d.Posts && (r.first == nil || !r.precedes(call)) {
		return false
	}
	for i := range sig.Params().Len() {
		t := sig.Params().At(i).Type()
		args := argsOf(sig, call, i)
		if !handsJSON(r.p, r.d, t, args) || allEncoded(r.p, r.d, args) || isText(t) && !r.repeats(call) {
			continue
		}
		if r.first == nil || slices.ContainsFunc(args, func(arg ast.Expr) bool { return !r.stays(arg, make(map[*types.Var]bool)) }) {
			return false
		}
	}
	return true
}

func isText(t types.Type) bool { return ir.IsBytes(t) || ir.IsString(t) }

// precedes reports whether a call stands before the receipt, or is it.
func (r *receipt) precedes(call *ast.CallExpr) bool {
	return ast.Expr(call) == r.first || call.End() < r.first.End()
}

// repeats reports whether a call may be made again after the receipt.
func (r *receipt) repeats(call *ast.CallExpr) bool {
	return slices.ContainsFunc(r.again, func(n ast.Node) bool {
		_, lit := n.(*ast.FuncLit)
		return within(n, call) && (lit || within(n, r.first))
	})
}

func within(n, inner ast.Node) bool { return n.Pos() <= inner.Pos() && inner.End() <= n.End() }

// stays reports whether an expression that stands before the receipt is made of nothing
// that may be filled with what is received.
func (r *receipt) stays(e ast.Expr, seen map[*types.Var]bool) bool {
	stays := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			stays = false
		case *ast.Ident:
			switch object := r.p.Pass.TypesInfo.Uses[n].(type) {
			case *types.Var:
				stays = stays && (object.IsField() || r.keeps(object, seen))
			case *types.Func:
				stays = stays && r.p.IsStd(object.Pkg()) && !r.receives(n)
			}
		}
		return stays
	})
	return stays
}

// keeps reports whether a variable has, where it is used before the receipt, nothing of
// what is received: no code after the receipt names it, and nothing else is put into it.
func (r *receipt) keeps(v *types.Var, seen map[*types.Var]bool) bool {
	if seen[v] {
		return true
	}
	seen[v] = true
	body := r.d.Decl.Body
	if v.Kind() == types.PackageVar || v.Kind() == types.ResultVar {
		return false // others fill it, or a return does
	}
	t := v.Type()
	_, basic := t.Underlying().(*types.Basic)
	if ir.IsContext(t) || basic && !ir.IsString(t) {
		return true // no place for it
	}
	// Of a string, only another is put into the variable.
	return (basic || !r.namedAfter(v)) && onlyGiven(r.p, body, v, func(value ast.Expr) bool { return r.stays(value, seen) })
}

// namedAfter reports whether a variable is named after the receipt, or, unless it holds
// bytes, in it. What counts is the order in which the body is built, not that of the
// source: see [ir.InPlace].
func (r *receipt) namedAfter(v *types.Var) bool {
	reached, named := false, false
	ast.Inspect(r.d.Decl.Body, func(n ast.Node) bool {
		reached = reached || n == ast.Node(r.first)
		id, ok := n.(*ast.Ident)
		named = named || ok && reached && r.p.Pass.TypesInfo.ObjectOf(id) == v && !(ir.IsBytes(v.Type()) && within(r.first, id))
		return !named
	})
	return named
}
