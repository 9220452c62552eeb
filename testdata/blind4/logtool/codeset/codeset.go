// Package codeset labels errors for logs and metrics.
package codeset

import (
	"errors"
	"slices"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Coder is an error with a code.
type Coder interface {
	error
	GetCode() string
}

// Label is the value of the label "code".
func Label(err error) string {
	if err == nil {
		return "ok"
	}
	var coder Coder
	if errors.As(err, &coder) {
		return coder.GetCode()
	}
	return "other"
}

// Category cuts the detail from the code.
func Category(err error) string {
	category, _, _ := strings.Cut(Label(err), ".")
	return category
}

// Severe is true for what somebody must look at.
func Severe(err error) bool {
	return slices.Contains([]string{"AuthFailure", "UnauthorizedOperation", "InternalError"}, Category(err))
}

// Gone are the codes of things that are not there.
var Gone = []string{
	"ResourceNotFound",
	"ResourceNotFound.Function",
	"ResourceNotFound.FunctionName",
	"ResourceNotFound.NotExistTask",
	"FailedOperation.InstanceNotFound",
	"ResourceNotFound.Namespaces", // WANT unknowncode
}

// IsGone looks the code up in Gone.
func IsGone(err error) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && slices.Contains(Gone, e.Code)
}

// Is compares the code.
func Is(err error, code string) bool {
	e, ok := errors.AsType[*tcerr.TencentCloudSDKError](err)
	return ok && e.Code == code
}

// Any compares with many codes.
func Any(err error, codes ...string) bool {
	return slices.ContainsFunc(codes, func(code string) bool { return Is(err, code) })
}

// Limited is true for throttling.
func Limited(err error) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && strings.HasPrefix(e.Code, "RequestLimitExceeded")
}

// contains says whether the text has the part.
func contains(text, part string) bool { return strings.Contains(text, part) }

// Quota is true when a quota is used up.
func Quota(err error) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && contains("LimitExceeded", e.Code) // WANT swappedargs
}
