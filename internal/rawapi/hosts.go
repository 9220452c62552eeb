package rawapi

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// apiDomain is the domain of the API's hosts.
const apiDomain = ".tencentcloudapi.com"

// hosts are the services whose hosts a package names.
type hosts struct {
	Services []string
	Dynamic  bool // it also makes names of hosts
}

// Only returns the one service that the package can call.
func (h hosts) Only() (service string, ok bool) {
	if len(h.Services) != 1 || h.Dynamic {
		return "", false
	}
	return h.Services[0], true
}

// CallsAPI reports whether the package names hosts of the API, or parts of their
// names.
func (w *Types) CallsAPI() bool { return w != nil && (len(w.Hosts.Services) > 0 || w.Hosts.Dynamic) }

// HostService returns the service of a host of the API, or of an address that
// has one, or of the headers that are signed; dynamic is true for a part of such a
// name.
func HostService(text string) (service string, dynamic bool) {
	if !strings.Contains(text, "tencentcloudapi.com") {
		return "", false
	}
	host := text
	if _, rest, ok := strings.Cut(text, "host:"); ok {
		if line, _, whole := strings.Cut(rest, "\n"); whole {
			host = strings.TrimSpace(line)
		}
	}
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

// FindHosts collects the hosts among the constants of a package.
func FindHosts(pass *analysis.Pass) hosts {
	var o facts.Origin
	var h hosts
	for _, file := range pass.Files {
		if strings.HasSuffix(pass.Fset.File(file.FileStart).Name(), "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok {
				if text, ok := ir.ConstantOf(pass.TypesInfo, lit); ok {
					service, dynamic := HostService(text)
					if service != "" {
						o.Add(service)
					}
					h.Dynamic = h.Dynamic || dynamic
				}
			}
			return true
		})
	}
	h.Services = o.Services
	return h
}

// IsHTTPResponse reports whether a type is http.Response, or points to it.
func IsHTTPResponse(t types.Type) bool {
	named, ok := ir.Deref(t).(*types.Named)
	return ok && named.Obj().Name() == "Response" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "net/http"
}

// IsGjsonCall reports whether a call is one of package gjson.
func IsGjsonCall(common *ssa.CallCommon) bool {
	callee := common.StaticCallee()
	return callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && callee.Object().Pkg().Path() == GjsonPath
}
