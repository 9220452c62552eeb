package practice

import (
	"fmt"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Functions that are asked again and again: too fast is the answer "not yet", one of
// several that success gives too. A refused permission is none.

func ready(c *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	response, err := c.DescribeInstances(r)
	switch {
	case code(err) == "RequestLimitExceeded":
		return false, nil
	case code(err) == "UnauthorizedOperation": // want `criticalsuccess: "UnauthorizedOperation"`
		return false, nil
	case err != nil:
		return false, err
	case *response.Response.TotalCount == 0:
		return true, nil
	}
	return false, nil
}

type probed int

const (
	again probed = iota
	done
	broken
)

func probe(c *cvm.Client, r *cvm.DescribeInstancesRequest) func() (probed, error) {
	return func() (probed, error) {
		response, err := c.DescribeInstances(r)
		switch code(err) {
		case "":
		case "RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded":
			return again, nil
		case "AuthFailure.TokenFailure": // want `criticalsuccess: "AuthFailure.TokenFailure"`
			return again, nil
		}
		if err != nil {
			return broken, err
		}
		if *response.Response.TotalCount == 0 {
			return done, nil
		}
		return again, nil
	}
}

func state(c *cvm.Client, r *cvm.DescribeInstancesRequest) (string, error) {
	response, err := c.DescribeInstances(r)
	if code(err) == "RequestLimitExceeded" {
		return "pending", nil
	}
	if err != nil {
		return "", err
	}
	if *response.Response.TotalCount == 0 {
		return "gone", nil
	}
	return "pending", nil
}

func pause(c *cvm.Client, r *cvm.DescribeInstancesRequest) (time.Duration, error) {
	response, err := c.DescribeInstances(r)
	if code(err) == "RequestLimitExceeded" {
		return time.Second, nil
	}
	if err != nil {
		return 0, fmt.Errorf("describe: %w", err)
	}
	if *response.Response.TotalCount == 0 {
		return 0, nil
	}
	return time.Second, nil
}

// Where success has one answer, it says nothing.

func stopNow(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" { // want `criticalsuccess: "RequestLimitExceeded"`
		return "stopped", nil
	}
	if err != nil {
		return "", err
	}
	return "stopped", nil
}

func zones(c *cvm.Client, r *cvm.DescribeZonesRequest) ([]*cvm.ZoneInfo, error) {
	response, err := c.DescribeZones(r)
	if code(err) == "RequestLimitExceeded" { // want `criticalsuccess: "RequestLimitExceeded"`
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if *response.Response.TotalCount == 0 {
		return nil, nil
	}
	return response.Response.ZoneSet, nil
}
