// Package hooks asks a function of the program whether to retry.
package hooks

import (
	"context"
	"errors"
	"net/http"
	"time"

	avast "github.com/avast/retry-go/v4"
	backoff4 "github.com/cenkalti/backoff/v4"
	backoff5 "github.com/cenkalti/backoff/v5"
	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
	"github.com/hashicorp/go-retryablehttp"
	sethvargo "github.com/sethvargo/go-retry"
	"k8s.io/apimachinery/pkg/util/wait"
	clientretry "k8s.io/client-go/util/retry"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

type api struct {
	client  *cvm.Client
	request *cvm.RunInstancesRequest
}

func (a *api) run() error {
	_, err := a.client.RunInstances(a.request)
	return err
}

// Which codes pass by themselves.
func passes(err error) bool {
	return tc.Throttled(err) || tc.Code(err) == "InternalError"
}

// Any but one.
func anyBut(err error) bool { return tc.Code(err) != "InvalidParameterValue" } // want `missingcritical: AuthFailure and UnauthorizedOperation`

func avastAnyBut(a *api) error {
	return avast.Do(a.run, avast.RetryIf(anyBut))
}

func avastAnyButInline(a *api) error {
	return avast.Do(a.run, avast.Attempts(5), avast.RetryIf(func(err error) bool {
		return tc.Code(err) != "InvalidParameterValue" // want `missingcritical: AuthFailure and UnauthorizedOperation`
	}))
}

func avastBranches(a *api) error {
	return avast.Do(a.run, avast.RetryIf(func(err error) bool {
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return false
		}
		return true
	}))
}

func avastSome(a *api) error {
	return avast.Do(a.run, avast.RetryIf(passes))
}

func avastNotThrottled(a *api) error {
	return avast.Do(a.run, avast.RetryIf(func(err error) bool {
		return tc.Code(err) == "MutexOperation.TaskRunning" // want `missingcritical: RequestLimitExceeded is final while "MutexOperation.TaskRunning" is retried`
	}))
}

// What is only told of each try is no decision.
func avastTold(a *api, told func(string)) error {
	return avast.Do(a.run, avast.RetryIf(passes), avast.OnRetry(func(n uint, err error) {
		if tc.Throttled(err) {
			told("throttled")
		}
	}))
}

func onError(a *api) error {
	return clientretry.OnError(clientretry.DefaultBackoff, func(err error) bool {
		return !tc.Gone(err) // want `missingcritical: AuthFailure and UnauthorizedOperation`
	}, a.run)
}

func onErrorSome(a *api) error {
	return clientretry.OnError(clientretry.DefaultBackoff, passes, a.run)
}

func polled(ctx context.Context, a *api) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(context.Context) (bool, error) {
		err := a.run()
		if err == nil {
			return true, nil
		}
		if tc.Code(err) == "InvalidParameterValue" { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return false, err
		}
		return false, nil
	})
}

func polledSome(ctx context.Context, a *api) error {
	return wait.ExponentialBackoffWithContext(ctx, wait.Backoff{Steps: 5}, func(context.Context) (bool, error) {
		err := a.run()
		if tc.Throttled(err) {
			return false, nil
		}
		return err == nil, err
	})
}

func polledDone(ctx context.Context, a *api) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(context.Context) (bool, error) {
		switch err := a.run(); {
		case err == nil, tc.Gone(err):
			return true, nil
		case tc.Throttled(err):
			return false, nil
		default:
			return false, err
		}
	})
}

func sethvargoMarked(ctx context.Context, a *api) error {
	return sethvargo.Do(ctx, sethvargo.NewFibonacci(time.Second), func(context.Context) error {
		err := a.run()
		if tc.Code(err) == "InvalidParameterValue" { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return err
		}
		return sethvargo.RetryableError(err)
	})
}

func sethvargoSome(ctx context.Context, a *api) error {
	return sethvargo.Do(ctx, sethvargo.NewFibonacci(time.Second), func(context.Context) error {
		err := a.run()
		if tc.Throttled(err) {
			return sethvargo.RetryableError(err)
		}
		return err
	})
}

func sethvargoNotThrottled(ctx context.Context, a *api) error {
	return sethvargo.Do(ctx, sethvargo.NewFibonacci(time.Second), func(context.Context) error {
		err := a.run()
		if tc.Code(err) == "MutexOperation.TaskRunning" { // want `missingcritical: RequestLimitExceeded is final`
			return sethvargo.RetryableError(err)
		}
		return err
	})
}

func permanent4(a *api) error {
	return backoff4.Retry(func() error {
		err := a.run()
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return backoff4.Permanent(err)
		}
		return err
	}, backoff4.NewExponentialBackOff())
}

func permanent5(ctx context.Context, a *api) (string, error) {
	return backoff5.Retry(ctx, func() (string, error) {
		resp, err := a.client.RunInstances(a.request)
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return "", backoff5.Permanent(err)
		}
		if err != nil {
			return "", err
		}
		return *resp.Response.RequestId, nil
	})
}

func permanent5Some(ctx context.Context, a *api) (string, error) {
	return backoff5.Retry(ctx, func() (string, error) {
		resp, err := a.client.RunInstances(a.request)
		if tc.Throttled(err) {
			return "", backoff5.RetryAfter(3)
		}
		if err != nil {
			return "", backoff5.Permanent(err)
		}
		return *resp.Response.RequestId, nil
	})
}

func checked() *http.Client {
	client := retryablehttp.NewClient()
	client.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) {
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return false, err
		}
		return true, nil
	}
	return client.StandardClient()
}

func checkedSome() *http.Client {
	client := retryablehttp.NewClient()
	client.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		return tc.Throttled(err), nil
	}
	return client.StandardClient()
}

func failsafed(a *api) error {
	policy := retrypolicy.NewBuilder[any]().HandleIf(func(_ any, err error) bool {
		return !tc.Gone(err) // want `missingcritical: AuthFailure and UnauthorizedOperation`
	}).Build()
	return failsafe.With(policy).Run(a.run)
}

func failsafedAborting(a *api) error {
	policy := retrypolicy.NewBuilder[any]().AbortIf(func(_ any, err error) bool {
		return tc.Gone(err) // want `missingcritical: AuthFailure and UnauthorizedOperation`
	}).Build()
	return failsafe.With(policy).Run(a.run)
}

func failsafedSome(a *api) error {
	policy := retrypolicy.NewBuilder[any]().HandleIf(func(_ any, err error) bool { return passes(err) }).Build()
	return failsafe.With(policy).Run(a.run)
}

// A classifier that nothing asks whether to retry is one.
func quiet(err error) bool { return tc.Code(err) != "InvalidParameterValue" }

func reported(a *api) error {
	if err := a.run(); err != nil && quiet(err) {
		return errors.Join(err, errors.New("run"))
	} else {
		return err
	}
}
