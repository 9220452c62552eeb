package typednil

import (
	"errors"

	pkgerrors "github.com/pkg/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func unasked(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	if _, err := c.StopInstances(r); err != nil {
		var e *tcerr.TencentCloudSDKError
		errors.As(err, &e)
		return e // want `typednil: e may be nil here, since nothing asks whether the assertion held, but as an error it is not nil: its Error method panics, and the error that came is lost; return err`
	}
	return nil
}

func blank(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, _ := err.(*tcerr.TencentCloudSDKError)
	return e // want `typednil: e may be nil here`
}

func handedOn(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err == nil {
		return nil
	}
	e, _ := err.(*tcerr.TencentCloudSDKError)
	return pkgerrors.WithStack(e) // want `typednil: e may be nil here`
}

// From here on: something asks.

func comparedWithNil(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, _ := err.(*tcerr.TencentCloudSDKError); e != nil {
		return e
	}
	return err
}

func isSDK(err error) bool {
	_, ok := err.(*tcerr.TencentCloudSDKError)
	return ok
}

func askedBefore(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if !isSDK(err) {
		return err
	}
	e, _ := err.(*tcerr.TencentCloudSDKError)
	return e
}

func askedFor(c *cvm.Client, r *cvm.StopInstancesRequest) (error, bool) {
	_, err := c.StopInstances(r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return e, ok
}
