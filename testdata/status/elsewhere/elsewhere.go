// Package elsewhere hands answers to functions of another package.
package elsewhere

import (
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"

	"example.com/status/elsewhere/report"
)

func noted(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request) // want `uncheckedstatus: .* only other fields are read`
	if err != nil {
		return err
	}
	report.Note("sms", response)
	return nil
}

func printed(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request) // want `uncheckedstatus: .* only printed`
	if err != nil {
		return err
	}
	report.Whole(response)
	return nil
}

func paid(client *sms.Client, request *sms.SendSmsRequest) (uint64, error) {
	response, err := client.SendSms(request) // want `uncheckedstatus: .* only other fields are read`
	if err != nil {
		return 0, err
	}
	return report.Fee(response.Response.SendStatusSet), nil
}

// What follows is right.

func checked(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request)
	if err != nil {
		return err
	}
	report.Note("sms", response)
	return report.Check(response)
}

func kept(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request)
	if err != nil {
		return err
	}
	report.Keep(response)
	return nil
}
