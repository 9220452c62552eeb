package objstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"example.org/blind4/objstore/coserr"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	kms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms/v20190118"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"
	tag "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tag/v20180813"
)

// Edge serves what the store keeps.
type Edge struct {
	cdn   *cdn.Client
	kms   *kms.Client
	sts   *sts.Client
	tag   *tag.Client
	store *Store
	wait  func(time.Duration)
}

// ErrQuota tells that the purges of a day are used up.
var ErrQuota = errors.New("objstore: no purges left today")

// Publish uploads a file and purges its address.
func (e *Edge) Publish(ctx context.Context, key, path, url string) error {
	if err := e.store.Upload(ctx, key, path); err != nil {
		return err
	}
	req := cdn.NewPurgeUrlsCacheRequest()
	req.Urls = common.StringPtrs([]string{url})
	_, err := e.cdn.PurgeUrlsCacheWithContext(ctx, req)
	if coserr.Is(err, "LimitExceeded.CdnPurgeUrlExceedDayLimit", "LimitExceeded.CdnPurgeExceedDayLimit") {
		return ErrQuota
	}
	return coserr.Annotate(err, key)
}

// Purge drops a folder from the caches.
func (e *Edge) Purge(ctx context.Context, folder string) error {
	req := cdn.NewPurgePathCacheRequest()
	req.Paths = common.StringPtrs([]string{folder})
	req.FlushType = common.StringPtr("flush")
	_, err := e.cdn.PurgePathCacheWithContext(ctx, req)
	if coserr.Is(err, "LimitExceeded.CdnPurgePathExceedDaysLimit") { // WANT unknowncode
		return ErrQuota
	}
	return err
}

// Warm fetches addresses into the caches; a full quota is for tomorrow.
func (e *Edge) Warm(ctx context.Context, urls []string) (full bool, err error) {
	req := cdn.NewPushUrlsCacheRequest()
	req.Urls = common.StringPtrs(urls)
	_, err = e.cdn.PushUrlsCacheWithContext(ctx, req)
	if coserr.InCategory(err, "LimitExceeded") {
		return true, nil
	}
	return false, err
}

// Stop takes a host out of service.
func (e *Edge) Stop(ctx context.Context, host string) error {
	req := cdn.NewStopCdnDomainRequest()
	req.Domain = common.StringPtr(host)
	_, err := e.cdn.StopCdnDomainWithContext(ctx, req)
	if coserr.HostGone(err) || coserr.Is(err, cdn.RESOURCEUNAVAILABLE_CDNHOSTISNOTONLINE) {
		return nil
	}
	return err
}

// Retire removes a host.
func (e *Edge) Retire(ctx context.Context, host string) error {
	req := cdn.NewDeleteCdnDomainRequest()
	req.Domain = common.StringPtr(host)
	for {
		_, err := e.cdn.DeleteCdnDomainWithContext(ctx, req)
		switch {
		case err == nil || coserr.HostGone(err):
			return nil
		case coserr.Throttled(err), coserr.Is(err, "ResourceInUse.CdnOpInProgress", "LimitExceeded.CdnHostOpTooOften"):
			e.wait(5 * time.Second)
		default:
			return err
		}
	}
}

// Start takes a host into service.
func (e *Edge) Start(ctx context.Context, host string) error {
	req := cdn.NewStartCdnDomainRequest()
	req.Domain = common.StringPtr(host)
	_, err := e.cdn.StartCdnDomainWithContext(ctx, req)
	if coserr.KeyGone(err) { // WANT wrongservice
		return fmt.Errorf("%s was removed by somebody", host)
	}
	return err
}

// Seal encrypts a small secret beside the object.
func (e *Edge) Seal(ctx context.Context, keyID, plain string) (string, error) {
	req := kms.NewEncryptRequest()
	req.KeyId = common.StringPtr(keyID)
	req.Plaintext = common.StringPtr(plain)
	resp, err := e.kms.EncryptWithContext(ctx, req)
	if err != nil {
		if coserr.KeyGone(err) {
			return "", fmt.Errorf("key %s: %w", keyID, ErrMissing)
		}
		return "", err
	}
	return *resp.Response.CiphertextBlob, nil
}

// Unseal decrypts what Seal made.
func (e *Edge) Unseal(ctx context.Context, blob string) (string, error) {
	req := kms.NewDecryptRequest()
	req.CiphertextBlob = common.StringPtr(blob)
	resp, err := e.kms.DecryptWithContext(ctx, req)
	if err != nil {
		wrapped := coserr.Annotate(err, "secret")
		if se, ok := wrapped.(*sdkerr.TencentCloudSDKError); ok && se.Code == "FailedOperation.DecryptError" { // WANT deadassert
			return "", ErrMissing
		}
		return "", wrapped
	}
	return *resp.Response.Plaintext, nil
}

// Reveal is Unseal for keys that may be disabled.
func (e *Edge) Reveal(ctx context.Context, blob string) (string, error) {
	req := kms.NewDecryptRequest()
	req.CiphertextBlob = common.StringPtr(blob)
	resp, err := e.kms.DecryptWithContext(ctx, req)
	if err != nil {
		failure := coserr.NewFailure("secret", err)
		var se *sdkerr.TencentCloudSDKError
		if errors.As(failure, &se) && se.Code == "ResourceUnavailable.CmkDisabled" {
			return "", fmt.Errorf("enable the key: %w", failure)
		}
		return "", failure
	}
	return *resp.Response.Plaintext, nil
}

// DropKey schedules a key's end.
func (e *Edge) DropKey(ctx context.Context, keyID string) error {
	req := kms.NewScheduleKeyDeletionRequest()
	req.KeyId = common.StringPtr(keyID)
	req.PendingWindowInDays = common.Uint64Ptr(7)
	_, err := e.kms.ScheduleKeyDeletionWithContext(ctx, req)
	switch coserr.APICode(err) {
	case "ResourceUnavailable.CmkNotFound", "ResourceUnavailable.KeyPendingDelete":
		return nil
	case "ResourceUnavailable.CmkShouldBeDisable": // WANT unknowncode
		return errors.New("disable the key first")
	}
	return err
}

// EnableKey makes a key usable.
func (e *Edge) EnableKey(ctx context.Context, keyID string) error {
	req := kms.NewEnableKeyRequest()
	req.KeyId = common.StringPtr(keyID)
	_, err := e.kms.EnableKeyWithContext(ctx, req)
	if err == nil {
		return nil
	}
	if coserr.Is(err, "ResourceUnavailable.CmkStateNotSupport") {
		return fmt.Errorf("the key is in no state for that: %w", err)
	}
	if strings.HasPrefix(coserr.APICode(err), "AuthFailure.") { // WANT partialcategory
		return fmt.Errorf("check the credentials: %w", err)
	}
	return err
}

// Lend makes credentials for an upload by a browser.
func (e *Edge) Lend(ctx context.Context, name, policy string) (*sts.Credentials, error) {
	req := sts.NewGetFederationTokenRequest()
	req.Name = common.StringPtr(name)
	req.Policy = common.StringPtr(policy)
	resp, err := e.sts.GetFederationTokenWithContext(ctx, req)
	if err != nil {
		switch code := coserr.APICode(err); code {
		case "InvalidParameter.PolicyTooLong", "InvalidParameter.StrategyFormatError", "InvalidParameter.StrategyInvalid":
			return nil, fmt.Errorf("the policy is wrong (%s): %w", code, err)
		}
		return nil, err
	}
	return resp.Response.Credentials, nil
}

// Assume makes credentials of a role.
func (e *Edge) Assume(ctx context.Context, arn string) (*sts.Credentials, error) {
	req := sts.NewAssumeRoleRequest()
	req.RoleArn = common.StringPtr(arn)
	req.RoleSessionName = common.StringPtr("objstore")
	resp, err := e.sts.AssumeRoleWithContext(ctx, req)
	if err != nil {
		if coserr.Is(err, "InvalidParameter.RoleNotExist") { // WANT wrongservice
			return nil, ErrMissing
		}
		return nil, err
	}
	return resp.Response.Credentials, nil
}

// Label makes a tag.
func (e *Edge) Label(ctx context.Context, key, value string) error {
	req := tag.NewCreateTagRequest()
	req.TagKey = common.StringPtr(key)
	req.TagValue = common.StringPtr(value)
	_, err := e.tag.CreateTagWithContext(ctx, req)
	if err != nil {
		se, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok {
			return err
		}
		if se.Code == "InvalidParameterValue.ReservedTagKey" { // WANT missingcritical
			return fmt.Errorf("%s is a key of the cloud's own", key)
		}
	}
	return nil
}

// Unlabel removes a tag.
func (e *Edge) Unlabel(ctx context.Context, key, value string) error {
	req := tag.NewDeleteTagRequest()
	req.TagKey = common.StringPtr(key)
	req.TagValue = common.StringPtr(value)
	_, err := e.tag.DeleteTagWithContext(ctx, req)
	if coserr.Is(err, "ResourceNotFound.TagNonExist") {
		return nil
	}
	return err
}

// Sweep removes an object and its tag.
func (e *Edge) Sweep(ctx context.Context, object, key, value string) error {
	_, err := e.store.cos.Object.Delete(ctx, object)
	if err == nil {
		err = e.Unlabel(ctx, key, value)
	}
	if coserr.IsNoKey(err) {
		return nil
	}
	var se *sdkerr.TencentCloudSDKError
	if errors.As(err, &se) && se.Code == "ResourceInUse.TagKeyAttached" {
		return fmt.Errorf("%s is still used: %w", key, err)
	}
	return err
}

// Rotate enables rotation and reports what stands against it.
func (e *Edge) Rotate(ctx context.Context, keyID string) error {
	req := kms.NewEnableKeyRotationRequest()
	req.KeyId = common.StringPtr(keyID)
	_, err := e.kms.EnableKeyRotationWithContext(ctx, req)
	var se *sdkerr.TencentCloudSDKError
	if err != nil {
		if !errors.As(err, &se) {
			return se // WANT typednil
		}
		if se.Code == "UnsupportedOperation.ExternalCmkCanNotRotate" {
			return nil
		}
		return se
	}
	return nil
}
