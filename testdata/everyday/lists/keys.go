package lists

import (
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// What stands under the keys of a map says nothing to a loop that does not ask for it.

func keysRanged(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	for code := range map[string]bool{"InvalidInstanceId.NotFond": false, "InvalidInstanceId.Malformed": true} { // want `unknowncode: "InvalidInstanceId.NotFond"`
		if ok && e.Code == code {
			return nil
		}
	}
	return err
}

var quiet = map[string]bool{
	"InvalidInstanceId.NotFound": false,
	"UnauthorizedOperation":      false,
}

func keysKept(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	for code := range quiet {
		if ok && strings.HasPrefix(e.Code, code) { // want `criticalsuccess: "UnauthorizedOperation" says`
			return nil
		}
	}
	return err
}

var switches = map[string]bool{
	"InvalidInstanceId.NotFound": true,
	"UnauthorizedOperation":      false,
}

func keysAsked(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	for code, on := range switches {
		if ok && on && e.Code == code {
			return nil
		}
	}
	return err
}

func keysIndexed(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && switches[e.Code] {
		return nil
	}
	return err
}
