// Package tests compares codes inside a successful answer.
package tests

import (
	"errors"
	"fmt"
	"strings"

	ckafka "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka/v20190819"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
	waf "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/waf/v20180125"
)

func upperCase(status *sms.SendStatus) error {
	if *status.Code != "OK" { // want `unknowncode: "OK" is no value of SendStatusSet\[\]\.Code: success is "Ok", in other letter case`
		return errors.New("not sent")
	}
	return nil
}

func lowerCase(response *sms.SendSmsResponse) (failed []string) {
	for _, status := range response.Response.SendStatusSet {
		if status.Code == nil || *status.Code != "ok" { // want `unknowncode: "ok" is no value of`
			failed = append(failed, *status.PhoneNumber)
		}
	}
	return failed
}

func inVariable(status *sms.SendStatus) error {
	code := *status.Code
	switch {
	case code == "Ok":
		return nil
	case strings.HasPrefix(code, "LimitExceed."): // want `unknowncode: "LimitExceed\." begins no`
		return errors.New("later")
	case code == "FailedOperation.InsufficientBalanceInSmsPackages": // want `unknowncode: "FailedOperation\.InsufficientBalanceInSmsPackages" is not .*did you mean "FailedOperation\.InsufficientBalanceInSmsPackage"`
		return errors.New("no money")
	}
	return fmt.Errorf("sms: %s", code)
}

var wait = map[string]bool{
	"LimitExceeded.PhoneNumberDailyLimit":        true,
	"LimitExceeded.PhoneNumberOneHourLimits":     true, // want `unknowncode`
	"LimitExceeded.PhoneNumberThirtySecondLimit": true,
}

func inTable(status *sms.SendStatus) bool { return wait[*status.Code] }

func ofKafka(response *ckafka.CreateAclResponse) bool {
	return *response.Response.Result.ReturnCode == "0"
}

func ofWAF(response *waf.AddCustomRuleResponse) bool {
	return *response.Response.Success.Code == "SUCCESS" // want `unknowncode: "SUCCESS" is no value of Success\.Code: success is "Success"`
}

// From here on: correct.

func right(status *sms.SendStatus) bool { return *status.Code == "Ok" }

func fold(status *sms.SendStatus) bool { return strings.EqualFold(*status.Code, "OK") }

func lowered(status *sms.SendStatus) bool { return strings.ToLower(*status.Code) == "ok" }

func details(status *sms.SendStatus) error {
	switch *status.Code {
	case "Ok":
		return nil
	case "LimitExceeded.PhoneNumberDailyLimit", "FailedOperation.InsufficientBalanceInSmsPackage":
		return errors.New("not today")
	}
	if strings.HasPrefix(*status.Code, "UnauthorizedOperation.") {
		return errors.New("no permission")
	}
	return errors.New(*status.Message)
}
