package dropped

import (
	"errors"
	"log"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.com/rules/lib"
)

func assertion(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" { // want `dropped: `
			return nil
		}
		return err
	}
	return nil
}

func as(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code != "InvalidInstanceId.NotFound" { // want `dropped: `
		return err
	}
	return nil
}

func typeSwitch(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	switch e := err.(type) {
	case *sdkerrors.TencentCloudSDKError:
		switch e.GetCode() {
		case "InvalidInstanceId.NotFound": // want `dropped: `
			return nil
		default:
			return err
		}
	}
	return nil
}

// A typed error that a helper returns is nil for other errors too.
func unwrapped(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e := lib.SDKError(err); e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `dropped: `
			return nil
		}
		return err
	}
	return nil
}

func returned(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func elseReturned(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err != nil {
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
			if e.Code != "InvalidInstanceId.NotFound" {
				return err
			}
		} else {
			return err
		}
	}
	return nil
}

func logged(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return err
	}
	log.Print(err)
	return nil
}
