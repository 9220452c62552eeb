// Package notify sends short messages.
package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/blind/tcapi"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

// Sender sends.
type Sender struct {
	client *sms.Client
	sent   int
	failed int
}

func message(numbers []string, template string, parameters ...string) *sms.SendSmsRequest {
	request := sms.NewSendSmsRequest()
	request.TemplateId = &template
	for i := range numbers {
		request.PhoneNumberSet = append(request.PhoneNumberSet, &numbers[i])
	}
	for i := range parameters {
		request.TemplateParamSet = append(request.TemplateParamSet, &parameters[i])
	}
	return request
}

// Code sends a code to log in with.
func (s *Sender) Code(ctx context.Context, number, code string) error {
	_, err := s.client.SendSmsWithContext(ctx, message([]string{number}, "login", code)) // WANT uncheckedstatus
	return err
}

// Welcome sends a welcome and counts it.
func (s *Sender) Welcome(number string) error {
	response, err := s.client.SendSms(message([]string{number}, "welcome")) // WANT uncheckedstatus
	if err != nil {
		s.failed++
		return fmt.Errorf("welcome: %w", err)
	}
	s.sent += len(response.Response.SendStatusSet)
	return nil
}

// Alarm sends an alarm and logs the request.
func (s *Sender) Alarm(numbers []string, text string) error {
	response, err := s.client.SendSms(message(numbers, "alarm", text)) // WANT uncheckedstatus
	if err != nil {
		return err
	}
	for _, status := range response.Response.SendStatusSet {
		log.Printf("alarm to %s: serial %s", *status.PhoneNumber, *status.SerialNo)
	}
	return nil
}

// Bill sends and looks at each number.
func (s *Sender) Bill(numbers []string, amount string) error {
	response, err := s.client.SendSms(message(numbers, "bill", amount))
	if err != nil {
		return err
	}
	var errs []error
	for _, status := range response.Response.SendStatusSet {
		if *status.Code != "Ok" {
			errs = append(errs, fmt.Errorf("%s: %s", *status.PhoneNumber, *status.Code))
		}
	}
	return errors.Join(errs...)
}

// Receipt compares with the wrong letter case.
func (s *Sender) Receipt(number string) error {
	response, err := s.client.SendSms(message([]string{number}, "receipt"))
	if err != nil {
		return err
	}
	if status := response.Response.SendStatusSet[0]; *status.Code != "OK" { // WANT unknowncode
		return fmt.Errorf("receipt: %s", *status.Message)
	}
	return nil
}

func delivered(status *sms.SendStatus) bool {
	return status.Code != nil && strings.EqualFold(*status.Code, "ok")
}

// Reminder folds letters.
func (s *Sender) Reminder(numbers []string) (sent, failed int, err error) {
	response, err := s.client.SendSms(message(numbers, "reminder"))
	if err != nil {
		return 0, len(numbers), err
	}
	for _, status := range response.Response.SendStatusSet {
		if delivered(status) {
			sent++
		} else {
			failed++
		}
	}
	return sent, failed, nil
}

// Slow tells whether the number got one a moment ago.
func (s *Sender) Slow(number string) (bool, error) {
	response, err := s.client.SendSms(message([]string{number}, "login"))
	if err != nil {
		return false, err
	}
	switch *response.Response.SendStatusSet[0].Code {
	case "Ok":
		return false, nil
	case "LimitExceeded.PhoneNumberThirtySecondsLimit": // WANT unknowncode
		return true, nil
	}
	return false, errors.New(*response.Response.SendStatusSet[0].Message)
}

var later = []string{
	"LimitExceeded.PhoneNumberThirtySecondLimit",
	"LimitExceeded.PhoneNumberOneHourLimit",
	"LimitExceeded.DeliveryFrequencyLimit",
}

// Later tells who must wait.
func (s *Sender) Later(numbers []string) (wait []string, err error) {
	response, err := s.client.SendSms(message(numbers, "login"))
	if err != nil {
		return nil, err
	}
	for _, status := range response.Response.SendStatusSet {
		if slices.Contains(later, *status.Code) {
			wait = append(wait, *status.PhoneNumber)
		} else if *status.Code != "Ok" {
			return wait, fmt.Errorf("%s: %s", *status.PhoneNumber, *status.Message)
		}
	}
	return wait, nil
}

// Raw gives the answer to the caller.
func (s *Sender) Raw(request *sms.SendSmsRequest) (*sms.SendSmsResponse, error) {
	return s.client.SendSms(request)
}

// Json gives the answer as text.
func (s *Sender) Json(w io.Writer, request *sms.SendSmsRequest) error {
	response, err := s.client.SendSms(request)
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(response.Response.SendStatusSet)
}

// ServeHTTP tells the browser that all is well.
func (s *Sender) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	response, err := s.client.SendSmsWithContext(r.Context(), message([]string{r.FormValue("number")}, "login")) // WANT uncheckedstatus
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("X-Request-Id", *response.Response.RequestId)
	w.WriteHeader(http.StatusAccepted)
}

// ServeCode looks at the status.
func (s *Sender) ServeCode(w http.ResponseWriter, r *http.Request) {
	response, err := s.client.SendSmsWithContext(r.Context(), message([]string{r.FormValue("number")}, "login"))
	if err == nil && len(response.Response.SendStatusSet) == 1 && delivered(response.Response.SendStatusSet[0]) {
		w.WriteHeader(http.StatusAccepted)
		return
	}
	log.Printf("code: %v", err)
	http.Error(w, "no message", http.StatusBadGateway)
}

// Retry sends again when the service had a fault, whatever it was.
func (s *Sender) Retry(request *sms.SendSmsRequest) (*sms.SendSmsResponse, error) {
	var (
		response *sms.SendSmsResponse
		err      error
	)
	for range 3 {
		response, err = s.client.SendSms(request)
		if err == nil || tcapi.Is(err, "UnauthorizedOperation.SmsSdkAppIdVerifyFail") { // WANT missingcritical
			break
		}
		time.Sleep(time.Second)
	}
	return response, err
}

// Suspended tells whether the account must be charged.
func (s *Sender) Suspended(request *sms.SendStatusStatisticsRequest) (bool, error) {
	_, err := s.client.SendStatusStatistics(request)
	if code, ok := tcapi.Code(err); ok {
		if strings.HasPrefix(code, "UnauthorizedOperation") {
			return code == "UnauthorizedOperation.ServiceSuspendDueToArrears", err
		}
		if code == "UnauthorizedOperation.SdkAppIdIsDisabled" { // WANT deadtest
			return true, err
		}
	}
	return false, err
}

// Signed removes a signature.
func (s *Sender) Signed(id uint64) error {
	request := sms.NewDeleteSmsSignRequest()
	request.SignId = &id
	_, err := s.client.DeleteSmsSign(request)
	if tcapi.Is(err, "ResourceNotFound.NoDataOfDomain") { // WANT wrongservice
		return nil
	}
	return err
}

// Template removes a template.
func (s *Sender) Template(id uint64) error {
	request := sms.NewDeleteSmsTemplateRequest()
	request.TemplateId = &id
	_, err := s.client.DeleteSmsTemplate(request)
	if tcapi.Is(err, "FailedOperation.TemplateIdNotExist") {
		return nil
	}
	return err
}

// other is what another provider answers.
type other struct{ Code, Message string }

func (o *other) Error() string { return o.Message }

// Other is another provider's: its codes look like ours.
func Other(send func() error) (bool, error) {
	err := send()
	var o *other
	if errors.As(err, &o) && (o.Code == "RequestLimitExceeded" || o.Code == "AuthFailure.Blocked") {
		return true, nil
	}
	return false, err
}

// OtherStatus compares another provider's status.
func OtherStatus(o *other) bool { return o.Code == "OK" }
