// Package bucket keeps artefacts in object storage, and the temporary keys for it.
package bucket

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tce "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	kms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/kms/v20190118"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"
	"github.com/tencentyun/cos-go-sdk-v5"
)

// Bucket has the objects.
type Bucket struct {
	cos *cos.Client
	kms *kms.Client
	sts *sts.Client
	key string
}

// Read answers fs.ErrNotExist for an object that is not there.
func (b *Bucket) Read(ctx context.Context, name string) ([]byte, error) {
	resp, err := b.cos.Object.Get(ctx, name, nil)
	if err != nil {
		if e, ok := err.(*cos.ErrorResponse); ok && e.Code == "NoSuchKey" {
			return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
		}
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Exists asks by status.
func (b *Bucket) Exists(ctx context.Context, name string) (bool, error) {
	_, err := b.cos.Object.Head(ctx, name, nil)
	switch {
	case err == nil:
		return true, nil
	case cos.IsNotFoundError(err):
		return false, nil
	}
	return false, fmt.Errorf("head %s: %w", name, err)
}

// Write encrypts first.
func (b *Bucket) Write(ctx context.Context, name string, data []byte) error {
	req := kms.NewEncryptRequest()
	req.KeyId, req.Plaintext = &b.key, common.StringPtr(base64.StdEncoding.EncodeToString(data))
	resp, err := b.kms.EncryptWithContext(ctx, req)
	if err != nil {
		if e, ok := errors.AsType[*tce.TencentCloudSDKError](err); ok {
			switch e.Code {
			case kms.RESOURCEUNAVAILABLE_CMKDISABLED, kms.RESOURCEUNAVAILABLE_CMKARCHIVED:
				return fmt.Errorf("the key %s is switched off: %w", b.key, e)
			case kms.RESOURCEUNAVAILABLE_CMKNOTFOUND:
				return fmt.Errorf("the key %s is gone: %w", b.key, e)
			}
		}
		return fmt.Errorf("encrypt: %w", err)
	}
	_, err = b.cos.Object.Put(ctx, name, strings.NewReader(*resp.Response.CiphertextBlob), nil)
	return err
}

// Open reads and decrypts.
func (b *Bucket) Open(ctx context.Context, name string) ([]byte, error) {
	blob, err := b.Read(ctx, name)
	if err != nil {
		return nil, err
	}
	req := kms.NewDecryptRequest()
	req.CiphertextBlob = common.StringPtr(string(blob))
	resp, err := b.kms.DecryptWithContext(ctx, req)
	var e *tce.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidParameterValue.InvalidCiphertext" {
		return blob, nil // from the time before encryption
	}
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(*resp.Response.Plaintext)
}

// Copy retries what object storage calls slow.
func (b *Bucket) Copy(ctx context.Context, to, from string) (err error) {
	for n := range 5 {
		_, _, err = b.cos.Object.Copy(ctx, to, from, nil)
		var e *cos.ErrorResponse
		if !errors.As(err, &e) || e.Response.StatusCode != http.StatusServiceUnavailable && e.Code != "SlowDown" {
			return err
		}
		time.Sleep(time.Duration(n+1) * time.Second)
	}
	return err
}

// Sweep deletes many and lists what stayed.
func (b *Bucket) Sweep(ctx context.Context, names []string) (stayed []string, err error) {
	opt := &cos.ObjectDeleteMultiOptions{}
	for _, n := range names {
		opt.Objects = append(opt.Objects, cos.Object{Key: n})
	}
	res, _, err := b.cos.Object.DeleteMulti(ctx, opt)
	if err != nil {
		return names, err
	}
	for _, e := range res.Errors {
		stayed = append(stayed, e.Key)
	}
	return stayed, nil
}

// Lend gives temporary keys; those who may not, get a readable message.
func (b *Bucket) Lend(ctx context.Context, policy string) (*sts.Credentials, error) {
	req := sts.NewGetFederationTokenRequest()
	req.Policy, req.Name = &policy, common.StringPtr("lend")
	resp, err := b.sts.GetFederationTokenWithContext(ctx, req)
	if err != nil {
		var e *tce.TencentCloudSDKError
		switch {
		case errors.As(err, &e) && strings.HasPrefix(e.Code, "InvalidParameter.Strategy"):
			return nil, fmt.Errorf("the policy is wrong: %s", e.Message)
		case errors.As(err, &e) && e.Code == "InvalidParameter.PolicyTooLong":
			return nil, fmt.Errorf("the policy has %d letters: %w", len(policy), e)
		}
		return nil, err
	}
	return resp.Response.Credentials, nil
}

// Rotate a key; a rotation that runs is as good.
func (b *Bucket) Rotate(ctx context.Context) error {
	req := kms.NewRotateKeyRequest()
	req.KeyId = &b.key
	_, err := b.kms.RotateKeyWithContext(ctx, req)
	if e, ok := err.(*tce.TencentCloudSDKError); ok && e.Code == "FailedOperation.RotateTaskRunning" {
		return nil
	}
	return err
}

// Remove looks for the API's error, which object storage never answers.
func (b *Bucket) Remove(ctx context.Context, name string) error {
	_, err := b.cos.Object.Delete(ctx, name)
	if e, ok := err.(*tce.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" { // WANT deadassert
		return nil
	}
	return err
}

// Logging reads the state of logging.
func (b *Bucket) Logging(ctx context.Context) (target string, err error) {
	res, _, err := b.cos.Bucket.GetLogging(ctx)
	var e *tce.TencentCloudSDKError
	if errors.As(err, &e) { // WANT deadassert
		return "", e
	}
	if res == nil || err != nil {
		return "", err
	}
	return res.LoggingEnabled.TargetBucket, nil
}

// Schedule deletes a key some day.
func (b *Bucket) Schedule(ctx context.Context, days uint64) error {
	req := kms.NewScheduleKeyDeletionRequest()
	req.KeyId, req.PendingWindowInDays = &b.key, &days
	_, err := b.kms.ScheduleKeyDeletionWithContext(ctx, req)
	var e *tce.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	if e.Code == "ResourceUnavailable.CmkPendingDelete" || e.Code == kms.RESOURCEUNAVAILABLE_CMKNOTFOUND { // WANT unknowncode
		return nil
	}
	return e
}

// Describe takes a code of object storage for one of the API.
func (b *Bucket) Describe(ctx context.Context) (alias string, err error) {
	req := kms.NewDescribeKeyRequest()
	req.KeyId = &b.key
	resp, err := b.kms.DescribeKeyWithContext(ctx, req)
	if e, ok := err.(*tce.TencentCloudSDKError); ok && (e.Code == "ResourceUnavailable.CmkNotFound" || e.Code == "ResourceNotFound.RoleNotFound") { // WANT wrongservice
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.KeyMetadata.Alias, nil
}

// Random gives up when throttled.
func (b *Bucket) Random(ctx context.Context, n uint64) (out []byte, err error) {
	req := kms.NewGenerateRandomRequest()
	req.NumberOfBytes = &n
	for tries := 0; tries < 3; tries++ {
		var resp *kms.GenerateRandomResponse
		if resp, err = b.kms.GenerateRandomWithContext(ctx, req); err == nil {
			return base64.StdEncoding.DecodeString(*resp.Response.Plaintext)
		}
		e, ok := err.(*tce.TencentCloudSDKError)
		if !ok {
			break
		}
		switch e.Code { // WANT missingcritical
		case "InternalError", "UnsupportedOperation.ServiceTemporaryUnavailable":
			log.Print("random: ", e)
			time.Sleep(time.Second)
			continue
		}
		return nil, e
	}
	return nil, err
}

// Warm touches the key.
func (b *Bucket) Warm(ctx context.Context) bool {
	var buf bytes.Buffer
	req := kms.NewGetServiceStatusRequest()
	for i := 0; i < 100; i++ {
		if _, err := b.kms.GetServiceStatusWithContext(ctx, req); err != nil { // WANT retryall
			fmt.Fprintln(&buf, err)
			time.Sleep(time.Second)
			continue
		}
		return true
	}
	log.Print(buf.String())
	return false
}
