package texter

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"example.org/blind4/texter/status"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

var signGone = []string{
	"FailedOperation.SignIdNotExist",
	"FailedOperation.MissingSignature",
}

var templateKept = []string{
	"FailedOperation.TemplateAlreadyPassedCheck",
	"FailedOperation.TemplateAlreadyPassCheck", // WANT unknowncode
}

// Outcome is what became of a change.
type Outcome int

// Outcomes.
const (
	Done Outcome = iota
	Skipped
	Failed
)

// RemoveSign removes a signature.
func (t *Texter) RemoveSign(ctx context.Context, id uint64) error {
	req := sms.NewDeleteSmsSignRequest()
	req.SignId = common.Uint64Ptr(id)
	_, err := t.client.DeleteSmsSignWithContext(ctx, req)
	if status.In(err, signGone) {
		return nil
	}
	return err
}

// RemoveTemplate removes a template.
func (t *Texter) RemoveTemplate(ctx context.Context, id uint64) (Outcome, error) {
	req := sms.NewDeleteSmsTemplateRequest()
	req.TemplateId = common.Uint64Ptr(id)
	_, err := t.client.DeleteSmsTemplateWithContext(ctx, req)
	switch {
	case err == nil:
		return Done, nil
	case status.In(err, templateKept):
		return Skipped, nil
	}
	return Failed, err
}

// RenameTemplate changes a template's name.
func (t *Texter) RenameTemplate(ctx context.Context, req *sms.ModifySmsTemplateRequest) (Outcome, error) {
	_, err := t.client.ModifySmsTemplateWithContext(ctx, req)
	if err != nil {
		if code := status.CodeOf(err); code == "FailedOperation.MissingTemplateToModify" {
			return Skipped, nil
		}
		return Failed, err
	}
	return Done, nil
}

// Sign asks for a signature.
func (t *Texter) Sign(ctx context.Context, req *sms.AddSmsSignRequest) error {
	_, err := t.client.AddSmsSignWithContext(ctx, req)
	e, ok := err.(*sdkerr.TencentCloudSDKError)
	if !ok {
		return err
	}
	switch e.Code {
	case "InvalidParameterValue.SignAlreadyPassedCheck", "InvalidParameterValue.SignExistAndUnapproved":
		return nil
	case "FailedOperation.SignNumberLimit":
		return fmt.Errorf("wait until tomorrow: %w", e)
	}
	return e
}

// Resign changes a signature.
func (t *Texter) Resign(ctx context.Context, req *sms.ModifySmsSignRequest) error {
	_, err := t.client.ModifySmsSignWithContext(ctx, req)
	if err == nil {
		return nil
	}
	if status.In(err, []string{"InvalidParameterValue.TagKeyEmpty"}) { // WANT wrongservice
		return errors.New("the signature lacks a tag")
	}
	return status.Context(err, "sign %d", *req.SignId)
}

// Templates counts the templates that wait for approval.
func (t *Texter) Templates(ctx context.Context, ids []*uint64) (int, error) {
	req := sms.NewDescribeSmsTemplateListRequest()
	req.International = common.Uint64Ptr(0)
	req.TemplateIdSet = ids
	resp, err := t.client.DescribeSmsTemplateListWithContext(ctx, req)
	if err != nil {
		if status.Match("FailedOperation.MissingTemplateList", status.CodeOf(err)) { // WANT swappedargs
			return 0, nil
		}
		return 0, err
	}
	return len(resp.Response.DescribeTemplateStatusSet), nil
}

// Signs counts the signatures.
func (t *Texter) Signs(ctx context.Context, ids []*uint64) (int, error) {
	req := sms.NewDescribeSmsSignListRequest()
	req.International = common.Uint64Ptr(0)
	req.SignIdSet = ids
	resp, err := t.client.DescribeSmsSignListWithContext(ctx, req)
	if err != nil {
		if status.Match(status.CodeOf(err), "MissingSignature") {
			return 0, nil
		}
		return 0, err
	}
	return len(resp.Response.DescribeSignListStatusSet), nil
}

// Pull fetches what became of messages.
func (t *Texter) Pull(ctx context.Context) ([]*sms.PullSmsSendStatus, error) {
	req := sms.NewPullSmsSendStatusRequest()
	req.Limit = common.Uint64Ptr(100)
	req.SmsSdkAppId = common.StringPtr(t.app)
	resp, err := t.client.PullSmsSendStatusWithContext(ctx, req)
	if err != nil {
		err = status.Context(err, "pull for %s", t.app)
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "UnauthorizedOperation") { // WANT deadassert
			return nil, errors.New("pulling is not allowed for this application")
		}
		return nil, err
	}
	return resp.Response.PullSmsSendStatusSet, nil
}

// Watch pulls until something is there.
func (t *Texter) Watch(ctx context.Context) error {
	for {
		all, err := t.Pull(ctx)
		switch {
		case status.Slow(err):
			t.log.Warn("slow down", "err", err)
		case err != nil:
			return err
		case len(all) > 0:
			return nil
		}
		time.Sleep(30 * time.Second)
	}
}

// Statistics tells how many messages are left.
func (t *Texter) Statistics(ctx context.Context, req *sms.SmsPackagesStatisticsRequest) (int, error) {
	resp, err := t.client.SmsPackagesStatisticsWithContext(ctx, req)
	if err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if ok && strings.HasPrefix(e.Code, "InternalError") {
			return 0, fmt.Errorf("try later: %w", err)
		}
		if ok && e.Code == "InternalError.Timeout" { // WANT deadtest
			return 0, fmt.Errorf("statistics took too long: %w", err)
		}
		return 0, err
	}
	return len(resp.Response.SmsPackagesStatisticsSet), nil
}

// Callbacks tells how many callbacks came.
func (t *Texter) Callbacks(ctx context.Context, req *sms.CallbackStatusStatisticsRequest) error {
	_, err := t.client.CallbackStatusStatisticsWithContext(ctx, req)
	if err != nil {
		if e := (*sdkerr.TencentCloudSDKError)(nil); errors.As(err, &e) { // WANT dropped
			t.log.Error("callbacks", "code", e.Code)
			return e
		}
	}
	return nil
}

// Allowed tells whether the application may send.
func (t *Texter) Allowed(ctx context.Context, req *sms.SendStatusStatisticsRequest) error {
	_, err := t.client.SendStatusStatisticsWithContext(ctx, req)
	if status.CodeOf(err) == "UnauthorizedOperation.SdkAppIdIsDisabled" { // WANT criticalsuccess
		return nil
	}
	return err
}

// Lookup tells to which country a number belongs.
func (t *Texter) Lookup(ctx context.Context, numbers []string) (string, error) {
	req := sms.NewDescribePhoneNumberInfoRequest()
	req.PhoneNumberSet = common.StringPtrs(numbers)
	resp, err := t.client.DescribePhoneNumberInfoWithContext(ctx, req)
	if err != nil {
		var e *sdkerr.TencentCloudSDKError
		if errors.As(err, &e) && strings.Contains(err.Error(), "InvalidParameterValue.IncorrectPhoneNumber") { // WANT textmatch
			return "", nil
		}
		return "", err
	}
	return *resp.Response.PhoneNumberInfoSet[0].IsoCode, nil
}
