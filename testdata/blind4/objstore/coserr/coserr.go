// Package coserr looks into errors of object storage and of the products around it.
package coserr

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentyun/cos-go-sdk-v5"
)

// Status returns the HTTP status of an error of COS, or 0.
func Status(err error) int {
	var e *cos.ErrorResponse
	if errors.As(err, &e) && e.Response != nil {
		return e.Response.StatusCode
	}
	return 0
}

// Code returns the code of an error of COS, or "".
func Code(err error) string {
	var e *cos.ErrorResponse
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// IsNoKey reports whether the object is missing, not the bucket.
func IsNoKey(err error) bool {
	return Code(err) == "NoSuchKey" || (Code(err) == "" && Status(err) == http.StatusNotFound)
}

// IsNoBucket reports whether the bucket is missing.
func IsNoBucket(err error) bool { return Code(err) == "NoSuchBucket" }

// MayPass reports whether COS itself had a bad moment.
func MayPass(err error) bool {
	switch Code(err) {
	case "SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout":
		return true
	}
	return Status(err) >= http.StatusInternalServerError
}

// APICode returns the code of an error of the cloud API, or "".
func APICode(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return ""
	}
	return e.Code
}

// Is reports whether the API answered one of the codes.
func Is(err error, codes ...string) bool {
	got := APICode(err)
	for _, want := range codes {
		if got == want {
			return true
		}
	}
	return false
}

// InCategory reports whether the API answered a code of the category.
func InCategory(err error, category string) bool {
	code := APICode(err)
	return code == category || strings.HasPrefix(code, category+".")
}

// HostGone reports whether CDN does not know the host.
func HostGone(err error) bool { return Is(err, "ResourceNotFound.CdnHostNotExists") }

// KeyGone reports whether KMS does not know the key.
func KeyGone(err error) bool {
	return Is(err, "ResourceUnavailable.CmkNotFound", "ResourceUnavailable.DataKeyNotFound")
}

// Throttled reports whether the API asks for patience.
func Throttled(err error) bool { return InCategory(err, "RequestLimitExceeded") }

// Annotate adds the name of the object.
func Annotate(err error, key string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("object %q: %w", key, err)
}

// Failure is an error with the key that it is about.
type Failure struct {
	Key  string
	Code string
	Err  error
}

func (f *Failure) Error() string { return f.Key + ": " + f.Err.Error() }

// Unwrap returns the error below.
func (f *Failure) Unwrap() error { return f.Err }

// NewFailure keeps the code of err beside the key.
func NewFailure(key string, err error) *Failure {
	code := APICode(err)
	if code == "" {
		code = Code(err)
	}
	return &Failure{Key: key, Code: code, Err: err}
}
