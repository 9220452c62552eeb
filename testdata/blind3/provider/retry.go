// Package provider has the resources of our own infrastructure tool.
package provider

import (
	"fmt"
	"strings"
	"time"

	tcErr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

const (
	readTimeout  = 3 * time.Minute
	writeTimeout = 10 * time.Minute
)

// RetryError says whether an attempt may be repeated.
type RetryError struct {
	Err       error
	Retryable bool
}

func retryable(err error) *RetryError    { return &RetryError{Err: err, Retryable: true} }
func nonRetryable(err error) *RetryError { return &RetryError{Err: err} }

// retry calls f until it gives nil or an error that is final, or the time is up.
func retry(timeout time.Duration, f func() *RetryError) error {
	deadline := time.Now().Add(timeout)
	for wait := 500 * time.Millisecond; ; wait = min(2*wait, 10*time.Second) {
		r := f()
		if r == nil {
			return nil
		}
		if !r.Retryable {
			return r.Err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("timeout: %w", r.Err)
		}
		time.Sleep(wait)
	}
}

// busy are the codes that pass, whatever the product.
var busy = map[string]bool{
	"ClientError.NetworkError":        true,
	"ClientError.HttpStatusCodeError": true,
	"InternalError":                   true,
	"ResourceUnavailable":             true,
}

// retryError sorts an error into one of the two kinds. Products may add codes that pass.
func retryError(err error, more ...string) *RetryError {
	if isBusy(err, more...) {
		return retryable(err)
	}
	return nonRetryable(err)
}

func isBusy(err error, more ...string) bool {
	e, ok := err.(*tcErr.TencentCloudSDKError)
	if !ok {
		return false
	}
	if strings.HasPrefix(e.Code, "RequestLimitExceeded") {
		return true
	}
	for _, code := range more {
		if e.Code == code || strings.HasPrefix(e.Code, code+".") {
			return true
		}
	}
	return busy[e.Code]
}

func isExpected(err error, codes []string) bool {
	e, ok := err.(*tcErr.TencentCloudSDKError)
	if !ok {
		return false
	}
	for _, c := range codes {
		if strings.Contains(e.Code, c) {
			return true
		}
	}
	return false
}

// attempt is retry for functions with a plain error.
func attempt(f func() error) error {
	return retry(writeTimeout, func() *RetryError {
		if err := f(); err != nil {
			return retryError(err)
		}
		return nil
	})
}

// poll asks until the state is one of those wanted.
func poll(timeout time.Duration, get func() (string, error), want ...string) error {
	return retry(timeout, func() *RetryError {
		got, err := get()
		if err != nil {
			return retryError(err)
		}
		for _, w := range want {
			if got == w {
				return nil
			}
		}
		return retryable(fmt.Errorf("state is %s", got))
	})
}
