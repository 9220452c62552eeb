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
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
)

func headerNamed(name string) facts.Header {
	switch {
	case strings.EqualFold(name, "X-TC-Action"):
		return facts.ActionHeader
	case strings.EqualFold(name, "X-TC-Version"):
		return facts.VersionHeader
	}
	return facts.NoHeader
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
			say(p, d, facts.SignedScope, before)
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
	case callee.Pkg() == p.Pass.Pkg || p.SenderOf(callee) != nil:
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
				say(p, d, facts.SignedScope, call.Args[i])
			}
		}
	case callee.Pkg().Path() == "strings" && callee.Name() == "Join":
		if list, ok := ast.Unparen(call.Args[0]).(*ast.CompositeLit); ok {
			for i, e := range list.Elts {
				if end, _ := ir.ConstantOf(info, e); end == endOfScope[1:] && i > 0 {
					say(p, d, facts.SignedScope, list.Elts[i-1])
				}
			}
		}
	}
}

// sayScope notes the service in a constant such as "/cdn/tc3_request".
func sayScope(p *program.Package, d *program.Declared, text string) {
	before, _, ok := strings.Cut(text, endOfScope)
	if service := before[strings.LastIndexByte(before, '/')+1:]; ok && service != "" && !strings.Contains(service, "%") {
		addText(&d.Request.Headers[facts.SignedScope], service)
	}
}

func addText(s *facts.HeaderValues, text string) {
	if i, found := slices.BinarySearch(s.Texts, text); !found {
		s.Texts = slices.Insert(s.Texts, i, text)
	}
}

// say notes what a function puts in a place; it reports whether that is news.
func say(p *program.Package, d *program.Declared, at facts.Header, e ast.Expr) bool {
	if at == facts.NoHeader {
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
		if d.Object != nil {
			if i := ir.ParamIndex(d.Object.Signature(), v); i >= 0 {
				if _, times := given(p, d, v); times > 0 {
					break
				}
				if !slices.Contains(s.Params, i) {
					s.Params = append(s.Params, i)
				}
				return len(s.Params) > params
			}
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
		if !isFixed(p, v) {
			return nil
		}
		return p.Vars[v]
	}
	if value, times := given(p, d, v); times == 1 {
		return value
	}
	return nil
}

// isFixed reports whether a package variable keeps the value that it is declared with.
func isFixed(p *program.Package, v *types.Var) bool {
	return !p.Reassigned(v) && (!v.Exported() || p.Pass.Pkg.Name() == "main")
}

// given returns what a function gives to one of its variables last, and how many times
// it gives it something.
func given(p *program.Package, d *program.Declared, v *types.Var) (value ast.Expr, times int) {
	if d.Decl == nil {
		return nil, 0
	}
	info := p.Pass.TypesInfo
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
	return value, times
}

// resolveRequests finds out which service each function calls, where constants
// say so for certain, and notes it as the origin of its errors.
func resolveRequests(p *program.Package) {
	for _, d := range p.Order {
		d.Request.Acts = !d.Request.Headers[facts.ActionHeader].Empty()
		d.Request.Asks = d.Request.Dynamic || hasParams(d)
		d.Request.Open = isOpen(d)
	}
	switch {
	case p.Wire == nil:
		return
	case p.Wire.SDK:
		spreadActs(p)
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
	spreadSays(p)
	// A function that calls one that leaves the service open must say it itself.
	for changed := true; changed; {
		changed = false
		for _, d := range p.Order {
			if !d.Origin.Unknown && !d.Request.Pending && !names(p, d) && callsPending(p, d) {
				if to := requestOf(p, d.Forwards); !isOpen(d) && (to != nil && to.Pending || hasParams(d)) {
					d.Request.Pending = true // it is for the callers of this one to say, too
				} else {
					d.Origin.Unknown = true
				}
				changed = true
			}
		}
	}
	sayVersions(p)
	for _, d := range p.Order {
		for _, f := range d.Request.Senders {
			d.Origin.Merge(p.SenderOf(f).Origin)
		}
	}
}

// sayVersions notes the version that functions leave to those they call.
func sayVersions(p *program.Package) {
	versions := make([]string, len(p.Order))
	for i, d := range p.Order {
		if d.Request.Headers[facts.VersionHeader].Empty() {
			versions[i] = versionOf(p, d)
		}
	}
	for i, d := range p.Order {
		if versions[i] != "" {
			addText(&d.Request.Headers[facts.VersionHeader], versions[i])
		}
	}
}

// spreadSays notes the functions that say something of requests, themselves or by
// functions that they refer to.
func spreadSays(p *program.Package) {
	for _, d := range p.Order {
		s := facts.Sender{Request: d.Request.Request, Origin: facts.Origin{Services: d.Origin.Services}}
		d.Request.Says = d.Request.Dynamic || s.Says() || slices.ContainsFunc(d.Request.Senders, func(f *types.Func) bool { return p.SenderOf(f).Says() })
	}
	spread(p, func(d *program.Declared) *bool { return &d.Request.Says })
}

// spreadActs is spreadSays for a package that names the SDK's errors: all that counts
// is that they put an action into a request.
func spreadActs(p *program.Package) {
	for _, d := range p.Order {
		d.Request.Says = d.Request.Acts || slices.ContainsFunc(d.Request.Senders, func(f *types.Func) bool { return !p.SenderOf(f).Headers[facts.ActionHeader].Empty() })
	}
	spread(p, func(d *program.Declared) *bool { return &d.Request.Says })
}

// spread notes of the functions that refer to others what is noted of those.
func spread(p *program.Package, flag func(*program.Declared) *bool) {
	for changed := true; changed; {
		changed = false
		for _, d := range p.Order {
			if is := flag(d); !*is && slices.ContainsFunc(d.Local, func(f *types.Func) bool {
				callee := p.Declared[f]
				return callee != nil && *flag(callee)
			}) {
				*is, changed = true, true
			}
		}
	}
}

// hasParams reports whether parameters of a function name the service, or the action.
func hasParams(d *program.Declared) bool {
	return len(d.Request.Headers[facts.SignedScope].Params)+len(d.Request.Headers[facts.ActionHeader].Params) > 0
}

// isOpen reports whether something that is not known does.
func isOpen(d *program.Declared) bool {
	return d.Request.Headers[facts.SignedScope].Open || d.Request.Headers[facts.ActionHeader].Open
}

// callsPending reports whether a function refers to one whose service is for its
// callers to say.
func callsPending(p *program.Package, d *program.Declared) bool {
	pending := func(f *types.Func) bool {
		r := requestOf(p, f)
		return r != nil && r.Pending && !slices.Contains(d.Request.Behind, f)
	}
	return slices.ContainsFunc(d.Local, pending) || slices.ContainsFunc(d.Request.Senders, pending)
}

// requestOf returns what a function says of the requests that it makes; nil if nothing
// is known of it.
func requestOf(p *program.Package, f *types.Func) *facts.Request {
	if f == nil {
		return nil
	}
	if d := p.Declared[f.Origin()]; d != nil {
		return &d.Request.Request
	}
	if s := p.SenderOf(f); s != nil {
		return &s.Request
	}
	return nil
}

// fillRequest gives what a call says to the places that the callee fills with
// its parameters.
func fillRequest(p *program.Package, d *program.Declared, call *ast.CallExpr) bool {
	callee, _ := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func)
	target := requestOf(p, callee)
	if target == nil {
		return false
	}
	changed := false
	for at := facts.NoHeader + 1; at < facts.NumHeaders; at++ {
		place := &target.Headers[at]
		for _, i := range place.Params {
			if i < len(call.Args) && !call.Ellipsis.IsValid() {
				changed = say(p, d, at, call.Args[i]) || changed
			}
		}
		if own := &d.Request.Headers[at]; len(place.Params) > 0 || d.Forwards == callee { // or what it puts there itself
			before := len(own.Texts)
			for _, text := range place.Texts {
				addText(own, text)
			}
			changed = changed || len(own.Texts) > before
		}
	}
	return changed
}

func resolveRequest(p *program.Package, d *program.Declared) {
	for _, service := range servicesOf(p, d) {
		d.Origin.Add(service)
	}
	if !names(p, d) {
		d.Request.Pending = d.Request.Asks
		d.Origin.Unknown = d.Origin.Unknown || d.Request.Open
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
	if scope := &d.Request.Headers[facts.SignedScope]; !scope.Open && len(scope.Params) == 0 {
		services = scope.Texts
	}
	actions, version := &d.Request.Headers[facts.ActionHeader], versionOf(p, d)
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
	only := func(s *facts.HeaderValues) bool {
		if s.Open || len(s.Texts) > 1 || version != "" && len(s.Texts) == 1 && s.Texts[0] != version {
			return false
		}
		if len(s.Texts) == 1 {
			version = s.Texts[0]
		}
		return true
	}
	own := &d.Request.Headers[facts.VersionHeader]
	if len(own.Params) > 0 || !only(own) {
		return ""
	}
	if version != "" {
		return version
	}
	for _, f := range d.Local {
		if callee := p.Declared[f]; callee != nil && !only(&callee.Request.Headers[facts.VersionHeader]) {
			return ""
		}
	}
	for _, f := range d.Request.Senders {
		if !only(&p.SenderOf(f).Headers[facts.VersionHeader]) {
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
		if !ok || v.Parent() != p.Pass.Pkg.Scope() || !ir.IsString(v.Type()) || !isFixed(p, v) {
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
