package uses

import (
	"context"
	"time"

	"github.com/avast/retry-go/v4"
	backoff4 "github.com/cenkalti/backoff/v4"
	"github.com/cenkalti/backoff/v5"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/resource"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Only what is marked is final, and only what is named goes to the retry.

func permanent(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff4.Retry(func() error {
		_, err := c.StopInstances(r)
		if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return backoff4.Permanent(err)
		}
		return err
	}, backoff4.NewExponentialBackOff())
}

func permanentRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return backoff4.Retry(func() error {
		_, err := c.StopInstances(r)
		switch codeOf(err) {
		case "MutexOperation.TaskRunning": // want `missingcritical: RequestLimitExceeded is final`
			return err
		}
		if err != nil {
			return backoff4.Permanent(err)
		}
		return nil
	}, backoff4.NewExponentialBackOff())
}

func later(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := backoff.Retry(context.Background(), func() (*cvm.StopInstancesResponse, error) {
		answer, err := c.StopInstances(r)
		switch {
		case codeOf(err) == "MutexOperation.TaskRunning": // want `missingcritical: RequestLimitExceeded is final`
			return nil, backoff.RetryAfter(5)
		case err != nil:
			return nil, backoff.Permanent(err)
		}
		return answer, nil
	})
	return err
}

func unrecoverable(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return retry.Do(func() error {
		_, err := c.StopInstances(r)
		if codeOf(err) == "MutexOperation.TaskRunning" { // want `missingcritical: RequestLimitExceeded is final`
			return err
		}
		if err != nil {
			return retry.Unrecoverable(err)
		}
		return nil
	})
}

func retryable(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return resource.Retry(time.Minute, func() *resource.RetryError {
		_, err := c.StopInstances(r)
		if codeOf(err) == "MutexOperation.TaskRunning" { // want `missingcritical: RequestLimitExceeded is final`
			return resource.RetryableError(err)
		}
		if err != nil {
			return resource.NonRetryableError(err)
		}
		return nil
	})
}

func nonRetryable(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return resource.Retry(time.Minute, func() *resource.RetryError {
		_, err := c.StopInstances(r)
		if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return resource.NonRetryableError(err)
		}
		if err != nil {
			return resource.RetryableError(err)
		}
		return nil
	})
}
