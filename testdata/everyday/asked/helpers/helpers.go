// Package helpers asks for the codes that it is given by functions for lists, and
// answers more than true and false.
package helpers

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Under is true for the codes, and for those below them.
func Under(err error, codes ...string) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return slices.ContainsFunc(codes, func(code string) bool {
		return e.Code == code || strings.HasPrefix(e.Code, code+".")
	})
}

// Begins is true for the codes that begin so.
func Begins(err error, prefixes ...string) bool {
	code := Code(err)
	return slices.IndexFunc(prefixes, func(p string) bool { return strings.HasPrefix(code, p) }) >= 0
}

// Not is true unless the code is one of the list.
func Not(err error, codes ...string) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return !slices.ContainsFunc(codes, func(code string) bool { return code == e.Code })
}

// Differs is true if one of the list is another code.
func Differs(err error, codes ...string) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return slices.ContainsFunc(codes, func(code string) bool { return code != e.Code })
}

// Or is true for one code, and those of the list.
func Or(err error, codes ...string) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return slices.ContainsFunc(codes, func(code string) bool { return e.Code == code || e.Code == "RequestLimitExceeded" })
}

// Code is the code of an error, if it has one.
func Code(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// ErrGone tells that something is not there.
var ErrGone = errors.New("gone")

// Translate makes ErrGone of the codes.
func Translate(err error, codes ...string) error {
	code := Code(err)
	for _, c := range codes {
		if code == c {
			return fmt.Errorf("%w: %w", ErrGone, err)
		}
	}
	return err
}

// A Verdict says what is to be done.
type Verdict struct {
	Err   error
	Again bool
	Why   string
}

// Judge asks again for the codes, too.
func Judge(err error, codes ...string) *Verdict {
	switch {
	case err == nil:
		return nil
	case slices.Contains(codes, Code(err)):
		return &Verdict{Err: err, Again: true, Why: "asked for"}
	}
	return &Verdict{Err: err, Why: Code(err)}
}

// Name names what was done, and the code if it is the one.
func Name(err error, what, code string) error {
	if Code(err) == code {
		return fmt.Errorf("%s: %s", what, code)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// Status compares a code, and what another cloud said.
func Status(err error, other, status string) error {
	if Code(err) == status || other == status {
		return ErrGone
	}
	return fmt.Errorf("%s: %w", other, err)
}

// First gives the first error of the type in the chain.
func First[E error](err error) (E, bool) {
	var target E
	ok := errors.As(err, &target)
	return target, ok
}

// Found is First in other words.
func Found[E error](err error) (found E, ok bool) {
	if errors.As(err, &found) {
		return found, true
	}
	return found, false
}

// Check runs the function on the error of the API, and is false for any other.
func Check(err error, is func(e *tcerr.TencentCloudSDKError) bool) bool {
	e, ok := First[*tcerr.TencentCloudSDKError](err)
	return ok && is(e)
}

// OneOf compares the code.
func OneOf(err error, codes ...string) bool {
	return Check(err, func(e *tcerr.TencentCloudSDKError) bool { return slices.Contains(codes, e.Code) })
}

// Throttled is true for too many requests.
func Throttled(err error) bool {
	return Check(err, func(e *tcerr.TencentCloudSDKError) bool { return strings.HasPrefix(e.Code, "RequestLimitExceeded") })
}

// Coded runs the function on the code.
func Coded(err error, is func(code string) bool) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return is(e.Code)
}

// Globs is true for codes that are one of the patterns, which may end in an asterisk.
func Globs(err error, patterns ...string) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return slices.ContainsFunc(patterns, func(p string) bool {
		if prefix, ok := strings.CutSuffix(p, "*"); ok {
			return strings.HasPrefix(e.Code, prefix)
		}
		return e.Code == p
	})
}

// Any is true for codes that are one of the patterns, which may end in an asterisk.
func Any(err error, patterns ...string) bool {
	code := Code(err)
	for _, p := range patterns {
		if strings.HasSuffix(p, "*") {
			if strings.HasPrefix(code, strings.TrimSuffix(p, "*")) {
				return true
			}
		} else if code == p {
			return true
		}
	}
	return false
}

// A Failure is every error that Wrap answers.
type Failure struct {
	Code string
	Err  error
}

func (f *Failure) Error() string { return f.Err.Error() }

// Wrap makes a Failure of an error.
func Wrap(err error) error {
	if err == nil {
		return nil
	}
	f := &Failure{Err: err}
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		f.Code = e.Code
	}
	return f
}

// InUse asks for a code that there is not.
func InUse(err error) bool {
	return OneOf(err, "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
}

// Either compares with the code, and counts what the other cloud says.
func Either(err error, status int, codes ...string) bool {
	if slices.Contains(codes, http.StatusText(status)) {
		counted++
	}
	return Check(err, func(e *tcerr.TencentCloudSDKError) bool { return slices.Contains(codes, e.Code) })
}

var counted int

// Stored asks for a code of another cloud, perhaps.
func Stored(err error, status int) bool { return Either(err, status, "InvalidInstanceId.NotFond") }

// Keep keeps the last error.
func Keep(err error) error {
	if err != nil {
		last = err
	}
	return err
}

var last error

// Gone is for others to hand on.
func Gone(e *tcerr.TencentCloudSDKError) bool { return e.Code == "ResourceNotFound.CdnHostNotExists" }
