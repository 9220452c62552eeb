// Package elsewhere tests codes that another package keeps.
package elsewhere

import (
	"fmt"
	"slices"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/elsewhere/codes"
)

func expired(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(r)
	if codes.Of(err) == codes.Expired { // want `unknowncode: "AuthFailure.SignatureExpired"`
		return fmt.Errorf("sign again: %w", err)
	}
	return err
}

func missing(c *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	_, err := c.DescribeInstances(r)
	if slices.Contains(codes.Missing, codes.Of(err)) { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return false, nil
	}
	return err == nil, err
}

func busy(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codes.Busy[codes.Of(err)] { // want `unknowncode: "MutexOperation.TaskRuning"`
		return fmt.Errorf("later: %w", err)
	}
	return err
}

func good(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if slices.Contains(codes.Good, codes.Of(err)) || codes.IsTested(err) || slices.Contains(codes.Tested, codes.Of(err)) {
		return fmt.Errorf("later: %w", err)
	}
	return err
}

var gone = codes.Is("InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`

func matched(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if gone(err) || codes.Is("InvalidInstanceId.Malformd")(err) { // want `unknowncode: "InvalidInstanceId.Malformd"`
		return nil
	}
	if codes.IsAny("InternalServerError", "InternalServerEror")(err) { // want `unknowncode: "InternalServerEror"`
		return fmt.Errorf("later: %w", err)
	}
	return err
}

func matchedRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codes.Is("InvalidInstanceId.NotFound")(err) {
		return nil
	}
	return err
}
