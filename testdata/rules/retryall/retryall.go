package retryall

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	avast "github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"
)

func terraform(ctx context.Context, c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return retry.RetryContext(ctx, time.Minute, func() *retry.RetryError {
		if _, err := c.StopInstances(r); err != nil { // want `retryall: any error of StopInstances is retried, AuthFailure and UnauthorizedOperation too, which no retry mends; name the codes to retry`
			return retry.RetryableError(err)
		}
		return nil
	})
}

func loop(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for range 10 {
		if _, err = c.StopInstances(r); err == nil { // want `any error of StopInstances is retried`
			return nil
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("ten times: %w", err)
}

func marked(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() error {
		_, err := c.StopInstances(r) // want `any error of StopInstances is retried`
		return err
	}, backoff.NewExponentialBackOff())
}

func hooked(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return avast.Do(func() error {
		_, err := c.StopInstances(r) // want `any error of StopInstances is retried`
		return err
	}, avast.Attempts(5))
}

func polled(ctx context.Context, c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(context.Context) (bool, error) {
		if _, err := c.StopInstances(r); err != nil { // want `any error of StopInstances is retried`
			return false, nil
		}
		return true, nil
	})
}

// again is the program's own retry.
func again(f func() error) (err error) {
	for range 5 {
		if err = f(); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

func own(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return again(func() error {
		_, err := c.StopInstances(r) // want `any error of StopInstances is retried`
		return err
	})
}

func recursive(c *cvm.Client, r *cvm.StopInstancesRequest, left int) error {
	_, err := c.StopInstances(r) // want `any error of StopInstances is retried`
	if err != nil && left > 0 {
		time.Sleep(time.Second)
		return recursive(c, r, left-1)
	}
	return err
}

// From here on: something decides, nothing waits, or nothing is retried.

func throttled(ctx context.Context, c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return retry.RetryContext(ctx, time.Minute, func() *retry.RetryError {
		_, err := c.StopInstances(r)
		var e *tcerr.TencentCloudSDKError
		switch {
		case err == nil:
			return nil
		case errors.As(err, &e) && strings.HasPrefix(e.Code, "RequestLimitExceeded"):
			return retry.RetryableError(err)
		}
		return retry.NonRetryableError(err)
	})
}

func temporary(c *cvm.Client, r *cvm.StopInstancesRequest, temporary func(error) bool) error {
	for {
		_, err := c.StopInstances(r)
		if err == nil || !temporary(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

func text(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	for {
		_, err := c.StopInstances(r)
		if err == nil || !strings.Contains(err.Error(), "busy") {
			return err
		}
		time.Sleep(time.Second)
	}
}

func atOnce(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for range 3 {
		if _, err = c.StopInstances(r); err == nil {
			return nil
		}
	}
	return err
}

func batch(c *cvm.Client, rs []*cvm.StopInstancesRequest) error {
	var failed []error
	for _, r := range rs {
		if _, err := c.StopInstances(r); err != nil {
			failed = append(failed, err)
		}
		time.Sleep(time.Second)
	}
	return errors.Join(failed...)
}

func watch(c *cvm.Client, r *cvm.DescribeInstancesRequest, show func(*cvm.DescribeInstancesResponse, error)) {
	for range time.Tick(time.Minute) {
		show(c.DescribeInstances(r))
	}
}

func final(ctx context.Context, c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return retry.RetryContext(ctx, time.Minute, func() *retry.RetryError {
		if _, err := c.StopInstances(r); err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}
