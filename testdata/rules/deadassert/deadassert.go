// Package deadassert asserts errors to a type that cannot be there.
package deadassert

import (
	"errors"
	"fmt"

	pkgerrors "github.com/pkg/errors"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func list(c *cvm.Client, r *cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error) {
	resp, err := c.DescribeInstances(r)
	if err != nil {
		return nil, fmt.Errorf("describe: %w", err)
	}
	return resp, nil
}

func wrapped(c *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	_, err := list(c, r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `deadassert: this assertion never holds: the error is wrapped on the way`
		return false, nil
	}
	return err == nil, err
}

func here(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(r)
	if err != nil {
		err = pkgerrors.Wrap(err, "describe")
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `deadassert: this assertion never holds`
		return nil
	}
	return err
}

type opError struct {
	op  string
	err error
}

func (e *opError) Error() string { return e.op + ": " + e.err.Error() }
func (e *opError) Unwrap() error { return e.err }

func stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	if _, err := c.StopInstances(r); err != nil {
		_ = fmt.Errorf
		return &opError{"stop", err}
	}
	return nil
}

func own(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	err := stop(c, r)
	switch e := err.(type) {
	case *tcerr.TencentCloudSDKError: // want `deadassert: this assertion never holds`
		return e.Code == "InvalidInstanceId.NotFound"
	}
	return false
}

func start(c *cvm.Client, r *cvm.StartInstancesRequest) error {
	if _, err := c.StartInstances(r); err != nil {
		return fmt.Errorf("start: %v", err)
	}
	return nil
}

func lost(c *cvm.Client, r *cvm.StartInstancesRequest) bool {
	err := start(c, r)
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" // want `deadassert: this never holds: the program makes the error itself`
}

func wrongName(c *cvm.Client, r *cvm.StopInstancesRequest, q *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(q)
	if err != nil {
		return err
	}
	_, stopErr := c.StopInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `deadassert: this assertion never holds: the error is nil here`
		return nil
	}
	return stopErr
}

func fresh(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	return errors.Is(err, &tcerr.TencentCloudSDKError{Code: "InvalidInstanceId.NotFound"}) // want `deadassert: this never holds: errors.Is compares with a pointer that was just made`
}

// From here on: correct.

func looksInside(c *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	_, err := list(c, r)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return false, nil
	}
	return err == nil, err
}

func sometimes(c *cvm.Client, r *cvm.DescribeInstancesRequest, verbose bool) error {
	_, err := c.DescribeInstances(r)
	if err != nil && verbose {
		err = fmt.Errorf("describe: %w", err)
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func maybe(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	if r == nil {
		return errors.New("no request")
	}
	_, err := c.DescribeInstances(r)
	return err
}

func ofMaybe(c *cvm.Client, r *cvm.DescribeInstancesRequest) bool {
	err := maybe(c, r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "InvalidInstanceId.NotFound"
}

func through(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	err := stop(c, r)
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound"
}

func cause(c *cvm.Client, r *cvm.DescribeInstancesRequest) bool {
	_, err := c.DescribeInstances(r)
	if err != nil {
		err = pkgerrors.WithStack(err)
	}
	e, ok := pkgerrors.Cause(err).(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "InvalidInstanceId.NotFound"
}

type doer interface{ do() error }

func unknown(d doer) bool {
	err := d.do()
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "InternalError"
}

var errGone = &tcerr.TencentCloudSDKError{Code: "InternalError"}

func sentinel(err error) bool { return errors.Is(err, errGone) }
