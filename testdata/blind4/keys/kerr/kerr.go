// Package kerr has the errors that the key store gives its users.
package kerr

import (
	"errors"
	"fmt"
	"strings"

	tc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Kind sorts errors by what a caller can do.
type Kind int

// The kinds.
const (
	Unknown Kind = iota
	NotFound
	Denied
	Throttled
	Disabled
	Quota
)

// Error is an error of the key store.
type Error struct {
	Kind  Kind
	Op    string
	Code  string
	cause error
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s: %v", e.Op, e.Code, e.cause) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// GetCode gives the code of the API.
func (e *Error) GetCode() string { return e.Code }

var kinds = []struct {
	prefix string
	kind   Kind
}{
	{"AuthFailure", Denied},
	{"UnauthorizedOperation", Denied},
	{"RequestLimitExceeded", Throttled},
	{"LimitExceeded", Quota},
	{"ResourceNotFound", NotFound},
	{"ResourceUnavailable.CmkNotFound", NotFound},
	{"ResourceUnavailable.CmkDisabled", Disabled},
	{"ResourceUnavailable.KeyDisable", Disabled},
}

// KindOf looks the code up.
func KindOf(err error) Kind {
	var own *Error
	if errors.As(err, &own) {
		return own.Kind
	}
	var e *tc.TencentCloudSDKError
	if !errors.As(err, &e) {
		return Unknown
	}
	for _, k := range kinds {
		if strings.HasPrefix(e.Code, k.prefix) {
			return k.kind
		}
	}
	return Unknown
}

// From converts an error of the API.
func From(op string, err error) error {
	if err == nil {
		return nil
	}
	var e *tc.TencentCloudSDKError
	if errors.As(err, &e) {
		return &Error{Kind: KindOf(err), Op: op, Code: e.Code, cause: err}
	}
	return fmt.Errorf("%s: %w", op, err)
}

// Match says whether the error has the code, or one below it.
func Match(err error, code string) bool {
	var e *tc.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == code || strings.HasPrefix(e.Code, code+".")
}

// Exactly compares the code.
func Exactly(err error, code string) bool {
	var e *tc.TencentCloudSDKError
	return errors.As(err, &e) && e.Code == code
}

// ExpiredToken is true when the temporary key must be made anew.
func ExpiredToken(err error) bool {
	var e *tc.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == "AuthFailure.TokenFailure" || e.Code == "AuthFailure.SignatureExpire"
}

// BadKey is true when the key of the account is of no use.
func BadKey(err error) bool {
	var e *tc.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	return e.Code == "AuthFailure.SecretIdNotFound" || e.Code == "AuthFailure.InvalidSecretID" // WANT unknowncode
}

// Is compares with a kind.
func Is(err error, kind Kind) bool { return KindOf(err) == kind }
