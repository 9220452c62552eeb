// Package smsgate is an HTTP service that sends text messages.
package smsgate

import (
	"context"
	"encoding/json"
	"errors"
	"expvar"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	terr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
	"golang.org/x/sync/errgroup"
)

var failed = expvar.NewMap("sms_failed")

// Sender is what the handlers know of the SDK.
type Sender interface {
	SendSmsWithContext(ctx context.Context, request *sms.SendSmsRequest) (*sms.SendSmsResponse, error)
}

// Gate holds the account's settings.
type Gate struct {
	Sender
	admin     *sms.Client
	app, sign string
}

func (g *Gate) request(template string, params []string, numbers ...string) *sms.SendSmsRequest {
	r := sms.NewSendSmsRequest()
	r.SmsSdkAppId, r.SignName, r.TemplateId = &g.app, &g.sign, &template
	r.TemplateParamSet = common.StringPtrs(params)
	r.PhoneNumberSet = common.StringPtrs(numbers)
	return r
}

// NumberError is a number that got nothing.
type NumberError struct{ Number, Code, Message string }

func (e NumberError) Error() string { return e.Number + ": " + e.Code + " (" + e.Message + ")" }

func each(set []*sms.SendStatus) (errs []error) {
	for _, s := range set {
		if s.Code == nil || *s.Code == "Ok" {
			continue
		}
		errs = append(errs, NumberError{*s.PhoneNumber, *s.Code, *s.Message})
	}
	return errs
}

// Send is all or nothing, for the caller.
func (g *Gate) Send(ctx context.Context, template string, params []string, numbers ...string) error {
	resp, err := g.SendSmsWithContext(ctx, g.request(template, params, numbers...))
	if err != nil {
		return fmt.Errorf("sms: %w", err)
	}
	return errors.Join(each(resp.Response.SendStatusSet)...)
}

// SendOne answers the serial number.
func (g *Gate) SendOne(ctx context.Context, template, number string) (string, error) {
	resp, err := g.SendSmsWithContext(ctx, g.request(template, nil, number))
	if err != nil {
		return "", err
	}
	st := resp.Response.SendStatusSet[0]
	switch *st.Code {
	case "Ok":
		return *st.SerialNo, nil
	case "FailedOperation.PhoneNumberInBlacklist", "InvalidParameterValue.IncorrectPhoneNumber":
		return "", NumberError{number, *st.Code, "do not try again"}
	case "LimitExceeded.PhoneNumberThirtySecondLimit", "LimitExceeded.PhoneNumberOneHourLimit", "LimitExceeded.PhoneNumberDailyLimit":
		return "", NumberError{number, *st.Code, "try again later"}
	default:
		return "", NumberError{number, *st.Code, *st.Message}
	}
}

// Raw leaves the judgement to the caller.
func (g *Gate) Raw(ctx context.Context, template string, numbers ...string) (*sms.SendSmsResponse, error) {
	return g.SendSmsWithContext(ctx, g.request(template, nil, numbers...))
}

// Count tells how many got it.
func (g *Gate) Count(ctx context.Context, template string, numbers ...string) (ok int, err error) {
	resp, err := g.Raw(ctx, template, numbers...)
	if err != nil {
		return 0, err
	}
	for _, s := range resp.Response.SendStatusSet {
		if strings.EqualFold(*s.Code, "ok") {
			ok++
		} else {
			failed.Add(*s.Code, 1)
		}
	}
	return ok, nil
}

// Batch sends in chunks, side by side.
func (g *Gate) Batch(ctx context.Context, template string, chunks [][]string) error {
	eg, ctx := errgroup.WithContext(ctx)
	eg.SetLimit(4)
	for _, chunk := range chunks {
		eg.Go(func() error {
			resp, err := g.SendSmsWithContext(ctx, g.request(template, nil, chunk...))
			if err != nil {
				var e *terr.TencentCloudSDKError
				if errors.As(err, &e) && e.Code == "FailedOperation.InsufficientBalanceInSmsPackage" {
					return fmt.Errorf("buy a package: %w", e)
				}
				return err
			}
			if errs := each(resp.Response.SendStatusSet); len(errs) > 0 {
				log.Printf("sms: %v", errors.Join(errs...))
			}
			return nil
		})
	}
	return eg.Wait()
}

func httpCode(err error) int {
	var e *terr.TencentCloudSDKError
	var n NumberError
	if errors.As(err, &n) {
		return http.StatusUnprocessableEntity
	}
	if !errors.As(err, &e) {
		return http.StatusBadGateway
	}
	category, detail, _ := strings.Cut(e.Code, ".")
	switch category {
	case "AuthFailure", "UnauthorizedOperation":
		return http.StatusInternalServerError
	case "LimitExceeded", "RequestLimitExceeded":
		return http.StatusTooManyRequests
	case "InvalidParameterValue":
		if detail == "IncorrectPhoneNumber" {
			return http.StatusUnprocessableEntity
		}
		return http.StatusBadRequest
	case "InvalidParameter", "MissingParameter":
		return http.StatusBadRequest
	}
	return http.StatusBadGateway
}

// ServeHTTP sends what is posted.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Template string
		Params   []string
		Numbers  []string
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := g.Send(r.Context(), in.Template, in.Params, in.Numbers...); err != nil {
		log.Print(err)
		w.Header().Set("Retry-After", "30")
		w.WriteHeader(httpCode(err))
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// Code sends a one-time password; a second one within thirty seconds is not sent, which is fine.
func (g *Gate) Code(ctx context.Context, number, otp string) (sent bool, err error) {
	resp, err := g.SendSmsWithContext(ctx, g.request("1110", []string{otp}, number))
	if err != nil {
		return false, err
	}
	for _, s := range resp.Response.SendStatusSet {
		if c := *s.Code; c == "LimitExceeded.PhoneNumberThirtySecondLimit" {
			return false, nil
		} else if c != "Ok" {
			return false, NumberError{number, c, *s.Message}
		}
	}
	return true, nil
}

// Templates lists.
func (g *Gate) Templates(ids []uint64) (map[string]bool, error) {
	req := sms.NewDescribeSmsTemplateListRequest()
	req.TemplateIdSet = common.Uint64Ptrs(ids)
	resp, err := g.admin.DescribeSmsTemplateList(req)
	if err != nil {
		e, ok := err.(*terr.TencentCloudSDKError)
		if ok && e.Code == sms.FAILEDOPERATION_MISSINGTEMPLATELIST {
			return map[string]bool{}, nil
		}
		return nil, err
	}
	out := make(map[string]bool, len(ids))
	for _, t := range resp.Response.DescribeTemplateStatusSet {
		out[*t.TemplateName] = *t.StatusCode == 0
	}
	return out, nil
}

// Remove a signature; one that is not there is removed.
func (g *Gate) Remove(id uint64) error {
	req := sms.NewDeleteSmsSignRequest()
	req.SignId = &id
	_, err := g.admin.DeleteSmsSign(req)
	switch e := new(terr.TencentCloudSDKError); {
	case errors.As(err, &e) && (e.Code == "FailedOperation.SignIdNotExist" || e.Code == "FailedOperation.MissingSignature"):
		return nil
	default:
		return err
	}
}

// Patient waits out the rate limit, no more than five times.
func (g *Gate) Patient(ctx context.Context, req *sms.SendSmsRequest) (resp *sms.SendSmsResponse, err error) {
	for i := time.Duration(1); i <= 5; i++ {
		resp, err = g.SendSmsWithContext(ctx, req)
		var e *terr.TencentCloudSDKError
		if !errors.As(err, &e) || !strings.HasPrefix(e.Code, "RequestLimitExceeded") && e.Code != "LimitExceeded.GlobalSmsSendingRateLimit" {
			break
		}
		time.Sleep(i * time.Second)
	}
	return resp, err
}

// Welcome greets; nobody reads what became of it.
func (g *Gate) Welcome(ctx context.Context, number string) error {
	if _, err := g.SendSmsWithContext(ctx, g.request("2201", nil, number)); err != nil { // WANT uncheckedstatus
		return fmt.Errorf("welcome %s: %w", number, err)
	}
	return nil
}

// Bill adds up the fees.
func (g *Gate) Bill(ctx context.Context, template string, numbers []string) (fee uint64, err error) {
	resp, err := g.SendSmsWithContext(ctx, g.request(template, nil, numbers...)) // WANT uncheckedstatus
	if err != nil {
		return 0, err
	}
	for _, s := range resp.Response.SendStatusSet {
		fee += *s.Fee
	}
	return fee, nil
}

// Alert prints the answer.
func Alert(client *sms.Client, req *sms.SendSmsRequest) {
	resp, err := client.SendSms(req) // WANT uncheckedstatus
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resp.ToJsonString())
}

// Async sends from a goroutine.
func (g *Gate) Async(ctx context.Context, numbers []string, done chan<- error) {
	go func() {
		_, err := g.SendSmsWithContext(ctx, g.request("77", nil, numbers...)) // WANT uncheckedstatus
		done <- err
	}()
}

// Blocked is for numbers that must be taken off the list.
func Blocked(err error) bool {
	e, ok := err.(*terr.TencentCloudSDKError)
	return ok && (e.Code == "FailedOperation.PhoneNumberInBlackList" || e.Code == "InvalidParameterValue.IncorrectPhoneNumber") // WANT unknowncode
}

// Sign creates a signature and does not mind one that is waiting.
func (g *Gate) Sign(req *sms.AddSmsSignRequest) error {
	_, err := g.admin.AddSmsSign(req)
	var e *terr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	for _, harmless := range [...]string{"InvalidParameterValue.SignExistAndUnapproved", "InvalidParameterValue.TagKeyDuplicate"} { // WANT wrongservice
		if e.Code == harmless {
			return nil
		}
	}
	return err
}

// Pull fetches the reports of the last hour.
func (g *Gate) Pull(req *sms.PullSmsSendStatusRequest) ([]*sms.PullSmsSendStatus, error) {
	resp, err := g.admin.PullSmsSendStatus(req)
	if e, ok := err.(*terr.TencentCloudSDKError); ok { // WANT missingcritical
		switch e.Code {
		case "InternalError.Timeout", "InternalError.SendAndRecvFail":
			return nil, e
		}
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return resp.Response.PullSmsSendStatusSet, nil
}

// Stats is quiet on days without permission.
func (g *Gate) Stats(req *sms.SendStatusStatisticsRequest) (sent uint64, err error) {
	resp, err := g.admin.SendStatusStatistics(req)
	if err != nil {
		e, ok := err.(*terr.TencentCloudSDKError)
		if ok && e.Code == sms.UNAUTHORIZEDOPERATION_REQUESTPERMISSIONDENY { // WANT criticalsuccess
			return 0, nil
		}
		return 0, err
	}
	return *resp.Response.SendStatusStatistics.RequestSuccessCount, nil
}

// Modify changes a template.
func (g *Gate) Modify(req *sms.ModifySmsTemplateRequest) error {
	_, err := g.admin.ModifySmsTemplate(req)
	if err == nil {
		return nil
	}
	if e, ok := err.(*terr.TencentCloudSDKError); ok { // WANT dropped
		failed.Add(e.Code, 1)
		return e
	}
	return nil
}

// Number asks about a number, and looks at the message.
func (g *Gate) Number(req *sms.DescribePhoneNumberInfoRequest) (string, error) {
	resp, err := g.admin.DescribePhoneNumberInfo(req)
	if e, ok := err.(*terr.TencentCloudSDKError); ok {
		if strings.Contains(e.Message, "InvalidParameterValue.IncorrectPhoneNumber") { // WANT textmatch
			return "", nil
		}
		return "", e
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.PhoneNumberInfoSet[0].IsoCode, nil
}
