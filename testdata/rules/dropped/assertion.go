package dropped

import (
	"errors"
	"fmt"
	"log"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// The official sample with its second if left out.
func sample(c *cvm.Client, r *cvm.DescribeInstancesRequest) ([]*cvm.Instance, error) {
	resp, err := c.DescribeInstances(r)
	if _, ok := err.(*tcerr.TencentCloudSDKError); ok { // want `dropped: an error that is not the SDK's ends in success: one that a wrapper or the credentials make is no \*TencentCloudSDKError`
		return nil, fmt.Errorf("an API error has returned: %w", err)
	}
	return resp.Response.InstanceSet, nil
}

func inIf(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil {
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok { // want `dropped`
			return e
		}
	}
	return nil
}

func onlyAs(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) { // want `dropped`
		return fmt.Errorf("stop: %s", e.Message)
	}
	return nil
}

func onlySwitch(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch e := err.(type) {
	case *tcerr.TencentCloudSDKError: // want `dropped`
		return e
	}
	return nil
}

func answer(c *cvm.Client, r *cvm.StopInstancesRequest) (bool, error) {
	_, err := c.StopInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok { // want `dropped`
		return false, e
	}
	return true, nil
}

func namedResult(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	_, callErr := c.StopInstances(r)
	if e, ok := callErr.(*tcerr.TencentCloudSDKError); ok { // want `dropped`
		err = e
	}
	return
}

// From here on: correct.

func both(c *cvm.Client, r *cvm.DescribeInstancesRequest) ([]*cvm.Instance, error) {
	resp, err := c.DescribeInstances(r)
	if _, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return nil, fmt.Errorf("an API error has returned: %w", err)
	}
	if err != nil {
		return nil, err
	}
	return resp.Response.InstanceSet, nil
}

func panics(c *cvm.Client, r *cvm.DescribeInstancesRequest) []*cvm.Instance {
	resp, err := c.DescribeInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		log.Fatal(e.Code)
	}
	if err != nil {
		panic(err)
	}
	return resp.Response.InstanceSet
}

func moreOfIt(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		log.Printf("%s: %s", e.Code, e.RequestId)
	}
	return err
}

func asks(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	_, ok := err.(*tcerr.TencentCloudSDKError)
	return ok
}

func given(err error) error {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return fmt.Errorf("api: %s", e.Code)
	}
	return nil
}

func logsBoth(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return e
	} else if err != nil {
		log.Print(err)
	}
	return nil
}

// A stopper knows the instance that it stops.
type stopper struct {
	client *cvm.Client
	id     string
}

// stop forgets the instance: that it has none tells of the failure.
func (s *stopper) stop(r *cvm.StopInstancesRequest) error {
	_, err := s.client.StopInstances(r)
	if err == nil {
		return nil
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return e
	}
	s.id = ""
	return nil
}
