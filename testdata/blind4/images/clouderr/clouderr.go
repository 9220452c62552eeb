// Package clouderr asks errors for their codes, with generics.
package clouderr

import (
	"errors"
	"maps"
	"slices"
	"strings"

	tc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Codes is a set of codes.
type Codes map[string]struct{}

// Of makes a set.
func Of(codes ...string) Codes {
	set := Codes{}
	for _, code := range codes {
		set[code] = struct{}{}
	}
	return set
}

// With gives a set that has more codes.
func (c Codes) With(codes ...string) Codes {
	more := maps.Clone(c)
	for _, code := range codes {
		more[code] = struct{}{}
	}
	return more
}

// Match says whether the error has one of the codes.
func (c Codes) Match(err error) bool {
	var e *tc.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	_, ok := c[e.Code]
	return ok
}

// First gives the first error of the type in the chain.
func First[E error](err error) (E, bool) {
	var target E
	ok := errors.As(err, &target)
	return target, ok
}

// Check runs the function on the error of the API, and is false for any other.
func Check(err error, is func(e *tc.TencentCloudSDKError) bool) bool {
	e, ok := First[*tc.TencentCloudSDKError](err)
	return ok && is(e)
}

// OneOf compares the code.
func OneOf(err error, codes ...string) bool {
	return Check(err, func(e *tc.TencentCloudSDKError) bool { return slices.Contains(codes, e.Code) })
}

// Under says whether the code is in one of the categories.
func Under(err error, categories ...string) bool {
	return Check(err, func(e *tc.TencentCloudSDKError) bool {
		return slices.ContainsFunc(categories, func(category string) bool {
			return e.Code == category || strings.HasPrefix(e.Code, category+".")
		})
	})
}

// SnapshotGone is true for a snapshot that was deleted.
func SnapshotGone(err error) bool {
	return OneOf(err, "InvalidSnapshotId.NotFound", "ResourceNotFound.NotFound", "ResourceNotFound")
}

// SnapshotInUse is true while an image is made of the snapshot.
func SnapshotInUse(err error) bool {
	return OneOf(err, "UnsupportedOperation.SnapshotHasBindedImages") // WANT unknowncode
}

// ClusterGone is true for a cluster that tke does not know.
func ClusterGone(err error) bool {
	return OneOf(err, "ResourceNotFound.ClusterNotFound", "InternalError.ClusterNotFound", "FailedOperation.ClusterNotFound")
}

// Denied is true when no retry helps.
func Denied(err error) bool { return Under(err, "AuthFailure", "UnauthorizedOperation") }

// Again is true when a retry helps.
func Again(err error) bool {
	return Under(err, "RequestLimitExceeded", "InternalError", "ResourceBusy") || OneOf(err, "ClientError.NetworkError")
}

// Must keeps a value, or panics.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
