// Package objstore keeps artefacts in COS, behind CDN, encrypted by KMS.
package objstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"example.org/blind4/objstore/coserr"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentyun/cos-go-sdk-v5"
)

// Store is a bucket.
type Store struct {
	cos *cos.Client
}

// ErrMissing tells that there is no such object.
var ErrMissing = errors.New("objstore: no such object")

// Upload puts a file below key.
func (s *Store) Upload(ctx context.Context, key, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = s.cos.Object.Put(ctx, key, f, nil)
	if coserr.IsNoBucket(err) {
		return fmt.Errorf("make the bucket first: %w", err)
	}
	return coserr.Annotate(err, key)
}

// Download returns what is below key.
func (s *Store) Download(ctx context.Context, key string) ([]byte, error) {
	resp, err := s.cos.Object.Get(ctx, key, nil)
	if err != nil {
		if coserr.IsNoKey(err) {
			return nil, ErrMissing
		}
		return nil, coserr.Annotate(err, key)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Exists tells whether there is an object.
func (s *Store) Exists(ctx context.Context, key string) (bool, error) {
	_, err := s.cos.Object.Head(ctx, key, nil)
	if e, ok := cos.IsCOSError(err); ok && e.Response.StatusCode == http.StatusNotFound {
		return false, nil
	}
	return err == nil, err
}

// Has tells the same for callers that know nothing of COS.
func (s *Store) Has(ctx context.Context, key string) (bool, error) {
	_, err := s.cos.Object.Head(ctx, key, nil)
	if err == nil {
		return true, nil
	}
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "ResourceNotFound" { // WANT deadassert
		return false, nil
	}
	return false, err
}

// Delete removes an object.
func (s *Store) Delete(ctx context.Context, key string) error {
	_, err := s.cos.Object.Delete(ctx, key)
	if err != nil && !coserr.IsNoKey(err) {
		return coserr.NewFailure(key, err)
	}
	return nil
}

// Clear removes many objects.
func (s *Store) Clear(ctx context.Context, keys []string) []*coserr.Failure {
	var failed []*coserr.Failure
	for _, key := range keys {
		if _, err := s.cos.Object.Delete(ctx, key); err != nil {
			failed = append(failed, coserr.NewFailure(key, err))
		}
	}
	return failed
}

// Copy copies an object within the bucket, with patience.
func (s *Store) Copy(ctx context.Context, from, to string) error {
	var err error
	for i := 0; i < 4; i++ {
		_, _, err = s.cos.Object.Copy(ctx, to, from, nil)
		if err == nil || !coserr.MayPass(err) {
			return coserr.Annotate(err, to)
		}
		time.Sleep(time.Duration(i+1) * time.Second)
	}
	return coserr.Annotate(err, to)
}

// LoggingTarget returns where the bucket's log goes.
func (s *Store) LoggingTarget(ctx context.Context) (string, error) {
	result, _, err := s.cos.Bucket.GetLogging(ctx)
	if err != nil {
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok { // WANT deadassert
			return "", fmt.Errorf("logging: %s", e.Code)
		}
		return "", err
	}
	if result.LoggingEnabled == nil {
		return "", nil
	}
	return result.LoggingEnabled.TargetBucket, nil
}

// Lifecycle counts the bucket's rules.
func (s *Store) Lifecycle(ctx context.Context) (int, error) {
	result, _, err := s.cos.Bucket.GetLifecycle(ctx)
	switch coserr.Code(err) {
	case "NoSuchLifecycleConfiguration":
		return 0, nil
	case "AccessDenied":
		return 0, fmt.Errorf("the key may not read rules: %w", err)
	}
	if err != nil {
		return 0, err
	}
	return len(result.Rules), nil
}

// Tags returns the tags of the bucket.
func (s *Store) Tags(ctx context.Context) (map[string]string, error) {
	result, resp, err := s.cos.Bucket.GetTagging(ctx)
	if err != nil {
		if resp != nil && resp.StatusCode == http.StatusNotFound {
			return map[string]string{}, nil
		}
		return nil, err
	}
	tags := make(map[string]string, len(result.TagSet))
	for _, t := range result.TagSet {
		tags[t.Key] = t.Value
	}
	return tags, nil
}
