// Package store keeps backups in object storage.
package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentyun/cos-go-sdk-v5"
)

// Store is a bucket.
type Store struct{ client *cos.Client }

// ErrMissing says that there is no such object.
var ErrMissing = errors.New("store: no such object")

// Read reads an object.
func (s *Store) Read(ctx context.Context, name string) ([]byte, error) {
	response, err := s.client.Object.Get(ctx, name, nil)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchKey" {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", name, err)
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}

// ReadOld misspells the code.
func (s *Store) ReadOld(ctx context.Context, name string) ([]byte, error) {
	response, err := s.client.Object.Get(ctx, name, nil)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchkey" { // WANT unknowncode
		return nil, ErrMissing
	}
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}

// Bucket makes the bucket, unless it is ours.
func (s *Store) Bucket(ctx context.Context) error {
	_, err := s.client.Bucket.Put(ctx, nil)
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Code == "BucketAlreadyOwnedByYu" { // WANT unknowncode
		return nil
	}
	return err
}

// EnsureBucket makes the bucket, unless it is ours.
func (s *Store) EnsureBucket(ctx context.Context) error {
	_, err := s.client.Bucket.Put(ctx, nil)
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Code == "BucketAlreadyOwnedByYou" {
		return nil
	}
	return err
}

// Exists asks for the code of an answer without a body.
func (s *Store) Exists(ctx context.Context, name string) (bool, error) {
	_, err := s.client.Object.Head(ctx, name, nil)
	if e, ok := err.(*cos.ErrorResponse); ok && e.Code == "NoSuchKey" { // WANT deadtest
		return false, nil
	}
	return err == nil, err
}

// Has asks for the status.
func (s *Store) Has(ctx context.Context, name string) (bool, error) {
	_, err := s.client.Object.Head(ctx, name, nil)
	if cos.IsNotFoundError(err) {
		return false, nil
	}
	return err == nil, err
}

// HasStatus asks for the status by hand.
func (s *Store) HasStatus(ctx context.Context, name string) (bool, error) {
	_, err := s.client.Object.Head(ctx, name, nil)
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Response != nil && e.Response.StatusCode == http.StatusNotFound {
		return false, nil
	}
	return err == nil, err
}

// HasBucket asks for the code of an answer without a body.
func (s *Store) HasBucket(ctx context.Context) (bool, error) {
	_, err := s.client.Bucket.Head(ctx)
	if e, ok := cos.IsCOSError(err); ok {
		switch e.Code {
		case "NoSuchBucket": // WANT deadtest
			return false, nil
		}
	}
	return err == nil, err
}

// Policy asserts the wrong SDK's error.
func (s *Store) Policy(ctx context.Context) (*cos.BucketGetPolicyResult, error) {
	policy, _, err := s.client.Bucket.GetPolicy(ctx)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" { // WANT deadassert
		return nil, nil
	}
	return policy, err
}

// Lifecycle has none where there is none.
func (s *Store) Lifecycle(ctx context.Context) (*cos.BucketGetLifecycleResult, error) {
	lifecycle, _, err := s.client.Bucket.GetLifecycle(ctx)
	if e, ok := err.(*cos.ErrorResponse); ok && e.Code == "NoSuchLifecycleConfiguration" {
		return nil, nil
	}
	return lifecycle, err
}

// Write takes a refusal for success.
func (s *Store) Write(ctx context.Context, name string, data []byte) error {
	_, err := s.client.Object.Put(ctx, name, bytes.NewReader(data), nil)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "AccessDenied" { // WANT criticalsuccess
		return nil
	}
	return err
}

// Save loses all errors but one.
func (s *Store) Save(ctx context.Context, name string, data []byte) error {
	_, err := s.client.Object.Put(ctx, name, bytes.NewReader(data), nil)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchBucket" { // WANT missingcritical
		return err
	}
	return nil
}

// Delete loses errors that are not the store's.
func (s *Store) Delete(ctx context.Context, name string) error {
	_, err := s.client.Object.Delete(ctx, name)
	if e, ok := err.(*cos.ErrorResponse); ok { // WANT dropped
		if e.Code == "NoSuchKey" {
			return nil
		}
		return err
	}
	return nil
}

// Remove keeps them.
func (s *Store) Remove(ctx context.Context, name string) error {
	_, err := s.client.Object.Delete(ctx, name)
	if e, ok := err.(*cos.ErrorResponse); ok && e.Code == "NoSuchKey" {
		return nil
	}
	return err
}

// Copy retries a refusal.
func (s *Store) Copy(ctx context.Context, name, source string) error {
	for try := 0; ; try++ {
		_, _, err := s.client.Object.Copy(ctx, name, source, nil)
		if err == nil || try == 5 {
			return err
		}
		if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchKey" { // WANT missingcritical
			return err
		}
		time.Sleep(time.Second)
	}
}

// CopySlow retries when asked to slow down.
func (s *Store) CopySlow(ctx context.Context, name, source string) error {
	for try := 0; ; try++ {
		_, _, err := s.client.Object.Copy(ctx, name, source, nil)
		if err == nil || try == 5 {
			return err
		}
		e, ok := cos.IsCOSError(err)
		if !ok || e.Code != "SlowDown" && e.Code != "ServiceUnavailable" && e.Code != "RequestTimeout" {
			return err
		}
		time.Sleep(time.Second)
	}
}

// ServeObject is a gateway.
func (s *Store) ServeObject(w http.ResponseWriter, r *http.Request) {
	data, err := s.Read(r.Context(), r.URL.Path)
	switch {
	case errors.Is(err, ErrMissing):
		http.NotFound(w, r)
	case err != nil:
		log.Printf("read: %v", err)
		w.WriteHeader(http.StatusBadGateway)
	default:
		w.Write(data)
	}
}

// Backup writes all and joins what failed.
func (s *Store) Backup(ctx context.Context, files map[string][]byte) error {
	var errs []error
	for name, data := range files {
		_, err := s.client.Object.Put(ctx, name, bytes.NewReader(data), nil)
		if e, ok := cos.IsCOSError(err); ok && e.Code == "AccessDenied" {
			return fmt.Errorf("the key may not write: %w", err)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

// Typed returns the nil of a failed assertion.
func (s *Store) Typed(ctx context.Context, name string) error {
	if _, err := s.client.Object.Delete(ctx, name); err != nil {
		e, ok := err.(*cos.ErrorResponse)
		if !ok || e.Code != "NoSuchKey" {
			return e // WANT typednil
		}
	}
	return nil
}
