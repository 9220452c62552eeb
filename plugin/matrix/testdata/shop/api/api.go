// Package api is the layer between the shop and the SDK. What its functions do
// with codes is known to other packages by facts only.
package api

import (
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Is reports whether err is an answer of the API with one of the codes.
func Is(err error, codes ...string) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return false
	}
	for _, code := range codes {
		if e.Code == code {
			return true
		}
	}
	return false
}

// Describe asks for the instances.
func Describe(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	return err
}

// IsInternal reports whether err is a fault of the API.
func IsInternal(e *tcerr.TencentCloudSDKError) bool {
	return e.Code == "InternalEror"
}
