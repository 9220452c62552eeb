package explicit

import (
	"errors"
	"fmt"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func sdk(err error) *tcerr.TencentCloudSDKError {
	var e *tcerr.TencentCloudSDKError
	errors.As(err, &e)
	return e
}

func orOther(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(r)
	if e := sdk(err); e == nil || e.Code != "InvalidInstanceId.NotFound" {
		return err
	}
	return nil
}

func notEither(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		if !(e.Code == "InvalidInstanceId.NotFound" || e.Code == "InvalidInstanceId.Malformed") {
			return fmt.Errorf("describe: %w", err)
		}
		return nil
	}
	return err
}

func elseAtLast(err error) int {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return 1
	}
	if strings.HasPrefix(e.Code, "AuthFailure") || strings.HasPrefix(e.Code, "UnauthorizedOperation") {
		return 2
	} else if strings.HasPrefix(e.Code, "RequestLimitExceeded") {
		return 3
	} else {
		return 4
	}
}

func inCategory(err error) int {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return 1
	}
	category, detail, _ := strings.Cut(e.Code, ".")
	switch category {
	case "InvalidInstanceId":
		switch detail {
		case "NotFound":
			return 2
		}
		return 3
	default:
		return 4
	}
}

func rest(err error) int {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return 1
	}
	if !strings.HasPrefix(e.Code, "Resource") {
		return 2
	}
	if e.Code == "ResourceNotFound" {
		return 3
	}
	return 4
}

func partOf(err error) int {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return 1
	}
	switch e.Code { // want `missingcritical: `
	case "ResourceNotFound":
		return 3
	}
	if strings.HasPrefix(e.Code, "AuthFailure") { // want `missingcritical: `
		return 2
	}
	return 4
}
