// Package failure takes errors of the SDK apart for the packages around it.
package failure

import (
	"errors"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Code returns the code of an error of the SDK.
func Code(err error) (code string, ok bool) {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return "", false
	}
	return e.GetCode(), true
}

// Split returns what the SDK says of an error.
func Split(err error) (code, message string, ok bool) {
	if e, is := err.(*sdkerrors.TencentCloudSDKError); is {
		return e.Code, e.Message, true
	}
	return "", "", false
}

// Details is what the SDK says of an error.
type Details struct {
	Code, Message, Request string
}

// Of returns the details of an error; they are empty if it is not the SDK's.
func Of(err error) (d Details) {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		d = Details{e.Code, e.Message, e.RequestId}
	}
	return d
}

// Parse is Of for those who want a pointer.
func Parse(err error) *Details {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return nil
	}
	return &Details{Code: e.Code, Message: e.Message}
}
