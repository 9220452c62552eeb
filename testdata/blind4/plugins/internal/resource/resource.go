// Package resource has what all resources of the plugin share: state and retries.
package resource

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	sdkErrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Timeouts of the operations.
const (
	ReadTimeout  = 3 * time.Minute
	WriteTimeout = 10 * time.Minute
)

// Data is the state of a resource.
type Data struct {
	id     string
	fields map[string]string
}

// ID gives the id.
func (d *Data) ID() string { return d.id }

// SetID sets the id; the empty one drops the resource from the state.
func (d *Data) SetID(id string) { d.id = id }

// Get reads a field.
func (d *Data) Get(key string) string { return d.fields[key] }

// Set writes a field.
func (d *Data) Set(key, value string) {
	if d.fields == nil {
		d.fields = map[string]string{}
	}
	d.fields[key] = value
}

// RetryError is the answer of a function that may be tried again.
type RetryError struct {
	Err       error
	Retryable bool
}

// Retryable asks for another try.
func Retryable(err error) *RetryError { return &RetryError{Err: err, Retryable: true} }

// Final ends the retry.
func Final(err error) *RetryError { return &RetryError{Err: err} }

// Retry calls f until it succeeds, is final, or the time is over.
func Retry(ctx context.Context, timeout time.Duration, f func() *RetryError) error {
	deadline := time.Now().Add(timeout)
	for pause := 500 * time.Millisecond; ; pause = min(2*pause, 10*time.Second) {
		result := f()
		if result == nil {
			return nil
		}
		if !result.Retryable || time.Now().After(deadline) {
			return result.Err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), result.Err)
		case <-time.After(pause):
		}
	}
}

// transient are prefixes of codes that pass by themselves.
var transient = []string{"RequestLimitExceeded", "InternalError", "ClientError.NetworkError", "ClientError.HttpStatusCodeError"}

// Expected says whether the error has one of the codes, or one below them.
func Expected(err error, codes ...string) bool {
	var e *sdkErrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return slices.ContainsFunc(codes, func(code string) bool {
		return e.Code == code || strings.HasPrefix(e.Code, code+".")
	})
}

// Check retries what passes by itself, and the codes that the caller names.
func Check(err error, more ...string) *RetryError {
	if err == nil {
		return nil
	}
	var e *sdkErrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return Final(err)
	}
	for _, prefix := range transient {
		if strings.HasPrefix(e.Code, prefix) {
			return Retryable(err)
		}
	}
	if Expected(err, more...) {
		return Retryable(err)
	}
	return Final(err)
}

// NotFound is true for codes that say that something is not there.
func NotFound(err error) bool {
	var e *sdkErrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return strings.HasPrefix(e.Code, "ResourceNotFound") || strings.HasSuffix(e.Code, "NotFound")
}

// DropIfGone drops the resource from the state when it is not there.
func DropIfGone(d *Data, err error, codes ...string) error {
	if err == nil {
		return nil
	}
	if NotFound(err) || Expected(err, codes...) {
		d.SetID("")
		return nil
	}
	return err
}

// Paid is true when the account must be topped up.
func Paid(err error) bool {
	return Expected(err, "FailedOperation.InsufficientBallance") // WANT unknowncode
}
