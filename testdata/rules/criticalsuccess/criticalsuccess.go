package criticalsuccess

import (
	"strings"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func forget() {}

func exact(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidInstanceId.NotFound", "UnauthorizedOperation": // want `criticalsuccess: "UnauthorizedOperation"`
			forget()
			return nil
		case "InternalError": // want `criticalsuccess: "InternalError"`
			return nil
		}
	}
	return err
}

func prefix(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "AuthFailure") { // want `criticalsuccess: "AuthFailure"`
		return nil
	}
	return err
}

// What says that nothing is there is the one success that is meant.
func notFound(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "AuthFailure.SecretIdNotFound", "ResourceNotFound", "InvalidInstanceId.NotFound":
			return nil
		}
	}
	return err
}

func returned(client *cvm.Client) (bool, error) {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InternalError" {
		return false, err
	}
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "UnauthorizedOperation" && strings.Contains(e.Message, "already") {
		return true, nil
	}
	return err == nil, err
}

// The caller of a classifier has the error.
func classifier(err error) error {
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InternalError" {
		return nil
	}
	return err
}
