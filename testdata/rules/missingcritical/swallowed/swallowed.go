package swallowed

import (
	"context"
	"errors"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.com/rules/lib"
)

func forget() {}

func assertion(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of DescribeInstances .*: any code but "InvalidInstanceId.NotFound" ends in success`
			forget()
			return nil
		}
		return nil
	}
	return err
}

func oneSwitch(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.GetCode() { // The tag, not the whole switch.
		case "UnauthorizedOperation": // want `missingcritical: AuthFailure and RequestLimitExceeded of DescribeInstances`
			return err
		case "ResourceNotFound", "InvalidInstanceId.NotFound":
			forget()
		}
		return nil
	}
	return err
}

func wholly(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch category, _, _ := strings.Cut(e.Code, "."); category {
		case "AuthFailure", "RequestLimitExceeded", "UnauthorizedOperation":
			return err
		case "InvalidInstanceId":
			forget()
		}
		return nil
	}
	return err
}

func throughHelper(client *cvm.Client) error {
	err := lib.Describe(client)
	if lib.IsAny(err, "InvalidInstanceId.NotFound", "ResourceNotFound") { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of Describe`
		forget()
	}
	return nil
}

func otherList(client *cvm.Client) error {
	err := lib.Describe(client)
	if err != nil && lib.IsAny(err, lib.Gone...) { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation`
		forget()
	}
	return nil
}

func noResult(ctx context.Context, client *cvm.Client) {
	_, err := client.DescribeInstancesWithContext(ctx, cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of DescribeInstancesWithContext`
		forget()
	}
}

// A loop that skips what failed.
func each(client *cvm.Client, ids []*string) []*cvm.Instance {
	var all []*cvm.Instance
	for _, id := range ids {
		request := cvm.NewDescribeInstancesRequest()
		request.InstanceIds = []*string{id}
		response, err := client.DescribeInstances(request)
		if err != nil {
			if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
				forget()
			}
			continue
		}
		all = append(all, response.Response.InstanceSet...)
	}
	return all
}

func returned(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidInstanceId.NotFound":
			return nil
		case "InvalidHostId.NotFound":
			return errors.New("no host")
		}
	}
	return err
}
