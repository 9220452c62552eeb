// Package missed is wrong, and the analyzer does not find it. Each case belongs
// among those of its rule once it does.
package missed

import (
	"strings"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// BUG: the exact test on a bare category counts as one on the details, unless
// a retry depends on it. Design section 4 says that it covers none of them.

// Exactly what is tested is covered: a bare category is none of its details.
func partly(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if strings.HasPrefix(e.Code, "AuthFailure") || // want `missingcritical: RequestLimitExceeded and UnauthorizedOperation of DescribeInstances`
			e.Code == "RequestLimitExceeded" || e.Code == "UnauthorizedOperation" {
			return err
		}
		return nil
	}
	return err
}

// BUG: a closure that captures the error and is given the code.

func closures(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	is := func(code string) bool { return ok && e.Code == code }
	return is("ResourceNotFuond") // want `unknowncode: "ResourceNotFuond"`
}
