// Package tools is beside the programs that use it, and speaks to the SDK as they do.
package tools

import (
	"errors"
	"fmt"
	"strings"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func Code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func Put(into map[string]bool, list ...string) {
	for _, c := range list {
		into[c] = true
	}
}

func PutGone[M ~map[string]struct{}](into M) M {
	into["InvalidInstanceId.NotFound"] = struct{}{}
	into["InvalidInstanceId.NotFond"] = struct{}{} // it may be no code
	return into
}

func PutBoth(into map[string]bool, first string, second string) {
	into[first], into[second] = true, true
}

func PutSome(into map[string]bool, all map[string]string) {
	for _, c := range all {
		into[c] = true
	}
}

func PutOne(into map[string]bool, code string) {
	if !strings.HasPrefix(code, "Internal") {
		into[code] = true
	}
}

// Text only computes.
func Text(id string, n int) string { return fmt.Sprintf("%s: %d", strings.ToUpper(id), n) }

// Nothing does nothing.
func Nothing(...any) {}

var calls int

// Count leaves something behind.
func Count(id string) { calls += len(id) }

var kept []map[string]bool

// Keep lets others write to a map.
func Keep(m map[string]bool) { kept = append(kept, m) }
