// Package heuristics has, for each guess of the analysis that a test can hold, a
// program of a provider that is judged wrong without it, and its twin.
package heuristics

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

// A helper that retries some codes is no test whose codes a test before it can take.

func again(err error) *retry.RetryError {
	switch lib.CodeOf(err) {
	case "InternalServerError", "RequestLimitExceeded": // want `partialcategory: `
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

func stop(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.StopInstances(cvm.NewStopInstancesRequest())
		if err == nil {
			return nil
		}
		if lib.IsAny(err, "InternalServerError", "RequestLimitExceeded") { // want `partialcategory: `
			time.Sleep(time.Second)
			return retry.RetryableError(err)
		}
		return again(err)
	})
}

// A helper that takes one code for a success says what it does with the others.

func unlessGone(err error) *retry.RetryError {
	switch lib.CodeOf(err) {
	case "InvalidInstanceId.NotFound":
		return nil
	case "InternalServerError": // want `missingcritical: `
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

func terminate(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.TerminateInstances(cvm.NewTerminateInstancesRequest())
		return unlessGone(err)
	})
}

// Which code it retries, a caller says.
func unlessGoneOr(err error, again string) *retry.RetryError {
	switch lib.CodeOf(err) {
	case "InvalidInstanceId.NotFound":
		return nil
	case again:
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

func terminateOr(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.TerminateInstances(cvm.NewTerminateInstancesRequest())
		return unlessGoneOr(err, "InternalServerError") // want `missingcritical: RequestLimitExceeded is final`
	})
}

// A list of another package is known as well as one of this; one of no codes is
// none to know.

func passing(client *cvm.Client) error {
	_, err := client.StopInstances(cvm.NewStopInstancesRequest())
	if slices.Contains(lib.Passing(), lib.CodeOf(err)) { // want `missingcritical: `
		return err
	}
	return nil
}

func zone(client *cvm.Client, name string) error {
	if !slices.Contains(lib.Zones(), name) {
		return errors.New("no such zone")
	}
	_, err := client.StopInstances(cvm.NewStopInstancesRequest())
	return err
}
