package relevance

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
)

// SendsForOthers reports whether a package may have a [facts.Sender]: it spells what
// only requests to the API have, or calls a sender of another package with what these
// have; or one of its files has a function for others that returns text or a response,
// and sends requests.
// A driver that wants to know which packages cannot have one may look at their text.
func SendsForOthers(p *program.Package) bool {
	pass, mark := p.Pass, new(facts.Decoders)
	var senders []*types.Package
	may := false
	for _, pkg := range pass.Pkg.Imports() {
		switch pkg.Path() {
		case "net/http", "crypto/hmac":
			may = true
		default:
			if p.SummaryOfPackage(pkg) != nil || pass.ImportPackageFact(pkg, mark) && mark.Send {
				senders, may = append(senders, pkg), true
			}
		}
	}
	return may && slices.ContainsFunc(pass.Files, func(file *ast.File) bool { return fileSends(pass, file, senders) })
}

// fileSends is [SendsForOthers] for one file.
func fileSends(pass *analysis.Pass, file *ast.File, senders []*types.Package) bool {
	hands, sends, asks := slices.ContainsFunc(file.Decls, spelledToHandOn), false, false
	calls := len(senders) > 0 || hands && slices.ContainsFunc(file.Imports, func(spec *ast.ImportSpec) bool { return spec.Path.Value == `"net/http"` })
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			asks = asks || n.Kind == token.STRING && isOfRequest(n.Value)
		case *ast.CallExpr:
			if !calls {
				break
			}
			callee, ok := typeutil.Callee(pass.TypesInfo, n).(*types.Func)
			if !ok || callee.Pkg() == nil {
				break
			}
			sends = sends || sendsRequest(callee)
			if fact := new(facts.Sender); slices.Contains(senders, callee.Pkg()) && pass.ImportObjectFact(callee.Origin(), fact) {
				asks, sends = asks || fact.Says(), sends || fact.Raw
			}
		}
		return !asks && !(hands && sends)
	})
	return asks || hands && sends
}

// isOfRequest reports whether a text holds what only requests to the API have.
func isOfRequest(text string) bool {
	return strings.Contains(text, "tencentcloudapi.com") || strings.Contains(text, "tc3_request") || strings.Contains(text, "X-TC-Action")
}

// spelledToHandOn reports whether a declaration is spelled as that of a function
// by which other packages get text or a response: what it returns first is a []byte,
// a string, an *http.Response or an io.Reader, what it returns last an error.
func spelledToHandOn(decl ast.Decl) bool {
	f, ok := decl.(*ast.FuncDecl)
	if !ok || f.Body == nil || !f.Name.IsExported() || f.Type.Results == nil || f.Type.Results.NumFields() < 2 {
		return false
	}
	list := f.Type.Results.List
	if last, ok := list[len(list)-1].Type.(*ast.Ident); !ok || last.Name != "error" {
		return false
	}
	switch t := list[0].Type.(type) {
	case *ast.Ident:
		return t.Name == "string"
	case *ast.ArrayType:
		elem, ok := t.Elt.(*ast.Ident)
		return ok && elem.Name == "byte"
	case *ast.StarExpr:
		sel, ok := t.X.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Response"
	case *ast.SelectorExpr:
		return strings.HasPrefix(t.Sel.Name, "Read")
	}
	return false
}

// MayHandOn reports whether a function of this signature may hand on what was
// received.
func MayHandOn(sig *types.Signature) bool {
	results := sig.Results()
	if results.Len() < 2 || !ir.IsErrorType(results.At(results.Len()-1).Type()) {
		return false
	}
	return MayBeReceived(results.At(0).Type())
}

// MayBeReceived reports whether a value of this type may be a response, or what comes
// with one.
func MayBeReceived(t types.Type) bool {
	return ir.IsBytes(t) || ir.IsString(t) || rawapi.IsHTTPResponse(t) || isReader(t)
}

// isReader reports whether a type is an interface of package io.
func isReader(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && types.IsInterface(t) && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "io"
}

// mayHandOn reports whether a function may hand on what it received, or what it is
// given of that.
func mayHandOn(p *program.Package, d *program.Declared) bool {
	if p.Wire == nil || d.Looks || d.LeaksWith(!d.Posts) || d.Parses || !MayHandOn(d.Object.Signature()) {
		return false
	}
	for v := range d.Object.Signature().Params().Variables() {
		if rawapi.IsHTTPResponse(v.Type()) || isReader(v.Type()) {
			return true
		}
	}
	return d.Posts
}

// parses reports whether a call looks into JSON.
func parses(p *program.Package, call *ast.CallExpr) bool {
	callee, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
	return ok && ParsesJSON(callee)
}

// ParsesJSON reports whether a function is one of a package for JSON that looks into
// it, or makes what does.
func ParsesJSON(f *types.Func) bool {
	if f.Pkg() == nil {
		return false
	}
	path := f.Pkg().Path()
	return path == rawapi.GjsonPath || rawapi.IsJSON(path) && !writesJSON(f)
}

// writesJSON reports whether a function of a package for JSON is one of its encoder.
func writesJSON(f *types.Func) bool {
	if recv, ok := ir.Deref(ir.RecvType(f)).(*types.Named); ok && recv.Obj().Name() == "Encoder" {
		return true
	}
	return strings.HasPrefix(f.Name(), "Marshal") || strings.HasPrefix(f.Name(), "NewEncoder")
}

// callsPosting reports whether a call sends a request and receives what comes.
func callsPosting(p *program.Package, call *ast.CallExpr) bool {
	callee, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
	return ok && posts(p, callee)
}

// posts reports whether a function that is not of this package sends a request and
// receives what comes.
func posts(p *program.Package, f *types.Func) bool {
	sender := p.SenderOf(f)
	return sendsRequest(f) || sender != nil && sender.Raw
}

// sendsRequest reports whether a function is one of net/http that sends a request, or a
// method of an interface that does.
func sendsRequest(f *types.Func) bool {
	sig := f.Signature()
	return SendsHTTP(sig) && (f.Pkg() != nil && f.Pkg().Path() == "net/http" || sig.Recv() != nil && types.IsInterface(sig.Recv().Type()))
}

// looksIntoText reports whether a call looks for a part of an answer in a text:
// strings.Contains(body, `"Error"`).
func looksIntoText(p *program.Package, call *ast.CallExpr) bool {
	callee, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
	if !ok || callee.Pkg() == nil {
		return false
	}
	switch callee.Pkg().Path() {
	case "regexp":
		return callee.Signature().Recv() != nil
	case "strings", "bytes":
		return slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
			text, ok := ir.ConstantOf(p.Pass.TypesInfo, unconvert(p, arg))
			return ok && (strings.Contains(text, "Error") || strings.Contains(text, "Response") || strings.Contains(text, "Code") || program.LooksLikeCode(text))
		})
	}
	return false
}
