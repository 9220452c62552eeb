// Package dberr has the errors of the database tools.
package dberr

import (
	"errors"
	"fmt"
	"strings"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// ErrNotFound tells that there is no such database.
var ErrNotFound = errors.New("dberr: not found")

// CloudError is an error of the cloud with what was done.
type CloudError struct {
	Op       string
	Instance string
	Code     string
	Err      error
}

func (e *CloudError) Error() string { return e.Op + " " + e.Instance + ": " + e.Err.Error() }

// Unwrap returns the error below.
func (e *CloudError) Unwrap() error { return e.Err }

// Throttled reports whether the cloud asked for patience.
func (e *CloudError) Throttled() bool { return strings.HasPrefix(e.Code, "RequestLimitExceeded") }

// From makes a CloudError of err; nil stays nil.
func From(op, instance string, err error) error {
	if err == nil {
		return nil
	}
	return &CloudError{Op: op, Instance: instance, Code: CodeOf(err), Err: err}
}

// Translate makes ErrNotFound of the codes that say so.
func Translate(err error, notFound ...string) error {
	code := CodeOf(err)
	for _, c := range notFound {
		if code == c {
			return fmt.Errorf("%w: %w", ErrNotFound, err)
		}
	}
	return err
}

// CodeOf returns the code of the cloud's error inside err, or "".
func CodeOf(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Has reports whether err has one of the codes.
func Has[C ~string](err error, codes ...C) bool {
	got := CodeOf(err)
	for _, c := range codes {
		if string(c) == got {
			return true
		}
	}
	return false
}

// InstanceGone reports whether cdb does not know the instance.
func InstanceGone(err error) bool {
	return Has(err, "ResourceNotFound.CdbInstanceNotFoundError", "InvalidParameter.InstanceNotFound", "ResourceNotFound.InstanceNotFoundError")
}

// CacheGone reports whether redis does not know the instance.
func CacheGone(err error) bool {
	switch CodeOf(err) {
	case "ResourceNotFound.InstanceNotExists", "ResourceUnavailable.InstanceDeleted":
		return true
	}
	return false
}

// Locked reports whether another task has the instance.
func Locked(err error) bool {
	return Has(err, "ResourceUnavailable.InstanceLockedError", "ResourceInUse.InstanceBeenLocked", "OperationDenied.ActionInProcess", "OperationDenied.ConflictStatus")
}

// Throttled reports whether the cloud asks for patience.
func Throttled(err error) bool { return strings.HasPrefix(CodeOf(err), "RequestLimitExceeded") }

// Retriable reports whether trying again makes sense.
func Retriable(err error) bool { return Throttled(err) || Locked(err) }
