package retryall

import (
	"context"
	"errors"
	"fmt"
	"strings"

	avast "github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

// A deferred function that may change the result decides which errors are final.

func passes(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.Code, "RequestLimitExceeded")
}

func finalUnlessPasses(err error) error {
	if err == nil || passes(err) {
		return err
	}
	return backoff.Permanent(err)
}

func deferred(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() (err error) {
		defer func() { err = finalUnlessPasses(err) }()
		_, err = c.StopInstances(r)
		return
	}, backoff.NewExponentialBackOff())
}

func deferredInPlace(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return avast.Do(func() (err error) {
		defer func() {
			if err != nil && !passes(err) {
				err = avast.Unrecoverable(err)
			}
		}()
		_, err = c.StopInstances(r)
		return err
	})
}

func finish(err *error) { *err = finalUnlessPasses(*err) }

func deferredPointer(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() (err error) {
		defer finish(&err)
		_, err = c.StopInstances(r)
		return err
	}, backoff.NewExponentialBackOff())
}

// One that reads it, or changes it without a look, does not.

func deferredCount(c *cvm.Client, r *cvm.StopInstancesRequest, failed map[bool]int) error {
	return backoff.Retry(func() (err error) {
		defer func() { failed[err != nil]++ }()
		_, err = c.StopInstances(r) // want `any error of StopInstances is retried`
		return err
	}, backoff.NewExponentialBackOff())
}

func deferredPanic(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("%v", p)
			}
		}()
		_, err = c.StopInstances(r) // want `any error of StopInstances is retried`
		return err
	}, backoff.NewExponentialBackOff())
}

// A literal that runs at once has written before.

func literalAtOnce(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() (err error) {
		func() {
			if err == nil {
				err = errors.New("not yet")
			}
		}()
		_, err = c.StopInstances(r) // want `any error of StopInstances is retried`
		return err
	}, backoff.NewExponentialBackOff())
}

// The function that calls the API decides.

func stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	return finalUnlessPasses(err)
}

func stopAgain(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() error { return stop(c, r) }, backoff.NewExponentialBackOff())
}

func stopAll(c *cvm.Client, rs []*cvm.StopInstancesRequest) (n int, err error) {
	for _, r := range rs {
		if err := stop(c, r); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func againAll(c *cvm.Client, rs []*cvm.StopInstancesRequest) error {
	return backoff.Retry(func() error {
		_, err := stopAll(c, rs)
		return err
	}, backoff.NewExponentialBackOff())
}

func againElsewhere(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() error { return lib.StopFinally(c, r) }, backoff.NewExponentialBackOff())
}

func thatElsewhere(c *cvm.Client, r *cvm.StopInstancesRequest) error { return lib.StopFinally(c, r) }

func againBehind(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() error { return fmt.Errorf("stop: %w", thatElsewhere(c, r)) }, backoff.NewExponentialBackOff())
}

// Or it does not.

func plain(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	if len(r.InstanceIds) == 0 {
		return errors.New("nothing to stop")
	}
	_, err := c.StopInstances(r)
	return err
}

func againPlain(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() error { return plain(c, r) }, backoff.NewExponentialBackOff()) // want `any error of plain is retried`
}

func againPlainElsewhere(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff.Retry(func() error { return lib.Stop(c, r) }, backoff.NewExponentialBackOff()) // want `any error of Stop is retried`
}

// Whoever cancels the context of a retry ends it.

func cancelledAlways(ctx context.Context, c *cvm.Client, r *cvm.StopInstancesRequest) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return avast.Do(func() error {
		_, err := c.StopInstances(r)
		if err != nil {
			cancel()
		}
		return err
	}, avast.Context(ctx))
}
