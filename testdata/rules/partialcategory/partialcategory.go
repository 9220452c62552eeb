package partialcategory

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func dotted(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.Code, "AuthFailure.") // want `partialcategory: .*"AuthFailure"`
}

func both(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && (e.Code == "AuthFailure" || strings.HasPrefix(e.Code, "AuthFailure."))
}

func whole(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.Code, "AuthFailure")
}

func uncritical(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.Code, "FailedOperation.")
}

// No decision on a retry: the exact code may be meant.
func exact(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && e.Code == "UnauthorizedOperation"
}

func right(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return retry.RetryableError(err)
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}
