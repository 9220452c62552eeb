package stopped

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

func one(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
			if e.Code == "ResourceUnavailable" { // want `missingcritical: RequestLimitExceeded is final while "ResourceUnavailable" is retried`
				return retry.RetryableError(err)
			}
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

func list(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		err := lib.Describe(client)
		if lib.IsIn(err, []string{"ResourceUnavailable", "InternalError"}) { // want `missingcritical: RequestLimitExceeded is final while "ResourceUnavailable.*retried`
			return retry.RetryableError(err)
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

func throttlingToo(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
			if e.Code == "ResourceUnavailable" || strings.HasPrefix(e.Code, "RequestLimitExceeded") {
				return retry.RetryableError(err)
			}
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

// A bare NonRetryableError beside no retried code is not a decision.
func never(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if lib.Is(err, "InvalidInstanceId.NotFound") {
			return nil
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}
