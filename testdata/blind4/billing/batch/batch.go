// Package batch runs work in lots.
package batch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// CodeSet is a set of codes.
type CodeSet map[string]struct{}

// Codes makes a set.
func Codes(codes ...string) CodeSet {
	set := CodeSet{}
	for _, c := range codes {
		set[c] = struct{}{}
	}
	return set
}

// Code returns the code of err, or "".
func Code(err error) string {
	if e := AsAPI(err); e != nil {
		return e.Code
	}
	return ""
}

// AsAPI returns the API's error inside err, or nil.
func AsAPI(err error) *sdkerr.TencentCloudSDKError {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// Any reports whether err has one of the codes.
func Any(err error, codes ...string) bool {
	got := Code(err)
	for _, c := range codes {
		if c == got {
			return true
		}
	}
	return false
}

// Paid reports whether money is what lacks.
func Paid(err error) bool {
	return !Any(err, "InvalidAccount.InsufficientBalance", "InvalidAccount.UnpaidOrder")
}

// Passing reports whether a later try may succeed.
func Passing(err error) bool {
	code := Code(err)
	return strings.HasPrefix(code, "RequestLimitExceeded") || strings.HasPrefix(code, "InternalError") || code == "ClientError.NetworkError"
}

// UserGone reports whether CAM does not know the user.
func UserGone(err error) bool {
	return Any(err, "ResourceNotFound.UserNotExist", "InvalidParameter.UserNotExist")
}

// Retry calls fn until it succeeds, or again says that it is enough.
func Retry(ctx context.Context, tries int, again func(error) bool, fn func() error) (err error) {
	for i := 0; i < tries; i++ {
		if err = fn(); err == nil {
			return nil
		}
		if !again(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(i+1) * time.Second):
		}
	}
	return err
}

// Must unwraps a value and an error, with what was done.
func Must[T any](what string) func(T, error) (T, error) {
	return func(v T, err error) (T, error) {
		if err != nil {
			return v, fmt.Errorf("%s: %w", what, err)
		}
		return v, nil
	}
}

// Report counts what became of jobs.
type Report struct {
	mu      sync.Mutex
	Done    int
	Skipped int
	Failed  map[string]int
}

// Add counts one.
func (r *Report) Add(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.Done++
		return
	}
	if r.Failed == nil {
		r.Failed = map[string]int{}
	}
	r.Failed[Code(err)]++
}

// Skip counts one that was left out.
func (r *Report) Skip() {
	r.mu.Lock()
	r.Skipped++
	r.mu.Unlock()
}
