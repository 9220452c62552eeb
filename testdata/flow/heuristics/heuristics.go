// Package heuristics has, for each guess of the analysis that a test can hold, a
// program that is judged wrong without it, and its twin.
package heuristics

import (
	"errors"
	"fmt"
	"log"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"
	clientretry "k8s.io/client-go/util/retry"
)

type fleet struct {
	client *cvm.Client
	audit  func(string) error
}

var errUpstream = errors.New("upstream failed")

func (f *fleet) describe() error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	return err
}

// A variable that was just found to be nil is success by another name.

func (f *fleet) audited() error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* swallowed`
		return nil
	}
	logged := f.audit("describe")
	if logged == nil {
		return logged
	}
	return fmt.Errorf("audit: %w", err)
}

func (f *fleet) auditedRight() error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	logged := f.audit("describe")
	if logged != nil {
		return logged
	}
	return err
}

// A flag that the function set on the way knows more than the condition says.

func (f *fleet) flagged() error {
	failed := false
	note := func() { failed = true }
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err != nil {
		note()
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if failed {
		return errUpstream
	}
	return nil
}

func (f *fleet) flaggedOutside() (there bool, err error) {
	there = true
	err = clientretry.OnError(wait.Backoff{}, func(error) bool { return true }, func() error {
		_, e := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e != nil {
			if sdk, ok := e.(*tcerr.TencentCloudSDKError); ok {
				if sdk.Code == "InvalidInstanceId.NotFound" {
					there = false
				}
				if !there {
					return nil
				}
			}
			return e
		}
		return nil
	})
	return there, err
}

func (f *fleet) unflagged(verbose bool) error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* swallowed`
		return nil
	}
	if verbose {
		return errUpstream
	}
	return nil
}

// Results beside a failure are zero.

func (f *fleet) beside() error {
	answer, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if answer == nil {
		return errUpstream
	}
	return nil
}

func (f *fleet) besideAnother(answer *cvm.DescribeInstancesResponse) error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* swallowed`
		return nil
	}
	if answer == nil {
		return errUpstream
	}
	return nil
}

// What a literal leaves in a variable is lost where its caller assigns to it.

func (f *fleet) overwritten() error {
	var err error
	err = clientretry.OnError(wait.Backoff{}, func(error) bool { return true }, func() error {
		_, err = f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* swallowed`
			log.Println("gone")
			return nil
		}
		return nil
	})
	return err
}

func (f *fleet) kept() error {
	var err error
	again := clientretry.OnError(wait.Backoff{}, func(error) bool { return true }, func() error {
		_, err = f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
			log.Println("gone")
			return nil
		}
		return nil
	})
	if again != nil {
		return again
	}
	return err
}

// All ways to a phi may stand for one error.

func (f *fleet) merged(wrapped bool) error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	as := err
	if wrapped {
		as = errors.Unwrap(err)
	}
	if e, ok := as.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* swallowed`
		log.Println("gone")
		return nil
	}
	return nil
}

func (f *fleet) mergedInLoop(wrapped bool) error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	as := err
	for inner := errors.Unwrap(err); wrapped; wrapped = false {
		as = inner
	}
	if e, ok := as.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		log.Println("gone")
		return nil
	}
	if err != nil {
		return err
	}
	return nil
}

func (f *fleet) mergedTwice(wrapped bool) error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	as := err
	if wrapped {
		as = errors.Unwrap(err)
	}
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if errors.As(as, &e) && e.Code == "InvalidInstanceId.NotFound" { // want `deadtest: .* never gets here`
		log.Println("gone")
		return nil
	}
	return as
}

func (f *fleet) mergedOfTwo(fallback error, use bool) error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	as := err
	if use {
		as = fallback
	}
	if e, ok := as.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

// A variable that on this way holds nil, or another error, is not the error asked for.

func (f *fleet) cleared() error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		err = nil
	} else if err != nil {
		err = errUpstream
	}
	if err == nil {
		log.Println("nothing to do")
		return nil
	}
	if err == errUpstream {
		return err
	}
	return nil
}

func (f *fleet) notCleared() error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* swallowed`
		err = nil
	}
	if err == nil {
		log.Println("nothing to do")
		return nil
	}
	return nil
}

// A helper that compares with codes of other clouds, too, says nothing wrong.

type other struct{ code string }

func (o *other) Error() string { return o.code }

func hasCode(err error, want string) bool {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code == want
	}
	var o *other
	return errors.As(err, &o) && o.code == want
}

func hasTencentCode(err error, want string) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && e.Code == want
}

func noBucket(err error) bool { return hasCode(err, "InvalidInstanceId.NotFuond") }

func noCode(err error) bool { return hasTencentCode(err, "InvalidInstanceId.NotFuond") } // want `unknowncode: `
