package site

import (
	"go/ast"
	"go/types"
	"slices"
)

// origin finds the variable of type error behind a site, and the service that
// its error comes from.
func (f *finder) origin(s *scope, site *Site) {
	typed := ast.Unparen(site.Typed)
	if name := errorName(s.info.TypeOf(typed)); name != nil {
		site.Errors = name.Pkg()
	}
	obj := s.object(typed)
	if obj == nil {
		return
	}
	for range 4 { // e from err.(*T), or errors.As(err, &e)
		if isErrorInterface(obj.Type()) {
			break
		}
		next := s.assertedFrom(obj)
		if next == nil {
			break
		}
		obj = next
	}
	site.Err = obj
	if site.Errors == nil {
		site.Errors = f.anyErrors()
	}
	site.Param = isParam(s.info, site.Fn, obj)
	var services []string
	for _, e := range s.defs[obj] {
		if id, ok := e.(*ast.Ident); ok && id.Name == "nil" {
			continue
		}
		call, ok := e.(*ast.CallExpr)
		if !ok {
			return
		}
		service, how := f.serviceOf(s, call, 0)
		if service == "" {
			return
		}
		if !slices.Contains(services, service) {
			services = append(services, service)
		}
		site.How = how
		if how == "call" {
			site.Source = call
		}
	}
	if len(services) == 1 && !site.Param {
		site.Service = services[0]
	}
}

// assertedFrom returns the error that a typed error was asserted from.
func (s *scope) assertedFrom(obj types.Object) types.Object {
	for _, e := range s.defs[obj] {
		assert, ok := e.(*ast.TypeAssertExpr)
		if !ok {
			continue
		}
		x := ast.Unparen(assert.X)
		if call, ok := x.(*ast.CallExpr); ok && len(call.Args) == 1 && is(s.callee(call), "pkg/errors", "Cause") {
			x = ast.Unparen(call.Args[0])
		}
		return s.object(x)
	}
	return nil
}

func isParam(info *types.Info, fn *ast.FuncDecl, obj types.Object) bool {
	found := false
	ast.Inspect(fn, func(n ast.Node) bool {
		if t, ok := n.(*ast.FuncType); ok && t.Params != nil {
			for _, field := range t.Params.List {
				for _, name := range field.Names {
					found = found || info.Defs[name] == obj
				}
			}
		}
		return !found
	})
	return found
}

// serviceOf returns the one service that a call asks, and how.
func (f *finder) serviceOf(s *scope, call *ast.CallExpr, depth int) (service, how string) {
	if sig, ok := s.info.TypeOf(call.Fun).(*types.Signature); ok {
		if service := RequestService(sig); service != "" {
			callee := s.callee(call)
			if callee != nil && callee.Pkg() != nil && f.bodies[callee].fn == nil {
				return service, "call"
			}
			return service, "function"
		}
	}
	for _, arg := range call.Args {
		if lit, ok := arg.(*ast.FuncLit); ok && s.returnsRetryError(lit) {
			return f.onlyService(s, lit.Body, depth), "closure"
		}
	}
	b, ok := f.bodies[s.callee(call)]
	if !ok || depth > 2 {
		return "", ""
	}
	return f.onlyService(newScope(b.pkg.TypesInfo, b.fn), b.fn.Body, depth+1), "function"
}

func (s *scope) returnsRetryError(lit *ast.FuncLit) bool {
	sig, ok := s.info.TypeOf(lit).(*types.Signature)
	return ok && sig.Results().Len() == 1 && isRetryError(sig.Results().At(0).Type())
}

// onlyService returns the service that all calls of the SDK in a body ask; ""
// when there are none, or several, or calls of unknown functions that return
// errors.
func (f *finder) onlyService(s *scope, body *ast.BlockStmt, depth int) string {
	services := make(map[string]bool)
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sig, ok := s.info.TypeOf(call.Fun).(*types.Signature)
		if !ok || sig.Results().Len() == 0 || !isErrorInterface(sig.Results().At(sig.Results().Len()-1).Type()) {
			return true
		}
		if _, ok := f.bodies[s.callee(call)]; ok && depth < 2 {
			if service, _ := f.serviceOf(s, call, depth+1); service != "" {
				services[service] = true
				return true
			}
			services[""] = true
			return true
		}
		if service := RequestService(sig); service != "" {
			services[service] = true
		}
		return true
	})
	if len(services) != 1 {
		return ""
	}
	for service := range services {
		return service
	}
	return ""
}

// anyErrors returns the main SDK's package of errors.
func (f *finder) anyErrors() *types.Package {
	if pkg := f.p.Package("github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"); pkg != nil {
		return pkg.Types
	}
	return nil
}
