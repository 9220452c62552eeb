package classifiers

import (
	"errors"
	"fmt"
	"slices"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/classifiers/kind"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// What a classifier answers is looked for in a list.

var fine = map[string]bool{"absent": true, "busy": true}

func amongOne(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if slices.Contains([]string{"busy"}, kind.Name(err)) { // want `missingcritical: .* any code but "MutexOperation.TaskRunning" ends in success`
		return fmt.Errorf("later: %w", err)
	}
	return nil
}

func amongTwo(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if fine[kind.Name(err)] { // want `missingcritical: .* any code but "InvalidInstanceId.NotFound" and "MutexOperation.TaskRunning" ends in success`
		return fmt.Errorf("later: %w", err)
	}
	return nil
}

func amongRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if fine[kind.Name(err)] {
		return nil
	}
	return err
}

// "other" is all the rest, a critical code too.
func amongOthers(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if slices.Contains([]string{"absent", "other"}, kind.Name(err)) {
		return fmt.Errorf("later: %w", err)
	}
	return nil
}

func amongGiven(c *cvm.Client, r *cvm.StopInstancesRequest, kinds []string) error {
	_, err := c.StopInstances(r)
	if slices.Contains(kinds, kind.Name(err)) {
		return nil
	}
	return err
}

// A filter hands on the errors that it knows, and answers nil to all others.

func known(err error) error {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && (e.Code == "InvalidInstanceId.NotFound" || e.Code == "InternalError") {
		return err
	}
	return nil
}

func gone(err error) error {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return err
	}
	return nil
}

func forgetsKnown(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if known(err) != nil { // want `criticalsuccess: "InternalError" says that the call failed`
		return nil
	}
	return err
}

func forgetsGone(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if gone(err) != nil {
		return nil
	}
	return err
}
