// Package cos handles errors of object storage, which has codes of its own.
package cos

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"

	"github.com/tencentyun/cos-go-sdk-v5"
)

type bucket struct{ client *cos.Client }

// An answer to HEAD has no body, hence no code.
func (b *bucket) exists(ctx context.Context, key string) (bool, error) {
	_, err := b.client.Object.Head(ctx, key, nil)
	if err == nil {
		return true, nil
	}
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Code == "NoSuchKey" { // want `deadtest: never true: an answer to HEAD has no body, so Code is empty; test Response\.StatusCode, or use cos\.IsNotFoundError`
		return false, nil
	}
	return false, err
}

func (b *bucket) bucketExists(ctx context.Context) (bool, error) {
	_, err := b.client.Bucket.Head(ctx)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchBucket" { // want `deadtest`
		return false, nil
	}
	return err == nil, err
}

func (b *bucket) get(ctx context.Context, key string) (*cos.Response, error) {
	resp, err := b.client.Object.Get(ctx, key, nil)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchKeys" { // want `unknowncode: "NoSuchKeys" is not an error code of COS; did you mean "NoSuchKey"\?`
		return nil, nil
	}
	return resp, err
}

func (b *bucket) create(ctx context.Context) error {
	_, err := b.client.Bucket.Put(ctx, nil)
	if err != nil {
		if e, ok := err.(*cos.ErrorResponse); ok {
			switch e.Code {
			case "BucketAlreadyOwnedByYou":
				return nil
			case "BucketAlreadyExist": // want `unknowncode: .*"BucketAlreadyExists"`
				return errors.New("taken")
			}
			return e
		}
		return err
	}
	return nil
}

func (b *bucket) remove(ctx context.Context, key string) error {
	_, err := b.client.Object.Delete(ctx, key)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "ResourceNotFound.CdnHostNotExists" { // want `unknowncode: "ResourceNotFound.CdnHostNotExists" is a code of the cloud API, and COS never answers it`
		return nil
	}
	return err
}

func (b *bucket) removeQuietly(ctx context.Context, key string) error {
	_, err := b.client.Object.Delete(ctx, key)
	if e, ok := err.(*cos.ErrorResponse); ok {
		if e.Code == "NoSuchKey" { // want `dropped`
			return nil
		}
		return err
	}
	return nil
}

func (b *bucket) swallows(ctx context.Context, key string) error {
	_, err := b.client.Object.Delete(ctx, key)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "InternalError" { // want `missingcritical: .*AccessDenied`
		return err
	}
	return nil
}

// From here on: correct.

func (b *bucket) has(ctx context.Context, key string) (bool, error) {
	_, err := b.client.Object.Head(ctx, key, nil)
	if cos.IsNotFoundError(err) {
		return false, nil
	}
	return err == nil, err
}

func (b *bucket) status(ctx context.Context, key string) (bool, error) {
	_, err := b.client.Object.Head(ctx, key, nil)
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Response.StatusCode == http.StatusNotFound {
		return false, nil
	}
	return err == nil, err
}

func (b *bucket) fetch(ctx context.Context, key string) (*cos.Response, error) {
	resp, err := b.client.Object.Get(ctx, key, nil)
	var e *cos.ErrorResponse
	if errors.As(err, &e) && (e.Code == "NoSuchKey" || e.Code == "NoSuchBucket") {
		return nil, nil
	}
	return resp, err
}

func (b *bucket) kinds(err error) string {
	e, ok := cos.IsCOSError(err)
	if !ok {
		return "transport"
	}
	switch e.Code {
	case "AccessDenied", "SignatureDoesNotMatch", "InvalidAccessKeyId", "RequestTimeTooSkewed", "ExpiredToken":
		return "sign-in"
	case "SlowDown", "ServiceUnavailable":
		return "throttled"
	}
	return "other"
}

// A code that no public table has, with no near one, may be real.
func (b *bucket) unlisted(ctx context.Context, key string) error {
	_, err := b.client.Object.Delete(ctx, key)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "ArchiveTierMigrationPending" {
		return fmt.Errorf("later: %w", err)
	}
	return err
}

func (b *bucket) batch(ctx context.Context, keys []string) (failed int) {
	for _, key := range keys {
		_, err := b.client.Object.Delete(ctx, key)
		if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchKey" {
			continue
		}
		if err != nil {
			log.Print(err)
			failed++
		}
	}
	return failed
}
