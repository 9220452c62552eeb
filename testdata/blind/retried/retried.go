// Package retried retries by way of libraries.
package retried

import (
	"context"
	"errors"
	"strings"
	"time"

	"example.com/blind/fleet"
	"example.com/blind/tcapi"
	"github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Start starts, and retries a refusal.
func Start(client *cvm.Client, request *cvm.StartInstancesRequest) error {
	return retry.Do(func() error {
		_, err := client.StartInstances(request)
		return err
	}, retry.Attempts(5), retry.RetryIf(func(err error) bool {
		return !tcapi.Is(err, "InvalidInstanceId.NotFound") // WANT missingcritical
	}))
}

// Stop stops, and gives up when throttled.
func Stop(client *cvm.Client, request *cvm.StopInstancesRequest) error {
	return retry.Do(func() error {
		_, err := client.StopInstances(request)
		return err
	}, retry.RetryIf(func(err error) bool {
		return tcapi.Is(err, "InternalServerError", "MutexOperation.TaskRunning") // WANT missingcritical
	}))
}

// Reboot reboots and retries what passes.
func Reboot(client *cvm.Client, request *cvm.RebootInstancesRequest) error {
	return retry.Do(func() error {
		_, err := client.RebootInstances(request)
		return err
	}, retry.RetryIf(func(err error) bool {
		return tcapi.Throttled(err) || tcapi.Is(err, "MutexOperation.TaskRunning")
	}), retry.Delay(time.Second))
}

// Renew renews, and retries the bare code of throttling.
func Renew(client *cvm.Client, request *cvm.RenewInstancesRequest) error {
	return retry.Do(func() error {
		_, err := client.RenewInstances(request)
		return err
	}, retry.RetryIf(func(err error) bool {
		var e *tcerr.TencentCloudSDKError
		if !errors.As(err, &e) {
			return false
		}
		switch e.Code {
		case "RequestLimitExceeded", "InternalServerError": // WANT partialcategory
			return true
		}
		return false
	}))
}

// Run runs, and retries all but one.
func Run(client *cvm.Client, request *cvm.RunInstancesRequest) (ids []*string, err error) {
	operation := func() error {
		response, err := client.RunInstances(request)
		if err != nil {
			if tcapi.Is(err, "ResourcesSoldOut.SpecifiedInstanceType") { // WANT missingcritical
				return backoff.Permanent(err)
			}
			return err
		}
		ids = response.Response.InstanceIdSet
		return nil
	}
	return ids, backoff.Retry(operation, backoff.NewExponentialBackOff())
}

// Launch runs, and retries throttling alone.
func Launch(ctx context.Context, client *cvm.Client, request *cvm.RunInstancesRequest) (ids []*string, err error) {
	err = backoff.Retry(func() error {
		response, err := client.RunInstancesWithContext(ctx, request)
		if err != nil {
			if code, ok := tcapi.Code(err); ok && strings.HasPrefix(code, "RequestLimitExceeded") {
				return err
			}
			return backoff.Permanent(err)
		}
		ids = response.Response.InstanceIdSet
		return nil
	}, backoff.WithContext(backoff.NewExponentialBackOff(), ctx))
	return ids, err
}

// Find finds by way of another package and looks for a code of disks.
func Find(ctx context.Context, f *fleet.Fleet, id string) (string, error) {
	instance, err := f.Find(ctx, id)
	if tcapi.Is(err, "InvalidParameter.LBIdNotFound") { // WANT wrongservice
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return *instance.InstanceState, nil
}

// Seek finds by way of another package.
func Seek(ctx context.Context, f *fleet.Fleet, id string) (string, error) {
	instance, err := f.Find(ctx, id)
	if errors.Is(err, fleet.ErrGone) {
		return "", nil
	}
	if tcapi.Denied(err) {
		return "", errors.Join(errors.New("the key may not look"), err)
	}
	if err != nil {
		return "", err
	}
	return *instance.InstanceState, nil
}

// Gone tells; a code has a wrong letter.
func Gone(ctx context.Context, f *fleet.Fleet, id string) bool {
	err := f.Terminate(ctx, id)
	return err == nil || tcapi.Is(err, "UnsupportedOperation.InstanceStateTerminted") // WANT unknowncode
}

// Going tells.
func Going(ctx context.Context, f *fleet.Fleet, id string) bool {
	err := f.Terminate(ctx, id)
	return err == nil || tcapi.Is(err, "UnsupportedOperation.InstanceStateTerminating")
}

// Forever asks again until the context ends; it names no code.
func Forever(ctx context.Context, f *fleet.Fleet, id string) error {
	for {
		err := f.Terminate(ctx, id)
		if err == nil {
			return nil
		}
		if perr := tcapi.Pause(ctx, time.Second); perr != nil {
			return errors.Join(err, perr)
		}
	}
}
