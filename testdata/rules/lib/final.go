package lib

import (
	"errors"
	"strings"

	"github.com/cenkalti/backoff/v4"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// StopFinally stops instances; an error that will not pass ends the retry around.
func StopFinally(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && !strings.HasPrefix(e.Code, "RequestLimitExceeded") {
		return backoff.Permanent(err)
	}
	return err
}

// Stop stops instances.
func Stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	return err
}
