// Package nilness asks whether something made of an error is nil, which it is
// where the error is.
package nilness

import (
	"errors"
	"fmt"
	"log"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

func right(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	if tc.Gone(err) {
		return nil
	}
	wrapped := err
	if err != nil {
		wrapped = fmt.Errorf("terminate: %w", err)
	}
	if wrapped != nil {
		return wrapped
	}
	return nil
}

func lossy(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	if tc.Throttled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation of TerminateInstances are swallowed`
		return err
	}
	wrapped := err
	if err != nil {
		wrapped = fmt.Errorf("terminate: %w", err)
	}
	if wrapped == nil {
		return wrapped
	}
	return nil
}

func rightEarly(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	out := err
	if out != nil {
		out = fmt.Errorf("terminate: %w", out)
	}
	if tc.Gone(err) || out == nil {
		return nil
	}
	return out
}

func lossyEarly(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	out := err
	if out != nil {
		out = fmt.Errorf("terminate: %w", out)
	}
	if tc.Throttled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation of TerminateInstances are swallowed`
		return out
	}
	if out == nil {
		return out
	}
	return nil
}

func rightWrapped(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if w := errors.Join(err); w != nil {
		return w
	}
	return nil
}

func lossyWrapped(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	if tc.Throttled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation of TerminateInstances are swallowed`
		return err
	}
	if w := errors.Join(err); w == nil {
		return w
	}
	return nil
}

func annotate(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cloud: %w", err)
}

func rightAnnotated(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if err := annotate(err); err != nil {
		return err
	}
	return nil
}

func rightJoined(client *cvm.Client, r *cvm.TerminateInstancesRequest, cleanup func() error) error {
	_, err := client.TerminateInstances(r)
	if tc.Gone(err) {
		err = nil
	}
	if both := errors.Join(err, cleanup()); both != nil {
		return both
	}
	return nil
}

func rightListed(client *cvm.Client, first, second *cvm.TerminateInstancesRequest) error {
	var failed []error
	for _, r := range []*cvm.TerminateInstancesRequest{first, second} {
		_, err := client.TerminateInstances(r)
		if tc.Gone(err) {
			continue
		}
		failed = append(failed, err)
	}
	if all := errors.Join(failed...); all != nil {
		return all
	}
	return nil
}

func lossyJoined(client *cvm.Client, r *cvm.TerminateInstancesRequest, cleanup func() error) error {
	_, err := client.TerminateInstances(r)
	if !tc.Throttled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation of TerminateInstances are swallowed`
		err = nil
	}
	if both := errors.Join(err, cleanup()); both != nil {
		return both
	}
	return nil
}

func lossyJoinedLast(client *cvm.Client, r *cvm.TerminateInstancesRequest, cleanup func() error) error {
	_, err := client.TerminateInstances(r)
	if !tc.Throttled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation of TerminateInstances are swallowed`
		err = nil
	}
	return errors.Join(err, cleanup())
}

func rightJoinedLast(client *cvm.Client, r *cvm.TerminateInstancesRequest, cleanup func() error) error {
	_, err := client.TerminateInstances(r)
	if tc.Gone(err) {
		err = nil
	}
	return errors.Join(err, cleanup())
}

func rightHeld(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	var out error
	func() {
		log.Println(out)
	}()
	_, err := client.TerminateInstances(r)
	if tc.Gone(err) {
		return nil
	}
	out = err
	if err != nil {
		out = fmt.Errorf("terminate: %w", err)
	}
	if out != nil {
		return out
	}
	return nil
}

func rightRounds(client *cvm.Client, requests []*cvm.TerminateInstancesRequest) error {
	var last error
	for _, r := range requests {
		_, err := client.TerminateInstances(r)
		if tc.Gone(err) {
			continue
		}
		if err != nil {
			last = errors.New("terminate: " + err.Error())
		}
	}
	if last != nil {
		return last
	}
	return nil
}

func rightNamed(client *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	_, got := client.TerminateInstances(r)
	if tc.Gone(got) {
		return
	}
	err = got
	switch {
	case tc.Throttled(got):
		err = fmt.Errorf("later: %w", got)
	case got != nil:
		err = fmt.Errorf("terminate: %w", got)
	}
	if err == nil {
		return nil
	}
	return err
}

type failure struct{ cause error }

func (f *failure) Error() string { return "terminate: " + f.cause.Error() }

func rightOwn(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(r)
	if tc.Gone(err) {
		return nil
	}
	out := err
	if err != nil {
		out = &failure{err}
	}
	if out != nil {
		return out
	}
	return nil
}
