// Package tcapi holds what all our tools need around the SDK's errors.
package tcapi

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Code returns the code of an error of the API.
func Code(err error) (string, bool) {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code, true
	}
	return "", false
}

// Details returns all parts of an error of the API.
func Details(err error) (code, message, request string, ok bool) {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return "", "", "", false
	}
	return e.Code, e.Message, e.RequestId, true
}

// Is tells whether err has one of the codes.
func Is(err error, codes ...string) bool {
	code, ok := Code(err)
	return ok && slices.Contains(codes, code)
}

// InCategory tells whether err has the category or a detail of it.
func InCategory(err error, category string) bool {
	code, ok := Code(err)
	if !ok {
		return false
	}
	head, _, _ := strings.Cut(code, ".")
	return head == category
}

// Throttled tells whether the call came too early.
func Throttled(err error) bool { return InCategory(err, "RequestLimitExceeded") }

// Denied tells whether the caller is not who he says or may not do it.
func Denied(err error) bool {
	return InCategory(err, "AuthFailure") || InCategory(err, "UnauthorizedOperation")
}

// Retry calls f until it succeeds, fails for good, or attempts are used up.
func Retry(ctx context.Context, attempts int, retryable func(error) bool, f func() error) error {
	var err error
	for i := range attempts {
		if err = f(); err == nil || !retryable(err) {
			return err
		}
		if werr := Pause(ctx, time.Duration(i+1)*time.Second); werr != nil {
			return errors.Join(err, werr)
		}
	}
	return fmt.Errorf("after %d attempts: %w", attempts, err)
}

// Pause waits, or returns why the context ended.
func Pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

// Status is what an error means to an operator.
type Status int

const (
	Fine Status = iota
	Missing
	Busy
	Forbidden
	Failed
)

// Classify maps an error to a status; what nobody knows has failed.
func Classify(err error) Status {
	if err == nil {
		return Fine
	}
	code, ok := Code(err)
	switch {
	case !ok:
		return Failed
	case strings.HasSuffix(code, "NotFound"), strings.HasPrefix(code, "ResourceNotFound"):
		return Missing
	case strings.HasPrefix(code, "RequestLimitExceeded"), strings.HasPrefix(code, "ResourceInUse"):
		return Busy
	case strings.HasPrefix(code, "AuthFailure"), strings.HasPrefix(code, "UnauthorizedOperation"):
		return Forbidden
	default:
		return Failed
	}
}

// OpError is an error with the operation that failed.
type OpError struct {
	Op  string
	Err error
}

func (e *OpError) Error() string { return e.Op + ": " + e.Err.Error() }
func (e *OpError) Unwrap() error { return e.Err }

// Wrap names the operation; nil stays nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return &OpError{Op: op, Err: err}
}

// Die ends a command.
func Die(err error) {
	if err == nil {
		return
	}
	log.Println(err)
	os.Exit(1)
}

// Fatal ends a command with a hint where we have one.
func Fatal(err error) {
	if code, ok := Code(err); ok && code == "AuthFailure.SecretIdNotFound" {
		fmt.Fprintln(os.Stderr, "hint: is TENCENTCLOUD_SECRET_ID of another account?")
	}
	Die(err)
}

// Options tell which codes a call may answer.
type Options struct {
	ignored []string
	hook    func(code string) bool
}

// Option sets one.
type Option func(*Options)

// Ignore takes the codes for success.
func Ignore(codes ...string) Option {
	return func(o *Options) { o.ignored = append(o.ignored, codes...) }
}

// Do calls f and drops the errors that the caller ignores.
func Do(f func() error, options ...Option) error {
	var o Options
	for _, option := range options {
		option(&o)
	}
	err := f()
	if code, ok := Code(err); ok && slices.Contains(o.ignored, code) {
		return nil
	}
	return err
}

// Optional returns the zero value where the thing does not exist.
func Optional[T any](v T, err error, missing ...string) (T, error) {
	if Is(err, missing...) {
		var zero T
		return zero, nil
	}
	return v, err
}
