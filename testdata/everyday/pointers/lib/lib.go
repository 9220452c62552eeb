// Package lib changes errors behind pointers.
package lib

import (
	"errors"
	"slices"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Ignore clears the error if it has one of the codes.
func Ignore(err *error, codes ...string) {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(*err, &e) && slices.Contains(codes, e.Code) {
		*err = nil
	}
}
