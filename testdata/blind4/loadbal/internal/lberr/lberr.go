// Package lberr sorts the errors of load balancers.
package lberr

import (
	"errors"
	"fmt"
	"strings"

	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Codes that the load balancers answer while another task holds them.
const (
	InCloning   = "FailedOperation.ResourceInCloning"
	InOperating = clb.FAILEDOPERATION_RESOURCEINOPERATING
)

// Set is a set of codes.
type Set map[string]struct{}

// NewSet makes a set.
func NewSet(codes ...string) Set {
	set := make(Set, len(codes))
	for _, code := range codes {
		set[code] = struct{}{}
	}
	return set
}

// Has says whether the code of the error is in the set.
func (s Set) Has(err error) bool {
	e := As(err)
	if e == nil {
		return false
	}
	_, ok := s[e.Code]
	return ok
}

// As gives the error of the API, or nil.
func As(err error) *sdkerrors.TencentCloudSDKError {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// IsMissing is true for a load balancer, listener or rule that is not there.
func IsMissing(err error) bool {
	e := As(err)
	if e == nil {
		return false
	}
	switch e.Code {
	case clb.RESOURCENOTFOUND, "InvalidParameter.LBIdNotFound", "InvalidParameter.ListenerIdNotFound", "InvalidParameter.LocationNotFound":
		return true
	}
	return false
}

// IsConcurrent is true while another task holds the load balancer.
func IsConcurrent(err error) bool {
	e := As(err)
	return e != nil && (e.Code == InCloning || e.Code == InOperating || e.Code == "FailedOperation.InvalidLBStatus")
}

// IsLimit is true when too many requests were sent.
func IsLimit(err error) bool {
	e := As(err)
	return e != nil && (strings.HasPrefix(e.Code, "RequestLimitExceeded") || e.Code == "FailedOperation.FrequencyCheckRisk")
}

// IsQuota is true when the account has no quota left.
func IsQuota(err error) bool {
	e := As(err)
	return e != nil && strings.HasPrefix(e.Code, "LimitExeeded") // WANT unknowncode
}

// Retriable says whether the same request may succeed later.
func Retriable(err error) bool {
	if IsLimit(err) || IsConcurrent(err) {
		return true
	}
	e := As(err)
	return e != nil && (e.Code == "InternalError" || e.Code == "FailedOperation.RequestTimeout")
}

// Op names an operation that failed.
type Op struct {
	Name string
	ID   string
	Err  error
}

// Error implements error.
func (o *Op) Error() string { return fmt.Sprintf("%s %s: %v", o.Name, o.ID, o.Err) }

// Unwrap gives the error of the API.
func (o *Op) Unwrap() error { return o.Err }

// In names the operation.
func In(name, id string, err error) error {
	if err == nil {
		return nil
	}
	return &Op{Name: name, ID: id, Err: err}
}
