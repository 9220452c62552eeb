// Package retryable decides which errors of the network API are tried again.
package retryable

import (
	"errors"
	"strings"

	"github.com/cenkalti/backoff/v4"
	sdk "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Locked are the codes answered while another change is under way.
var Locked = map[string]bool{
	"UnsupportedOperation.MutexOperationTaskRunning": true,
	"OperationDenied.MutexTaskRunning":               true,
	"MutexOperation.TaskRunning":                     true,
}

// CodeOf gives the code of the API and whether there is one.
func CodeOf(err error) (string, bool) {
	if e, ok := errors.AsType[*sdk.TencentCloudSDKError](err); ok {
		return e.GetCode(), true
	}
	return "", false
}

// Is compares the code of the error.
func Is(err error, want string) bool {
	code, ok := CodeOf(err)
	return ok && code == want
}

// Any says whether the code is one of many.
func Any(err error, codes []string) bool {
	got, _ := CodeOf(err)
	for _, code := range codes {
		if got == code {
			return true
		}
	}
	return false
}

// Transient is for the retries of requests that change nothing.
func Transient(err error) bool {
	code, ok := CodeOf(err)
	if !ok {
		return false
	}
	switch {
	case strings.HasPrefix(code, "RequestLimitExceeded"),
		strings.HasPrefix(code, "InternalError"),
		code == "InternalServerError",
		code == "ClientError.NetworkError":
		return true
	}
	return Locked[code]
}

// LockedOnly is for changes that must wait for another one.
func LockedOnly(err error) bool {
	code, _ := CodeOf(err)
	return Locked[code] // WANT missingcritical
}

// Throttled knows that the account is too fast.
func Throttled(err error) bool {
	code, ok := CodeOf(err)
	return ok && strings.HasPrefix(code, "RequestLimitExceed")
}

// NotDenied is true for everything that is not about the rights of the key.
func NotDenied(err error) bool {
	code, _ := CodeOf(err)
	return !strings.HasPrefix(code, "AuthFailure") && !strings.HasPrefix(code, "UnauthorizedOperation")
}

// Permanent stops a backoff for everything that is not transient.
func Permanent(err error) error {
	if err == nil || Transient(err) {
		return err
	}
	return backoff.Permanent(err)
}

// InUse is true while something lives in the network.
func InUse(err error) bool {
	code, _ := CodeOf(err)
	return code == "ResourceInUse" || strings.HasPrefix(code, "ResourceInUse.")
}

// Missing is true for a network, subnet or group that is gone.
func Missing(err error) bool {
	return Any(err, []string{"ResourceNotFound", "InvalidVpcId.NotFound", "InvalidSecurityGroupID.NotFound", "InvalidRouteTableId.NotFound"})
}
