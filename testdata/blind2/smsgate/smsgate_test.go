package smsgate

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	terr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

type fakeSender struct {
	code  string // of the number
	err   error
	calls int
}

func (f *fakeSender) SendSmsWithContext(_ context.Context, r *sms.SendSmsRequest) (*sms.SendSmsResponse, error) {
	f.calls++
	if f.err != nil {
		return nil, f.err
	}
	resp := sms.NewSendSmsResponse()
	resp.Response = &sms.SendSmsResponseParams{}
	for _, n := range r.PhoneNumberSet {
		s := &sms.SendStatus{PhoneNumber: n, Code: &f.code, Message: &f.code, SerialNo: n}
		resp.Response.SendStatusSet = append(resp.Response.SendStatusSet, s)
	}
	return resp, nil
}

func TestServe(t *testing.T) {
	for _, tt := range []struct {
		name string
		fake fakeSender
		want int
	}{
		{"ok", fakeSender{code: "Ok"}, http.StatusAccepted},
		{"blocked", fakeSender{code: "FailedOperation.PhoneNumberInBlacklist"}, http.StatusUnprocessableEntity},
		{"key", fakeSender{err: terr.NewTencentCloudSDKError("AuthFailure.SecretIdNotFound", "", "")}, http.StatusInternalServerError},
		{"slow down", fakeSender{err: terr.NewTencentCloudSDKError("RequestLimitExceeded", "", "")}, http.StatusTooManyRequests},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := &Gate{Sender: &tt.fake, app: "1400", sign: "me"}
			rec := httptest.NewRecorder()
			g.ServeHTTP(rec, httptest.NewRequest("POST", "/", strings.NewReader(`{"Template":"1","Numbers":["+8613800000000"]}`)))
			if rec.Code != tt.want {
				t.Errorf("%d, want %d", rec.Code, tt.want)
			}
		})
	}
}

func TestSendOne(t *testing.T) {
	g := &Gate{Sender: &fakeSender{code: "LimitExceeded.PhoneNumberDailyLimit"}}
	_, err := g.SendOne(context.Background(), "1", "+86")
	if n, ok := err.(NumberError); !ok || n.Code != "LimitExceeded.PhoneNumberDailyLimit" {
		t.Fatal(err)
	}
}

func TestPatient(t *testing.T) {
	f := &fakeSender{err: terr.NewTencentCloudSDKError("AuthFailure.SignatureExpire", "", "")}
	g := &Gate{Sender: f}
	if _, err := g.Patient(context.Background(), sms.NewSendSmsRequest()); err == nil || f.calls != 1 {
		t.Fatal(err, f.calls)
	}
}
