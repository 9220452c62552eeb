// Package own makes errors of its own from the SDK's.
package own

import (
	"errors"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type CloudError struct{ Code, Message, RequestID string } // want CloudError:`wire\(own\)`

func (e *CloudError) Error() string { return e.Code + ": " + e.Message }

func zones(client *cvm.Client, request *cvm.DescribeZonesRequest) error {
	_, err := client.DescribeZones(request)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return &CloudError{Code: e.GetCode(), Message: e.GetMessage(), RequestID: e.GetRequestId()}
	}
	return err
}

func limited(err error) bool {
	var e *CloudError
	return errors.As(err, &e) && e.Code == "RequestLimitExceded" // want `unknowncode: .* did you mean "RequestLimitExceeded"`
}
