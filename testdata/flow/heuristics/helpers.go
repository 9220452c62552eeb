package heuristics

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"strings"

	backoff "github.com/cenkalti/backoff/v4"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	clientretry "k8s.io/client-go/util/retry"

	"example.com/flow/heuristics/lib"
	"example.com/flow/tc"
)

// A helper whose answer another value decides as well says nothing of that code.

func harmless(err error, force bool) bool {
	switch tc.Code(err) {
	case "InvalidInstanceId.Malformed":
		return true
	case "InvalidInstanceId.NotFound":
		return force
	}
	return false
}

func (f *fleet) harmless(force bool) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if harmless(err, force) {
		log.Print("harmless")
	}
	return nil
}

// A literal that asks about the error it captured is a test.

func (f *fleet) asked() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	gone := func() bool { return tc.Code(err) == "InvalidInstanceId.NotFound" }
	if gone() { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return nil
}

func (f *fleet) askedRight() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	gone := func() bool { return tc.Code(err) == "InvalidInstanceId.NotFound" }
	if gone() {
		return nil
	}
	return err
}

// A function that another made is a test.

func codeIs(code string) func(error) bool {
	return func(err error) bool { return tc.Code(err) == code }
}

func (f *fleet) made() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if codeIs("InvalidInstanceId.NotFound")(err) { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return nil
}

func (f *fleet) madeRight() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if codeIs("InvalidInstanceId.NotFound")(err) {
		return nil
	}
	return err
}

// A word that a literal captured is a code only where somebody gives it one.

func (f *fleet) inMode(mode string) func() error {
	return func() error {
		if mode == "Stopped" {
			return nil
		}
		_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
		if tc.Gone(err) {
			return nil
		}
		return err
	}
}

// An interface with the method of the SDK's error asks whether it is one; another
// asks for another error.

func (f *fleet) promised() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	var coded interface{ GetCode() string }
	if errors.As(err, &coded) && coded.GetCode() == "InvalidInstanceId.NotFound" { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return nil
}

func (f *fleet) timedOut() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	var slow net.Error
	if errors.As(err, &slow) {
		return err
	}
	if tc.Gone(err) { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return nil
}

// An error that a literal both keeps and returns is not lost with the variable.

func (f *fleet) keptAndReturned() error {
	var last error
	err := clientretry.OnError(clientretry.DefaultBackoff, tc.Throttled, func() error {
		_, last = f.client.StopInstances(cvm.NewStopInstancesRequest())
		return last
	})
	if tc.Gone(last) {
		log.Print("gone")
	}
	if err != nil {
		return err
	}
	return nil
}

func (f *fleet) keptAndWrapped(wrap func(error) error) error {
	var last error
	err := clientretry.OnError(clientretry.DefaultBackoff, tc.Throttled, func() error {
		_, last = f.client.StopInstances(cvm.NewStopInstancesRequest())
		return wrap(last)
	})
	if tc.Gone(last) {
		log.Print("gone")
	}
	if err != nil {
		return err
	}
	return nil
}

func (f *fleet) keptOnly() error {
	var last error
	err := clientretry.OnError(clientretry.DefaultBackoff, tc.Throttled, func() error {
		_, last = f.client.StopInstances(cvm.NewStopInstancesRequest())
		return nil
	})
	if tc.Gone(last) { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	if err != nil {
		return err
	}
	return nil
}

// A classifier within a category.

func sortAll(err error) string {
	code := tc.Code(err)
	if strings.HasPrefix(code, "InvalidInstanceId") {
		if code == "InvalidInstanceId.NotFound" {
			return "gone"
		}
		return "bad"
	}
	return ""
}

func (f *fleet) sortedBad() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if tc.Gone(err) {
		return nil
	}
	if sortAll(err) == "gone" { // want `deadtest: .* never gets here`
		return nil
	}
	return err
}

func (f *fleet) sortedGone() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if sortAll(err) == "gone" {
		return nil
	}
	if tc.Gone(err) { // want `deadtest: .* never gets here`
		return errUpstream
	}
	return err
}

func (f *fleet) sortedOther() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if sortAll(err) == "bad" {
		return nil
	}
	if tc.Gone(err) {
		return errUpstream
	}
	return err
}

// What a classifier answers may be looked for by a helper.

func among(word string, words ...string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

func (f *fleet) sortedAmong() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if among(sortAll(err), "gone", "bad") { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return nil
}

func (f *fleet) sortedAmongRight() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if among(sortAll(err), "gone", "bad") {
		log.Print("gone")
	}
	return err
}

// A classifier may be told the code.

func compared(err error, code string) string {
	if tc.Code(err) == code {
		return "same"
	}
	return "another"
}

func (f *fleet) compared() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if compared(err, "InvalidInstanceId.NotFuond") == "same" { // want `unknowncode: `
		return nil
	}
	return err
}

func isBad(err error) bool {
	code := tc.Code(err)
	if strings.HasPrefix(code, "InvalidInstanceId") {
		return code != "InvalidInstanceId.NotFound"
	}
	return false
}

func (f *fleet) bad() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if tc.Gone(err) {
		return nil
	}
	if isBad(err) {
		return errUpstream
	}
	return err
}

// A type that an error cannot have where it is asked for, though a literal has it.

func (f *fleet) wrapped(report func(func())) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if err == nil {
		return nil
	}
	err = fmt.Errorf("stop: %w", err)
	report(func() { log.Print(err) })
	if _, ok := err.(*tcerr.TencentCloudSDKError); ok { // want `deadassert: `
		return nil
	}
	return err
}

func (f *fleet) wrappedOnce(verbose bool, report func(func())) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if err == nil {
		return nil
	}
	if verbose {
		err = fmt.Errorf("stop: %w", err)
	}
	report(func() { log.Print(err) })
	if _, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return nil
	}
	return err
}

// What another function makes of an error is perhaps no retry.

func (f *fleet) remade(remake func(error) error) error {
	return backoff.Retry(func() error {
		_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
		if tc.Gone(err) {
			return nil
		}
		return remake(err)
	}, backoff.NewExponentialBackOff())
}

func (f *fleet) rewrapped() error {
	return backoff.Retry(func() error {
		_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
		if tc.Gone(err) { // want `missingcritical: .* retried`
			return nil
		}
		return fmt.Errorf("stop: %w", err)
	}, backoff.NewExponentialBackOff())
}

// A deferred literal that decides what is returned makes it a success.

func (f *fleet) forgiven() (err error) {
	defer func() {
		if tc.Code(err) == "UnauthorizedOperation" { // want `criticalsuccess: `
			err = nil
		}
	}()
	_, err = f.client.StopInstances(cvm.NewStopInstancesRequest())
	return err
}

// A wrapper that has the form of a call of the SDK answers what it calls.

func (f *fleet) both(c *lib.Client) error {
	_, err := c.StopInstances(cvm.NewStopInstancesRequest())
	if tc.Code(err) == "ResourceNotFound.CdnHostNotExists" {
		return nil
	}
	return err
}

func (f *fleet) one() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if tc.Code(err) == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: `
		return nil
	}
	return err
}

// A literal has variables of its own.

func (f *fleet) inside(ctx context.Context, do func(func()), note func(*error)) error {
	var err error
	do(func() {
		var own error
		_, own = f.client.StopInstancesWithContext(ctx, cvm.NewStopInstancesRequest())
		func() { log.Print(own) }()
		err = own
	})
	if tc.Code(err) == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: `
		return nil
	}
	return err
}

// What a classifier makes of another error is no answer to this one.

var errGone = errors.New("gone")

func kind(err error) error {
	if tc.Gone(err) {
		return errGone
	}
	return errUpstream
}

type translator interface{ Translate(error) error }

func translate(t translator, err error) error { return t.Translate(err) }

func (f *fleet) translated(t translator) error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if errors.Is(kind(translate(t, err)), errGone) { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return nil
}

func (f *fleet) untranslated() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if errors.Is(kind(err), errGone) { // want `missingcritical: .* swallowed`
		log.Print("gone")
	}
	return nil
}

// What a function tolerates does not make the others final.

func (f *fleet) tolerated() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	return lib.Tolerate(err, "UnsupportedOperation")
}

func (f *fleet) oneOf() error {
	_, err := f.client.StopInstances(cvm.NewStopInstancesRequest())
	if lib.OneOf(err, []string{"InvalidInstanceId.NotFound", "InvalidInstanceId.Malfromed"}) { // want `unknowncode: `
		return nil
	}
	return err
}
