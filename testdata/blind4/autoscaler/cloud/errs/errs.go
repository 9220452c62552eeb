// Package errs has the small questions that the autoscaler asks an error of the cloud.
package errs

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Code gives the code of the API, or "" for any other error.
func Code(err error) string {
	var sdkErr *tcerr.TencentCloudSDKError
	if errors.As(err, &sdkErr) {
		return sdkErr.Code
	}
	return ""
}

// HasCode says whether the error has one of the codes.
func HasCode(err error, codes ...string) bool {
	code := Code(err)
	return code != "" && slices.Contains(codes, code)
}

// HasPrefix says whether the code begins with the prefix.
func HasPrefix(err error, prefix string) bool {
	return strings.HasPrefix(Code(err), prefix)
}

// CodeContains says whether the code of the error has the fragment in it.
func CodeContains(code, fragment string) bool {
	return strings.Contains(code, fragment)
}

var groupGone = map[string]bool{
	"ResourceNotFound.AutoScalingGroupNotFound":   true,
	"ResourceNotFound.AutoScalingGroupIdNotFound": true,
}

// IsGroupNotFound is true for a scaling group that is gone.
func IsGroupNotFound(err error) bool {
	return groupGone[Code(err)]
}

// IsInstanceNotFound is true for a machine that cvm does not know.
func IsInstanceNotFound(err error) bool {
	switch Code(err) {
	case "InvalidInstanceId.NotFound", "ResourceNotFound.InvalidInstanceIdNotFound":
		return true
	}
	return false
}

// IsLaunchConfigInUse is true while a group still holds the launch configuration.
func IsLaunchConfigInUse(err error) bool {
	return HasCode(err, "ResourceInUse.LaunchConfigurationIdInUsed") // WANT unknowncode
}

// IsThrottled is true when the account has sent too many requests.
func IsThrottled(err error) bool {
	return strings.HasPrefix(Code(err), "RequestLimitExceeded")
}

// IsPermission is true when retrying is of no use, since the key or its rights are wrong.
func IsPermission(err error) bool {
	code := Code(err)
	return strings.HasPrefix(code, "AuthFailure") || strings.HasPrefix(code, "UnauthorizedOperation")
}

// IsBusy is true while something else works on the group.
func IsBusy(err error) bool {
	return HasCode(err,
		"ResourceUnavailable.AutoScalingGroupInActivity",
		"ResourceInUse.ActivityInProgress",
		"ResourceUnavailable.InstanceInOperation",
	)
}

// IsTransient is what the autoscaler tries again.
func IsTransient(err error) bool {
	return IsThrottled(err) || IsBusy(err) || strings.HasPrefix(Code(err), "InternalError") || Code(err) == "ClientError.NetworkError"
}

// IsSoldOut is true when the zone has no more machines.
func IsSoldOut(err error) bool {
	code := Code(err)
	return strings.HasPrefix(code, "ResourcesSoldOut") || strings.HasPrefix(code, "ResourceInsufficient")
}

// Ignore gives nil for an error with one of the codes, and the error otherwise.
func Ignore(err error, codes ...string) error {
	if HasCode(err, codes...) {
		return nil
	}
	return err
}

// Wrap adds what was being done.
func Wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), err)
}
