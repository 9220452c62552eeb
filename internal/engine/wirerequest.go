package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A header is where a request says which API it calls.
type header uint8

const (
	noHeader header = iota
	actionHeader
	versionHeader
	signedScope // the service in what is signed: date/service/tc3_request
	numHeaders
)

func headerNamed(name string) header {
	switch {
	case strings.EqualFold(name, "X-TC-Action"):
		return actionHeader
	case strings.EqualFold(name, "X-TC-Version"):
		return versionHeader
	}
	return noHeader
}

// said is what a function puts in a place.
type said struct {
	texts  []string     // constants, sorted
	params []*types.Var // parameters of the function
	open   bool         // or something else
}

// A request is what a function says of the requests to the API that it makes.
// Parameters are filled in from the calls of this package.
type request struct {
	said    [numHeaders]said
	dynamic bool            // makes the name of a host
	pending bool            // which service it calls is for its callers to say
	calls   []*ast.CallExpr // of functions of this package, given strings
}

const endOfScope = "/tc3_request"

// scanRequest notes what a node of a function's body says of a request.
func (p *Package) scanRequest(d *declared, n ast.Node) {
	info := p.pass.TypesInfo
	switch n := n.(type) {
	case *ast.BasicLit:
		if text, _ := ir.ConstantOf(info, n); text != "" {
			p.sayScope(d, text)
		}
	case *ast.BinaryExpr: // date + "/" + service + "/tc3_request"
		if end, ok := ir.ConstantOf(info, n.Y); ok && n.Op == token.ADD && strings.HasPrefix(end, endOfScope) {
			before := ast.Unparen(n.X)
			if b, ok := before.(*ast.BinaryExpr); ok && b.Op == token.ADD && info.Types[b].Value == nil {
				before = b.Y
			}
			p.say(d, signedScope, before)
		}
	case *ast.AssignStmt: // header["X-TC-Action"] = …
		for i, lhs := range n.Lhs {
			if index, ok := lhs.(*ast.IndexExpr); ok && len(n.Lhs) == len(n.Rhs) {
				key, _ := ir.ConstantOf(info, index.Index)
				p.say(d, headerNamed(key), n.Rhs[i])
			}
		}
	case *ast.KeyValueExpr:
		key, _ := ir.ConstantOf(info, n.Key)
		p.say(d, headerNamed(key), n.Value)
	case *ast.CallExpr:
		p.scanRequestCall(d, n)
	}
}

func (p *Package) scanRequestCall(d *declared, call *ast.CallExpr) {
	info := p.pass.TypesInfo
	for i := 0; i+1 < len(call.Args); i++ { // header.Set("X-TC-Action", …)
		if key, ok := ir.ConstantOf(info, call.Args[i]); ok {
			p.say(d, headerNamed(key), call.Args[i+1])
		}
	}
	callee, ok := typeutil.Callee(info, call).(*types.Func)
	if !ok || callee.Pkg() == nil {
		return
	}
	switch {
	case callee.Pkg() == p.pass.Pkg:
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && info.Selections[sel] != nil && info.Selections[sel].Kind() == types.MethodExpr {
			return // its first argument is the receiver
		}
		for v := range callee.Signature().Params().Variables() {
			if ir.IsString(v.Type()) {
				d.request.calls = append(d.request.calls, call)
				return
			}
		}
	case callee.Pkg().Path() == "fmt" && callee.Name() == "Sprintf":
		format, _ := ir.ConstantOf(info, call.Args[0])
		if before, _, ok := strings.Cut(format, "%s"+endOfScope); ok {
			if i := 1 + strings.Count(strings.ReplaceAll(before, "%%", ""), "%"); i < len(call.Args) {
				p.say(d, signedScope, call.Args[i])
			}
		}
	case callee.Pkg().Path() == "strings" && callee.Name() == "Join":
		if list, ok := ast.Unparen(call.Args[0]).(*ast.CompositeLit); ok {
			for i, e := range list.Elts {
				if end, _ := ir.ConstantOf(info, e); end == endOfScope[1:] && i > 0 {
					p.say(d, signedScope, list.Elts[i-1])
				}
			}
		}
	}
}

// sayScope notes the service in a constant such as "/cdn/tc3_request".
func (p *Package) sayScope(d *declared, text string) {
	before, _, ok := strings.Cut(text, endOfScope)
	if service := before[strings.LastIndexByte(before, '/')+1:]; ok && service != "" && !strings.Contains(service, "%") {
		d.request.said[signedScope].add(service)
	}
}

func (s *said) add(text string) {
	if i, found := slices.BinarySearch(s.texts, text); !found {
		s.texts = slices.Insert(s.texts, i, text)
	}
}

// say notes what a function puts in a place; it reports whether that is news.
func (p *Package) say(d *declared, at header, e ast.Expr) bool {
	if at == noHeader {
		return false
	}
	info := p.pass.TypesInfo
	e = ast.Unparen(e)
	if list, ok := e.(*ast.CompositeLit); ok && len(list.Elts) == 1 { // []string{action}
		e = ast.Unparen(list.Elts[0])
	}
	s := &d.request.said[at]
	texts, params, open := len(s.texts), len(s.params), s.open
	text, ok := ir.ConstantOf(info, e)
	if id, isIdent := e.(*ast.Ident); isIdent && !ok {
		if v, isVar := info.Uses[id].(*types.Var); isVar {
			if d.object != nil && ir.ParamIndex(d.object.Signature(), v) >= 0 {
				if !slices.Contains(s.params, v) {
					s.params = append(s.params, v)
				}
				return len(s.params) > params
			}
			text, ok = ir.ConstantOf(info, p.definition(d, v))
		}
	}
	if ok {
		s.add(text[strings.LastIndexByte(text, '/')+1:])
	} else {
		s.open = true
	}
	return len(s.texts) > texts || s.open != open
}

// definition returns the one value that a variable is ever given; nil if it is
// given others, or if that is not known.
func (p *Package) definition(d *declared, v *types.Var) ast.Expr {
	if v.Parent() == p.pass.Pkg.Scope() {
		if p.reassigned(v) {
			return nil
		}
		return p.vars[v]
	}
	if d.decl == nil {
		return nil
	}
	info := p.pass.TypesInfo
	var value ast.Expr
	times := 0
	ast.Inspect(d.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if id, ok := lhs.(*ast.Ident); ok && info.ObjectOf(id) == v {
					times++
					if len(n.Lhs) == len(n.Rhs) && (n.Tok == token.DEFINE || n.Tok == token.ASSIGN) {
						value = n.Rhs[i]
					}
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if info.Defs[name] == v && i < len(n.Values) {
					value = n.Values[i]
					times++
				}
			}
		case *ast.UnaryExpr:
			if id, ok := ast.Unparen(n.X).(*ast.Ident); ok && n.Op == token.AND && info.ObjectOf(id) == v {
				times = 2
			}
		}
		return true
	})
	if times != 1 {
		return nil
	}
	return value
}

// resolveRequests finds out which service each function calls, where constants
// say so for certain, and notes it as the origin of its errors.
func (p *Package) resolveRequests() {
	if p.wire == nil || p.wire.sdk {
		return
	}
	for changed := true; changed; {
		changed = false
		for _, d := range p.order {
			for _, call := range d.request.calls {
				changed = p.fillRequest(d, call) || changed
			}
		}
	}
	for _, d := range p.order {
		p.resolveRequest(d)
	}
	// A function that calls one that leaves the service open must say it itself.
	for changed := true; changed; {
		changed = false
		for _, d := range p.order {
			if !d.origin.Unknown && !d.request.pending && !p.names(d) && slices.ContainsFunc(d.local, func(f *types.Func) bool {
				callee := p.declared[f]
				return callee != nil && callee.request.pending
			}) {
				d.origin.Unknown, changed = true, true
			}
		}
	}
}

// fillRequest gives what a call says to the places that the callee fills with
// its parameters.
func (p *Package) fillRequest(d *declared, call *ast.CallExpr) bool {
	callee, _ := typeutil.Callee(p.pass.TypesInfo, call).(*types.Func)
	target := p.declared[callee.Origin()]
	if target == nil {
		return false
	}
	changed := false
	for at := noHeader + 1; at < numHeaders; at++ {
		for _, v := range target.request.said[at].params {
			i := ir.ParamIndex(target.object.Signature(), v)
			if i < len(call.Args) && !call.Ellipsis.IsValid() {
				changed = p.say(d, at, call.Args[i]) || changed
			}
		}
	}
	return changed
}

func (p *Package) resolveRequest(d *declared) {
	r := &d.request
	for _, service := range p.servicesOf(d) {
		d.origin.add(service)
	}
	if p.names(d) {
		return
	}
	scope, action := &r.said[signedScope], &r.said[actionHeader]
	r.pending = r.dynamic || len(scope.params)+len(action.params) > 0
	if scope.open || action.open {
		d.origin.Unknown = true
	}
}

// names reports whether constants in the function name the service.
func (p *Package) names(d *declared) bool {
	return len(p.servicesOf(d)) > 0 || len(d.origin.Services) > 0
}

// servicesOf returns the services that are said for certain: in what is signed,
// or by the action together with the version.
func (p *Package) servicesOf(d *declared) []string {
	var services []string
	if scope := &d.request.said[signedScope]; !scope.open && len(scope.params) == 0 {
		services = scope.texts
	}
	actions, version := &d.request.said[actionHeader], p.versionOf(d)
	if version == "" || actions.open || len(actions.params) > 0 {
		return services
	}
	for _, action := range actions.texts {
		service, ok := catalog.ServiceOf(action, version)
		if !ok {
			return services
		}
		services = append(slices.Clip(services), service.Name())
	}
	return services
}

// versionOf returns the one version that a function, or else one that it calls,
// names; "" if it does not.
func (p *Package) versionOf(d *declared) string {
	version := ""
	only := func(s *said) bool {
		if s.open || len(s.texts) > 1 || version != "" && len(s.texts) == 1 && s.texts[0] != version {
			return false
		}
		if len(s.texts) == 1 {
			version = s.texts[0]
		}
		return true
	}
	own := &d.request.said[versionHeader]
	if len(own.params) > 0 || !only(own) {
		return ""
	}
	if version != "" {
		return version
	}
	for _, f := range d.local {
		if callee := p.declared[f]; callee != nil && !only(&callee.request.said[versionHeader]) {
			return ""
		}
	}
	return version
}
