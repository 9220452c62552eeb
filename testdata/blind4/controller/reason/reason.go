// Package reason tells controllers why a call of the cloud failed.
package reason

import (
	"errors"
	"fmt"
	"strings"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

var missing = map[string]bool{
	"InvalidInstanceId.NotFound":                true,
	"InvalidParameter.LBIdNotFound":             true,
	"InvalidDiskId.NotFound":                    true,
	"InvalidVpcId.NotFound":                     true,
	"InvalidAddressId.NotFound":                 true,
	"ResourceNotFound.ClusterNotFound":          true,
	"ResourceNotFound.AutoScalingGroupNotFound": true,
}

// Code returns the code of err, or "".
func Code(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Is reports whether err has one of the codes.
func Is(err error, codes ...string) bool {
	got := Code(err)
	for _, code := range codes {
		if code == got {
			return true
		}
	}
	return false
}

// NotFound reports whether what was asked for is not there.
func NotFound(err error) bool { return missing[Code(err)] }

// Gone reports the same by the end of the code.
func Gone(err error) bool { return strings.HasSuffix(Code(err), "NotFound") }

// Transient reports whether the same call may succeed in a while.
func Transient(err error) bool {
	code := Code(err)
	for _, category := range []string{"RequestLimitExceeded", "InternalError", "ResourceInUse", "ClientError.NetworkError"} {
		if strings.HasPrefix(code, category) {
			return true
		}
	}
	return false
}

// Conflict reports whether another operation is under way.
func Conflict(err error) bool {
	return Is(err, "ResourceInUse", "FailedOperation.ResourceInOperating", "OperationDenied.InstanceOperationInProgress", "MutexOperation.TaskRunning", "ResourceUnavailable.ClusterState", "InvalidAddressState")
}

// Denied reports whether the controller lacks a right.
func Denied(err error) bool {
	return strings.HasPrefix(Code(err), "AuthFailure") || strings.HasPrefix(Code(err), "UnauthorizedOperation")
}

// ClusterGone reports whether TKE does not know the cluster.
func ClusterGone(err error) bool {
	return Is(err, "InvalidParameter.ClusterNotFound", "FailedOperation.ClusterNotFound", "InternalError.ClusterNotFound")
}

// PolicyGone reports whether a scaling policy is not there.
func PolicyGone(err error) bool {
	return Is(err, "ResourceNotFound.ScalingPolicyNotFond") // WANT unknowncode
}

// Because adds what the controller was about to do.
func Because(what string, err error) error { return fmt.Errorf("cannot %s: %w", what, err) }
