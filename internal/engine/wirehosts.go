package engine

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// apiDomain is the domain of the API's hosts.
const apiDomain = ".tencentcloudapi.com"

// hosts are the services whose hosts a package names.
type hosts struct {
	services []string
	dynamic  bool // it also makes names of hosts
}

// only returns the one service that the package can call.
func (h hosts) only() (service string, ok bool) {
	if len(h.services) != 1 || h.dynamic {
		return "", false
	}
	return h.services[0], true
}

// callsAPI reports whether the package names hosts of the API, or parts of their
// names.
func (w *wires) callsAPI() bool { return w != nil && (len(w.hosts.services) > 0 || w.hosts.dynamic) }

// hostService returns the service of a host of the API, or of an address that
// has one; dynamic is true for a part of such a name.
func hostService(text string) (service string, dynamic bool) {
	if !strings.Contains(text, "tencentcloudapi.com") {
		return "", false
	}
	host := text
	if _, rest, ok := strings.Cut(host, "://"); ok {
		host = rest
	}
	host = strings.TrimRight(strings.TrimSuffix(host, ":443"), "/")
	name, ok := strings.CutSuffix(host, apiDomain)
	if !ok || name == "" {
		return "", true
	}
	service, _, _ = strings.Cut(strings.TrimSuffix(name, ".intl"), ".") // cdn.ap-guangzhou
	for _, r := range name {
		if !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '.' || r == '-') {
			return "", true
		}
	}
	if service == "" {
		return "", true
	}
	return service, false
}

// findHosts collects the hosts among the constants of a package.
func findHosts(pass *analysis.Pass) hosts {
	var o Origin
	var h hosts
	for _, file := range pass.Files {
		if strings.HasSuffix(pass.Fset.File(file.FileStart).Name(), "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok {
				if text, ok := ir.ConstantOf(pass.TypesInfo, lit); ok {
					service, dynamic := hostService(text)
					if service != "" {
						o.add(service)
					}
					h.dynamic = h.dynamic || dynamic
				}
			}
			return true
		})
	}
	h.services = o.Services
	return h
}

// scanHost notes the service whose host a constant, used in a function, names.
func (p *Package) scanHost(d *declared, e ast.Expr) {
	if p.wire == nil || p.wire.sdk {
		return
	}
	tv, ok := p.pass.TypesInfo.Types[e]
	var text string
	if ok && tv.Value != nil && tv.Value.Kind() == constant.String {
		text = constant.StringVal(tv.Value)
	} else if id, ok := e.(*ast.Ident); ok { // a package variable that is never changed
		v, ok := p.pass.TypesInfo.Uses[id].(*types.Var)
		if !ok || v.Parent() != p.pass.Pkg.Scope() || !ir.IsString(v.Type()) || p.reassigned(v) {
			return
		}
		text, _ = ir.ConstantOf(p.pass.TypesInfo, p.vars[v])
	}
	service, dynamic := hostService(text)
	if service != "" {
		d.origin.add(service)
	}
	d.request.dynamic = d.request.dynamic || dynamic
}

// wireOrigin returns the service that the answers of a function come from, where
// constants around the request say so for certain.
func (f *Function) wireOrigin() Origin {
	w := f.pkg.wire
	outer := f.ssa
	for outer.Parent() != nil {
		outer = outer.Parent()
	}
	if object, ok := outer.Object().(*types.Func); ok && !w.sdk && f.callsOut() {
		if d := f.pkg.declared[object]; d != nil && d.origin.Resolved() && !d.request.pending {
			return Origin{Services: d.origin.Services}
		}
	}
	if service, ok := w.hosts.only(); ok && !w.sdk {
		return Origin{Services: []string{service}}
	}
	return Origin{Unknown: true}
}

// callsOut reports whether the hosts that the function and the functions it
// calls name are those that the answers it sees come from. A function that is
// given the answer sees others' answers too.
func (f *Function) callsOut() bool {
	for outer := f.ssa; outer != nil; outer = outer.Parent() {
		for _, p := range outer.Params {
			if f.pkg.wire.carries(p.Type()) || ir.IsBytes(p.Type()) {
				return false
			}
		}
	}
	return true
}
