package policy

import (
	"errors"
	"testing"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func TestTested(t *testing.T) {
	check(t, errors.New("other"))
}

func check(t *testing.T, err error) {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "AuthFailure.SignatureExpired" { // want `unknowncode: "AuthFailure.SignatureExpired"`
		t.Fatal(err)
	}
}
