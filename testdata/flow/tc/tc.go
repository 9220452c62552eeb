// Package tc reads the codes of Tencent Cloud's errors for the other packages.
package tc

import (
	"errors"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Code returns the code of an error, and "" for one that is not the SDK's.
func Code(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Gone reports whether the instance asked for does not exist.
func Gone(err error) bool { return Code(err) == "InvalidInstanceId.NotFound" }

// Throttled reports whether the call may pass a moment later.
func Throttled(err error) bool { return strings.HasPrefix(Code(err), "RequestLimitExceeded") }

// HasPrefix hands on to the standard library.
func HasPrefix(s, prefix string) bool { return strings.HasPrefix(s, prefix) }
