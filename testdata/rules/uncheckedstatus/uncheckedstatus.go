// Package uncheckedstatus has the shortest form of the rule; testdata/status has
// the others.
package uncheckedstatus

import (
	"fmt"

	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

func dropped(client *sms.Client, request *sms.SendSmsRequest) error {
	_, err := client.SendSms(request) // want `uncheckedstatus: SendSms can fail without an error`
	return err
}

func asked(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request)
	if err != nil {
		return err
	}
	for _, status := range response.Response.SendStatusSet {
		if *status.Code != "Ok" {
			return fmt.Errorf("%s: %s", *status.PhoneNumber, *status.Code)
		}
	}
	return nil
}
