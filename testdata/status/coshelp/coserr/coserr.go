// Package coserr asks errors of object storage what they are.
package coserr

import (
	"errors"

	"github.com/tencentyun/cos-go-sdk-v5"
)

func Code(err error) string { // want Code:`theCode\(0\)`
	var e *cos.ErrorResponse
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func Is(err error, codes ...string) bool { // want Is:`matches\(0 #1\)`
	e, ok := cos.IsCOSError(err)
	if !ok {
		return false
	}
	for _, c := range codes {
		if e.Code == c {
			return true
		}
	}
	return false
}

func Gone(err error) bool { return Is(err, "NoSuchKey", "NoSuchBucket") } // want Gone:`matches\(0 NoSuchKey NoSuchBucket\)`
