// Package getters asks helpers with several results for the code.
package getters

import (
	"errors"
	"fmt"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/getters/failure"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func find(c *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	_, err := c.DescribeInstances(r)
	if code, ok := failure.Code(err); ok && code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return false, nil
	}
	return err == nil, err
}

func without(c *cvm.Client, r *cvm.DescribeInstancesRequest) error {
	_, err := c.DescribeInstances(r)
	switch code, _ := failure.Code(err); code {
	case "ResourceNotFound.CdnHostNotExists": // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	code, ok := failure.Code(err)
	if !ok {
		return err
	}
	if code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return errors.New("gone")
	}
	return nil
}

func stopRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	code, ok := failure.Code(err)
	if !ok {
		return err
	}
	if code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return fmt.Errorf("stop: %s", code)
}

func three(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	code, message, ok := failure.Split(err)
	switch {
	case !ok:
		return err
	case code == "InvalidInstanceId.Malformd": // want `unknowncode: "InvalidInstanceId.Malformd"`
		return errors.New(message)
	}
	return err
}

func threeRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if code, message, ok := failure.Split(err); ok {
		if code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return fmt.Errorf("%s: %s", code, message)
	}
	return err
}

func details(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if failure.Of(err).Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	if d := failure.Of(err); d.Code == "InvalidInstanceId.Malformd" { // want `unknowncode: "InvalidInstanceId.Malformd"`
		return errors.New(d.Message)
	}
	if d := failure.Parse(err); d != nil && d.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		return errors.New(d.Message)
	}
	return err
}

func detailsRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	d := failure.Of(err)
	if d.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if d.Code != "" {
		return fmt.Errorf("%s (%s)", d.Message, d.Request)
	}
	return err
}

// category is a getter of this package, around another.
func category(err error) (string, bool) {
	code, ok := failure.Code(err)
	if !ok {
		return "", false
	}
	first, _, _ := strings.Cut(code, ".")
	return first, true
}

func refused(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	_, err := c.RunInstances(r)
	if first, ok := category(err); ok && first == "AuthFalure" { // want `unknowncode: "AuthFalure"`
		return fmt.Errorf("keys: %w", err)
	}
	return err
}

// typed returns the typed error and whether there is one.
func typed(err error) (*sdkerrors.TencentCloudSDKError, bool) {
	var e *sdkerrors.TencentCloudSDKError
	ok := errors.As(err, &e)
	return e, ok
}

func run(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	_, err := c.RunInstances(r)
	if e, ok := typed(err); ok && e.Code == "ResourceInsufficient.SpecifedInstanceType" { // want `unknowncode: "ResourceInsufficient.SpecifedInstanceType"`
		return errors.New("sold out")
	}
	return err
}

func runRight(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	_, err := c.RunInstances(r)
	e, ok := typed(err)
	if !ok {
		return err
	}
	if e.Code == "ResourceInsufficient.SpecifiedInstanceType" {
		return errors.New("sold out")
	}
	return e
}

// codeIn looks for the code among those given.
func codeIn(err error, codes ...string) (string, bool) {
	code, ok := failure.Code(err)
	if !ok {
		return "", false
	}
	for _, c := range codes {
		if c == code {
			return code, true
		}
	}
	return code, false
}

func looks(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	_, err := c.RunInstances(r)
	if code, ok := codeIn(err, "InvalidParameterValue", "InvalidParameterValu"); ok { // want `unknowncode: "InvalidParameterValu"`
		return errors.New(code)
	}
	return err
}
