// Package pointers gives errors to helpers by pointers to the variables that hold them.
package pointers

import (
	"errors"
	"fmt"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/pointers/lib"
)

// swallow clears the error if it has one of the codes.
func swallow(errp *error, codes ...string) {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(*errp, &e) {
		return
	}
	for _, c := range codes {
		if c == e.Code {
			*errp = nil
			return
		}
	}
}

// explain tells what was done if the error has the code.
func explain(err *error, code, what string) {
	if e, ok := (*err).(*sdkerrors.TencentCloudSDKError); ok && e.Code == code {
		*err = fmt.Errorf("%s: %w", what, *err)
	}
}

func atOnce(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	swallow(&err, "InvalidInstanceId.NotFond", "InvalidInstanceId.NotFound") // want `unknowncode: "InvalidInstanceId.NotFond"`
	return err
}

func foreign(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	_, err = c.StopInstances(r)
	explain(&err, "ResourceNotFound.CdnHostNotExists", "no host") // want `wrongservice: no API of cvm answers "ResourceNotFound.CdnHostNotExists"`
	explain(&err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Wat")
	return err
}

func deferred(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	defer swallow(&err, "InvalidInstanceId.NotFound", "ResourceNotFound.CdnHostNotExists") // want `wrongservice: no API of cvm answers "ResourceNotFound.CdnHostNotExists"`
	_, err = c.StopInstances(r)
	return
}

func deferredEarly(c *cvm.Client, r *cvm.StopInstancesRequest) (id string, err error) {
	defer explain(&err, "InvalidInstanceId.NotFond", "no machine") // want `unknowncode: "InvalidInstanceId.NotFond"`
	resp, err := c.StopInstances(r)
	if err != nil {
		return "", err
	}
	return *resp.Response.RequestId, nil
}

func deferredEither(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	defer swallow(&err, "InvalidInstanceId.NotFond", "ResourceNotFound.CdnHostNotExists") // want `unknowncode: "InvalidInstanceId.NotFond"` `wrongservice: no API of cvm`
	if _, err := c.StopInstances(r); err != nil {
		return err
	}
	_, err = c.StartInstances(cvm.NewStartInstancesRequest())
	return err
}

func imported(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	defer lib.Ignore(&err, "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
	_, err = c.StopInstances(r)
	return err
}

func right(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	defer lib.Ignore(&err, "InvalidInstanceId.NotFound")
	defer explain(&err, "UnsupportedOperation.InstanceStateStopped", "it stands")
	if _, err = c.StopInstances(r); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	_, err = c.StopInstances(r)
	swallow(&err, "InvalidInstanceId.NotFound", "UnsupportedOperation.InstanceStateStopped")
	return err
}

// What another error is compared with is not looked for in this one.

type told struct{ code string }

func (t *told) Error() string { return t.code }

func forget(err *error, codes ...string) {
	var t *told
	if errors.As(*err, &t) {
		for _, c := range codes {
			if t.code == c {
				*err = nil
			}
		}
	}
}

func other(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	forget(&err, "Wat.NoSuch")
	return err
}
