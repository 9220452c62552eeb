// Package strangers has forms that a program written blind brought up.
package strangers

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type fleet struct{ client *cvm.Client }

func (f *fleet) call() error {
	_, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	return err
}

func codeOf(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// A category is the bare code or a detail of it.

func in(err error, category string) bool {
	code := codeOf(err)
	return code == category || strings.HasPrefix(code, category+".")
}

func inAny(err error, categories ...string) bool {
	code := codeOf(err)
	for _, c := range categories {
		if code == c || strings.HasPrefix(code, c+".") {
			return true
		}
	}
	return false
}

func detail(err error, category, name string) bool { return codeOf(err) == category+"."+name }

func below(err error, name string) bool { return codeOf(err) == "InvalidInstanceId."+name }

func (f *fleet) lost() error {
	err := f.call()
	if in(err, "InvalidInstanceId") { // want `missingcritical: .* swallowed`
		return errors.New("no such instance")
	}
	return nil
}

func (f *fleet) lostAny() error {
	err := f.call()
	if inAny(err, "InvalidInstanceId", "ResourceNotFound") { // want `missingcritical: .* swallowed`
		return errors.New("no such instance")
	}
	return nil
}

func (f *fleet) misspelled() bool {
	return in(f.call(), "RequestLimitExceded") // want `unknowncode: "RequestLimitExceded" .* did you mean "RequestLimitExceeded"`
}

func (f *fleet) misspelledBelow() bool {
	return below(f.call(), "NotFuond") // want `unknowncode: "NotFuond"`
}

func (f *fleet) kept() error {
	err := f.call()
	if in(err, "InvalidInstanceId") || inAny(err, "ResourceNotFound", "ResourceInsufficient") {
		return nil
	}
	if below(err, "Malformed") || detail(err, "InvalidInstanceId", "NotFound") { // want `deadtest: "Malformed" never gets here`
		return nil
	}
	return err
}

// A mapper answers nil for nil, and then nothing else does.

var errGone = errors.New("gone")

func mapped(err error) error {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return err
	}
	switch {
	case e.Code == "InvalidInstanceId.NotFound":
		return fmt.Errorf("%w (%s)", errGone, e.RequestId)
	case strings.HasPrefix(e.Code, "InvalidInstanceId"):
		return errGone
	}
	return e
}

func softened(err error) error {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return errGone
	} else if ok {
		return nil
	}
	return err
}

func (f *fleet) mapping() error {
	if err := mapped(f.call()); errors.Is(err, errGone) {
		return nil
	} else if err != nil {
		return err
	}
	return nil
}

func (f *fleet) mappingApart() (int, error) {
	answer, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	err = mapped(err)
	switch {
	case errors.Is(err, errGone):
		return 0, nil
	case err == nil:
		return len(answer.Response.InstanceSet), nil
	default:
		return 0, err
	}
}

func (f *fleet) softening() error {
	err := softened(f.call())
	if errors.Is(err, errGone) { // want `missingcritical: .* swallowed`
		return errors.New("no such instance")
	}
	if err != nil {
		return err
	}
	return nil
}

// What goes out again until a deadline is not final there.

func (f *fleet) deadline() error {
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Second) {
		err := f.call()
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if !ok {
			return err
		}
		switch {
		case e.Code == "InvalidInstanceId.NotFound":
			return nil
		case time.Now().After(end):
			return fmt.Errorf("out of time: %w", e)
		case e.Code == "ResourceInUse", strings.HasPrefix(e.Code, "RequestLimitExceeded"):
			continue
		}
		return e
	}
}

func (f *fleet) deadlineLast() error {
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Second) {
		err := f.call()
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if !ok {
			return err
		}
		switch {
		case e.Code == "InvalidInstanceId.NotFound":
			return nil
		case time.Now().After(end):
			return fmt.Errorf("out of time: %w", e)
		case e.Code == "ResourceInUse": // want `missingcritical: RequestLimitExceeded is final`
			continue
		}
		return e
	}
}

// Nothing is in what stands beside an error.

func throttled(err error) bool { return in(err, "RequestLimitExceeded") }

func (f *fleet) names() ([]string, map[string]int, error) {
	answer, err := f.client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err != nil {
		return nil, nil, err
	}
	var names []string
	for _, i := range answer.Response.InstanceSet {
		names = append(names, *i.InstanceName)
	}
	return names, nil, nil
}

func (f *fleet) waitFor(name string) error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Second) {
		names, _, err := f.names()
		if err != nil && !throttled(err) {
			return err
		}
		for _, n := range names {
			if n == name {
				return nil
			}
		}
	}
	return fmt.Errorf("no instance %s", name)
}

func (f *fleet) waitForAny() error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Second) {
		names, _, err := f.names()
		if err != nil && !throttled(err) {
			return err
		}
		if len(names) > 0 {
			return nil
		}
	}
	return errors.New("no instance")
}

func (f *fleet) waitForKey() error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Second) {
		_, byName, err := f.names()
		if err != nil && !throttled(err) {
			return err
		}
		for range byName {
			return nil
		}
	}
	return errors.New("no instance")
}

func (f *fleet) waitForNone(name string) error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(time.Second) {
		names, _, err := f.names()
		if err != nil && !throttled(err) { // want `criticalsuccess: "RequestLimitExceeded"`
			return err
		}
		if !slices.Contains(names, name) {
			return nil
		}
	}
	return fmt.Errorf("instance %s is still there", name)
}

// A step says itself whether to go on.

func loop(step func() (again bool, err error), pauses ...time.Duration) error {
	for _, pause := range pauses {
		again, err := step()
		if !again {
			return err
		}
		time.Sleep(pause)
	}
	_, err := step()
	return err
}

func untilDone(step func() (bool, error)) error {
	for {
		again, err := step()
		if err == nil {
			return nil
		}
		if again {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

func poll(step func() (done bool, err error)) error {
	for {
		done, err := step()
		if err != nil {
			return err
		}
		if done {
			return nil
		}
		time.Sleep(time.Second)
	}
}

func (f *fleet) stepAll() error {
	return loop(func() (bool, error) {
		err := f.call()
		return codeOf(err) != "InvalidInstanceId.NotFound", err // want `missingcritical: .* retried`
	}, time.Second, time.Second)
}

func (f *fleet) stepSome() error {
	return loop(func() (bool, error) {
		err := f.call()
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if ok && e.Code == "RequestLimitExceeded" { // want `partialcategory: `
			return true, err
		}
		return false, err
	}, time.Second, time.Second)
}

func (f *fleet) stepMost() error {
	return untilDone(func() (bool, error) {
		err := f.call()
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* retried`
			return false, err
		}
		return err != nil, err
	})
}

func (f *fleet) stepRight() error {
	return untilDone(func() (bool, error) {
		err := f.call()
		return in(err, "RequestLimitExceeded"), err
	})
}

func (f *fleet) pollRight() error {
	return poll(func() (bool, error) {
		err := f.call()
		if in(err, "InvalidInstanceId") {
			return true, nil
		}
		return err == nil, err
	})
}

// A predicate that says no to what is no error of the SDK.

func again(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code != "InvalidInstanceId.NotFound"
}

func againOrElse(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return !ok || e.Code != "InvalidInstanceId.NotFound"
}

func (f *fleet) predicate() error {
	for {
		err := f.call()
		if !again(err) { // want `missingcritical: .* retried`
			return err
		}
		time.Sleep(time.Second)
	}
}

func (f *fleet) predicateAtEnd() error {
	var err error
	for ok := true; ok; ok = again(err) { // want `missingcritical: .* retried`
		err = f.call()
		time.Sleep(time.Second)
	}
	return err
}

func (f *fleet) predicatePolls() {
	for {
		err := f.call()
		if !againOrElse(err) { // the same is asked again after a success, too
			return
		}
		time.Sleep(time.Second)
	}
}

func (f *fleet) predicateRight() error {
	for {
		err := f.call()
		if !throttled(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

// What two errors are joined to is neither of them.

func (f *fleet) joined() error {
	if err := f.call(); err != nil {
		return errors.Join(errors.New("call"), err)
	}
	return nil
}

func (f *fleet) askJoined() bool {
	e, ok := f.joined().(*tcerr.TencentCloudSDKError) // want `deadassert: .* wrapped`
	return ok && e.Code == "InvalidInstanceId.NotFound"
}

func (f *fleet) asJoined() bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(f.joined(), &e) && e.Code == "InvalidInstanceId.NotFound"
}

// Nobody filled in the branch.

func (f *fleet) todo() error {
	err := f.call()
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" { // want `deadtest: whether this matches or not`
		// TODO: make it anew
	}
	return err
}

func (f *fleet) done() error {
	err := f.call()
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidInstanceId.NotFound":
			// nothing to mend
		case "InvalidInstanceId.Malformed":
			return fmt.Errorf("give another id: %w", err)
		}
	}
	return err
}
