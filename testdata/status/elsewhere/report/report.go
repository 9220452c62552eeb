// Package report is told of answers.
package report

import (
	"fmt"
	"log"

	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

// Note prints how many there are.
func Note(what string, response *sms.SendSmsResponse) { // want Note:`leaves\(1\)@2.0=`
	log.Printf("%s: %d messages", what, len(response.Response.SendStatusSet))
}

// Whole prints all of it.
func Whole(response *sms.SendSmsResponse) { log.Println(response.ToJsonString()) } // want Whole:`leaves\(0\)@1.0=`

func Fee(set []*sms.SendStatus) (total uint64) { // want Fee:`leaves\(0\)@2.0=`
	for _, s := range set {
		total += *s.Fee
	}
	return total
}

// Check looks at every status.
func Check(response *sms.SendSmsResponse) error {
	for _, s := range response.Response.SendStatusSet {
		if *s.Code != "Ok" {
			return fmt.Errorf("%s: %s", *s.PhoneNumber, *s.Code)
		}
	}
	return nil
}

var last *sms.SendSmsResponse

// Keep lets others look.
func Keep(response *sms.SendSmsResponse) { last = response }

// Last returns what was kept.
func Last() *sms.SendSmsResponse { return last }
