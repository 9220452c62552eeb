package swappedargs

import (
	"errors"
	"strings"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.com/rules/lib"
)

const allCodes = "InternalError,RequestLimitExceeded,ResourceInUse"

// Seen in terraform-provider-tencentcloud.
func swapped(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return false
	}
	code := e.Code
	return strings.Contains("LimitExceeded", code) || // want `swappedargs: looks for the code in "LimitExceeded", not for "LimitExceeded" in the code: the arguments are the wrong way round`
		strings.HasPrefix("AuthFailure", e.GetCode()) || // want `swappedargs: looks for the code in "AuthFailure"`
		strings.HasSuffix("NotFound", strings.TrimSpace(e.Code)) || // want `swappedargs: .*"NotFound"`
		strings.Contains("notfound", strings.ToLower(lib.CodeOf(err))) // want `swappedargs: .*"notfound"`
}

func throughHelper(err error) bool {
	var e *sdkerrors.TencentCloudSDKError
	return errors.As(err, &e) && isIn("LimitExceeded", e.Code) // want `swappedargs: .*"LimitExceeded"`
}

func isIn(text, code string) bool { return strings.Contains(text, code) }

func right(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && (strings.Contains(e.Code, "LimitExceeded") ||
		strings.Contains("InternalError,RequestLimitExceeded", e.Code) || // one string lists several codes
		strings.Contains(allCodes, e.Code) ||
		strings.Contains("the LimitExceeded message", e.Message) ||
		strings.Contains(lib.Gone[0], e.Code))
}
