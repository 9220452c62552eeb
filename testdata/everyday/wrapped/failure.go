package wrapped

import (
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/wrapped/made"
)

// A failure is made of every error, also of one that is not the SDK's.

func failed(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(r)
	if f := made.Of(err); f != nil && f.Code != "InvalidInstanceId.NotFound" {
		return f.Err
	}
	return nil
}

func failedOr(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(r)
	f := made.Of(err)
	if f == nil || f.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return f
}

func failedWrong(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(r)
	if f := made.Of(err); f != nil && f.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of .* are swallowed`
		return f
	}
	return nil
}
