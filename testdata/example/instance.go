package main

import (
	"context"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// stop stops the instance, if it is there.
func stop(ctx context.Context, client *cvm.Client, id string) error {
	request := cvm.NewStopInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	_, err := client.StopInstancesWithContext(ctx, request)
	if isThrottled(err) {
		time.Sleep(time.Second)
		_, err = client.StopInstancesWithContext(ctx, request)
	}
	if sdkErr, ok := err.(*tcerr.TencentCloudSDKError); ok {
		// Wrong: only the CDN answers this code, never the CVM.
		if sdkErr.Code == "ResourceNotFound.CdnHostNotExists" {
			return nil
		}
	}
	return err
}

// isThrottled reports whether the API asks to slow down.
func isThrottled(err error) bool {
	sdkErr, ok := err.(*tcerr.TencentCloudSDKError)
	// Wrong: needle and haystack are exchanged.
	return ok && strings.Contains("LimitExceeded", sdkErr.Code)
}
