// Package sdk recognises the Tencent Cloud SDK for Go by import path, wherever
// it lives: the main SDK, its international edition, vendored or copied into a
// repository.
package sdk

import (
	"go/types"
	"strings"
)

// ErrorName is the name of the SDK's error type.
const ErrorName = "TencentCloudSDKError"

// IsErrors reports whether path is the SDK's package of errors.
func IsErrors(path string) bool { return inRoot(path, "/common/errors") }

// IsProfile reports whether path is the SDK's package of client profiles.
func IsProfile(path string) bool { return inRoot(path, "/common/profile") }

// inRoot reports whether path is that of a package right below the root of the
// SDK: the folder tencentcloud or, in copies that leave it out, that of the module.
func inRoot(path, rest string) bool {
	root, ok := strings.CutSuffix(path, rest)
	return ok && isRoot(root)
}

func isRoot(path string) bool {
	return hasPathSuffix(path, "tencentcloud") || hasPathSuffix(path, "tencentcloud-sdk-go") || hasPathSuffix(path, "tencentcloud-sdk-go-intl-en")
}

// IsSDK reports whether path is a package of the SDK itself. (A path that ends
// in tencentcloud/common may be anyone's.)
func IsSDK(path string) bool {
	_, _, ok := Service(path)
	return ok || IsErrors(path) || strings.Contains(path, "/tencentcloud-sdk-go") && (strings.Contains(path, "/tencentcloud/common") || strings.Contains(path, "/tencentcloud-sdk-go/common/") || strings.HasSuffix(path, "/tencentcloud-sdk-go/common"))
}

func hasPathSuffix(path, suffix string) bool {
	return strings.HasSuffix(path, suffix) &&
		(len(path) == len(suffix) || path[len(path)-len(suffix)-1] == '/')
}

// Service returns the service and the API version of an SDK package, such as
// "cvm" and "v20170312" for …/tencentcloud/cvm/v20170312.
func Service(path string) (service, version string, ok bool) {
	rest, version, ok := cutLast(path)
	if !ok || len(version) != len("v20170312") || version[0] != 'v' {
		return "", "", false
	}
	for _, r := range version[1:] {
		if r < '0' || r > '9' {
			return "", "", false
		}
	}
	rest, service, ok = cutLast(rest)
	return service, version, ok && isRoot(rest)
}

func cutLast(path string) (before, after string, ok bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

// ServiceOfType returns the service of a type that an SDK service package
// declares, or of a pointer to one, if its name has the suffix.
func ServiceOfType(t types.Type, suffix string) (service string, ok bool) {
	named := Named(t)
	if named == nil || named.Obj().Pkg() == nil || !strings.HasSuffix(named.Obj().Name(), suffix) {
		return "", false
	}
	service, _, ok = Service(named.Obj().Pkg().Path())
	return service, ok
}

// ServiceOfCall returns the service that a call of a function with this
// signature asks: that of its request parameter, else of its response, else of
// its receiver.
func ServiceOfCall(sig *types.Signature) (service string, ok bool) {
	for v := range sig.Params().Variables() {
		if service, ok := ServiceOfType(v.Type(), "Request"); ok {
			return service, true
		}
	}
	for v := range sig.Results().Variables() {
		if service, ok := ServiceOfType(v.Type(), "Response"); ok {
			return service, true
		}
	}
	if recv := sig.Recv(); recv != nil {
		return ServiceOfType(recv.Type(), "Client")
	}
	return "", false
}

// Named returns the named type of t or of what t points to, or nil.
func Named(t types.Type) *types.Named {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	named, _ := t.(*types.Named)
	return named
}

// Errors recognises types that carry a code.
type Errors struct {
	Realm Realm                   // whose error it is
	Extra []string                // "import/path.Type" of forks
	Also  func(t types.Type) bool // more types, or nil
}

// Is reports whether t, or what it points to, is an error type of the SDK.
func (e Errors) Is(t types.Type) bool {
	named := Named(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	path, name := named.Obj().Pkg().Path(), named.Obj().Name()
	if e.Realm.isError(path, name) {
		return true
	}
	for _, extra := range e.Extra {
		if extra == path+"."+name {
			return true
		}
	}
	return e.Also != nil && e.Also(t)
}

// IsOfSDK reports whether t, or what it points to, is the error type of an SDK itself, not
// one of the user's own that stands for it.
func (e Errors) IsOfSDK(t types.Type) bool { return Errors{Realm: e.Realm}.Is(t) }

// Declares reports whether the package of that path declares one of the types.
func (e Errors) Declares(path string) bool {
	if e.Realm.isErrors(path) {
		return true
	}
	for _, extra := range e.Extra {
		if strings.HasPrefix(extra, path+".") {
			return true
		}
	}
	return false
}

// Root returns the part of the import path of an SDK package before its own
// folders: it tells the editions of the SDK, and its copies, apart.
func Root(path string) string {
	for _, own := range []string{"/common/errors", "/common"} {
		if rest, ok := strings.CutSuffix(path, own); ok {
			return strings.TrimSuffix(rest, "/tencentcloud")
		}
	}
	if _, _, ok := Service(path); ok {
		rest, _, _ := cutLast(path)
		rest, _, _ = cutLast(rest)
		return strings.TrimSuffix(rest, "/tencentcloud")
	}
	return path
}

// RootOfClient returns the root of the SDK whose base client sends the requests of a
// client. A copy of a service may embed the base client of the SDK that it was copied
// from: its errors are those of that SDK.
func RootOfClient(recv *types.Var) (root string, ok bool) {
	if recv == nil {
		return "", false
	}
	if _, ok := ServiceOfType(recv.Type(), "Client"); !ok {
		return "", false
	}
	client, ok := Named(recv.Type()).Underlying().(*types.Struct)
	if !ok {
		return "", false
	}
	for field := range client.Fields() {
		base := Named(field.Type())
		if field.Embedded() && base != nil && base.Obj().Name() == "Client" && inRoot(base.Obj().Pkg().Path(), "/common") {
			return Root(base.Obj().Pkg().Path()), true
		}
	}
	return "", false
}
