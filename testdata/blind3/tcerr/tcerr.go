// Package tcerr has what all our Tencent Cloud programs share about errors.
package tcerr

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"net"
	"net/http"
	"strings"
	"time"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Code is the API's code of err, or "" when err is something else.
func Code(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.GetCode()
	}
	return ""
}

// RequestID helps the support to find a call.
func RequestID(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return ""
	}
	return e.RequestId
}

// Is tells whether err has one of the codes.
func Is(err error, codes ...string) bool {
	c := Code(err)
	if c == "" {
		return false
	}
	for _, want := range codes {
		if c == want {
			return true
		}
	}
	return false
}

// InCategory tells whether the code of err is the category or one of its details.
func InCategory(err error, category string) bool {
	c := Code(err)
	return c == category || strings.HasPrefix(c, category+".")
}

// Throttled tells whether we asked too often.
func Throttled(err error) bool {
	c := Code(err)
	return c == "RequestLimitExceeded" || strings.HasPrefix(c, "RequestLimitExceeded.")
}

// Denied is true for keys and policies that a human must mend.
func Denied(err error) bool {
	return InCategory(err, "AuthFailure") || InCategory(err, "UnauthorizedOperation")
}

// Transient is true for what another try can mend.
func Transient(err error) bool {
	if Throttled(err) || InCategory(err, "InternalError") {
		return true
	}
	switch Code(err) {
	case "ClientError.NetworkError", "ClientError.HttpStatusCodeError":
		return true
	}
	var ne net.Error
	return errors.As(err, &ne) && ne.Timeout()
}

// Missing is true for the spellings of "it is gone" that most products use.
func Missing(err error) bool {
	c := Code(err)
	return strings.HasPrefix(c, "ResourceNotFound") || strings.HasSuffix(c, ".NotFound") || strings.HasSuffix(c, "NotExist")
}

// ClockSkew is the code for a machine whose time is off.
func ClockSkew(err error) bool {
	return Code(err) == "AuthFailure.SignatureExpires" // WANT unknowncode
}

// SoldOut tells whether a zone has nothing left.
func SoldOut(err error) bool {
	var e *sdkerr.TencentCloudSDKError
	return errors.As(err, &e) && (strings.HasPrefix(e.Code, "ResourcesSoldOut") || strings.HasPrefix(e.Code, "ResourceInsufficient"))
}

// QuotaHit looks for the many LimitExceeded codes.
func QuotaHit(err error) bool {
	var e *sdkerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return strings.Contains("LimitExceeded", e.Code) // WANT swappedargs
}

// BadInput tells whether the caller should fix the request.
func BadInput(err error) bool {
	c := Code(err)
	for _, p := range []string{"InvalidParameter", "MissingParameter", "UnknownParameter"} {
		if strings.HasPrefix(c, p) {
			return true
		}
	}
	return false
}

// LoggedOut is asked before the login is renewed.
func LoggedOut(err error) bool {
	e, ok := err.(*sdkerr.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.Code, "AuthFailure.") // WANT partialcategory
}

// TokenExpired is asked before the session is renewed.
func TokenExpired(err error) bool {
	return Is(err, "AuthFailure.TokenFailure")
}

// OpError says what we were about to do.
type OpError struct {
	Op  string
	Err error
}

func (e *OpError) Error() string { return e.Op + ": " + e.Err.Error() }

func (e *OpError) Unwrap() error { return e.Err }

// Wrap adds the operation to err, if there is one.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return &OpError{Op: op, Err: err}
}

// Status maps err to a status of HTTP.
func Status(err error) int {
	switch c := Code(err); {
	case err == nil:
		return http.StatusOK
	case Throttled(err):
		return http.StatusTooManyRequests
	case strings.HasPrefix(c, "AuthFailure"):
		return http.StatusUnauthorized
	case strings.HasPrefix(c, "UnauthorizedOperation"):
		return http.StatusForbidden
	case strings.HasPrefix(c, "ResourceNotFound"):
		return http.StatusNotFound
	case BadInput(err):
		return http.StatusBadRequest
	case c == "":
		return http.StatusInternalServerError
	}
	return http.StatusBadGateway
}

// Tolerate is a plain value and error, less the errors with one of the codes.
func Tolerate[T any](v T, err error, codes ...string) (T, error) {
	if Is(err, codes...) {
		return v, nil
	}
	return v, err
}

// Retry calls fn until it succeeds, fails for good or the attempts are used up.
func Retry(ctx context.Context, attempts int, fn func(context.Context) error) error {
	var err error
	for i := 0; i < attempts; i++ {
		if err = fn(ctx); err == nil || !Transient(err) {
			return err
		}
		d := time.Duration(1<<i)*200*time.Millisecond + time.Duration(rand.Intn(100))*time.Millisecond
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w (last error: %v)", ctx.Err(), err)
		case <-time.After(d):
		}
	}
	return fmt.Errorf("after %d attempts: %w", attempts, err)
}

// RetryValue is Retry for functions that give something.
func RetryValue[T any](ctx context.Context, attempts int, fn func(context.Context) (T, error)) (T, error) {
	var out T
	err := Retry(ctx, attempts, func(ctx context.Context) (err error) {
		out, err = fn(ctx)
		return err
	})
	return out, err
}

// Short is the code for one line of a table, with the text where there is none.
func Short(err error) string {
	if c := Code(err); c != "" {
		return c
	}
	if s := err.Error(); len(s) > 60 {
		return s[:57] + "..."
	}
	return err.Error()
}

// Category is the part of a code before the dot.
func Category(code string) string {
	if i := strings.IndexByte(code, '.'); i > 0 {
		return code[:i]
	}
	return code
}

// Severity of an error for the pager.
func Severity(err error) string {
	switch Category(Code(err)) {
	case "AuthFailure", "UnauthorizedOperation":
		return "page"
	case "InternalError", "RequestLimitExceeded":
		return "wait"
	case "":
		return "unknown"
	}
	return "ticket"
}
