// Package codes says which errors pass by themselves. Nobody here asks it.
package codes

import (
	"errors"
	"net"
	"slices"
	"strings"

	"example.com/flow/tc"
)

// Busy names one code of its category.
func Busy(err error) bool {
	return slices.Contains([]string{"InternalError", "RequestLimitExceeded"}, tc.Code(err))
}

// Running names no throttling.
func Running(err error) bool { return tc.Code(err) == "MutexOperation.TaskRunning" }

// AnyBut is true for all but one.
func AnyBut(err error) bool { return tc.Code(err) != "InvalidParameterValue" }

// Invalid is true for one.
func Invalid(err error) bool { return tc.Code(err) == "InvalidParameterValue" }

// Passes names the whole category.
func Passes(err error) bool {
	return strings.HasPrefix(tc.Code(err), "RequestLimitExceeded") || tc.Code(err) == "InternalError"
}

// Final is true for what no retry mends.
func Final(err error) bool { return !Passes(err) }

// Denied is true for what the caller may not do.
func Denied(err error) bool {
	code := tc.Code(err)
	return strings.HasPrefix(code, "AuthFailure") || strings.HasPrefix(code, "UnauthorizedOperation")
}

// NotDenied is true for all else.
func NotDenied(err error) bool { return !Denied(err) }

// Network is also true for what is none of the API.
func Network(err error) bool {
	var e net.Error
	return errors.As(err, &e) || Passes(err)
}

// RunningOrText looks at the text as well.
func RunningOrText(err error) bool {
	return Running(err) || err != nil && strings.Contains(err.Error(), "try again")
}

// Extra are codes that others add.
var Extra []string

// RunningOrExtra compares with more than is known.
func RunningOrExtra(err error) bool { return Running(err) || slices.Contains(Extra, tc.Code(err)) }

// Patient asks something else first.
func Patient(err error) bool {
	if len(Extra) > 3 && tc.Throttled(err) {
		return true
	}
	return Running(err)
}

// Severe answers a number.
func Severe(err error) int {
	if Running(err) {
		return 1
	}
	return 2
}

// A Policy asks with a method.
type Policy struct{ Tries int }

// Retryable is true for one code.
func (p Policy) Retryable(err error) bool { return tc.Code(err) == "MutexOperation.TaskRunning" }

// Passing is true for all that pass.
func (p *Policy) Passing(err error) bool { return Passes(err) }
