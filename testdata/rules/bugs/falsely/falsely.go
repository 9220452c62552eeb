// Package falsely is right, and the analyzer finds something in it. Each case
// belongs in package traps/fates once that is mended.
package falsely

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

// BUG: after one test that is understood, success under a condition of a
// closure that captures the error counts as success for any code.

func containsFunc(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if ok && strings.HasPrefix(e.Code, "InvalidInstanceId") {
		return err
	}
	if ok && slices.ContainsFunc([]string{"ResourceNotFound"}, func(s string) bool { return s == e.Code }) {
		return nil
	}
	return err
}

// BUG: a flag that a loop over a list sets, where errors.As fills the variable.

func flagInLoop(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if err == nil {
			return nil
		}
		if lib.HasPrefix(err, "RequestLimitExceeded") {
			return retry.RetryableError(err)
		}
		var e *sdkerrors.TencentCloudSDKError
		if errors.As(err, &e) {
			found := false
			for _, want := range []string{"ResourceUnavailable", "InternalError"} {
				if want == e.Code {
					found = true
					break
				}
			}
			if found {
				return retry.RetryableError(err)
			}
		}
		return retry.NonRetryableError(err)
	})
}

// BUG: the same with a closure that captures the error, and with an unknown
// test on a copy of the error.

func closureInRetry(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if err == nil {
			return nil
		}
		if lib.HasPrefix(err, "RequestLimitExceeded") {
			return retry.RetryableError(err)
		}
		e, ok := err.(*sdkerrors.TencentCloudSDKError)
		busy := func() bool { return e.Code == "ResourceUnavailable" }
		if ok && busy() {
			return retry.RetryableError(err)
		}
		return retry.NonRetryableError(err)
	})
}

func copyInRetry(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if err == nil {
			return nil
		}
		if lib.HasPrefix(err, "RequestLimitExceeded") {
			return retry.RetryableError(err)
		}
		p, ok := err.(*sdkerrors.TencentCloudSDKError)
		if !ok {
			return retry.NonRetryableError(err)
		}
		e := *p
		if strings.Index(e.Code, "Unavailable") >= 0 {
			return retry.RetryableError(err)
		}
		return retry.NonRetryableError(err)
	})
}

// BUG: a variable that holds the error on one way and what wraps it on the other.

func wrappedLater(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.HasPrefix(err, "InvalidInstanceId") {
		return nil
	}
	wrapped := err
	if err != nil {
		wrapped = fmt.Errorf("describe: %w", err)
	}
	if wrapped != nil {
		return wrapped
	}
	return nil
}

// BUG: a retry inside a literal that is called on the spot.

func retriedInside(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		err := func() error {
			return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
				_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
				if lib.HasPrefix(err, "RequestLimitExceeded") {
					return retry.RetryableError(err)
				}
				if err != nil {
					return retry.NonRetryableError(err)
				}
				return nil
			})
		}()
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable" {
			return retry.RetryableError(err)
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}
