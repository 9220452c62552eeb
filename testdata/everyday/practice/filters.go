package practice

import (
	"errors"
	"fmt"
	"log"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/practice/tcerr"
)

// A function that answers nil to some codes, and whose answer is handed on, is a
// test like any other.

func ignore(err error, code string) error {
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == code {
		return nil
	}
	return err
}

func filteredOne(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	return ignore(err, "InvalidInstanceID.NotFound") // want `unknowncode: "InvalidInstanceID.NotFound"`
}

func filteredOneTwin(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	return ignore(err, "InvalidInstanceId.NotFound")
}

func filteredList(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	return tcerr.Ignore(err, "InvalidInstanceId.NotFound", "ResourceNotFound.CdnHostNotExists") // want `wrongservice: no API of cvm answers "ResourceNotFound.CdnHostNotExists"`
}

func filteredListTwin(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	return tcerr.Ignore(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed")
}

func filteredBeside(c *cvm.Client, r *cvm.DescribeInstancesRequest) ([]*cvm.Instance, error) {
	response, err := c.DescribeInstances(r)
	if err != nil {
		return nil, tcerr.Ignore(err, "InvalidInstanceId.NotFound", "UnauthorizedOperation") // want `criticalsuccess: "UnauthorizedOperation"`
	}
	return response.Response.InstanceSet, nil
}

func filteredBesideTwin(c *cvm.Client, r *cvm.DescribeInstancesRequest) ([]*cvm.Instance, error) {
	response, err := c.DescribeInstances(r)
	if err != nil {
		return nil, tcerr.Ignore(err, "InvalidInstanceId.NotFound")
	}
	return response.Response.InstanceSet, nil
}

// The answer false says what was asked.
func filteredAnswer(c *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	_, err := c.DescribeInstances(r)
	if err != nil {
		return false, tcerr.Ignore(err, "InvalidInstanceId.NotFound", "UnauthorizedOperation")
	}
	return true, nil
}

func filteredAmong(c *cvm.Client, rs []*cvm.TerminateInstancesRequest) error {
	var errs []error
	for _, r := range rs {
		_, err := c.TerminateInstances(r)
		errs = append(errs, ignore(err, "InvalidInstanceId.NotFond")) // want `unknowncode: "InvalidInstanceId.NotFond"`
	}
	return errors.Join(errs...)
}

func filteredAmongTwin(c *cvm.Client, rs []*cvm.TerminateInstancesRequest) (all error) {
	for _, r := range rs {
		_, err := c.TerminateInstances(r)
		all = errors.Join(all, ignore(err, "InvalidInstanceId.NotFound"))
	}
	return all
}

func filteredAfter(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if code(err) == "InvalidInstanceId.NotFound" {
		return fmt.Errorf("gone: %w", err)
	}
	return tcerr.Ignore(err, "AuthFailure.TokenFailure") // want `criticalsuccess: "AuthFailure.TokenFailure"`
}

func filteredLogged(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	if err != nil {
		log.Print(err)
	}
	return tcerr.Ignore(err, "UnauthorizedOperation")
}

// Only the code given comes through.

func filteredOut(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	_, err := c.TerminateInstances(r)
	return tcerr.Only(err, "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"` `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of TerminateInstances are swallowed`
}
