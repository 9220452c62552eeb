// Package text looks for codes in the text of errors.
package text

import (
	"strings"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func typed(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && strings.Contains(e.Error(), "RequestLimitExceeded") // want `textmatch: "RequestLimitExceeded" is looked for in the text of the error`
}

func message(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && (strings.Contains(e.Message, "AuthFailure") || // want `textmatch: "AuthFailure" is looked for in the message`
		strings.HasPrefix(e.GetMessage(), "the instance is busy"))
}

func call(client *cvm.Client, request *cvm.DescribeZonesRequest) error {
	_, err := client.DescribeZones(request)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidParameter" {
		return nil
	}
	if err != nil && strings.Contains(err.Error(), "ResourceNotFound") { // want `textmatch: "ResourceNotFound" is looked for`
		return nil
	}
	if err != nil && strings.Contains(err.Error(), "connection reset") {
		return nil
	}
	return err
}

func unknown(err error) bool { return strings.Contains(err.Error(), "ResourceNotFound") }

func answer(a struct {
	Response struct {
		Error struct{ Code, Message string }
	}
}) bool {
	return strings.Contains(a.Response.Error.Message, "not exist")
}
