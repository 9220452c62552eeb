package retried

import (
	"context"
	"time"

	avast "github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"

	"example.com/rules/lib"
)

func terraform(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
			if e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation .*any code but "InvalidInstanceId.NotFound" goes to the retry`
				return retry.NonRetryableError(err)
			}
		}
		if err != nil {
			return retry.RetryableError(err)
		}
		return nil
	})
}

func terraformOuter(client *cvm.Client) error {
	var response *cvm.DescribeInstancesResponse
	var failure error
	err := retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		response, failure = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if failure != nil {
			if lib.Is(failure, "InvalidInstanceId.NotFound") { // want `missingcritical: AuthFailure and UnauthorizedOperation`
				return nil
			}
			return retry.RetryableError(failure)
		}
		return nil
	})
	_ = response
	return err
}

// A bare RetryableError names no code: not this rule's business.
func bare(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		if _, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest()); err != nil {
			return retry.RetryableError(err)
		}
		return nil
	})
}

func loop(client *cvm.Client) error {
	for {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if err == nil {
			return nil
		}
		if lib.Is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return err
		}
		time.Sleep(time.Second)
	}
}

func counted(client *cvm.Client) (err error) {
	for attempt := 0; attempt < 5; attempt++ {
		_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if err == nil {
			return nil
		}
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func ticker(client *cvm.Client, ticks *time.Ticker) error {
	for {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return err
		}
		if err == nil {
			return nil
		}
		<-ticks.C
	}
}

func poll(ctx context.Context, client *cvm.Client) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(ctx context.Context) (bool, error) {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if lib.Is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return false, err
		}
		if err != nil {
			return false, nil
		}
		return true, nil
	})
}

func exponential(client *cvm.Client) error {
	return backoff.Retry(func() error {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return backoff.Permanent(err)
		}
		return err
	}, backoff.NewExponentialBackOff())
}

func avastRetry(client *cvm.Client) error {
	return avast.Do(func() error {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if lib.Is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return avast.Unrecoverable(err)
		}
		return err
	})
}

func named(client *cvm.Client) error {
	operation := func() error {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if lib.Is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return backoff.Permanent(err)
		}
		return err
	}
	return backoff.Retry(operation, backoff.NewExponentialBackOff())
}

// Only what is named is retried.
func right(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if lib.Throttled(err) || lib.HasPrefix(err, "InternalError") {
			return retry.RetryableError(err)
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

func rightPoll(ctx context.Context, client *cvm.Client) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(ctx context.Context) (bool, error) {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if lib.Throttled(err) {
			return false, nil
		}
		return err == nil, err
	})
}
