package sms

import (
	"context"
	"errors"
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	smsapi "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

type fake struct {
	code   string
	status string
	calls  int
}

func (f *fake) SendSmsWithContext(_ context.Context, req *smsapi.SendSmsRequest) (*smsapi.SendSmsResponse, error) {
	f.calls++
	if f.code != "" {
		return nil, tcerr.NewTencentCloudSDKError(f.code, "fake", "r")
	}
	resp := smsapi.NewSendSmsResponse()
	resp.Response = &smsapi.SendSmsResponseParams{}
	for _, n := range req.PhoneNumberSet {
		resp.Response.SendStatusSet = append(resp.Response.SendStatusSet, &smsapi.SendStatus{Code: &f.status, PhoneNumber: n})
	}
	return resp, nil
}

func (f *fake) DescribeSmsTemplateListWithContext(context.Context, *smsapi.DescribeSmsTemplateListRequest) (*smsapi.DescribeSmsTemplateListResponse, error) {
	if f.code != "" {
		return nil, tcerr.NewTencentCloudSDKError(f.code, "fake", "r")
	}
	return &smsapi.DescribeSmsTemplateListResponse{Response: &smsapi.DescribeSmsTemplateListResponseParams{
		DescribeTemplateStatusSet: []*smsapi.DescribeTemplateListStatus{{StatusCode: common.Int64Ptr(0), TemplateName: common.StringPtr("a")}},
	}}, nil
}

func TestSend(t *testing.T) {
	tests := []struct {
		fake fake
		want Reason
	}{
		{fake{code: "FailedOperation.PhoneNumberInBlacklist"}, Blocked},
		{fake{status: "LimitExceeded.PhoneNumberDailyLimit"}, TooMany},
		{fake{status: "Made.UpByTheTest"}, Unknown},
	}
	for _, tt := range tests {
		err := (&Sender{api: &tt.fake}).Send(context.Background(), "+86", "1")
		var se *SendError
		if !errors.As(err, &se) {
			t.Errorf("%v: got %v", tt.fake, err)
			continue
		}
		if se.Reason != tt.want {
			t.Errorf("%v: reason %d", tt.fake, se.Reason)
		}
	}
}

func TestTemplates(t *testing.T) {
	got, err := (&Sender{api: &fake{code: "FailedOperation.MissingTemplateList"}}).Templates(context.Background())
	if err != nil || got != nil {
		t.Fatal(got, err)
	}
	_, err = (&Sender{api: &fake{code: "AuthFailure.SignatureExpire"}}).Templates(context.Background())
	if e, ok := err.(*tcerr.TencentCloudSDKError); !ok || e.Code != "AuthFailure.SignatureExpire" {
		t.Fatal(err)
	}
}

func TestLimited(t *testing.T) {
	if limited(errors.New("x")) || !limited(tcerr.NewTencentCloudSDKError("RequestLimitExceeded.UinLimitExceeded", "", "")) {
		t.Fatal("limited")
	}
}
