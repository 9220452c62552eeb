// Package tcerr has the filters that the programs around share.
package tcerr

import (
	"errors"
	"slices"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Ignore returns nil for an error with one of the codes.
func Ignore(err error, codes ...string) error {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && slices.Contains(codes, e.Code) {
		return nil
	}
	return err
}

// Only returns nil for an error without the code.
func Only(err error, code string) error {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if ok && e.Code == code {
		return err
	}
	return nil
}
