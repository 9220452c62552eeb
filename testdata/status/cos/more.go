package cos

import (
	"context"
	"errors"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentyun/cos-go-sdk-v5"
)

// A helper makes the test.
func isCode(err error, code string) bool {
	e, ok := cos.IsCOSError(err)
	return ok && e.Code == code
}

func (b *bucket) policy(ctx context.Context) error {
	_, err := b.client.Bucket.DeletePolicy(ctx)
	if isCode(err, "NoSuchBukcet") { // want `unknowncode: "NoSuchBukcet" is not an error code of COS; did you mean "NoSuchBucket"\?`
		return nil
	}
	return err
}

func (b *bucket) lifecycle(ctx context.Context) error {
	_, err := b.client.Bucket.DeleteLifecycle(ctx)
	if isCode(err, "NoSuchLifecycleConfiguration") || isCode(err, "NoSuchBucketPolicy") {
		return nil
	}
	return err
}

var gone = map[string]bool{
	"NoSuchKey":     true,
	"NoSuchUplaod":  true, // want `unknowncode: .*"NoSuchUpload"`
	"NoSuchVersion": true,
}

func (b *bucket) inTable(ctx context.Context, key string) error {
	_, err := b.client.Object.Delete(ctx, key)
	var e *cos.ErrorResponse
	if errors.As(err, &e) && gone[e.Code] {
		return nil
	}
	return err
}

func (b *bucket) switched(ctx context.Context, key string) (string, error) {
	_, err := b.client.Object.Head(ctx, key, nil)
	if e, ok := err.(*cos.ErrorResponse); ok {
		switch e.Code {
		case "NoSuchKey": // want `deadtest: never true`
			return "missing", nil
		case "AccessDenied": // want `deadtest: never true`
			return "forbidden", nil
		}
	}
	return "there", err
}

// A loop that waits for throttling to pass.
func (b *bucket) patient(ctx context.Context, key string) error {
	for {
		_, err := b.client.Object.Delete(ctx, key)
		if e, ok := cos.IsCOSError(err); ok && (e.Code == "SlowDown" || e.Code == "ServiceUnavailable" || e.Code == "RequestTimeout") {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

// Codes of the two never mix: each error is asked for its own.
func both(err error) string {
	var api *tcerr.TencentCloudSDKError
	var object *cos.ErrorResponse
	switch {
	case errors.As(err, &api) && api.Code == "AuthFailure.SecretIdNotFound":
		return "api"
	case errors.As(err, &object) && object.Code == "InvalidAccessKeyId":
		return "cos"
	}
	return ""
}

func mixedUp(err error) bool {
	var api *tcerr.TencentCloudSDKError
	return errors.As(err, &api) && api.Code == "NoSuchBucketPolicys"
}
