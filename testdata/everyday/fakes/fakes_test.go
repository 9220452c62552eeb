package fakes

import (
	"testing"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	ssm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssm/v20190923"
)

// fake answers the code that it is made of.
type fake string

func (f fake) GetSecretValue(*ssm.GetSecretValueRequest) (*ssm.GetSecretValueResponse, error) {
	return nil, sdkerrors.NewTencentCloudSDKError(string(f), "fake", "")
}

func TestGone(t *testing.T) {
	for _, code := range []string{"ResourceNotFound.SecretNotFound", "Made.Up"} {
		err := error(&sdkerrors.TencentCloudSDKError{Code: code})
		if got := gone(err); got != (code != "Made.Up") {
			t.Errorf("%s: %v", code, got)
		}
	}
	made := sdkerrors.NewTencentCloudSDKError("Some.Code", "", "")
	if gone(made) || !is(made, "Some.Code") {
		t.Error("another code is gone")
	}
	_, err := get(fake("Throttled.Fake"), nil)
	if !is(err, "Throttled.Fake") {
		t.Error(err)
	}
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); !ok || e.Code != "Throttled.Fake" {
		t.Error(err)
	}
}

func TestMisspelled(t *testing.T) {
	_, err := get(fake("InternalError"), nil)
	if !is(err, "InternalEror") { // want `unknowncode: "InternalEror"`
		t.Error(err)
	}
}
