// Package lib holds what other packages of this module import: helpers, lists,
// constants and a service layer, all known to them by facts only.
package lib

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

const (
	Misspelled   = "ResourceNotFuond"
	InstanceGone = "InvalidInstanceId.NotFound"
	TKEOnly      = "InternalError.ClusterNotFound"
)

var Gone = []string{"InvalidInstanceId.NotFound", "ResourceNotFound"} // want Gone:`codes\(InvalidInstanceId.NotFound ResourceNotFound\)`

var Words = []string{"yes", "no"}

func CodeOf(err error) string { // want CodeOf:`theCode\(0\)`
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		return e.Code
	}
	return ""
}

func SDKError(err error) *sdkerrors.TencentCloudSDKError { // want SDKError:`typedError\(0\)`
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e
	}
	return nil
}

func Is(err error, code string) bool { // want Is:`matches\(0 #1\)`
	var e *sdkerrors.TencentCloudSDKError
	return errors.As(err, &e) && e.Code == code
}

func HasPrefix(err error, prefix string) bool { // want HasPrefix:`matches\(0 #1\)`
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.GetCode(), prefix)
}

func IsAny(err error, codes ...string) bool { // want IsAny:`matches\(0 #1\)`
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return false
	}
	for _, code := range codes {
		if e.GetCode() == code {
			return true
		}
	}
	return false
}

func IsIn(err error, codes []string) bool { // want IsIn:`matches\(0 #1 #1\)`
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return false
	}
	for _, code := range codes {
		if e.Code == code || strings.Split(e.Code, ".")[0] == code {
			return true
		}
	}
	return false
}

func IsNot(err error, code string) bool { // want IsNot:`matchesNot\(0 #1\)`
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return !ok || e.Code != code
}

func Contains(list []string, s string) bool { // want Contains:`matches\(1 #0\)`
	for _, each := range list {
		if each == s {
			return true
		}
	}
	return false
}

func In[T comparable](list []T, v T) bool { // want In:`matches\(1 #0\)`
	for _, each := range list {
		if each == v {
			return true
		}
	}
	return false
}

type Matcher struct{ Name string }

func (m *Matcher) Is(err error, code string) bool { // want Is:`matches\(1 #2\)`
	return CodeOf(err) == code
}

func Throttled(err error) bool { // want Throttled:`matches\(0 RequestLimitExceeded\)`
	return HasPrefix(err, "RequestLimitExceeded")
}

func Describe(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	return err
}

func RetryError(err error, codes ...string) *retry.RetryError { // want RetryError:`retriesOnly\(0 RequestLimitExceeded #1\)`
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return retry.RetryableError(err)
		}
		for _, code := range codes {
			if e.Code == code {
				return retry.RetryableError(err)
			}
		}
	}
	return retry.NonRetryableError(err)
}

func DescribePatiently(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if err != nil {
			return RetryError(err)
		}
		return nil
	})
}

// What passes by itself.
func Passing() []string { // want Passing:`lists`
	return []string{"InternalServerError", "RequestLimitExceeded"}
}

func Passes(err error) bool { return slices.Contains(Passing(), CodeOf(err)) } // want Passes:`matches`

// Where instances run.
func Zones() []string { return []string{"ap-guangzhou-3", "ap-guangzhou-4"} }

func SoldOutIn(err error, name string) bool {
	return CodeOf(err) == "ResourceInsufficient.ZoneSoldOutForSpecifiedInstance" && slices.Contains(Zones(), name)
}
