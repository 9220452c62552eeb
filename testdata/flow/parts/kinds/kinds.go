// Package kinds sorts the codes of all services: which of them is called, its callers
// know.
package kinds

import (
	"errors"
	"slices"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func code(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Of answers a word.
func Of(err error) string {
	switch code := code(err); {
	case strings.HasPrefix(code, "InvalidInstanceId"):
		if code == "InvalidInstanceId.NotFound" {
			return "gone"
		}
		return "bad"
	case code == "InternalError":
		return "busy"
	}
	return ""
}

// A Kind is a number.
type Kind int

// The kinds.
const (
	Other Kind = iota
	Gone
	Bad
)

// KindOf answers a number.
func KindOf(err error) Kind {
	code := code(err)
	if code == "InvalidInstanceId.NotFound" {
		return Gone
	}
	if strings.HasPrefix(code, "InvalidInstanceId") {
		return Bad
	}
	return Other
}

// ErrBad is a sentinel.
var ErrBad = errors.New("bad")

// Sorted answers a sentinel.
func Sorted(err error) error {
	code := code(err)
	if strings.HasPrefix(code, "InvalidInstanceId") && code != "InvalidInstanceId.NotFound" {
		return ErrBad
	}
	return err
}

// A Verdict says it in a field.
type Verdict struct{ Kind Kind }

// Judge fills the field.
func Judge(err error) Verdict {
	code := code(err)
	switch {
	case code == "InvalidInstanceId.NotFound":
		return Verdict{Gone}
	case strings.HasPrefix(code, "InvalidInstanceId"):
		return Verdict{Bad}
	}
	return Verdict{}
}

var gone = []string{
	"InvalidInstanceId.AlreadyBindEip", "ResourceNotFound.CdnHostNotExists", "ResourceNotFound.ClusterNotFound",
	"InvalidInstanceId.NotFound",
}

// IsGone knows the codes of several services.
func IsGone(err error) bool { return slices.Contains(gone, code(err)) }

// Foreign knows none of the services that are called here.
func Foreign(err error) bool { return code(err) == "ResourceNotFound.CdnHostNotExists" }
