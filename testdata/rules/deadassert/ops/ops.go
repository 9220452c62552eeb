// Package ops is a chain of functions that return each other's errors.
package ops

import (
	"errors"
	"fmt"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/deadassert/ops/deep"
)

// Describe wraps where one helper does.
func Describe(c *cvm.Client, r *cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error) {
	resp, err := describe(c, r)
	if err != nil {
		return nil, explain("describe", err)
	}
	return resp, nil
}

func describe(c *cvm.Client, r *cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error) {
	return c.DescribeInstances(r)
}

func explain(what string, err error) error { return fmt.Errorf("%s: %w", what, err) }

// List returns what another function made of it.
func List(c *cvm.Client, r *cvm.DescribeInstancesRequest) (n int, err error) {
	resp, err := list(c, r)
	if resp == nil {
		return 0, err
	}
	return len(resp.Response.InstanceSet), nil
}

func list(c *cvm.Client, r *cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error) {
	resp, err := c.DescribeInstances(r)
	if err != nil {
		err = fmt.Errorf("list: %w", err)
	}
	return resp, err
}

// Stop returns the error of another package.
func Stop(c *cvm.Client, ids ...*string) error {
	r := cvm.NewStopInstancesRequest()
	r.InstanceIds = ids
	if len(ids) == 0 {
		return errors.New("no instances")
	}
	return deep.Stop(c, r)
}

// Start returns the error of another package, which has nothing of the SDK's in it.
func Start(c *cvm.Client, ids ...*string) error {
	r := cvm.NewStartInstancesRequest()
	r.InstanceIds = ids
	err := deep.Start(c, r)
	if err != nil {
		return err
	}
	return nil
}

// Failure is an error in which package errors does not look.
type Failure struct {
	Op     string
	Reason string
}

func (f *Failure) Error() string { return f.Op + ": " + f.Reason }

// A Pool calls the API.
type Pool struct{ c *cvm.Client }

// Reboot answers an error of its own.
func (p *Pool) Reboot(r *cvm.RebootInstancesRequest) error {
	if _, err := p.c.RebootInstances(r); err != nil {
		return failed("reboot", err)
	}
	return nil
}

func failed(op string, err error) error { return &Failure{op, err.Error()} }

// Again tries until it works, a few times.
func Again(c *cvm.Client, r *cvm.StopInstancesRequest, n int) error {
	err := deep.Stop(c, r)
	if err != nil && n > 0 {
		return Again(c, r, n-1)
	}
	return err
}

// From here on: the error may be as it came.

// Maybe wraps only what it cannot pass on.
func Maybe(c *cvm.Client, r *cvm.StopInstancesRequest, verbose bool) error {
	if verbose {
		return deep.Stop(c, r)
	}
	return deep.Plain(c, r)
}

// Named sets its result where it ends.
func Named(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	defer func() {
		if e := deep.Plain(c, r); e != nil {
			err = e
		}
	}()
	return deep.Stop(c, r)
}

// Hook is what others put there.
var Hook func(error) error

// Hooked answers what the hook makes.
func Hooked(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	if err := deep.Stop(c, r); err != nil && Hook != nil {
		return Hook(err)
	}
	return nil
}

// Inner takes out what was wrapped.
func Inner(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return errors.Unwrap(deep.Stop(c, r))
}

// Kept wraps what errors.As finds.
func Kept(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	if err := deep.Plain(c, r); err != nil {
		return explain("stop", err)
	}
	return nil
}
