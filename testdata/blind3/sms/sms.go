// Package sms sends the one-time codes of the login.
package sms

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	smsapi "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

// API is what we need of the client, so that tests can fake it.
type API interface {
	SendSmsWithContext(ctx context.Context, req *smsapi.SendSmsRequest) (*smsapi.SendSmsResponse, error)
	DescribeSmsTemplateListWithContext(ctx context.Context, req *smsapi.DescribeSmsTemplateListRequest) (*smsapi.DescribeSmsTemplateListResponse, error)
}

// Reason says why a number got no message.
type Reason int

const (
	Unknown Reason = iota
	BadNumber
	Blocked
	TooMany
	OurFault
	Broke
)

// reasons are the codes of a number as well as those of the call.
var reasons = map[string]Reason{
	"InvalidParameterValue.IncorrectPhoneNumber":      BadNumber,
	"FailedOperation.PhoneNumberInBlacklist":          Blocked,
	"LimitExceeded.PhoneNumberDailyLimit":             TooMany,
	"LimitExceeded.PhoneNumberOneHourLimit":           TooMany,
	"LimitExceeded.PhoneNumberThirtySecondLimit":      TooMany,
	"FailedOperation.TemplateIncorrectOrUnapproved":   OurFault,
	"FailedOperation.SignatureIncorrectOrUnapproved":  OurFault,
	"FailedOperation.InsufficientBalanceInSmsPackage": Broke,
}

// SendError is the failure of one number.
type SendError struct {
	Number string
	Code   string
	Reason Reason
}

func (e *SendError) Error() string { return e.Number + ": " + e.Code }

// Temporary is asked by the queue.
func (e *SendError) Temporary() bool { return e.Reason == TooMany || e.Code == "InternalError.Timeout" }

type Sender struct {
	api      API
	app      string
	sign     string
	template string
	log      *slog.Logger
}

func (s *Sender) request(code string, numbers ...string) *smsapi.SendSmsRequest {
	req := smsapi.NewSendSmsRequest()
	req.SmsSdkAppId, req.SignName, req.TemplateId = &s.app, &s.sign, &s.template
	req.TemplateParamSet = []*string{&code}
	req.PhoneNumberSet = common.StringPtrs(numbers)
	return req
}

// Send sends to one number.
func (s *Sender) Send(ctx context.Context, number, code string) error {
	resp, err := s.api.SendSmsWithContext(ctx, s.request(code, number))
	if err != nil {
		return s.classify(number, err)
	}
	for _, st := range resp.Response.SendStatusSet {
		if c := *st.Code; c != "Ok" {
			return &SendError{Number: number, Code: c, Reason: reasons[c]}
		}
	}
	return nil
}

func (s *Sender) classify(number string, err error) error {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	if r, ok := reasons[e.Code]; ok {
		return &SendError{number, e.Code, r}
	}
	return fmt.Errorf("send to %s: %w", number, err)
}

// Blast sends to many and gives the failures.
func (s *Sender) Blast(ctx context.Context, text string, numbers []string) ([]*SendError, error) {
	var failed []*SendError
	for len(numbers) > 0 {
		n := min(len(numbers), 200)
		resp, err := s.api.SendSmsWithContext(ctx, s.request(text, numbers[:n]...))
		if err != nil {
			return failed, err
		}
		failed = append(failed, failures(resp)...)
		numbers = numbers[n:]
	}
	return failed, nil
}

func failures(resp *smsapi.SendSmsResponse) (out []*SendError) {
	for _, st := range resp.Response.SendStatusSet {
		if st.Code != nil && !strings.EqualFold(*st.Code, "ok") {
			out = append(out, &SendError{*st.PhoneNumber, *st.Code, reasons[*st.Code]})
		}
	}
	return out
}

// Alert tells the people on duty.
func Alert(client *smsapi.Client, req *smsapi.SendSmsRequest) error {
	if _, err := client.SendSms(req); err != nil { // WANT uncheckedstatus
		return fmt.Errorf("alert: %w", err)
	}
	return nil
}

// Ping sends the text of the day and returns its number.
func Ping(client *smsapi.Client, req *smsapi.SendSmsRequest) (string, error) {
	resp, err := client.SendSms(req) // WANT uncheckedstatus
	if err != nil {
		return "", err
	}
	return *resp.Response.SendStatusSet[0].SerialNo, nil
}

// Raw gives the caller the answer.
func Raw(client *smsapi.Client, req *smsapi.SendSmsRequest) (*smsapi.SendSmsResponse, error) {
	resp, err := client.SendSms(req)
	if err != nil {
		return nil, fmt.Errorf("raw: %w", err)
	}
	return resp, nil
}

// Trial sends one and prints what came.
func Trial(client *smsapi.Client, req *smsapi.SendSmsRequest) error {
	resp, err := client.SendSms(req) // WANT uncheckedstatus
	if err != nil {
		return err
	}
	fmt.Println(resp.ToJsonString())
	return nil
}

// limited is asked before a message goes to the slow queue.
func limited(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return false
	}
	switch e.Code {
	case "LimitExceeded.PhoneNumberDailyLimit",
		"LimitExceeded.PhoneNumberOneHoursLimit", // WANT unknowncode
		"LimitExceeded.DeliveryFrequencyLimit":
		return true
	}
	return strings.HasPrefix(e.Code, "RequestLimitExceeded")
}

// SendSlow waits until the limits let the message through.
func (s *Sender) SendSlow(ctx context.Context, number, code string) error {
	b := backoff.WithContext(backoff.NewExponentialBackOff(), ctx)
	return backoff.Retry(func() error {
		resp, err := s.api.SendSmsWithContext(ctx, s.request(code, number))
		if err != nil {
			var e *tcerr.TencentCloudSDKError
			if errors.As(err, &e) && (e.Code == "LimitExceeded.DeliveryFrequencyLimit" || strings.HasPrefix(e.Code, "RequestLimitExceeded") || strings.HasPrefix(e.Code, "InternalError")) {
				return err
			}
			return backoff.Permanent(err)
		}
		if f := failures(resp); len(f) > 0 && !f[0].Temporary() {
			return backoff.Permanent(f[0])
		} else if len(f) > 0 {
			return f[0]
		}
		return nil
	}, b)
}

// SendStubborn is for the messages that must go out.
func (s *Sender) SendStubborn(ctx context.Context, number, code string) error {
	return backoff.Retry(func() error {
		resp, err := s.api.SendSmsWithContext(ctx, s.request(code, number))
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "InvalidParameterValue.IncorrectPhoneNumber" { // WANT missingcritical
			return backoff.Permanent(err)
		}
		if err != nil {
			return err
		}
		if f := failures(resp); len(f) > 0 {
			return backoff.Permanent(f[0])
		}
		return nil
	}, backoff.NewConstantBackOff(time.Second))
}

// Templates lists the texts that were approved.
func (s *Sender) Templates(ctx context.Context) ([]string, error) {
	req := smsapi.NewDescribeSmsTemplateListRequest()
	req.International = common.Uint64Ptr(0)
	resp, err := s.api.DescribeSmsTemplateListWithContext(ctx, req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "FailedOperation.MissingTemplateList" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for _, t := range resp.Response.DescribeTemplateStatusSet {
		if *t.StatusCode == 0 {
			out = append(out, *t.TemplateName)
		}
	}
	return out, nil
}

// TemplatesOrNone is for the admin page.
func (s *Sender) TemplatesOrNone(ctx context.Context) ([]string, error) {
	list, err := s.Templates(ctx)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		if e.Code == "UnauthorizedOperation.RequestPermissionDeny" { // WANT dropped
			return nil, fmt.Errorf("ask an admin: %s", e.Message)
		}
		return nil, e
	}
	return list, nil
}

func deleteTemplate(client *smsapi.Client, id uint64) error {
	req := smsapi.NewDeleteSmsTemplateRequest()
	req.TemplateId = &id
	_, err := client.DeleteSmsTemplate(req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "FailedOperation.TemplateIdNotExist" {
		return nil
	}
	return err
}

func deleteSign(client *smsapi.Client, id uint64) error {
	req := smsapi.NewDeleteSmsSignRequest()
	req.SignId = &id
	_, err := client.DeleteSmsSign(req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "FailedOperation.SignIDNotExist" { // WANT unknowncode
		return nil
	}
	return err
}

func addSign(client *smsapi.Client, name string) error {
	req := smsapi.NewAddSmsSignRequest()
	req.SignName = &name
	_, err := client.AddSmsSign(req)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		switch {
		case e.Code == "InvalidParameterValue.SignNameLengthTooLong":
			return fmt.Errorf("%q is too long", name)
		case e.Code == "InvalidParameterValue.SignExistAndUnapproved", e.Code == "InvalidParameterValue.SignAlreadyPassedCheck":
			return nil
		case strings.HasPrefix(e.Code, "FailedOperation.Sign"):
			return fmt.Errorf("signs: %w", err)
		case e.Code == "FailedOperation.SignNumberLimit": // WANT deadtest
			return errors.New("delete a sign first")
		}
	}
	return err
}

func packageLeft(client *smsapi.Client, app string) (uint64, error) {
	req := smsapi.NewSmsPackagesStatisticsRequest()
	req.SmsSdkAppId, req.Limit, req.Offset = &app, common.Uint64Ptr(10), common.Uint64Ptr(0)
	resp, err := client.SmsPackagesStatistics(req)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidParameterValue.SdkAppIdNotExist" {
		return 0, fmt.Errorf("no app %s", app)
	} else if err != nil {
		return 0, err
	}
	var left uint64
	for _, p := range resp.Response.SmsPackagesStatisticsSet {
		left += *p.PackageAmount - *p.CurrentUsage
	}
	return left, nil
}

// frozen tells whether the account was stopped for its bills.
func (s *Sender) frozen(err error) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && (e.Code == "UnauthorizedOperation.ServiceSuspendDueToArrears" || e.Code == "UnauthorizedOperation.SdkAppIdIsDisabled")
}

// Status is the line of the status page.
func (s *Sender) Status(ctx context.Context) string {
	_, err := s.Templates(ctx)
	switch {
	case err == nil:
		return "up"
	case s.frozen(err):
		return "frozen"
	}
	s.log.Error("status", "err", err)
	return "down"
}
