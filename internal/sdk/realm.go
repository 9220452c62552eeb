package sdk

import (
	"go/types"
	"strings"
)

// A Realm is a family of errors with an SDK and codes of its own. What one
// realm tests is nothing to the other.
type Realm uint8

// The realms.
const (
	API Realm = iota // of the cloud API: *errors.TencentCloudSDKError
	COS              // of object storage: *cos.ErrorResponse
)

// COSService is the name under which object storage counts as a service.
const COSService = "cos"

// IsCOS reports whether path is the SDK of object storage, of any version.
func IsCOS(path string) bool {
	rest, _, ok := strings.Cut(path, "/cos-go-sdk-v")
	return ok && hasPathSuffix(rest, "tencentyun")
}

// IsSDK reports whether path is a package of the realm's SDK.
func (r Realm) IsSDK(path string) bool {
	if r == COS {
		return IsCOS(path)
	}
	return IsSDK(path)
}

// isError reports whether a type of that package and name is the realm's error.
func (r Realm) isError(path, name string) bool {
	if r == COS {
		return name == "ErrorResponse" && IsCOS(path)
	}
	return name == ErrorName && IsErrors(path)
}

// isErrors reports whether path is the package that declares the realm's error.
func (r Realm) isErrors(path string) bool {
	if r == COS {
		return IsCOS(path)
	}
	return IsErrors(path)
}

// ServiceOfCall returns the service that a call of a function with this
// signature asks. See [ServiceOfCall]; a method of the SDK of object storage
// asks that.
func (r Realm) ServiceOfCall(sig *types.Signature) (service string, ok bool) {
	if r != COS {
		return ServiceOfCall(sig)
	}
	recv := sig.Recv()
	if recv == nil {
		return "", false
	}
	named := Named(recv.Type())
	return COSService, named != nil && named.Obj().Pkg() != nil && IsCOS(named.Obj().Pkg().Path())
}
