// Package beside asserts errors of functions in other packages, which are wrapped or
// made somewhere behind them.
package beside

import (
	"errors"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/deadassert/ops"
	"example.com/rules/deadassert/ops/deep"
)

func isGone(e *tcerr.TencentCloudSDKError) bool { return e.Code == "InvalidInstanceId.NotFound" }

func described(c *cvm.Client, r *cvm.DescribeInstancesRequest) bool {
	_, err := ops.Describe(c, r)
	e, ok := err.(*tcerr.TencentCloudSDKError) // want `deadassert: this assertion never holds: the error is wrapped on the way`
	return ok && isGone(e)
}

func listed(c *cvm.Client, r *cvm.DescribeInstancesRequest) bool {
	_, err := ops.List(c, r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok { // want `deadassert: this assertion never holds: the error is wrapped on the way`
		return isGone(e)
	}
	return false
}

func stopped(c *cvm.Client, id *string) bool {
	switch e := ops.Stop(c, id).(type) {
	case *tcerr.TencentCloudSDKError: // want `deadassert: this assertion never holds: the error is wrapped on the way`
		return isGone(e)
	}
	return false
}

func started(c *cvm.Client, id *string) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(ops.Start(c, id), &e) && isGone(e) // want `deadassert: this never holds: the program makes the error itself`
}

func startedHere(c *cvm.Client, r *cvm.StartInstancesRequest) bool {
	e, ok := deep.Start(c, r).(*tcerr.TencentCloudSDKError) // want `deadassert: this assertion never holds: the program makes the error itself`
	return ok && isGone(e)
}

func rebooted(p *ops.Pool, r *cvm.RebootInstancesRequest) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(p.Reboot(r), &e) && isGone(e) // want `deadassert: this never holds: the program makes the error itself`
}

func again(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	e, ok := ops.Again(c, r, 3).(*tcerr.TencentCloudSDKError) // want `deadassert: this assertion never holds: the error is wrapped on the way`
	return ok && isGone(e)
}

func behind(c *cvm.Client, r *cvm.StopInstancesRequest) error { return deep.Stop(c, r) }

func further(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	err := behind(c, r)
	if err == nil {
		return nil
	}
	return err
}

func chained(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	err := further(c, r)
	e, ok := err.(*tcerr.TencentCloudSDKError) // want `deadassert: this assertion never holds: the error is wrapped on the way`
	return ok && isGone(e)
}

// From here on: correct.

func looksInside(c *cvm.Client, r *cvm.DescribeInstancesRequest, p *ops.Pool, id *string) bool {
	var e *tcerr.TencentCloudSDKError
	if _, err := ops.Describe(c, r); errors.As(err, &e) {
		return isGone(e)
	}
	if _, err := ops.List(c, r); errors.As(err, &e) {
		return isGone(e)
	}
	return errors.As(ops.Stop(c, id), &e) && isGone(e)
}

func mayBe(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	e, ok := ops.Maybe(c, r, false).(*tcerr.TencentCloudSDKError)
	return ok && isGone(e)
}

func named(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	e, ok := ops.Named(c, r).(*tcerr.TencentCloudSDKError)
	return ok && isGone(e)
}

func hooked(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	e, ok := ops.Hooked(c, r).(*tcerr.TencentCloudSDKError)
	return ok && isGone(e)
}

func inner(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	e, ok := ops.Inner(c, r).(*tcerr.TencentCloudSDKError)
	return ok && isGone(e)
}

func plain(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	e, ok := deep.Plain(c, r).(*tcerr.TencentCloudSDKError)
	return ok && isGone(e)
}

func kept(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(ops.Kept(c, r), &e) && isGone(e)
}
