// Package itself retries by literals that call themselves.
package itself

import (
	"context"
	"strings"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

func lossy(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	var try func(int) error
	try = func(n int) error {
		_, err := client.TerminateInstances(r)
		if err == nil || n == 0 {
			return err
		}
		if !strings.HasPrefix(tc.Code(err), "ResourceInUse") { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
			time.Sleep(time.Second)
			return try(n - 1)
		}
		return err
	}
	return try(5)
}

func right(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	var try func(int) error
	try = func(n int) error {
		_, err := client.TerminateInstances(r)
		if err == nil || n == 0 {
			return err
		}
		if tc.Throttled(err) {
			time.Sleep(time.Second)
			return try(n - 1)
		}
		return err
	}
	return try(5)
}

func stopped(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	var try func(int) error
	try = func(n int) error {
		_, err := client.TerminateInstances(r)
		if n > 0 && tc.Code(err) == "InternalServerError" { // want `missingcritical: RequestLimitExceeded is final while "InternalServerError" is retried`
			time.Sleep(time.Second)
			return try(n - 1)
		}
		return err
	}
	return try(5)
}

func lossyWaits(ctx context.Context, client *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	wait := time.Second
	var once func()
	once = func() {
		if _, err = client.TerminateInstances(r); err == nil || tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
			wait *= 2
			once()
		}
	}
	once()
	return err
}

// Another item each time is no retry.
func items(client *cvm.Client, requests []*cvm.TerminateInstancesRequest) error {
	var next func(int) error
	next = func(i int) error {
		if i == len(requests) {
			return nil
		}
		_, err := client.TerminateInstances(requests[i])
		if err != nil && !tc.Gone(err) {
			return err
		}
		return next(i + 1)
	}
	return next(0)
}

// The variable holds something else in the end.
func replaced(client *cvm.Client, r *cvm.TerminateInstancesRequest, other func(int) error) error {
	var try func(int) error
	try = func(n int) error {
		_, err := client.TerminateInstances(r)
		if err == nil || n == 0 {
			return err
		}
		if !strings.HasPrefix(tc.Code(err), "ResourceInUse") {
			return try(n - 1)
		}
		return err
	}
	first := try
	try = other
	return first(5)
}

// The count is asked before the code.
func counted(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	for tries := 5; ; tries-- {
		_, err := client.TerminateInstances(r)
		if err == nil || tries == 0 {
			return err
		}
		if strings.HasPrefix(tc.Code(err), "Invalid") { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
			return err
		}
		time.Sleep(time.Second)
	}
}

func uncounted(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	for {
		_, err := client.TerminateInstances(r)
		if err == nil {
			return err
		}
		if strings.HasPrefix(tc.Code(err), "Invalid") { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried without end`
			return err
		}
		time.Sleep(time.Second)
	}
}
