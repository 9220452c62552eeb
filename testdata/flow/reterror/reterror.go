// Package reterror retries with a struct of the program's own: an error, and whether
// to call again.
package reterror

import (
	"context"
	"fmt"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/reterror/again"
	"example.com/flow/tc"
)

type retryError struct {
	err       error
	retryable bool
}

func retryable(err error) *retryError { return &retryError{err: err, retryable: true} }

func final(err error) *retryError {
	if err == nil {
		return nil
	}
	return &retryError{err: err}
}

// busy is a constructor by way of another.
func busy(err error) *retryError { return retryable(fmt.Errorf("busy: %w", err)) }

func retry(timeout time.Duration, f func() *retryError) error {
	deadline := time.Now().Add(timeout)
	for wait := time.Second; ; wait *= 2 {
		r := f()
		if r == nil {
			return nil
		}
		if !r.retryable {
			return r.err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("timeout: %w", r.err)
		}
		time.Sleep(wait)
	}
}

func anyBut(client *cvm.Client, r *cvm.ResetInstancesTypeRequest) error {
	return retry(time.Minute, func() *retryError {
		_, err := client.ResetInstancesType(r)
		if err != nil {
			if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidParameterValue" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
				return final(err)
			}
			return retryable(err)
		}
		return nil
	})
}

func onlyOne(client *cvm.Client, r *cvm.ResetInstancesTypeRequest) error {
	return retry(time.Minute, func() *retryError {
		_, err := client.ResetInstancesType(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "OperationDenied.InstanceOperationInProgress" { // want `missingcritical: RequestLimitExceeded is final while "OperationDenied.InstanceOperationInProgress" is retried`
			return busy(err)
		}
		return final(fmt.Errorf("reset: %w", err))
	})
}

func throttledToo(client *cvm.Client, r *cvm.ResetInstancesTypeRequest) error {
	return retry(time.Minute, func() *retryError {
		_, err := client.ResetInstancesType(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "OperationDenied.InstanceOperationInProgress" || tc.Throttled(err) {
			return retryable(err)
		}
		return final(err)
	})
}

// Literals in place of constructors.
func literals(client *cvm.Client, r *cvm.ResetInstancesTypeRequest) error {
	return retry(time.Minute, func() *retryError {
		_, err := client.ResetInstancesType(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" { // want `missingcritical: RequestLimitExceeded is final while "MutexOperation.TaskRunning" is retried`
			return &retryError{err, true}
		}
		return &retryError{err: err}
	})
}

// A helper of the program decides for most codes.
func classify(err error, more ...string) *retryError {
	if err == nil {
		return nil
	}
	if tc.Throttled(err) {
		return retryable(err)
	}
	for _, code := range more {
		if tc.Code(err) == code {
			return retryable(err)
		}
	}
	return final(err)
}

func classified(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return retry(time.Minute, func() *retryError {
		_, err := client.TerminateInstances(r)
		return classify(err, "MutexOperation.TaskRunnning") // want `unknowncode: .*MutexOperation.TaskRunnning`
	})
}

// Success for a code that says no more than that something broke.
func broken(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	return retry(time.Minute, func() *retryError {
		_, err := client.DescribeInstances(r)
		if err != nil {
			if tc.Code(err) == "InternalError" { // want `criticalsuccess: `
				return nil
			}
			return classify(err)
		}
		return nil
	})
}

// The field is not a constant, or not of the literal alone.
func unsure(client *cvm.Client, r *cvm.ResetInstancesTypeRequest, often bool) error {
	return retry(time.Minute, func() *retryError {
		_, err := client.ResetInstancesType(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &retryError{err, true}
		}
		return &retryError{err, often}
	})
}

func later(client *cvm.Client, r *cvm.ResetInstancesTypeRequest, often bool) error {
	return retry(time.Minute, func() *retryError {
		_, err := client.ResetInstancesType(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &retryError{err, true}
		}
		result := final(err)
		if often {
			result.retryable = true
		}
		return result
	})
}

// Another package.
func elsewhere(ctx context.Context, client *cvm.Client, r *cvm.ResetInstancesTypeRequest) error {
	return again.Call(ctx, func() *again.Error {
		_, err := client.ResetInstancesType(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" { // want `missingcritical: RequestLimitExceeded is final while "MutexOperation.TaskRunning" is retried`
			return again.Later(err)
		}
		return again.Never(err)
	})
}

// The other way round, a value, and generic.
func elsewhereLast(client *cvm.Client, r *cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error) {
	return again.Try(5, func() (*cvm.DescribeInstancesResponse, again.Outcome) {
		response, err := client.DescribeInstances(r)
		switch {
		case err == nil:
			return response, again.Outcome{}
		case tc.Code(err) == "InvalidFilter": // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return nil, again.Outcome{Err: err, Last: true}
		}
		return nil, again.Outcome{Err: err}
	})
}

func elsewhereLastWell(client *cvm.Client, r *cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error) {
	return again.Try(5, func() (*cvm.DescribeInstancesResponse, again.Outcome) {
		response, err := client.DescribeInstances(r)
		if tc.Throttled(err) {
			return nil, again.Outcome{Err: err}
		}
		return response, again.Outcome{Err: err, Last: true}
	})
}
