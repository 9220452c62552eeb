// Package texter sends text messages.
package texter

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"example.org/blind4/texter/status"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

// Texter sends messages of one application.
type Texter struct {
	client *sms.Client
	app    string
	sign   string
	log    *slog.Logger
	sent   int
}

var errNoPackage = errors.New("texter: no messages left in the package")

func (t *Texter) request(template string, numbers []string, params ...string) *sms.SendSmsRequest {
	req := sms.NewSendSmsRequest()
	req.SmsSdkAppId = common.StringPtr(t.app)
	req.SignName = common.StringPtr(t.sign)
	req.TemplateId = common.StringPtr(template)
	req.PhoneNumberSet = common.StringPtrs(numbers)
	req.TemplateParamSet = common.StringPtrs(params)
	return req
}

// Code sends a code for a login.
func (t *Texter) Code(ctx context.Context, number, code string) error {
	resp, err := t.client.SendSmsWithContext(ctx, t.request("1001", []string{number}, code))
	if err != nil {
		return status.Context(err, "code for %s", number)
	}
	return status.Check(resp)
}

// Reminder sends a reminder.
func (t *Texter) Reminder(ctx context.Context, number, when string) error {
	_, err := t.client.SendSmsWithContext(ctx, t.request("1002", []string{number}, when)) // WANT uncheckedstatus
	if status.OutOfMoney(err) {
		return errNoPackage
	}
	return err
}

// Alarm sends an alarm to all that are on duty.
func (t *Texter) Alarm(ctx context.Context, numbers []string, text string) error {
	resp, err := t.client.SendSmsWithContext(ctx, t.request("1003", numbers, text))
	if err != nil {
		return err
	}
	failed := status.Failed(resp.Response.SendStatusSet)
	if len(failed) == 0 {
		return nil
	}
	var all []error
	for _, f := range failed {
		all = append(all, f)
	}
	return errors.Join(all...)
}

// Receipt sends a receipt and returns under which numbers it is filed.
func (t *Texter) Receipt(ctx context.Context, numbers []string, amount string) ([]string, error) {
	resp, err := t.client.SendSmsWithContext(ctx, t.request("1004", numbers, amount)) // WANT uncheckedstatus
	if err != nil {
		return nil, fmt.Errorf("receipt: %w", err)
	}
	return status.Serials(resp.Response.SendStatusSet), nil
}

// Invoice sends an invoice and tells what that cost.
func (t *Texter) Invoice(ctx context.Context, number, amount string) (uint64, error) {
	resp, err := t.client.SendSmsWithContext(ctx, t.request("1005", []string{number}, amount)) // WANT uncheckedstatus
	if err != nil {
		if status.TemplateMissing(err) {
			return 0, fmt.Errorf("ask for template 1005: %w", err)
		}
		return 0, err
	}
	t.sent++
	return status.Fees(resp), nil
}

// Campaign sends to many, in lots of 200, and returns who got nothing.
func (t *Texter) Campaign(ctx context.Context, numbers []string) (missed []string, err error) {
	for len(numbers) > 0 {
		lot := numbers[:min(200, len(numbers))]
		numbers = numbers[len(lot):]
		resp, err := t.client.SendSmsWithContext(ctx, t.request("1006", lot))
		if err != nil {
			return append(missed, lot...), err
		}
		for _, s := range resp.Response.SendStatusSet {
			switch *s.Code {
			case status.OK:
				t.sent++
			case "LimitExceeded.PhoneNumberDailyLimit", "FailedOperation.PhoneNumberInBlacklist":
				t.log.Info("left out", "number", *s.PhoneNumber)
			default:
				missed = append(missed, *s.PhoneNumber)
			}
		}
	}
	return missed, nil
}

// Abroad sends to numbers outside of the mainland.
func (t *Texter) Abroad(ctx context.Context, infos []*sms.MultiSmsInfo) error {
	req := sms.NewSendMultiGlobalSmsRequest()
	req.SmsSdkAppId = common.StringPtr(t.app)
	req.MultiSmsInfoSet = infos
	resp, err := t.client.SendMultiGlobalSmsWithContext(ctx, req)
	if err != nil {
		return err
	}
	for _, s := range resp.Response.SendMultiStatusSet {
		if *s.Code != status.OK {
			return status.Refused{Number: *s.PhoneNumber, Code: *s.Code}
		}
	}
	return nil
}

// Deliver sends again while the service is too busy.
func (t *Texter) Deliver(ctx context.Context, number string) error {
	req := t.request("1007", []string{number})
	for i := 0; i < 6; i++ {
		resp, err := t.client.SendSmsWithContext(ctx, req)
		if err == nil {
			return status.Check(resp)
		}
		if !status.Slow(err) {
			return err
		}
		time.Sleep(time.Second << i)
	}
	return errors.New("the service is too busy")
}

// Insist sends again whatever happens but for a missing template.
func (t *Texter) Insist(ctx context.Context, number string) error {
	req := t.request("1008", []string{number})
	for i := 0; i < 6; i++ {
		resp, err := t.client.SendSmsWithContext(ctx, req)
		if err == nil {
			return status.Check(resp)
		}
		if status.TemplateMissing(err) { // WANT missingcritical
			return err
		}
		time.Sleep(time.Second << i)
	}
	return errors.New("not sent")
}

// Convert reports that a code was used.
func (t *Texter) Convert(ctx context.Context, serial string) error {
	req := sms.NewReportConversionRequest()
	req.SmsSdkAppId = common.StringPtr(t.app)
	req.SerialNo = common.StringPtr(serial)
	resp, err := t.client.ReportConversionWithContext(ctx, req)
	if err != nil {
		return err
	}
	if s := resp.Response.ReportConversionStatus; s != nil && *s.Code != status.OK {
		return fmt.Errorf("conversion of %s: %s", serial, *s.Message)
	}
	return nil
}
