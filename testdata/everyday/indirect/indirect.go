// Package indirect calls the API by way of wrappers, embedded clients and
// method values, and takes its errors by interfaces.
package indirect

import (
	"errors"
	"fmt"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	icvm "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func attempt(f func() error) error {
	err := f()
	if err != nil {
		err = fmt.Errorf("attempt: %w", err)
	}
	return err
}

func wrapped(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	err := attempt(func() error { _, err := c.StopInstances(r); return err })
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

// forgive runs f and forgives some codes.
func forgive(f func() error, codes ...string) error {
	err := f()
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		for _, code := range codes {
			if code == e.Code {
				return nil
			}
		}
	}
	return err
}

func forgiven(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	return forgive(func() error { _, err := c.StopInstances(r); return err },
		"InvalidInstanceId.NotFound",
		"InvalidInstanceId.NotFond",         // want `unknowncode: "InvalidInstanceId.NotFond"`
		"ResourceNotFound.CdnHostNotExists") // want `wrongservice: no API of cvm`
}

// failed reports whether f failed with a code.
func failed(f func() error, code string) bool {
	var e *sdkerrors.TencentCloudSDKError
	return errors.As(f(), &e) && e.Code == code
}

func asks(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	return failed(func() error { _, err := c.StopInstances(r); return err }, "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`
}

// API is what of the client the program uses.
type API interface {
	StopInstances(*cvm.StopInstancesRequest) (*cvm.StopInstancesResponse, error)
}

type service struct{ API }

func (s service) stop(r *cvm.StopInstancesRequest) error {
	_, err := s.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func (s service) stopToo(r *cvm.StopInstancesRequest) error {
	send := s.API.StopInstances
	_, err := send(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

type embedded struct{ *cvm.Client }

func (s embedded) stop(r *cvm.StopInstancesRequest) error {
	_, err := s.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

// coded is an error with a code, the SDK's for one.
type coded interface {
	error
	GetCode() string
}

func byInterface(c *icvm.Client, r *icvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var e coded
	if errors.As(err, &e) && e.GetCode() == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func byAssertion(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(interface{ GetCode() string }); ok && e.GetCode() == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func codeOf(err error) string {
	var e interface{ GetCode() string }
	if errors.As(err, &e) {
		return e.GetCode()
	}
	return ""
}

func byHelper(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

// An error of somebody else's with a GetCode.
type other struct{ code string }

func (o *other) Error() string   { return o.code }
func (o *other) GetCode() string { return o.code }

func theirs() error { return &other{"E42"} }

func byOther() bool { return codeOf(theirs()) == "E42" }

func byMethodValue(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		code := e.GetCode
		if code() == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
			return nil
		}
		if (*sdkerrors.TencentCloudSDKError).GetCode(e) == "InvalidInstanceId.Malformd" { // want `unknowncode: "InvalidInstanceId.Malformd"`
			return nil
		}
	}
	return err
}

// failure is the program's own error, filled from the SDK's.
type failure struct {
	op    string
	code  string
	cause error
}

func (f *failure) Error() string { return f.op + ": " + f.cause.Error() }

func (f *failure) gone() bool {
	return f.code == "InvalidInstanceId.NotFound" ||
		f.code == "InvalidInstanceId.NotFond" // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func fail(op string, err error) error {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return &failure{op: op, code: e.Code, cause: err}
	}
	return err
}

func stopped(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	err = fail("stop", err)
	if f, ok := err.(*failure); ok && f.gone() {
		return nil
	}
	return err
}

// Refused is the program's own; some of its codes are made up.
type Refused struct{ Code, Reason string }

func (r *Refused) Error() string { return r.Code + ": " + r.Reason }

func refuse(err error) error {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return &Refused{Code: e.Code, Reason: e.Message}
	}
	return &Refused{Code: "Transport", Reason: err.Error()}
}

func refused(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err == nil {
		return nil
	}
	var e *Refused
	err = refuse(err)
	if errors.As(err, &e) && e.Code == "Transport" {
		return fmt.Errorf("later: %w", err)
	}
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}
