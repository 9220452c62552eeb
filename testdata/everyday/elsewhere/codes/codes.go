// Package codes is what a program keeps its codes in; nothing in it tests them.
package codes

import (
	"errors"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Expired is no code.
const Expired = "AuthFailure.SignatureExpired"

// Lists of codes.
var (
	Missing = []string{"InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond"}
	Busy    = map[string]bool{"MutexOperation.TaskRunning": true, "MutexOperation.TaskRuning": true}
	Good    = []string{"InternalServerError", "RequestLimitExceeded"}
)

// Tested is tested here: what is wrong with it is reported here.
var Tested = []string{"InternalServerEror"} // want `unknowncode: "InternalServerEror"`

// Of returns the code of an error.
func Of(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// IsTested reports whether the code of an error is in Tested.
func IsTested(err error) bool {
	for _, c := range Tested {
		if c == Of(err) {
			return true
		}
	}
	return false
}

// Is makes a matcher.
func Is(code string) func(error) bool {
	return func(err error) bool { return Of(err) == code }
}

// IsAny makes one of several codes.
func IsAny(codes ...string) func(error) bool {
	return func(err error) bool {
		for _, c := range codes {
			if Of(err) == c {
				return true
			}
		}
		return false
	}
}
