package dnsup

import (
	"errors"
	"fmt"
	"testing"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func TestThrottled(t *testing.T) {
	for code, want := range map[string]bool{
		"RequestLimitExceeded":                              true,
		"RequestLimitExceeded.GlobalRegionUinLimitExceeded": true,
		"FailedOperation.FrequencyLimit":                    true,
		"InternalError":                                     false,
		"Not.A.Code":                                        false,
	} {
		if got := throttled(sdkerrors.NewTencentCloudSDKError(code, "fake", "1")); got != want {
			t.Errorf("throttled(%s) = %v", code, got)
		}
	}
}

func TestExplainKeepsTheCode(t *testing.T) {
	err := explain(fmt.Errorf("list: %w", sdkerrors.NewTencentCloudSDKError("FailedOperation.NotRealNamedUser", "fake", "2")))
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) || e.Code != "FailedOperation.NotRealNamedUser" {
		t.Fatalf("got %v", err)
	}
}

func TestExplainPlain(t *testing.T) {
	want := errors.New("boom")
	if got := explain(want); got != want {
		t.Fatalf("got %v", got)
	}
}
