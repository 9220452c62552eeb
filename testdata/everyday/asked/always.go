package asked

import (
	"errors"

	"example.com/everyday/asked/errutil"
	"example.com/everyday/asked/helpers"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// A failure is every error that wrapped answers.
type failure struct {
	Op, Code string
	Err      error
}

func (f *failure) Error() string { return f.Op + ": " + f.Err.Error() }
func (f *failure) Unwrap() error { return f.Err }

func wrapped(op string, err error) error {
	if err == nil {
		return nil
	}
	f := &failure{Op: op, Err: err}
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		f.Code = e.Code
	}
	return f
}

// sometimes is no failure for some errors.
func sometimes(op string, err error) error {
	if err == nil || errors.Is(err, helpersGone) {
		return err
	}
	return wrapped(op, err)
}

var helpersGone = errors.New("gone")

func alwaysAsserted(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	f, ok := wrapped("stop", err).(*failure)
	if !ok || f.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return f
}

func sometimesAsserted(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	f, ok := sometimes("stop", err).(*failure)
	if !ok || f.Code == "InvalidInstanceId.NotFound" { // want `dropped: `
		return nil
	}
	return f
}

func stop(c *cvm.Client, r *cvm.StopInstancesRequest) (string, error) {
	response, err := c.StopInstances(r)
	if err != nil {
		return "", wrapped("stop", err)
	}
	if response.Response == nil {
		return "", &failure{Op: "stop", Err: errors.New("no answer")}
	}
	return *response.Response.RequestId, nil
}

func alwaysFound(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := stop(c, r)
	if f, ok := errutil.As[*failure](err); ok {
		return f
	}
	return nil
}

func alwaysAs(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	var err error
	_, err = stop(c, r)
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	return nil
}

func stopSometimes(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err == nil || r == nil {
		return err
	}
	return &failure{Op: "stop", Err: err}
}

func sometimesFound(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	err := stopSometimes(c, r)
	if f, ok := errutil.As[*failure](err); ok { // want `dropped: `
		return f
	}
	return nil
}

func unlessGone(op string, err error) error {
	f, ok := errutil.As[*failure](wrapped(op, err))
	if ok && f.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if f == nil {
		return nil
	}
	return f
}

// unlessGoneSince asks again what it has asked.
func unlessGoneSince(op string, err error) error {
	f, ok := errutil.As[*failure](wrapped(op, err))
	if ok && f.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if !ok {
		return nil
	}
	return f
}

func goneSince(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	return unlessGoneSince("stop", err)
}

// askedTwice asks twice whether there is anything to do.
func askedTwice(c *cvm.Client, r *cvm.StopInstancesRequest, want bool) (err error) {
	if want {
		_, err = c.StopInstances(r)
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
	}
	if !want {
		return nil
	}
	return err
}

// unwanted forgets it.
func unwanted(c *cvm.Client, r *cvm.StopInstancesRequest, want bool) error {
	if want {
		_, err := c.StopInstances(r)
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "RequestLimitExceeded" { // want `missingcritical: `
			return err
		}
	}
	if want {
		return nil
	}
	return errors.New("unwanted")
}

func gone(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	return unlessGone("stop", err)
}

// elsewhereWrapped asserts what another package makes of an error.
func elsewhereWrapped(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if f, ok := helpers.Wrap(err).(*helpers.Failure); ok && f.Code != "InvalidInstanceId.NotFound" {
		return f
	}
	return nil
}

// kept is handed on by another package as it is.
func kept(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := helpers.Keep(err).(*tcerr.TencentCloudSDKError); ok && e.Code != "InvalidInstanceId.NotFound" { // want `dropped: `
		return e
	}
	return nil
}

// insists asks again, and keeps the error on some of the ways.
func insists(c *cvm.Client, r *cvm.StopInstancesRequest, pauses []bool) error {
	var err error
	for _, pause := range pauses {
		if pause {
			continue
		}
		if _, err = stop(c, r); err == nil {
			break
		}
	}
	if f, ok := err.(*failure); ok {
		return f
	}
	return nil
}
