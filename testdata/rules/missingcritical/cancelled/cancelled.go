// Package cancelled ends retries by their contexts.
package cancelled

import (
	"context"
	"errors"
	"strings"
	"time"

	avast "github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// A retry ends when its context is cancelled: what cancels one that was made before is
// not retried, as far as can be told.

func isThrottled(err error) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && strings.HasPrefix(e.Code, "RequestLimitExceeded")
}

func cancelsRetry(ctx context.Context, c *cvm.Client, r *cvm.StartInstancesRequest) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return avast.Do(func() error {
		_, err := c.StartInstances(r)
		if !isThrottled(err) {
			cancel()
		}
		return err
	}, avast.Context(ctx))
}

func cancelsGiven(ctx context.Context, cancel context.CancelCauseFunc, c *cvm.Client, r *cvm.StartInstancesRequest) error {
	return backoff.Retry(func() error {
		_, err := c.StartInstances(r)
		if err != nil && !isThrottled(err) {
			cancel(err)
		}
		return err
	}, backoff.WithContext(backoff.NewExponentialBackOff(), ctx))
}

func cancelsLoop(ctx context.Context, c *cvm.Client, r *cvm.StartInstancesRequest) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	for ctx.Err() == nil {
		_, err := c.StartInstances(r)
		if err == nil {
			return nil
		}
		if !isThrottled(err) {
			stop(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return context.Cause(ctx)
}

// A context of one request ends with it, and another is made for the next.

func cancelsRequest(ctx context.Context, c *cvm.Client, r *cvm.StartInstancesRequest) error {
	return avast.Do(func() error {
		one, cancel := context.WithTimeout(ctx, time.Second)
		_, err := c.StartInstancesWithContext(one, r)
		cancel()
		if !isThrottled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			time.Sleep(time.Second)
		}
		return err
	})
}

func cancelsRequestAfterBranch(ctx context.Context, c *cvm.Client, r *cvm.StartInstancesRequest) error {
	return avast.Do(func() error {
		one, cancel := context.WithTimeout(ctx, time.Second)
		if len(r.InstanceIds) == 0 {
			cancel()
			return errors.New("nothing to start")
		}
		_, err := c.StartInstancesWithContext(one, r)
		cancel()
		if !isThrottled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			time.Sleep(time.Second)
		}
		return err
	})
}

func cancelsRound(ctx context.Context, c *cvm.Client, r *cvm.StartInstancesRequest) (err error) {
	for range 10 {
		one, cancel := context.WithTimeout(ctx, time.Second)
		_, err = c.StartInstancesWithContext(one, r)
		cancel()
		if err == nil || isThrottled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

// A function that only stops something is no such call.

func stopsOther(c *cvm.Client, r *cvm.StartInstancesRequest, stop func()) error {
	return avast.Do(func() error {
		_, err := c.StartInstances(r)
		if !isThrottled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			stop()
		}
		return err
	})
}
