package practice

import (
	"flag"
	"slices"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Who asks for it may have a critical code taken for success.

type deletion struct {
	ignoreDenied bool
	mode         string
	verbose      bool
}

var force = flag.Bool("force", false, "ignore all that can be ignored")

func optionFirst(c *cvm.Client, r *cvm.TerminateInstancesRequest, o deletion) error {
	_, err := c.TerminateInstances(r)
	if o.ignoreDenied && strings.HasPrefix(code(err), "UnauthorizedOperation") {
		return nil
	}
	return err
}

func optionLast(c *cvm.Client, r *cvm.TerminateInstancesRequest, quiet bool) error {
	_, err := c.TerminateInstances(r)
	if code(err) == "UnauthorizedOperation" && quiet {
		return nil
	}
	return err
}

func (o *deletion) early(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if err == nil || !o.ignoreDenied {
		return err
	}
	switch code(err) {
	case "UnauthorizedOperation", "InvalidInstanceId.NotFound":
		return nil
	}
	return err
}

func (o *deletion) byMode(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	switch {
	case o.mode == "lenient" && code(err) == "UnauthorizedOperation":
		return nil
	case code(err) == "InternalError": // want `criticalsuccess: "InternalError"`
		return nil
	}
	return err
}

func byFlag(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if *force {
		if code(err) == "UnauthorizedOperation" {
			return nil
		}
	}
	return err
}

func byLiteral(c *cvm.Client, r *cvm.TerminateInstancesRequest, o deletion) func() error {
	return func() error {
		_, err := c.TerminateInstances(r)
		if o.ignoreDenied && code(err) == "UnauthorizedOperation" {
			return nil
		}
		return err
	}
}

// An option that decides something else changes nothing.

func optionElsewhere(c *cvm.Client, r *cvm.TerminateInstancesRequest, o deletion) error {
	if o.mode == "dry" {
		return nil
	}
	_, err := c.TerminateInstances(r)
	if o.verbose {
		println("called")
	}
	if code(err) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation"`
		return nil
	}
	return err
}

func optionAbove(c *cvm.Client, r *cvm.TerminateInstancesRequest, o deletion) error {
	if o.ignoreDenied {
		_, err := c.TerminateInstances(r)
		if code(err) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation"`
			return nil
		}
		return err
	}
	return nil
}

// Data is no option.
func byData(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if len(r.InstanceIds) == 1 && r.InstanceIds != nil && code(err) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation"`
		return nil
	}
	return err
}

// The option is looked for in a list, or judged by a helper.

func among(c *cvm.Client, r *cvm.TerminateInstancesRequest, o deletion) error {
	_, err := c.TerminateInstances(r)
	if slices.Contains([]string{"lenient", "dry"}, o.mode) && code(err) == "UnauthorizedOperation" {
		return nil
	}
	return err
}

func isLenient(mode string) bool { return strings.HasPrefix(mode, "l") }

func judgedByHelper(c *cvm.Client, r *cvm.TerminateInstancesRequest, mode string) error {
	_, err := c.TerminateInstances(r)
	if isLenient(mode) && code(err) == "UnauthorizedOperation" {
		return nil
	}
	return err
}

func amongNames(c *cvm.Client, r *cvm.TerminateInstancesRequest, names map[string]bool) error {
	resp, err := c.TerminateInstances(r)
	if err == nil && names[*resp.Response.RequestId] || code(err) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation"`
		return nil
	}
	return err
}
