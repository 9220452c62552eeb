// Package status reads the codes of text messages.
package status

import (
	"errors"
	"fmt"
	"strings"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

// OK is the code of a message that was taken.
const OK = "Ok"

// Refused is a number that gets no message.
type Refused struct {
	Number string
	Code   string
}

func (r Refused) Error() string { return r.Number + ": " + r.Code }

// Check returns an error for the first number that gets no message.
func Check(resp *sms.SendSmsResponse) error {
	for _, s := range resp.Response.SendStatusSet {
		if s.Code == nil || *s.Code != OK {
			return Refused{Number: str(s.PhoneNumber), Code: str(s.Code)}
		}
	}
	return nil
}

// Failed returns all numbers that get no message.
func Failed(set []*sms.SendStatus) (out []Refused) {
	for _, s := range set {
		if code := str(s.Code); code != OK {
			out = append(out, Refused{Number: str(s.PhoneNumber), Code: code})
		}
	}
	return out
}

// Serials returns the numbers under which the messages are filed.
func Serials(set []*sms.SendStatus) []string {
	var out []string
	for _, s := range set {
		out = append(out, str(s.SerialNo))
	}
	return out
}

// Fees adds up what the messages cost.
func Fees(resp *sms.SendSmsResponse) (total uint64) {
	for _, s := range resp.Response.SendStatusSet {
		if s.Fee != nil {
			total += *s.Fee
		}
	}
	return total
}

// CodeOf returns the API's code, or "".
func CodeOf(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// In reports whether the API answered one of codes.
func In(err error, codes []string) bool {
	c := CodeOf(err)
	for _, want := range codes {
		if c == want {
			return true
		}
	}
	return false
}

// OutOfMoney reports whether the package of messages is used up.
func OutOfMoney(err error) bool {
	c := CodeOf(err)
	return c == sms.FAILEDOPERATION_INSUFFICIENTBALANCEINSMSPACKAGE || c == sms.UNAUTHORIZEDOPERATION_SERVICESUSPENDDUETOARREARS
}

// TemplateMissing reports whether the template is not there.
func TemplateMissing(err error) bool {
	return In(err, []string{"FailedOperation.TemplateIdNotExist", "FailedOperation.TemplateUnapprovedOrNotExist"})
}

// Slow reports whether too much was sent.
func Slow(err error) bool {
	return strings.HasPrefix(CodeOf(err), "RequestLimitExceeded") || strings.HasPrefix(CodeOf(err), "LimitExceeded")
}

// Match compares a pattern with what is given.
func Match(text, pattern string) bool { return strings.Contains(text, pattern) }

// Context adds what was tried.
func Context(err error, format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, err)...)
}

func str(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
