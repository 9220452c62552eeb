//go:build go1.26

package typednil

import (
	"errors"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func asType(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*tcerr.TencentCloudSDKError](err)
	if !ok || e.Code != "InvalidInstanceId.NotFound" {
		return e // want `typednil: e is nil here, since the assertion failed, but as an error it is not nil: its Error method panics, and the error that came is lost; return err`
	}
	return nil
}

func asTypeHeld(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := errors.AsType[*tcerr.TencentCloudSDKError](err); ok {
		return e
	}
	return err
}
