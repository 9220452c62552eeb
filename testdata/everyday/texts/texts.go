// Package texts asks a package that knows codes as strings.
package texts

import (
	"errors"
	"slices"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	ssm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssm/v20190923"

	"example.com/everyday/texts/words"
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func byHead(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch words.Head(code(err)) {
	case "UnauthorizedOperation": // want `criticalsuccess: "UnauthorizedOperation"`
		return nil
	case "InvalidInstanceID": // want `unknowncode: "InvalidInstanceID" is not a category`
		return nil
	}
	return err
}

func byFirst(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if words.First(code(err)) == "InvalidInstanceId" {
		return nil
	}
	return err
}

func byGone(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if words.Gone(code(err)) { // want `unknowncode: "InvalidInstanceId.NotFond", which Gone looks for, is not a Tencent Cloud error code; did you mean "InvalidInstanceId.NotFound"\?`
		return nil
	}
	return err
}

func byKind(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if words.Kind(code(err)) == "denied" { // want `criticalsuccess: "UnauthorizedOperation"`
		return nil
	}
	return err
}

func byAway(c *ssm.Client, r *ssm.GetSecretValueRequest) error {
	_, err := c.GetSecretValue(r)
	if words.Away(code(err)) { // want `wrongservice: no API of ssm answers "InvalidInstanceId.NotFound", which Away looks for: it is a code of`
		return nil
	}
	return err
}

func offered(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if slices.Contains(words.Offered(), code(err)) { // want `unknowncode: "InvalidInstanceId.Malformd" is not a Tencent Cloud error code; did you mean "InvalidInstanceId.Malformed"\?`
		return nil
	}
	return err
}

func twice(c *cvm.Client, r *cvm.StopInstancesRequest) (bool, error) {
	_, err := c.StopInstances(r)
	if words.Right(code(err)) {
		return false, nil
	}
	if words.Away(code(err)) { // want `deadtest: "InvalidInstanceId.NotFound", which Away looks for, never gets here`
		return true, nil
	}
	return false, err
}

func byBusy(c *cvm.Client, r *cvm.StopInstancesRequest) (later bool, err error) {
	_, err = c.StopInstances(r)
	return words.Busy(code(err)), err // want `unknowncode: "ResourceInUze", which Busy looks for, is not a Tencent Cloud error code; did you mean "ResourceInUse"\?`
}

// What follows is right.

// It looks for codes of two clouds.
func byBoth(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if words.Known(code(err)) {
		return nil
	}
	return err
}

func byKnown(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if words.Right(code(err)) {
		return nil
	}
	return err
}

func byOther(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if words.Kind(code(err)) == "gone" {
		return nil
	}
	return err
}

// An id is no code.
func byId(id string) bool { return words.Gone(id) || words.Head(id) == "Instance" }
