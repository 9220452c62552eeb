// Package typednil returns the nil of failed assertions.
package typednil

import (
	"errors"
	"fmt"
	"log"

	pkgerrors "github.com/pkg/errors"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func plain(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil {
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if !ok {
			return e // want `typednil: e is nil here, since the assertion failed, .*; return err`
		}
		log.Print(e.Code)
		return err
	}
	return nil
}

func shadowed(c *cvm.Client, r *cvm.StopInstancesRequest) (bool, error) {
	_, err := c.StopInstances(r)
	if err, ok := err.(*tcerr.TencentCloudSDKError); !ok || err.Code == "InternalError" {
		return false, err // want `typednil: err is nil here, .*; give the assertion's result another name`
	}
	return true, nil
}

func asNil(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if e == nil {
		return e // want `typednil: e is nil here`
	}
	_ = ok
	return nil
}

func withAs(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err == nil {
		return nil
	}
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return e // want `typednil: e is nil here`
	}
	return fmt.Errorf("stop: %s", e.Code)
}

func wrapped(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil {
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if !ok {
			return pkgerrors.WithStack(e) // want `typednil: e is nil here`
		}
		return pkgerrors.WithStack(err)
	}
	return nil
}

func lastLine(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	if ok {
		return err
	}
	return e // want `typednil: e is nil here`
}

func inLiteral(c *cvm.Client, r *cvm.StopInstancesRequest, again func(func() error) error) error {
	return again(func() error {
		_, err := c.StopInstances(r)
		if e, ok := err.(*tcerr.TencentCloudSDKError); !ok {
			return e // want `typednil: e is nil here`
		}
		return err
	})
}

// From here on: correct.

func right(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return e
	}
	return err
}

func rightAs(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e
	}
	return err
}

func unless(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return err
	}
	return e
}

func typed(err error) *tcerr.TencentCloudSDKError {
	e, _ := err.(*tcerr.TencentCloudSDKError)
	return e
}

func logged(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	log.Println(e, ok)
	return err
}

func replaced(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		e = &tcerr.TencentCloudSDKError{Code: "ClientError", Message: "unknown"}
	}
	return e
}
