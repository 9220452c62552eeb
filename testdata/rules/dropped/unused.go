package dropped

import (
	"errors"
	"log"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Nobody takes what an assertion answers (seen in iceymoss/hi-trip).
func unusedAssertion(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	_, _ = err.(*tcerr.TencentCloudSDKError) // want `dropped: neither result of this assertion is used, nor the error`
	return true
}

func unusedTwice(c *cvm.Client, r *cvm.StopInstancesRequest) {
	_, err := c.StopInstances(r)
	_, _ = err.(*tcerr.TencentCloudSDKError)            // want `dropped: neither result`
	if _, ok := err.(*tcerr.TencentCloudSDKError); ok { // want `dropped: neither result`
	}
}

func unusedInWrapper(c *cvm.Client, r *cvm.StopInstancesRequest) {
	err := stopped(c, r)
	_, _ = err.(*tcerr.TencentCloudSDKError) // want `dropped: neither result`
}

func stopped(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	return err
}

// The error itself is used.
func usedAfter(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	_, _ = err.(*tcerr.TencentCloudSDKError)
	return err
}

func usedInLog(c *cvm.Client, r *cvm.StopInstancesRequest) {
	_, err := c.StopInstances(r)
	_, _ = err.(*tcerr.TencentCloudSDKError)
	log.Print(err)
}

func usedByOther(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	_, _ = err.(*tcerr.TencentCloudSDKError)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e
	}
	return err
}

// What holds is asked, and answered.
func usedResult(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	_, ok := err.(*tcerr.TencentCloudSDKError)
	return !ok && err == nil
}

// The caller's to look after.
func unusedGiven(err error) {
	_, _ = err.(*tcerr.TencentCloudSDKError)
}
