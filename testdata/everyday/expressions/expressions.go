// Package expressions keeps the regular expressions of its tests in fields, tables and
// variables.
package expressions

import (
	"fmt"
	"regexp"
	"time"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type policy struct {
	max   int
	again *regexp.Regexp
}

var impatient = policy{max: 3, again: regexp.MustCompile(`^InternalError`)}

var patient = policy{max: 9, again: regexp.MustCompile(`^(InternalError|RequestLimitExceeded|ResourceUnavailabel)`)}

func byField(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for range 5 {
		_, err = c.StopInstances(r)
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && impatient.again.MatchString(e.Code) { // want `missingcritical: RequestLimitExceeded is final while .* is retried`
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return err
}

func byFieldRight(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for range 5 {
		_, err = c.StopInstances(r)
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && patient.again.MatchString(e.Code) {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return err
}

// A field of what a function is given may hold any of them.

func (p policy) should(code string) bool { return p.again.MatchString(code) }

func byMethod(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for range 5 {
		_, err = c.StopInstances(r)
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && patient.should(e.Code) {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return err
}

// A table.

var sentences = []struct {
	re   *regexp.Regexp
	text string
}{
	{regexp.MustCompile(`^AuthFailure(\.|$)`), "the key is wrong"},
	{regexp.MustCompile(`^UnauthorizedOperation(\.|$)`), "the key may not"},
	{regexp.MustCompile(`^InvalidInstanceID\.`), "no such machine"}, // want `unknowncode: .*InvalidInstanceID`
}

func translate(err error) error {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	for _, s := range sentences {
		if s.re.MatchString(e.Code) {
			return fmt.Errorf("%s: %w", s.text, e)
		}
	}
	return err
}

var kinds = []struct {
	re   *regexp.Regexp
	kind string
}{
	{regexp.MustCompile(`^(AuthFailure|UnauthorizedOperation)(\.|$)`), "refused"},
	{regexp.MustCompile(`^InvalidInstanceId\.NotFound$`), "gone"},
}

func kindOf(code string) string {
	for _, k := range kinds {
		if k.re.MatchString(code) {
			return k.kind
		}
	}
	return ""
}

func byKind(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && kindOf(e.Code) == "refused" { // want `criticalsuccess: .*UnauthorizedOperation.* says`
		return nil
	}
	return err
}

func byKindRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && kindOf(e.Code) == "gone" {
		return nil
	}
	return err
}

// Variables.

var gone = regexp.MustCompile(`^InvalidInstanceId\.NotFond$`) // want `unknowncode: .*NotFond`

func byVariable(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && gone.MatchString(e.Code) {
		return nil
	}
	return err
}

func byLocal(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	wait, err := regexp.Compile(`\.TaskRunning$`)
	if err != nil {
		return err
	}
	_, err = c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if wait.MatchString(e.Code) { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
			return err
		}
		return nil
	}
	return err
}

func byLocalRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	wait := regexp.MustCompile(`\.NotFound$`)
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && wait.MatchString(e.Code) {
		return nil
	}
	return err
}

// What is compiled of a flag is not known.

var configured = policy{again: regexp.MustCompile("^InternalError")}

func configure(text string) { configured.again = regexp.MustCompile(text) }

func byFlag(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for range 5 {
		_, err = c.StopInstances(r)
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && configured.again.MatchString(e.Code) {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return err
}

// Nor is one of two.

func byEither(c *cvm.Client, r *cvm.StopInstancesRequest, slow bool) (err error) {
	p := impatient
	if slow {
		p = patient
	}
	for range 5 {
		_, err = c.StopInstances(r)
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && p.again.MatchString(e.Code) {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return err
}
