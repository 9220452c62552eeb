// Package unchecked calls actions whose answer tells of a failure although no
// error is returned.
package unchecked

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"strings"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

// sender is how a service keeps its client.
type sender struct {
	client *sms.Client
	log    *slog.Logger
}

func (s *sender) sendCode(ctx context.Context, phone, code string) error {
	request := sms.NewSendSmsRequest()
	request.PhoneNumberSet = []*string{&phone}
	request.TemplateParamSet = []*string{&code}
	if _, err := s.client.SendSmsWithContext(ctx, request); err != nil { // want `uncheckedstatus: SendSms can fail without an error: SendStatusSet\[\]\.Code tells, and nothing here reads it; compare it with "Ok"`
		return fmt.Errorf("send sms: %w", err)
	}
	return nil
}

func (s *sender) logged(request *sms.SendSmsRequest) bool {
	response, err := s.client.SendSms(request) // want `uncheckedstatus: SendSms .* only other fields`
	if err != nil {
		s.log.Error("sms", "err", err)
		return false
	}
	s.log.Info("sms sent", "request", *response.Response.RequestId, "answer", response.ToJsonString())
	return true
}

// The official sample, as it is printed for every action.
func sample(client *sms.Client, request *sms.SendSmsRequest) {
	response, err := client.SendSms(request) // want `uncheckedstatus`
	if _, ok := err.(*tcerr.TencentCloudSDKError); ok {
		fmt.Printf("An API error has returned: %s", err)
		return
	}
	if err != nil {
		panic(err)
	}
	b, _ := json.Marshal(response.Response)
	fmt.Printf("%s", b)
}

// What is read is the serial number alone.
func serial(client *sms.Client, request *sms.SendSmsRequest) (string, error) {
	response, err := client.SendSms(request) // want `uncheckedstatus: SendSms can fail without an error: SendStatusSet\[\]\.Code tells, and of the answer only other fields are read`
	if err != nil {
		return "", err
	}
	return *response.Response.SendStatusSet[0].SerialNo, nil
}

// A retry around the call changes nothing.
func again(client *sms.Client, request *sms.SendSmsRequest) error {
	var response *sms.SendSmsResponse
	for try := 0; ; try++ {
		var err error
		response, err = client.SendSms(request) // want `uncheckedstatus`
		if err == nil {
			break
		}
		if try == 3 {
			return err
		}
	}
	log.Println("sent", *response.Response.RequestId)
	return nil
}

func inClosure(client *sms.Client, request *sms.SendSmsRequest, retry func(func() error) error) error {
	var response *sms.SendSmsResponse
	err := retry(func() (err error) {
		response, err = client.SendSms(request) // want `uncheckedstatus`
		return err
	})
	if err != nil {
		return err
	}
	log.Printf("answer: %s", response.ToJsonString())
	return nil
}

// The helper only prints what it is given.
func throughHelper(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request) // want `uncheckedstatus`
	if err != nil {
		return err
	}
	note("sms", response)
	return nil
}

func note(what string, response *sms.SendSmsResponse) {
	log.Printf("%s: %d messages", what, len(response.Response.SendStatusSet))
}

// The statuses are gone through, and nothing asks for their codes.
func fees(client *sms.Client, request *sms.SendSmsRequest) (total uint64, err error) {
	response, err := client.SendSms(request) // want `uncheckedstatus`
	if err != nil {
		return 0, err
	}
	for _, status := range response.Response.SendStatusSet {
		total += *status.Fee
	}
	return total, nil
}

// The code is printed, never asked.
func codePrinted(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request) // want `uncheckedstatus`
	if err != nil {
		return err
	}
	for _, status := range response.Response.SendStatusSet {
		slog.Info("sms", "number", *status.PhoneNumber, "code", *status.Code)
	}
	return nil
}

type smsAPI interface {
	SendSms(*sms.SendSmsRequest) (*sms.SendSmsResponse, error)
}

func overInterface(api smsAPI, request *sms.SendSmsRequest) error {
	_, err := api.SendSms(request) // want `uncheckedstatus`
	return err
}

func wrapped(client *sms.Client, request *sms.SendSmsRequest) (*sms.SendSmsResponse, error) {
	response, err := client.SendSms(request)
	if err != nil {
		return nil, fmt.Errorf("sms: %w", err)
	}
	return response, nil
}

func overWrapper(client *sms.Client, request *sms.SendSmsRequest) error {
	_, err := wrapped(client, request) // want `uncheckedstatus`
	return err
}

func handler(client *sms.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		request := sms.NewSendSmsRequest()
		if _, err := client.SendSms(request); err != nil { // want `uncheckedstatus`
			http.Error(w, "sms", http.StatusBadGateway)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

// From here on: correct.

func compared(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request)
	if err != nil {
		return err
	}
	if len(response.Response.SendStatusSet) == 0 || *response.Response.SendStatusSet[0].Code != "Ok" {
		return errors.New("not sent")
	}
	return nil
}

func folded(client *sms.Client, request *sms.SendSmsRequest) (sent int, err error) {
	response, err := client.SendSms(request)
	if err != nil {
		return 0, err
	}
	for _, status := range response.Response.SendStatusSet {
		if status.Code != nil && strings.EqualFold(*status.Code, "ok") {
			sent++
		}
	}
	return sent, nil
}

func collected(client *sms.Client, request *sms.SendSmsRequest) (map[string]string, error) {
	response, err := client.SendSms(request)
	if err != nil {
		return nil, err
	}
	codes := make(map[string]string)
	for _, status := range response.Response.SendStatusSet {
		codes[*status.PhoneNumber] = *status.Code
	}
	return codes, nil
}

func askedInHelper(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request)
	if err != nil {
		return err
	}
	return firstFailure(response.Response.SendStatusSet)
}

func firstFailure(set []*sms.SendStatus) error {
	for _, status := range set {
		if *status.Code != "Ok" {
			return fmt.Errorf("%s: %s", *status.PhoneNumber, *status.Message)
		}
	}
	return nil
}

// Whoever gets the JSON reads it.
func asJSON(client *sms.Client, request *sms.SendSmsRequest) (string, error) {
	response, err := client.SendSms(request)
	if err != nil {
		return "", err
	}
	return response.ToJsonString(), nil
}

func written(w http.ResponseWriter, client *sms.Client, request *sms.SendSmsRequest) {
	response, err := client.SendSms(request)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	_ = json.NewEncoder(w).Encode(response.Response)
}

func kept(s *store, client *sms.Client, request *sms.SendSmsRequest) (err error) {
	s.last, err = client.SendSms(request)
	return err
}

type store struct{ last *sms.SendSmsResponse }

func sentTo(results chan<- *sms.SendStatus, client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request)
	if err != nil {
		return err
	}
	for _, status := range response.Response.SendStatusSet {
		results <- status
	}
	return nil
}

func closureReads(client *sms.Client, request *sms.SendSmsRequest, retry func(func() error) error) error {
	var response *sms.SendSmsResponse
	if err := retry(func() (err error) {
		response, err = client.SendSms(request)
		return err
	}); err != nil {
		return err
	}
	if code := response.Response.SendStatusSet[0].Code; code == nil || *code != "Ok" {
		return errors.New("not sent")
	}
	return nil
}

// Reading is not writing: what is not asked of a number is nobody's loss.
func looksUp(client *sms.Client, request *sms.DescribePhoneNumberInfoRequest) (string, error) {
	response, err := client.DescribePhoneNumberInfo(request)
	if err != nil {
		return "", err
	}
	return *response.Response.PhoneNumberInfoSet[0].IsoCode, nil
}
