package texter

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"example.org/blind4/texter/status"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

// Sender is what is needed to send; tests have one of their own.
type Sender interface {
	SendSmsWithContext(ctx context.Context, request *sms.SendSmsRequest) (*sms.SendSmsResponse, error)
}

// Broadcast sends one message to all numbers.
func Broadcast(ctx context.Context, s Sender, req *sms.SendSmsRequest, numbers []string) error {
	req.PhoneNumberSet = common.StringPtrs(numbers)
	resp, err := s.SendSmsWithContext(ctx, req) // WANT uncheckedstatus
	if err != nil {
		return fmt.Errorf("broadcast: %w", err)
	}
	fmt.Println("sent, request", *resp.Response.RequestId)
	return nil
}

// Announce is Broadcast that tells who was left out.
func Announce(ctx context.Context, s Sender, req *sms.SendSmsRequest) ([]string, error) {
	resp, err := s.SendSmsWithContext(ctx, req)
	if err != nil {
		if e := new(sdkerr.TencentCloudSDKError); errors.As(err, &e) && e.Code == "MissingParameter.EmptyPhoneNumberSet" {
			return nil, nil
		}
		return nil, err
	}
	var left []string
	for _, st := range resp.Response.SendStatusSet {
		if !strings.EqualFold(*st.Code, status.OK) {
			left = append(left, *st.PhoneNumber)
		}
	}
	return left, nil
}

// Overseas sends to many abroad and counts what was taken.
func Overseas(ctx context.Context, client *sms.Client, req *sms.SendMultiGlobalSmsRequest) (int, error) {
	resp, err := client.SendMultiGlobalSmsWithContext(ctx, req) // WANT uncheckedstatus
	if status.Slow(err) {
		return 0, fmt.Errorf("too many messages: %w", err)
	}
	if err != nil {
		return 0, err
	}
	return len(resp.Response.SendMultiStatusSet), nil
}

// AddTemplate adds a template and tells whether it is new.
func AddTemplate(ctx context.Context, client *sms.Client, req *sms.AddSmsTemplateRequest) (bool, error) {
	_, err := client.AddSmsTemplateWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && strings.Contains(e.Error(), "FailedOperation.TemplateNumberLimit") { // WANT textmatch
		return false, fmt.Errorf("no room for a template: %w", err)
	}
	return err == nil, err
}
