// Package cosup uploads backups to object storage, encrypted with a key of KMS.
package cosup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	kms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms/v20190118"
	"github.com/tencentyun/cos-go-sdk-v5"
)

type Uploader struct {
	cos *cos.Client
	kms *kms.Client
	key string
}

// ErrDisabled means that the key cannot be used.
var ErrDisabled = errors.New("cosup: key disabled")

func (u *Uploader) exists(ctx context.Context, name string) (bool, error) {
	_, err := u.cos.Object.Head(ctx, name, nil)
	if e, ok := err.(*cos.ErrorResponse); ok && e.Response.StatusCode == http.StatusNotFound {
		return false, nil
	}
	return err == nil, err
}

func (u *Uploader) read(ctx context.Context, name string) ([]byte, error) {
	resp, err := u.cos.Object.Get(ctx, name, nil)
	if err != nil {
		if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchKey" {
			return nil, nil
		}
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func (u *Uploader) put(ctx context.Context, name string, r io.Reader) error {
	for try := 0; try < 5; try++ {
		_, err := u.cos.Object.Put(ctx, name, r, nil)
		var e *cos.ErrorResponse
		if errors.As(err, &e) && (e.Code == "SlowDown" || e.Code == "InternalError" || e.Code == "ServiceUnavailable") {
			time.Sleep(time.Duration(try) * time.Second)
			continue
		}
		return err
	}
	return errors.New("busy")
}

func (u *Uploader) remove(ctx context.Context, name string) error {
	_, err := u.cos.Object.Delete(ctx, name)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" { // WANT deadassert
		return nil
	}
	return err
}

func (u *Uploader) bucket(ctx context.Context) error {
	_, err := u.cos.Bucket.Put(ctx, nil)
	if cos.IsNotFoundError(err) {
		return fmt.Errorf("no such region: %w", err)
	}
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Code == "BucketAlreadyOwnedByYou" {
		return nil
	}
	return err
}

func (u *Uploader) policy(ctx context.Context) (string, error) {
	_, resp, err := u.cos.Bucket.GetPolicy(ctx)
	if err != nil {
		var e *sdkerr.TencentCloudSDKError
		if errors.As(err, &e) { // WANT deadassert
			return "", fmt.Errorf("policy: %s", e.Message)
		}
		return "", err
	}
	return resp.Status, nil
}

// dataKey makes a key for one file.
func (u *Uploader) dataKey(ctx context.Context) (plain, sealed string, err error) {
	req := kms.NewGenerateDataKeyRequest()
	req.KeyId, req.KeySpec = &u.key, common.StringPtr("AES_256")
	resp, err := u.kms.GenerateDataKeyWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		switch e.Code {
		case "ResourceUnavailable.CmkDisabled", "ResourceUnavailable.CmkArchived":
			return "", "", ErrDisabled
		case "ResourceUnavailable.CMKNotFound": // WANT unknowncode
			return "", "", fmt.Errorf("no key %s", u.key)
		}
	}
	if err != nil {
		return "", "", err
	}
	return *resp.Response.Plaintext, *resp.Response.CiphertextBlob, nil
}

func (u *Uploader) open(ctx context.Context, sealed string) (string, error) {
	req := kms.NewDecryptRequest()
	req.CiphertextBlob = &sealed
	resp, err := u.kms.DecryptWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	switch {
	case err == nil:
		return *resp.Response.Plaintext, nil
	case errors.As(err, &e) && e.Code == "InvalidParameterValue.InvalidCiphertext":
		return "", errors.New("this was not made by KMS")
	case errors.As(err, &e) && strings.HasPrefix(e.Code, "ResourceUnavailable.Cmk"):
		return "", fmt.Errorf("%w: %s", ErrDisabled, e.Code)
	}
	return "", err
}

func (u *Uploader) rotate(ctx context.Context) error {
	req := kms.NewEnableKeyRotationRequest()
	req.KeyId = &u.key
	_, err := u.kms.EnableKeyRotationWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "UnsupportedOperation.ExternalCmkCannotRotate" { // WANT unknowncode
		log.Printf("%s was imported, it does not rotate", u.key)
		return nil
	}
	return err
}

func (u *Uploader) alias(ctx context.Context, name string) error {
	req := kms.NewUpdateAliasRequest()
	req.KeyId, req.Alias = &u.key, &name
	_, err := u.kms.UpdateAliasWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == kms.INVALIDPARAMETERVALUE_ALIASALREADYEXISTS {
		return fmt.Errorf("alias %s is used by another key", name)
	}
	return err
}

func (u *Uploader) enable(ctx context.Context) error {
	req := kms.NewEnableKeyRequest()
	req.KeyId = &u.key
	_, err := u.kms.EnableKeyWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		if e.Code == "ResourceUnavailable.CmkStateNotSupport" { // WANT missingcritical
			return fmt.Errorf("%s is to be deleted", u.key)
		}
		return nil
	}
	return err
}

func (u *Uploader) disable(ctx context.Context) error {
	req := kms.NewDisableKeyRequest()
	req.KeyId = &u.key
	_, err := u.kms.DisableKeyWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		if e.Code == "ResourceUnavailable.CmkStateNotSupport" {
			return fmt.Errorf("%s is to be deleted", u.key)
		}
		log.Printf("disable %s: %v", u.key, e)
		return nil
	}
	return err
}

func (u *Uploader) scheduleDeletion(ctx context.Context, days uint64) error {
	req := kms.NewScheduleKeyDeletionRequest()
	req.KeyId, req.PendingWindowInDays = &u.key, &days
	_, err := u.kms.ScheduleKeyDeletionWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable.CmkShouldBeDisabled" {
		if err := u.disable(ctx); err != nil {
			return err
		}
		_, err = u.kms.ScheduleKeyDeletionWithContext(ctx, req)
		return err
	}
	return err
}

func (u *Uploader) describe(ctx context.Context) (*kms.KeyMetadata, error) {
	req := kms.NewDescribeKeyRequest()
	req.KeyId = &u.key
	resp, err := u.kms.DescribeKeyWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable.CmkNotFound" {
		return nil, nil
	} else if ok && e.Code == "InvalidParameterValue.InvalidKeyID" { // WANT unknowncode
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return resp.Response.KeyMetadata, nil
}

func (u *Uploader) random(ctx context.Context, n uint64) (string, error) {
	req := kms.NewGenerateRandomRequest()
	req.NumberOfBytes = &n
	resp, err := u.kms.GenerateRandomWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if err != nil && !errors.As(err, &e) {
		return "", e // WANT typednil
	}
	if e != nil {
		return "", e
	}
	return *resp.Response.Plaintext, nil
}

type item struct {
	name string
	body io.Reader
}

// Upload sends all of them with a few workers.
func (u *Uploader) Upload(ctx context.Context, items []item) error {
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		errs []error
		in   = make(chan item)
	)
	for range 3 {
		wg.Go(func() {
			for it := range in {
				if err := u.one(ctx, it); err != nil {
					mu.Lock()
					errs = append(errs, fmt.Errorf("%s: %w", it.name, err))
					mu.Unlock()
				}
			}
		})
	}
	for _, it := range items {
		in <- it
	}
	close(in)
	wg.Wait()
	return errors.Join(errs...)
}

func (u *Uploader) one(ctx context.Context, it item) error {
	_, sealed, err := u.dataKey(ctx)
	if errors.Is(err, ErrDisabled) {
		return u.put(ctx, it.name, it.body)
	}
	if err != nil {
		return err
	}
	return u.put(ctx, it.name, io.MultiReader(strings.NewReader(sealed), it.body))
}

// Explain is the text for the mail of the morning.
func Explain(err error) string {
	var c *cos.ErrorResponse
	var t *sdkerr.TencentCloudSDKError
	switch {
	case errors.As(err, &c) && c.Code == "AccessDenied":
		return "the bucket does not let us in"
	case errors.As(err, &c):
		return "storage: " + c.Code
	case errors.As(err, &t) && strings.HasPrefix(t.Code, "UnauthorizedOperation"):
		return "KMS does not let us in"
	case errors.As(err, &t):
		return "kms: " + t.Code
	}
	return err.Error()
}
