// Package explicit is read in mode explicit: what takes all other codes is a
// default, whatever its form.
package explicit

import (
	"errors"
	"fmt"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func notEqual(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code != "InvalidInstanceId.NotFound" {
		return err
	} else if !ok {
		return err
	}
	return nil
}

func notPrefixed(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) || !strings.HasPrefix(e.Code, "InvalidInstanceId.") {
		return err
	}
	return nil
}

func elseIf(err error) string {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return "other"
	}
	if strings.HasPrefix(e.Code, "InvalidInstanceId.") {
		return "absent"
	} else if e.Code != "InternalError" {
		return "failed"
	}
	return "broken"
}

func nested(err error) string {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return "other"
	}
	switch {
	case strings.HasPrefix(e.Code, "InvalidInstanceId"):
		if e.Code == "InvalidInstanceId.NotFound" {
			return "absent"
		}
		return "wrong"
	default:
		return "failed"
	}
}

func nestedSwitch(err error) string {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return "other"
	}
	switch e.Code {
	case "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed":
		switch e.Code {
		case "InvalidInstanceId.NotFound":
			return "absent"
		}
		return "wrong"
	case "AuthFailure", "UnauthorizedOperation":
		return "denied"
	default:
		return "failed"
	}
}

func critical(code string) bool {
	category, _, _ := strings.Cut(code, ".")
	return category == "AuthFailure" || category == "UnauthorizedOperation" || category == "RequestLimitExceeded"
}

// What another test returned before is covered.
func before(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	if critical(e.Code) {
		return fmt.Errorf("denied: %w", err)
	}
	switch e.Code {
	case "InvalidInstanceId.NotFound":
		return nil
	case "InternalError":
		return errors.New("later")
	}
	return err
}

// Only some were returned before.
func beforeSome(client *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(r)
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	if strings.HasPrefix(e.Code, "AuthFailure") || strings.HasPrefix(e.Code, "UnauthorizedOperation") { // want `missingcritical: no test here covers all of RequestLimitExceeded, and there is no default`
		return fmt.Errorf("denied: %w", err)
	}
	switch e.Code { // want `missingcritical: no test here covers all of RequestLimitExceeded, and there is no default`
	case "InvalidInstanceId.NotFound":
		return nil
	}
	return err
}

func gap(err error) string {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return "other"
	}
	if e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: no test here covers all of AuthFailure, RequestLimitExceeded or UnauthorizedOperation, and there is no default`
		return "absent"
	}
	return ""
}

// The branch of the other codes is inside: it is theirs.
func twoWays(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		if !strings.HasPrefix(e.Code, "InvalidInstanceId.") {
			return "failed"
		}
		switch e.Code {
		case "InvalidInstanceId.NotFound":
			return "absent"
		}
	}
	return "other"
}
