package verdict

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
)

// A Discarded is a call that sends a request to the API and whose answer nobody
// reads, while the error of sending it is handled.
type Discarded struct {
	Call *ast.CallExpr
	Name string // of the function called; "" of a literal
}

// FindDiscarded returns the calls of the package whose answers are thrown away
// unread: what a function of the package that only sends and receives returns, or
// the body of what net/http returns.
func FindDiscarded(p *program.Package) []Discarded {
	if p.Wire == nil || !p.Wire.CallsAPI() && !p.AsksElsewhere() {
		return nil
	}
	var found []Discarded
	for _, d := range p.Order {
		if d.Object == nil || p.InTest(d.Decl.Pos()) {
			continue
		}
		ast.Inspect(d.Decl.Body, func(n ast.Node) bool {
			assign, ok := n.(*ast.AssignStmt)
			if !ok || len(assign.Rhs) != 1 || len(assign.Lhs) != 2 || isBlank(assign.Lhs[1]) {
				return true
			}
			call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
			if !ok {
				return true
			}
			callee, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
			if !ok {
				return true
			}
			switch {
			case isBlank(assign.Lhs[0]) && (receives(p, p.Declared[callee.Origin()]) || handsOn(p, callee)),
				sendsOnly(callee) && prepares(p, d) && leavesBody(p, d, assign.Lhs[0]):
				name := callee.Name()
				if variable, ok := ir.IsLifted(callee); ok {
					name = variable // that holds a literal
				}
				found = append(found, Discarded{call, name})
			}
			return true
		})
	}
	return found
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// handsOn reports whether a function of another package sends a request to the API and
// returns the answer, unread, beside an error.
func handsOn(p *program.Package, f *types.Func) bool {
	s := p.SenderOf(f)
	return s != nil && s.Raw && (len(s.Origin.Services) > 0 || !s.Headers[facts.ActionHeader].Empty()) && f.Signature().Results().Len() == 2
}

// receives reports whether a function sends a request to the API and returns the
// answer, unread or just decoded, beside an error.
func receives(p *program.Package, d *program.Declared) bool {
	if d == nil || d.Object == nil || !namesAction(p, d) || !rawvalue.Blind(p, d.Object) {
		return false
	}
	results := d.Object.Signature().Results()
	if results.Len() != 2 || !ir.IsErrorType(results.At(1).Type()) {
		return false
	}
	answer := results.At(0).Type()
	if !p.Wire.IsAnswer(answer) && !rawapi.IsHTTPResponse(answer) {
		if !ir.IsBytes(answer) && !ir.IsString(answer) && !jsonshape.IsRaw(answer) || calls(p, d, func(f *types.Func) bool {
			return f.Pkg() != nil && rawapi.IsJSON(f.Pkg().Path()) && relevance.ParsesJSON(f)
		}) {
			return false // what it takes out of the answer is another question
		}
	}
	return calls(p, d, sendsOnly)
}

// sendsOnly reports whether a function sends a request and has nowhere to put what
// it makes of the answer: one of net/http, or one that is given the request alone.
func sendsOnly(f *types.Func) bool {
	sig := f.Signature()
	return relevance.SendsHTTP(sig) && f.Pkg() != nil && (f.Pkg().Path() == "net/http" || sig.Params().Len() == 1)
}

// namesAction reports whether a function, or one that it calls, puts the action
// into a request as the API wants it.
func namesAction(p *program.Package, d *program.Declared) bool {
	return reaches(p, d, func(d *program.Declared) bool {
		return d.Request.Acts || preparesAction(p, d)
	})
}

// prepares reports whether a function puts the action into a request, itself or by what
// sends none: it is for the function to send.
func prepares(p *program.Package, d *program.Declared) bool {
	seen := make(map[*program.Declared]bool)
	var visit func(d *program.Declared) bool
	visit = func(d *program.Declared) bool {
		if d == nil || seen[d] {
			return false
		}
		seen[d] = true
		return d.Request.Acts || slices.ContainsFunc(d.Local, func(f *types.Func) bool {
			callee := p.Declared[f]
			return callee != nil && !callee.Posts && visit(callee)
		}) || preparesAction(p, d)
	}
	return visit(d)
}

// preparesAction reports whether a function refers to one of another package that puts
// the action into a request, and leaves it to others to send.
func preparesAction(p *program.Package, d *program.Declared) bool {
	return slices.ContainsFunc(d.Request.Senders, func(f *types.Func) bool {
		return !p.SenderOf(f).Headers[facts.ActionHeader].Empty() && preparesRequest(f.Signature())
	})
}

// preparesRequest reports whether a function of this signature makes a request, or is
// given one, and receives no response.
func preparesRequest(sig *types.Signature) bool {
	isRequest := func(v *types.Var) bool {
		named, ok := ir.Deref(v.Type()).(*types.Named)
		return ok && named.Obj().Name() == "Request" && ir.IsDeclaredIn(named, "net/http")
	}
	for v := range sig.Results().Variables() {
		if rawapi.IsHTTPResponse(v.Type()) {
			return false
		}
	}
	return slices.ContainsFunc(slices.Collect(sig.Params().Variables()), isRequest) || slices.ContainsFunc(slices.Collect(sig.Results().Variables()), isRequest)
}

// calls reports whether a function, or one of this package that it calls, calls one
// of those.
func calls(p *program.Package, d *program.Declared, those func(*types.Func) bool) bool {
	return reaches(p, d, func(d *program.Declared) bool {
		found := false
		ast.Inspect(d.Decl, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && !found {
				f, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
				found = ok && those(f)
			}
			return !found
		})
		return found
	})
}

// reaches reports whether a function, or one of this package that it calls, is one
// of those.
func reaches(p *program.Package, d *program.Declared, those func(*program.Declared) bool) bool {
	seen := make(map[*program.Declared]bool)
	work := []*program.Declared{d}
	for len(work) > 0 {
		d := work[len(work)-1]
		work = work[:len(work)-1]
		if d == nil || d.Decl == nil || seen[d] {
			continue
		}
		if seen[d] = true; those(d) {
			return true
		}
		for _, f := range d.Local {
			work = append(work, p.Declared[f])
		}
	}
	return false
}

// leavesBody reports whether a function does nothing with the response in a
// variable but ask for its status or its header, and close or drain its body.
func leavesBody(p *program.Package, d *program.Declared, into ast.Expr) bool {
	id, ok := into.(*ast.Ident)
	if !ok {
		return false
	}
	if id.Name == "_" {
		return true
	}
	info := p.Pass.TypesInfo
	response := info.ObjectOf(id)
	if v, ok := response.(*types.Var); !ok || v.Kind() != types.LocalVar {
		return false
	}
	harmless := make(map[*ast.Ident]bool) // uses that do not read it
	ast.Inspect(d.Decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				note(harmless, e)
			}
		case *ast.BinaryExpr: // resp != nil
			if info.Types[n.Y].IsNil() {
				note(harmless, n.X)
			}
		case *ast.SelectorExpr:
			if slices.Contains([]string{"StatusCode", "Status", "Header", "Proto"}, n.Sel.Name) {
				note(harmless, n.X)
			}
		case *ast.CallExpr:
			if body, ok := closed(n); ok {
				note(harmless, body)
			} else if len(n.Args) == 2 && isDiscard(info, n.Args[0]) {
				if body, ok := ast.Unparen(n.Args[1]).(*ast.SelectorExpr); ok && body.Sel.Name == "Body" {
					note(harmless, body.X)
				}
			}
		}
		return true
	})
	unread := true
	ast.Inspect(d.Decl.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && info.ObjectOf(id) == response {
			unread = unread && harmless[id]
		}
		return unread
	})
	return unread
}

// note adds e to the identifiers, if it is one.
func note(ids map[*ast.Ident]bool, e ast.Expr) {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		ids[id] = true
	}
}

// closed returns the response whose body a call closes.
func closed(call *ast.CallExpr) (response ast.Expr, ok bool) {
	method, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok || method.Sel.Name != "Close" {
		return nil, false
	}
	body, ok := ast.Unparen(method.X).(*ast.SelectorExpr)
	if !ok || body.Sel.Name != "Body" {
		return nil, false
	}
	return body.X, true
}

// isDiscard reports whether e is io.Discard.
func isDiscard(info *types.Info, e ast.Expr) bool {
	sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	object := info.Uses[sel.Sel]
	return object != nil && object.Name() == "Discard" && object.Pkg() != nil && (object.Pkg().Path() == "io" || object.Pkg().Path() == "io/ioutil")
}
