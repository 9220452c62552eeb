package sdkerr

import (
	"context"
	"errors"
	"fmt"
	"testing"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func fake(code string) error { return tcerr.NewTencentCloudSDKError(code, "fake", "r-1") }

func TestClassify(t *testing.T) {
	for code, want := range map[string]Class{
		"RequestLimitExceeded.UinLimitExceeded": Passing,
		"AuthFailure.SecretIdNotFound":          Refused,
		"ResourceNotFound":                      Missing,
		"InvalidParameterValue":                 Mine,
		"Nonsense.OfATest":                      Unknown,
	} {
		t.Run(code, func(t *testing.T) {
			if got := Classify(fmt.Errorf("op: %w", fake(code))); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestDoStopsOnRefusal(t *testing.T) {
	calls := 0
	err := Do(context.Background(), 0, func() error {
		if calls++; calls < 3 {
			return fake("RequestLimitExceeded")
		}
		return fake("AuthFailure.SignatureFailure")
	})
	if !Denied(err) || calls != 3 {
		t.Fatalf("calls %d, err %v", calls, err)
	}
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) || e.Code != "AuthFailure.SignatureFailure" {
		t.Fatal(err)
	}
}

func TestGone(t *testing.T) {
	tests := []struct {
		err  error
		want bool
	}{
		{fake("InvalidVpcId.NotFound"), true},
		{fake("ResourceNotFound.InstanceNotFound"), true},
		{fake("AuthFailure"), false},
		{errors.New("ResourceNotFound"), false},
		{nil, false},
	}
	for _, tt := range tests {
		if got := Gone(tt.err); got != tt.want {
			t.Errorf("Gone(%v) = %v", tt.err, got)
		}
	}
}
