// Package codes turns errors of the cloud into exit codes and words.
package codes

import (
	"errors"
	"fmt"
	"strings"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Exit codes of the program.
const (
	ExitOK       = 0
	ExitFailed   = 1
	ExitUsage    = 2
	ExitDenied   = 3
	ExitThrottle = 4
)

// Codes that more than one command asks for.
const (
	RoleMissing     = "InvalidParameter.RoleNotExist"
	GroupMissing    = "ResourceNotFound.GroupNotExists" // a group of users
	CommandMissing  = "ResourceNotFound.CommandNotFound"
	FunctionMissing = "ResourceNotFound.Function"
	AliasMissing    = "ResourceNotFound.Alias"
	Expired         = "AuthFailure.SignatureExpire"
)

// Matcher asks something of a code.
type Matcher func(code string) bool

// Exact matches one of the codes.
func Exact(want ...string) Matcher {
	return func(code string) bool {
		for _, w := range want {
			if w == code {
				return true
			}
		}
		return false
	}
}

// Prefix matches a category.
func Prefix(p string) Matcher { return func(code string) bool { return strings.HasPrefix(code, p) } }

// Of returns the code of err.
func Of(err error) (string, bool) {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code, true
	}
	return "", false
}

// Matches reports whether the code of err is matched.
func Matches(err error, m Matcher) bool {
	code, ok := Of(err)
	return ok && m(code)
}

// Equal reports whether err has the code.
func Equal(err error, code string) bool {
	got, ok := Of(err)
	return ok && got == code
}

// Exit returns the exit code for err.
func Exit(err error) int {
	if err == nil {
		return ExitOK
	}
	code, ok := Of(err)
	switch {
	case !ok:
		return ExitFailed
	case strings.HasPrefix(code, "AuthFailure"), strings.HasPrefix(code, "UnauthorizedOperation"):
		return ExitDenied
	case strings.HasPrefix(code, "RequestLimitExceeded"):
		return ExitThrottle
	}
	return ExitFailed
}

// Contains reports whether list, separated by spaces, has what is asked.
func Contains(list, what string) bool { return strings.Contains(list, what) }

// Usage is an error of the caller's.
type Usage struct{ err error }

func (u *Usage) Error() string { return "usage: " + u.err.Error() }

// Unwrap returns what was wrong.
func (u *Usage) Unwrap() error { return u.err }

// AsUsage makes an error of the caller's of wrong parameters.
func AsUsage(err error) error {
	if code, ok := Of(err); ok && strings.HasPrefix(code, "InvalidParameter") {
		return &Usage{err}
	}
	return err
}

// In adds the command.
func In(command string, err error) error { return fmt.Errorf("%s: %w", command, err) }
