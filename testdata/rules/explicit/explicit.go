// Package explicit is read in mode explicit: every switch or chain on a code
// covers each critical category by a test or a default of its own.
package explicit

import (
	"fmt"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func bare(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code { // want `missingcritical: .*AuthFailure, RequestLimitExceeded or UnauthorizedOperation`
		case "InvalidInstanceId.NotFound":
			return nil
		}
	}
	return err
}

func chain(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .*RequestLimitExceeded`
			return nil
		} else if strings.HasPrefix(e.Code, "AuthFailure") || strings.HasPrefix(e.Code, "UnauthorizedOperation") {
			return fmt.Errorf("check the key: %w", err)
		}
	}
	return err
}

func withDefault(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidInstanceId.NotFound":
			return nil
		default:
			return err
		}
	}
	return err
}

// What is not one code is all others.
func withOthers(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		} else if e.Code != "InternalServerError" {
			return fmt.Errorf("describe: %w", err)
		}
	}
	return err
}

func withElse(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		} else {
			return err
		}
	}
	return err
}

func covered(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch category, _, _ := strings.Cut(e.Code, "."); category {
		case "AuthFailure", "RequestLimitExceeded", "UnauthorizedOperation":
			return err
		case "InvalidInstanceId":
			return nil
		}
	}
	return err
}
