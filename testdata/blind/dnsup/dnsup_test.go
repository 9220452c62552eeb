package dnsup

import (
	"errors"
	"testing"

	"example.com/blind/tcapi"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

type fakeZone struct {
	err   error
	calls int
}

func (z *fakeZone) delete() error { z.calls++; return z.err }

func TestIgnore(t *testing.T) {
	z := &fakeZone{err: tcerr.NewTencentCloudSDKError("ResourceNotFound.Fake", "gone", "1")}
	if err := tcapi.Do(z.delete, tcapi.Ignore("ResourceNotFound.Fake")); err != nil {
		t.Fatal(err)
	}
	if err := tcapi.Do(z.delete); !tcapi.Is(err, "ResourceNotFound.Fake") {
		t.Errorf("got %v", err)
	}
}

func TestDetails(t *testing.T) {
	err := tcapi.Wrap("x", &tcerr.TencentCloudSDKError{Code: "Made.Up", Message: "m", RequestId: "r"})
	if code, message, request, ok := tcapi.Details(err); !ok || code != "Made.Up" || message != "m" || request != "r" {
		t.Errorf("got %q %q %q %v", code, message, request, ok)
	}
	if _, ok := tcapi.Code(errors.New("AuthFailure")); ok {
		t.Error("a plain error has no code")
	}
}
