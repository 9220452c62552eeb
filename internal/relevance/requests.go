package relevance

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
)

func headerNamed(name string) program.Header {
	switch {
	case strings.EqualFold(name, "X-TC-Action"):
		return program.ActionHeader
	case strings.EqualFold(name, "X-TC-Version"):
		return program.VersionHeader
	}
	return program.NoHeader
}

const endOfScope = "/tc3_request"

// scanRequest notes what a node of a function's body says of a request.
func scanRequest(p *program.Package, d *program.Declared, n ast.Node) {
	info := p.Pass.TypesInfo
	switch n := n.(type) {
	case *ast.BasicLit:
		if text, _ := ir.ConstantOf(info, n); text != "" {
			sayScope(p, d, text)
		}
	case *ast.BinaryExpr: // date + "/" + service + "/tc3_request"
		if end, ok := ir.ConstantOf(info, n.Y); ok && n.Op == token.ADD && strings.HasPrefix(end, endOfScope) {
			before := ast.Unparen(n.X)
			if b, ok := before.(*ast.BinaryExpr); ok && b.Op == token.ADD && info.Types[b].Value == nil {
				before = b.Y
			}
			say(p, d, program.SignedScope, before)
		}
	case *ast.AssignStmt: // header["X-TC-Action"] = …
		for i, lhs := range n.Lhs {
			if index, ok := lhs.(*ast.IndexExpr); ok && len(n.Lhs) == len(n.Rhs) {
				key, _ := ir.ConstantOf(info, index.Index)
				say(p, d, headerNamed(key), n.Rhs[i])
			}
		}
	case *ast.KeyValueExpr:
		key, _ := ir.ConstantOf(info, n.Key)
		say(p, d, headerNamed(key), n.Value)
	case *ast.CallExpr:
		scanRequestCall(p, d, n)
	}
}

func scanRequestCall(p *program.Package, d *program.Declared, call *ast.CallExpr) {
	info := p.Pass.TypesInfo
	for i := 0; i+1 < len(call.Args); i++ { // header.Set("X-TC-Action", …)
		if key, ok := ir.ConstantOf(info, call.Args[i]); ok {
			say(p, d, headerNamed(key), call.Args[i+1])
		}
	}
	callee, ok := typeutil.Callee(info, call).(*types.Func)
	if !ok || callee.Pkg() == nil {
		return
	}
	switch {
	case callee.Pkg() == p.Pass.Pkg:
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && info.Selections[sel] != nil && info.Selections[sel].Kind() == types.MethodExpr {
			return // its first argument is the receiver
		}
		for v := range callee.Signature().Params().Variables() {
			if ir.IsString(v.Type()) {
				d.Request.Calls = append(d.Request.Calls, call)
				return
			}
		}
	case callee.Pkg().Path() == "fmt" && callee.Name() == "Sprintf":
		format, _ := ir.ConstantOf(info, call.Args[0])
		if before, _, ok := strings.Cut(format, "%s"+endOfScope); ok {
			if i := 1 + strings.Count(strings.ReplaceAll(before, "%%", ""), "%"); i < len(call.Args) {
				say(p, d, program.SignedScope, call.Args[i])
			}
		}
	case callee.Pkg().Path() == "strings" && callee.Name() == "Join":
		if list, ok := ast.Unparen(call.Args[0]).(*ast.CompositeLit); ok {
			for i, e := range list.Elts {
				if end, _ := ir.ConstantOf(info, e); end == endOfScope[1:] && i > 0 {
					say(p, d, program.SignedScope, list.Elts[i-1])
				}
			}
		}
	}
}

// sayScope notes the service in a constant such as "/cdn/tc3_request".
func sayScope(p *program.Package, d *program.Declared, text string) {
	before, _, ok := strings.Cut(text, endOfScope)
	if service := before[strings.LastIndexByte(before, '/')+1:]; ok && service != "" && !strings.Contains(service, "%") {
		addText(&d.Request.Headers[program.SignedScope], service)
	}
}

func addText(s *program.HeaderValues, text string) {
	if i, found := slices.BinarySearch(s.Texts, text); !found {
		s.Texts = slices.Insert(s.Texts, i, text)
	}
}

// say notes what a function puts in a place; it reports whether that is news.
func say(p *program.Package, d *program.Declared, at program.Header, e ast.Expr) bool {
	if at == program.NoHeader {
		return false
	}
	info := p.Pass.TypesInfo
	e = ast.Unparen(e)
	if list, ok := e.(*ast.CompositeLit); ok && len(list.Elts) == 1 { // []string{action}
		e = ast.Unparen(list.Elts[0])
	}
	s := &d.Request.Headers[at]
	texts, params, open := len(s.Texts), len(s.Params), s.Open
	text, ok := ir.ConstantOf(info, e)
	for range ir.MaxDepth { // through variables that are given one value
		id, isIdent := e.(*ast.Ident)
		if ok || !isIdent {
			break
		}
		v, isVar := info.Uses[id].(*types.Var)
		if !isVar {
			break
		}
		if d.Object != nil && ir.ParamIndex(d.Object.Signature(), v) >= 0 {
			if !slices.Contains(s.Params, v) {
				s.Params = append(s.Params, v)
			}
			return len(s.Params) > params
		}
		e = ast.Unparen(definition(p, d, v))
		text, ok = ir.ConstantOf(info, e)
	}
	if ok {
		addText(s, text[strings.LastIndexByte(text, '/')+1:])
	} else {
		s.Open = true
	}
	return len(s.Texts) > texts || s.Open != open
}

// definition returns the one value that a variable is ever given; nil if it is
// given others, or if that is not known.
func definition(p *program.Package, d *program.Declared, v *types.Var) ast.Expr {
	if v.Parent() == p.Pass.Pkg.Scope() {
		if p.Reassigned(v) {
			return nil
		}
		return p.Vars[v]
	}
	if d.Decl == nil {
		return nil
	}
	info := p.Pass.TypesInfo
	var value ast.Expr
	times := 0
	ast.Inspect(d.Decl.Body, func(n ast.Node) bool {
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
func resolveRequests(p *program.Package) {
	if p.Wire == nil || p.Wire.SDK {
		return
	}
	for changed := true; changed; {
		changed = false
		for _, d := range p.Order {
			for _, call := range d.Request.Calls {
				changed = fillRequest(p, d, call) || changed
			}
		}
	}
	for _, d := range p.Order {
		resolveRequest(p, d)
	}
	// A function that calls one that leaves the service open must say it itself.
	for changed := true; changed; {
		changed = false
		for _, d := range p.Order {
			if !d.Origin.Unknown && !d.Request.Pending && !names(p, d) && slices.ContainsFunc(d.Local, func(f *types.Func) bool {
				callee := p.Declared[f]
				return callee != nil && callee.Request.Pending
			}) {
				if to := p.Declared[d.Forwards]; to != nil && to.Request.Pending {
					d.Request.Pending = true // it is for the callers of this one to say, too
				} else {
					d.Origin.Unknown = true
				}
				changed = true
			}
		}
	}
}

// fillRequest gives what a call says to the places that the callee fills with
// its parameters.
func fillRequest(p *program.Package, d *program.Declared, call *ast.CallExpr) bool {
	callee, _ := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
	target := p.Declared[callee.Origin()]
	if target == nil {
		return false
	}
	changed := false
	for at := program.NoHeader + 1; at < program.NumHeaders; at++ {
		for _, v := range target.Request.Headers[at].Params {
			i := ir.ParamIndex(target.Object.Signature(), v)
			if i < len(call.Args) && !call.Ellipsis.IsValid() {
				changed = say(p, d, at, call.Args[i]) || changed
			}
		}
	}
	return changed
}

func resolveRequest(p *program.Package, d *program.Declared) {
	r := &d.Request
	for _, service := range servicesOf(p, d) {
		d.Origin.Add(service)
	}
	if names(p, d) {
		return
	}
	scope, action := &r.Headers[program.SignedScope], &r.Headers[program.ActionHeader]
	r.Pending = r.Dynamic || len(scope.Params)+len(action.Params) > 0
	if scope.Open || action.Open {
		d.Origin.Unknown = true
	}
}

// names reports whether constants in the function name the service.
func names(p *program.Package, d *program.Declared) bool {
	return len(servicesOf(p, d)) > 0 || len(d.Origin.Services) > 0
}

// servicesOf returns the services that are said for certain: in what is signed,
// or by the action together with the version.
func servicesOf(p *program.Package, d *program.Declared) []string {
	var services []string
	if scope := &d.Request.Headers[program.SignedScope]; !scope.Open && len(scope.Params) == 0 {
		services = scope.Texts
	}
	actions, version := &d.Request.Headers[program.ActionHeader], versionOf(p, d)
	if version == "" || actions.Open || len(actions.Params) > 0 {
		return services
	}
	for _, action := range actions.Texts {
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
func versionOf(p *program.Package, d *program.Declared) string {
	version := ""
	only := func(s *program.HeaderValues) bool {
		if s.Open || len(s.Texts) > 1 || version != "" && len(s.Texts) == 1 && s.Texts[0] != version {
			return false
		}
		if len(s.Texts) == 1 {
			version = s.Texts[0]
		}
		return true
	}
	own := &d.Request.Headers[program.VersionHeader]
	if len(own.Params) > 0 || !only(own) {
		return ""
	}
	if version != "" {
		return version
	}
	for _, f := range d.Local {
		if callee := p.Declared[f]; callee != nil && !only(&callee.Request.Headers[program.VersionHeader]) {
			return ""
		}
	}
	return version
}

// scanHost notes the service whose host a constant, used in a function, names.
func scanHost(p *program.Package, d *program.Declared, e ast.Expr) {
	if p.Wire == nil || p.Wire.SDK {
		return
	}
	tv, ok := p.Pass.TypesInfo.Types[e]
	var text string
	if ok && tv.Value != nil && tv.Value.Kind() == constant.String {
		text = constant.StringVal(tv.Value)
	} else if id, ok := e.(*ast.Ident); ok { // a package variable that is never changed
		v, ok := p.Pass.TypesInfo.Uses[id].(*types.Var)
		if !ok || v.Parent() != p.Pass.Pkg.Scope() || !ir.IsString(v.Type()) || p.Reassigned(v) {
			return
		}
		text, _ = ir.ConstantOf(p.Pass.TypesInfo, p.Vars[v])
	}
	service, dynamic := rawapi.HostService(text)
	if service != "" {
		d.Origin.Add(service)
	}
	d.Request.Dynamic = d.Request.Dynamic || dynamic
}
