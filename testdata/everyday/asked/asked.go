// Package asked gives codes to helpers that ask for them in ways of their own.
package asked

import (
	"errors"
	"slices"
	"strings"
	"time"

	"example.com/everyday/asked/errutil"
	"example.com/everyday/asked/helpers"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func under(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Under(err, "InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func underTwin(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Under(err, "InvalidInstanceId", "InvalidInstanceId.NotFound") {
		return nil
	}
	return err
}

func underOnly(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Under(err, "RequestLimitExceeded") { // want `missingcritical: `
		return err
	}
	return nil
}

func begins(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Begins(err, "InvalidInstance", "UnsupportedOperatoin") { // want `unknowncode: "UnsupportedOperatoin"`
		return nil
	}
	return err
}

func beginsTwin(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Begins(err, "InvalidInstance", "UnsupportedOperation") {
		return nil
	}
	return err
}

func not(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Not(err, "InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return err
	}
	return nil
}

// differs is no test on one code.
func differs(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Differs(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed") {
		return err
	}
	return err
}

// or tests more than its caller says.
func or(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Or(err, "InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func here(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && slices.ContainsFunc([]string{"InvalidInstanceId.", "InvalidPrameter."}, func(p string) bool { // want `unknowncode: "InvalidPrameter."`
		return e.Code == p || strings.HasPrefix(e.Code, p)
	}) {
		return nil
	}
	return err
}

func translate(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	return helpers.Translate(err, "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func translateTwin(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	return helpers.Translate(err, "InvalidInstanceId.NotFound")
}

// translateAny is about an error of any service, but one of the SDK's.
func translateAny(err error) error {
	return helpers.Translate(err, "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func judge(c *cvm.Client, r *cvm.StopInstancesRequest) *helpers.Verdict {
	_, err := c.StopInstances(r)
	return helpers.Judge(err, "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func judgeTwin(c *cvm.Client, r *cvm.StopInstancesRequest) *helpers.Verdict {
	_, err := c.StopInstances(r)
	return helpers.Judge(err, "InvalidInstanceId.NotFound")
}

func name(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	if _, err := c.StopInstances(r); err != nil {
		return helpers.Name(err, "stop.instances", "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
	}
	return nil
}

func nameTwin(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	if _, err := c.StopInstances(r); err != nil {
		return helpers.Name(err, "InvalidInstanceId.NotFond", "InvalidInstanceId.NotFound")
	}
	return nil
}

// status may be about another cloud.
func status(err error, other string) error {
	return helpers.Status(err, other, "Instance.NotFound")
}

func checked(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.OneOf(err, "InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func checkedOnly(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.OneOf(err, "InvalidInstanceId.NotFound") || helpers.Throttled(err) { // want `missingcritical: `
		return err
	}
	return nil
}

func checkedTwin(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for range 3 {
		_, err = c.StopInstances(r)
		if err == nil || !helpers.Check(err, busy) && !helpers.Throttled(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func busy(e *tcerr.TencentCloudSDKError) bool {
	return strings.HasPrefix(e.Code, "ResourceBusy") || e.Code == "MutexOperation.TaskRunning"
}

func checkedNamed(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Check(err, elsewhere) { // want `wrongservice: no API of cvm answers "ResourceBusy", which elsewhere looks for`
		return nil
	}
	return err
}

func elsewhere(e *tcerr.TencentCloudSDKError) bool { return e.Code == "ResourceBusy" }

func checkedLiteral(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Check(err, func(e *tcerr.TencentCloudSDKError) bool { return e.Code == "ResourceBusy" }) { // want `wrongservice: no API of cvm answers "ResourceBusy", which the function that Check is given looks for`
		return nil
	}
	return err
}

func checkedHere(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	for range 3 {
		_, err = c.StopInstances(r)
		if err == nil || !helpers.Check(err, func(e *tcerr.TencentCloudSDKError) bool { return e.Code == "MutexOperation.TaskRunning" }) { // want `missingcritical: `
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

// checkedElsewhere is given what it asks.
func checkedElsewhere(c *cvm.Client, r *cvm.StopInstancesRequest, again func(*tcerr.TencentCloudSDKError) bool) (err error) {
	for range 3 {
		_, err = c.StopInstances(r)
		if err == nil || !helpers.Check(err, again) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

// coded asks by a field of a table.
func coded(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	for _, rule := range rules {
		if helpers.Coded(err, rule.applies) {
			return rule.err
		}
	}
	return err
}

var rules = []struct {
	applies func(code string) bool
	err     error
}{{func(code string) bool { return code == "InvalidInstanceId.NotFound" }, helpers.ErrGone}}

func codedHere(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Coded(err, func(code string) bool { return code == "RequestLimitExceeded" }) { // want `missingcritical: `
		return err
	}
	return nil
}

func first(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := helpers.First[*tcerr.TencentCloudSDKError](err); ok && e.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func firstOnly(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := helpers.Found[*tcerr.TencentCloudSDKError](err)
	if !ok {
		return err
	}
	if e.Code == "RequestLimitExceeded" { // want `missingcritical: `
		return err
	}
	return nil
}

func firstTwin(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := helpers.First[*tcerr.TencentCloudSDKError](err); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func lost(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := helpers.Found[*tcerr.TencentCloudSDKError](err); ok { // want `dropped: `
		return e
	}
	return nil
}

func strange(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := errutil.As[*tcerr.TencentCloudSDKError](err); ok && e.Code == "RequestLimitExceeded" { // want `missingcritical: `
		return err
	}
	return nil
}

func strangeThrough(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := errutil.Through[*tcerr.TencentCloudSDKError](err); ok && e.Code == "RequestLimitExceeded" { // want `missingcritical: `
		return err
	}
	return nil
}

func strangeIs(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := errutil.Is[*tcerr.TencentCloudSDKError](err); ok && e.Code == "RequestLimitExceeded" { // want `missingcritical: `
		return err
	}
	return nil
}

// strangeOther gets an error of which it is not known what it is.
func strangeOther(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := errutil.Other[*tcerr.TencentCloudSDKError](err); ok && e.Code == "RequestLimitExceeded" {
		return err
	}
	return nil
}

func strangeTwin(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := errutil.As[*tcerr.TencentCloudSDKError](err); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func globs(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Globs(err, "InvalidInstanceId.*", "ResourceNotFound.*") || helpers.Any(err, "LimitExceeded.*") {
		return nil
	}
	return err
}

func globsNone(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Globs(err, "InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

// noGlobs gives a pattern to a helper that knows none.
func noGlobs(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.OneOf(err, "InvalidInstanceId.*") { // want `unknowncode: "InvalidInstanceId.\*"`
		return nil
	}
	return err
}

func strangeInner(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := errutil.Inner[*tcerr.TencentCloudSDKError](err); ok && e.Code == "RequestLimitExceeded" {
		return err
	}
	return nil
}

func strangeNone(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := errutil.None[*tcerr.TencentCloudSDKError](err); ok && e.Code == "RequestLimitExceeded" {
		return err
	}
	return nil
}

// named tells the name of the variable.
func named(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	stop := c.StopInstances
	defer func() { stop = nil }()
	_, err := stop(r)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "RequestLimitExceeded" { // want `missingcritical: AuthFailure and UnauthorizedOperation of stop are swallowed`
		return err
	}
	return nil
}

func checkedForeign(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Check(err, helpers.Gone) { // want `wrongservice: no API of cvm answers "ResourceNotFound.CdnHostNotExists", which Gone looks for`
		return nil
	}
	return err
}

// A referee has methods to hand on.
type referee struct{ code string }

func (j referee) is(e *tcerr.TencentCloudSDKError) bool { return e.Code == j.code }

func checkedMethod(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if helpers.Check(err, referee{"RequestLimitExceeded"}.is) {
		return err
	}
	return nil
}
