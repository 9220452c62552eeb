package cos

import (
	"context"
	"errors"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentyun/cos-go-sdk-v5"
)

// The errors of object storage are its own, whatever its client wraps inside.

func (b *bucket) asserted(ctx context.Context, key string) (bool, error) {
	_, err := b.client.Object.Head(ctx, key, nil)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "NoSuchKey" { // want `deadassert: this assertion never holds: the error comes from object storage`
		return false, nil
	}
	return err == nil, err
}

func (b *bucket) filled(ctx context.Context, key string) (bool, error) {
	_, err := b.client.Object.Head(ctx, key, nil)
	var e *tcerr.TencentCloudSDKError
	switch {
	case err == nil:
		return true, nil
	case errors.As(err, &e) && e.Code == "NoSuchKey": // want `deadassert: this never holds: the error comes from object storage`
		return false, nil
	}
	return false, err
}

func (b *bucket) itsOwn(ctx context.Context, key string) (bool, error) {
	_, err := b.client.Object.Head(ctx, key, nil)
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Response.StatusCode == 404 {
		return false, nil
	}
	return err == nil, err
}
