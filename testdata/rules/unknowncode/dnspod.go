package unknowncode

import (
	"context"
	"errors"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
)

// Seen in ddns clients: a code that reads well and that no API answers.
func createRecord(ctx context.Context, client *dnspod.Client, request *dnspod.CreateRecordRequest) error {
	_, err := client.CreateRecordWithContext(ctx, request)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidParameter.RecordExists" { // want `unknowncode: "InvalidParameter.RecordExists"`
		return nil
	}
	return err
}
