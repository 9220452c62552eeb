package wrapped

import (
	"errors"
	"fmt"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Errors of the program that hold one of the SDK: what is asked of that is asked of them.

type embeds struct {
	*tcerr.TencentCloudSDKError
	op string
}

type holds struct{ sdk *tcerr.TencentCloudSDKError }

func (h *holds) Error() string { return h.sdk.Error() }
func (h *holds) Unwrap() error { return h.sdk }

func embed(err error) error {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return &embeds{e, "stop"}
	}
	return err
}

func hold(err error) error {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return &holds{e}
	}
	return err
}

func plain(err error) error {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return embeds{e, "stop"}
	}
	return err
}

// Two tests of one error.

func askedTwice(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	err = embed(err)
	var e *embeds
	if errors.As(err, &e) && e.Code == "OperationDenied.InstanceOperationInProgress" {
		return fmt.Errorf("busy: %w", err)
	}
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func askedByGetter(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	err = embed(err)
	var e *embeds
	if errors.As(err, &e) {
		if e.Code == "OperationDenied.InstanceOperationInProgress" {
			return fmt.Errorf("busy: %w", err)
		}
		if e.GetCode() == "InvalidInstanceId.NotFound" {
			return nil
		}
	}
	return err
}

func askedField(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	err = hold(err)
	var h *holds
	if errors.As(err, &h) && h.sdk.Code == "OperationDenied.InstanceOperationInProgress" {
		return fmt.Errorf("busy: %w", err)
	}
	if errors.As(err, &h) && h.sdk.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func asserted(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	own := plain(err)
	if e, ok := own.(embeds); ok && e.Code == "OperationDenied.InstanceOperationInProgress" {
		return fmt.Errorf("busy: %w", e)
	}
	if e, ok := own.(embeds); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func isEmbedded(err error, code string) bool {
	var e *embeds
	return errors.As(err, &e) && e.Code == code
}

func askedByHelper(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	err = embed(err)
	switch {
	case isEmbedded(err, "OperationDenied.InstanceOperationInProgress"):
		return fmt.Errorf("busy: %w", err)
	case isEmbedded(err, "InvalidInstanceId.NotFound"):
		return nil
	}
	return err
}

// The error may be another one than that which was asked for.
func another(c *cvm.Client, r *cvm.StopInstancesRequest, last *tcerr.TencentCloudSDKError) error {
	_, err := c.StopInstances(r)
	err = embed(err)
	var e *embeds
	if errors.As(err, &e) {
		e.TencentCloudSDKError = last
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
	}
	return err
}

// What is wrong in them.

func askedWrong(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	err = embed(err)
	var e *embeds
	if errors.As(err, &e) && e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func assertedWrong(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if h, ok := hold(err).(*holds); ok && h.sdk.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func swallows(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	err = hold(err)
	var h *holds
	if errors.As(err, &h) && h.sdk.Code == "OperationDenied.InstanceOperationInProgress" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}
