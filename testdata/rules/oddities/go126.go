//go:build go1.26

package oddities

import (
	"errors"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func asType(err error) bool {
	e, ok := errors.AsType[*sdkerrors.TencentCloudSDKError](err)
	return ok && e.Code == "ResourceNotFuond" // want `unknowncode: "ResourceNotFuond"`
}

func created() *sdkerrors.TencentCloudSDKError {
	code := new("ResourceNotFuond") // since Go 1.26, of a value
	return &sdkerrors.TencentCloudSDKError{Code: *code}
}
