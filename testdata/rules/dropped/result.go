package dropped

import (
	"log"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Functions that return no error, but what their callers are to do.

type result struct {
	done  bool
	after time.Duration
	err   error
}

func resultLost(client *cvm.Client) result {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	switch e := err.(type) {
	case *sdkerrors.TencentCloudSDKError: // want `dropped: `
		log.Println("describe:", e.Code)
		return result{after: time.Second}
	}
	return result{done: true}
}

func resultKept(client *cvm.Client) result {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	switch e := err.(type) {
	case nil:
		return result{done: true}
	case *sdkerrors.TencentCloudSDKError:
		log.Println("describe:", e.Code)
		return result{after: time.Second}
	}
	return result{err: err}
}

func wordLost(client *cvm.Client) string {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok { // want `dropped: `
		return e.Code
	}
	return "ok"
}

func wordKept(client *cvm.Client) string {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		return e.Code
	}
	if err != nil {
		return "unknown"
	}
	return "ok"
}

func waitLost(client *cvm.Client) (time.Duration, bool) {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if ok && e.Code == "RequestLimitExceeded" { // want `dropped: `
		return time.Minute, false
	}
	if ok {
		return 0, false
	}
	return 0, true
}

func waitKept(client *cvm.Client) (time.Duration, bool) {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if ok && e.Code == "RequestLimitExceeded" {
		return time.Minute, false
	}
	return 0, err == nil
}

func resultGone(client *cvm.Client) result {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	switch {
	case ok && e.Code == "InvalidInstanceId.NotFound":
		return result{done: true}
	case err != nil:
		return result{err: err}
	}
	return result{done: true}
}

// Data of the answer are what success returns, and nothing is what a failure does.
func names(client *cvm.Client) (list []string) {
	resp, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "UnauthorizedOperation" {
		return nil
	}
	if err != nil {
		return nil
	}
	for _, i := range resp.Response.InstanceSet {
		list = append(list, *i.InstanceName)
	}
	return list
}
