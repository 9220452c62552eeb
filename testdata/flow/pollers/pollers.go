// Package pollers waits by functions that answer whether they are done, beside an
// error that ends the wait.
package pollers

import (
	"context"
	"errors"
	"strings"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"

	"example.com/flow/tc"
)

var bo = wait.Backoff{Duration: 200 * time.Millisecond, Factor: 3, Steps: 5}

func hasty(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return wait.ExponentialBackoff(bo, func() (bool, error) {
		_, err := client.TerminateInstances(r)
		if tc.Code(err) == "InternalServerError" { // want `missingcritical: RequestLimitExceeded is final while "InternalServerError" is retried`
			return false, nil
		}
		return err == nil, err
	})
}

func patient(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return wait.ExponentialBackoff(bo, func() (bool, error) {
		_, err := client.TerminateInstances(r)
		if tc.Code(err) == "InternalServerError" || tc.Throttled(err) {
			return false, nil
		}
		return err == nil, err
	})
}

type kind string

const (
	busy  kind = "busy"
	slow  kind = "slow"
	gone  kind = "gone"
	other kind = "other"
)

func kindOf(err error) kind {
	switch head, _, _ := strings.Cut(tc.Code(err), "."); head {
	case "RequestLimitExceeded":
		return slow
	case "InvalidInstanceId":
		return gone
	case "MutexOperation":
		return busy
	}
	return other
}

func hastyKind(ctx context.Context, client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(context.Context) (bool, error) {
		_, err := client.TerminateInstances(r)
		switch kindOf(err) {
		case busy: // want `missingcritical: RequestLimitExceeded is final while "MutexOperation.\*" is retried`
			return false, nil
		case gone:
			return true, nil
		}
		return err == nil, err
	})
}

func patientKind(ctx context.Context, client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(context.Context) (bool, error) {
		_, err := client.TerminateInstances(r)
		switch kindOf(err) {
		case busy, slow:
			return false, nil
		case gone:
			return true, nil
		}
		return err == nil, err
	})
}

func hastyChain(ctx context.Context, client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return wait.PollUntilContextCancel(ctx, time.Second, true, func(context.Context) (done bool, err error) {
		_, err = client.TerminateInstances(r)
		if err == nil {
			return true, nil
		}
		if strings.HasSuffix(tc.Code(err), ".TaskRunning") { // want `missingcritical: RequestLimitExceeded is final while ".TaskRunning" is retried`
			return false, nil
		}
		return false, errors.Join(errors.New("terminate"), err)
	})
}

// Where nothing is retried by name, an error that ends the wait is as it should be.
func plain(ctx context.Context, client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return wait.PollUntilContextCancel(ctx, time.Second, true, func(context.Context) (bool, error) {
		_, err := client.TerminateInstances(r)
		if tc.Gone(err) {
			return true, nil
		}
		return err == nil, err
	})
}
