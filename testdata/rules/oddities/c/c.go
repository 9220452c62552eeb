// Package c uses cgo: its files are translated before they are analyzed.
package c

// static int zero(void) { return 0; }
import "C"

import sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

func gone(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && int(C.zero()) == 0 && e.Code == "ResourceNotFuond" // want `unknowncode: "ResourceNotFuond"`
}
