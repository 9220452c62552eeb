// Package policy has a mistake in a generated file, which is not reported, and
// one in a test file, which is.
package policy

import sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

func written(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpired" // want `unknowncode: "AuthFailure.SignatureExpired"`
}
