// Package forwards has functions that only hand on what they are given, and answer
// what comes back.
package forwards

import (
	"errors"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// A getter of a getter tells the message, too.

type told struct{ Code, Message string }

func tell(err error) (told, bool) { return tellAll(err) }

func tellAll(err error) (told, bool) {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return told{}, false
	}
	return told{Code: e.Code, Message: e.Message}, true
}

func keptMessage(client *cvm.Client, r *cvm.DescribeInstancesRequest, say func(string)) {
	_, err := client.DescribeInstances(r)
	if t, _ := tell(err); t.Code != "InvalidInstanceId.NotFound" {
		say(t.Message)
	}
}

func lostMessage(client *cvm.Client, r *cvm.StartInstancesRequest) bool {
	_, err := client.StartInstances(r)
	if t, _ := tell(err); t.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StartInstances are swallowed`
		return false
	}
	return true
}

func misspelled(client *cvm.Client, r *cvm.StartInstancesRequest) bool {
	_, err := client.StartInstances(r)
	t, ok := tell(err)
	return ok && t.Code == "InvalidInstanceId.NotFond" // want `unknowncode: "InvalidInstanceId.NotFond"`
}

// A method hands on to a function, and a function to a method.

type codes struct{}

func (codes) of(err error) string {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return e.GetCode()
	}
	return ""
}

func codeOf(err error) string { return codes{}.of(err) }

type api struct {
	client *cvm.Client
	bad    map[string]string
}

func (a *api) code(err error) string { return codeOf(err) }

func (a *api) gone(r *cvm.StopInstancesRequest) bool {
	_, err := a.client.StopInstances(r)
	return a.code(err) == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm answers`
}

func (a *api) there(r *cvm.StopInstancesRequest) bool {
	_, err := a.client.StopInstances(r)
	return a.code(err) == "InvalidInstanceId.NotFound"
}

func (a *api) stopped(r *cvm.StopInstancesRequest) error {
	_, err := a.client.StopInstances(r)
	if a.code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .*swallowed`
		return err
	}
	return nil
}

// A method that keeps the error has told of it.
func (a *api) note(id string, err error) string {
	code := codeOf(err)
	a.bad[id] = code
	return code
}

func (a *api) noted(r *cvm.StopInstancesRequest) error {
	_, err := a.client.StopInstances(r)
	if a.note("stop", err) == "InvalidInstanceId.NotFound" {
		return err
	}
	return nil
}

// A retry hands on to the one that loops, and a predicate to the one that knows.

func retry(tries int, do func() error, again func(error) bool) error {
	return retryEvery(time.Second, tries, do, again)
}

func retryEvery(pause time.Duration, tries int, do func() error, again func(error) bool) error {
	var err error
	for range tries {
		if err = do(); err == nil || !again(err) {
			return err
		}
		time.Sleep(pause)
	}
	return err
}

func mayPass(err error) bool { return isBusy(err) }

func isBusy(err error) bool {
	return slices.Contains([]string{"InternalError", "RequestLimitExceeded"}, tc.Code(err)) // want `partialcategory: "RequestLimitExceeded" is one code`
}

func throttledOrBusy(err error) bool { return isBusyToo(err) }

func isBusyToo(err error) bool {
	return strings.HasPrefix(tc.Code(err), "InternalError") || tc.Throttled(err)
}

func stop(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	return retry(3, func() error { _, err := client.StopInstances(r); return err }, mayPass)
}

func stopPatient(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	return retry(3, func() error { _, err := client.StopInstances(r); return err }, throttledOrBusy)
}

func stopAny(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	return retry(3, func() error { _, err := client.StopInstances(r); return err }, func(err error) bool {
		return !tc.Gone(err) // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
	})
}

// A function calls itself by way of another.

func start(client *cvm.Client, r *cvm.StartInstancesRequest, left int) error {
	return startAgain(client, r, left)
}

func startAgain(client *cvm.Client, r *cvm.StartInstancesRequest, left int) error {
	_, err := client.StartInstances(r)
	if err != nil && left > 0 && !tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
		time.Sleep(time.Second)
		return start(client, r, left-1)
	}
	return err
}

func reboot(client *cvm.Client, r *cvm.RebootInstancesRequest, left int) error {
	return rebootAgain(client, r, left)
}

func rebootAgain(client *cvm.Client, r *cvm.RebootInstancesRequest, left int) error {
	_, err := client.RebootInstances(r)
	if err != nil && left > 0 && tc.Throttled(err) {
		time.Sleep(time.Second)
		return reboot(client, r, left-1)
	}
	return err
}

// Wrapped by way of another, and formatted.

func wrap(what string, err error) error { return annotate(what, err) }

func annotate(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

func asserted(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := client.StopInstances(r)
	if err = wrap("stop", err); err == nil {
		return nil
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `deadassert: this assertion never holds`
		return nil
	}
	return err
}

func lookedInto(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := client.StopInstances(r)
	if err = wrap("stop", err); err == nil {
		return nil
	}
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

// The constant stands where it is handed on.

func has(err error, code string) bool { return tc.Code(err) == code }

func isGone(err error) bool { return has(err, "InvalidInstanceId.NotFond") } // want `unknowncode: "InvalidInstanceId.NotFond"`

func isThere(err error) bool { return has(err, "InvalidInstanceId.NotFound") }

// A literal that a function ends in is the end of the function.

func literal(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	log.Print("stop")
	return func(r *cvm.StopInstancesRequest) error {
		_, err := client.StopInstances(r)
		if tc.Code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .*swallowed`
			return err
		}
		return nil
	}(r)
}

func literalRight(client *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	return func(r *cvm.StopInstancesRequest) (err error) {
		defer func() { log.Print(err) }()
		if _, err = client.StopInstances(r); tc.Code(err) == "InvalidInstanceId.NotFound" {
			return nil
		}
		return
	}(r)
}

func isLost(err error) bool {
	return func(e error) bool {
		return tc.Code(e) == "InvalidInstanceId.NotFond" // want `unknowncode: "InvalidInstanceId.NotFond"`
	}(err)
}

// What hands on to a library, in another package and in this one, is no less a test.

func begins(s, prefix string) bool { return strings.HasPrefix(s, prefix) }

func fromElsewhere(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && (tc.HasPrefix(e.Code, "AuthFalure") || // want `unknowncode: "AuthFalure" begins no`
		tc.HasPrefix("AuthFailure", e.Code) || // want `swappedargs: looks for the code in "AuthFailure"`
		tc.HasPrefix(e.Code, "AuthFailure"))
}

func fromHere(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && (begins(e.Code, "AuthFalure") || // want `unknowncode: "AuthFalure" begins no`
		begins("AuthFailure", e.Code) || // want `swappedargs: looks for the code in "AuthFailure"`
		begins(e.Code, "AuthFailure"))
}
