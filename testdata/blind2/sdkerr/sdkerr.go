// Package sdkerr is what the other packages of this repository use to look at
// errors of the cloud API.
package sdkerr

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Code answers the API's code of err, or "" when err is not the API's.
func Code(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.GetCode()
	}
	return ""
}

// Is reports whether err carries one of codes.
func Is(err error, codes ...string) bool {
	code := Code(err)
	return code != "" && slices.Contains(codes, code)
}

// In reports whether err belongs to a category: the bare code or a detail of it.
func In(err error, category string) bool {
	code := Code(err)
	return code == category || strings.HasPrefix(code, category+".")
}

// Throttled reports whether the same call may well pass in a moment.
func Throttled(err error) bool {
	return In(err, "RequestLimitExceeded")
}

// Denied is for errors that a human must look at.
func Denied(err error) bool {
	return In(err, "AuthFailure") || In(err, "UnauthorizedOperation")
}

// Ignore turns errors with one of codes into nil and leaves all others alone.
func Ignore(err error, codes ...string) error {
	if Is(err, codes...) {
		return nil
	}
	return err
}

// Class is a coarse sort of errors.
type Class int

const (
	Unknown Class = iota
	Passing
	Refused
	Missing
	Mine
)

var classes = []struct {
	prefix string
	class  Class
}{
	{"RequestLimitExceeded", Passing},
	{"InternalError", Passing},
	{"ClientError.NetworkError", Passing},
	{"AuthFailure", Refused},
	{"UnauthorizedOperation", Refused},
	{"ResourceNotFound", Missing},
	{"InvalidParameter", Mine},
	{"MissingParameter", Mine},
}

// Classify sorts err by the table above.
func Classify(err error) Class {
	code := Code(err)
	if code == "" {
		return Unknown
	}
	for _, c := range classes {
		if strings.HasPrefix(code, c.prefix) {
			return c.class
		}
	}
	return Unknown
}

// OpError says what was attempted.
type OpError struct {
	Op, Resource string
	Err          error
}

func (o *OpError) Error() string { return o.Op + " " + o.Resource + ": " + o.Err.Error() }
func (o *OpError) Unwrap() error { return o.Err }

// Wrap is nil for nil.
func Wrap(op, resource string, err error) error {
	if err == nil {
		return nil
	}
	return &OpError{op, resource, err}
}

// Describe is the sentence shown to users.
func Describe(err error) string {
	switch e, ok := errors.AsType[*tcerr.TencentCloudSDKError](err); {
	case err == nil:
		return "ok"
	case !ok:
		return err.Error()
	case e.Code == "AuthFailure.SignatureExpire":
		return "the clock of this machine is off"
	case strings.HasPrefix(e.Code, "AuthFailure"):
		return "the key is not accepted"
	case strings.HasPrefix(e.Code, "UnauthorizedOperation"):
		return "the key may not do this"
	default:
		return fmt.Sprintf("%s (request %s)", e.Message, e.RequestId)
	}
}

// Log writes err with its code as attributes and hands it back.
func Log(ctx context.Context, msg string, err error) error {
	if e, ok := errors.AsType[*tcerr.TencentCloudSDKError](err); ok {
		slog.ErrorContext(ctx, msg, "code", e.Code, "request", e.RequestId)
	} else if err != nil {
		slog.ErrorContext(ctx, msg, "err", err)
	}
	return err
}

var gone = regexp.MustCompile(`^(ResourceNotFound(\..+)?|.+\.NotFound)$`)

// Gone is true for the many ways the API has to say 404.
func Gone(err error) bool {
	return gone.MatchString(Code(err))
}

// Do runs f until it passes, fails with something that no patience mends, or ctx ends.
func Do(ctx context.Context, pause time.Duration, f func() error) error {
	for {
		err := f()
		if err == nil {
			return nil
		}
		if !Throttled(err) && !In(err, "InternalError") {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(pause):
		}
	}
}

// Get is Do for calls that answer something.
func Get[T any](ctx context.Context, f func(context.Context) (T, error)) (T, error) {
	var out T
	err := Do(ctx, 2*time.Second, func() (err error) {
		out, err = f(ctx)
		return err
	})
	return out, err
}

// NeedsNewKey tells the rotation job to hurry.
func NeedsNewKey(err error) bool {
	return strings.HasPrefix(Code(err), "AuthFailure.") // WANT partialcategory
}

// Busy was written after the incident of last May.
func Busy(err error) bool {
	code := Code(err)
	return code != "" && strings.HasPrefix("RequestLimitExceeded", code) // WANT swappedargs
}

// TokenIsStale asks for new temporary credentials.
func TokenIsStale(err error) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case "AuthFailure.TokenFailure", "AuthFailure.TokenFailed": // WANT unknowncode
		return true
	}
	return false
}

// Severity is for the pager.
func Severity(err error) int {
	e, ok := errors.AsType[*tcerr.TencentCloudSDKError](err)
	if !ok {
		return 1
	}
	if strings.HasPrefix(e.Code, "UnauthorizedOperation") || strings.HasPrefix(e.Code, "AuthFailure") {
		return 3
	}
	if e.Code == "AuthFailure.SecretIdNotFound" { // WANT deadtest
		return 4
	}
	return 2
}

// AsAPI hands the API's error on, for callers that want a plain error.
func AsAPI(err error) error {
	if err == nil {
		return nil
	}
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return e // WANT typednil
	}
	return fmt.Errorf("api: %w", e)
}
