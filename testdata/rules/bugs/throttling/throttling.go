// Package throttling lets the SDK retry throttling. BUG: found all the same.
package throttling

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

func client(credential *common.Credential) (*cvm.Client, error) {
	p := profile.NewClientProfile()
	p.RateLimitExceededMaxRetries = 5
	return cvm.NewClient(credential, "ap-guangzhou", p)
}

func describe(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if lib.Is(err, "ResourceUnavailable") {
			return retry.RetryableError(err)
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}
