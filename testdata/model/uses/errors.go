package uses

import (
	"context"
	"errors"

	roach "github.com/cockroachdb/errors"
	juju "github.com/juju/errors"
	pkgerrors "github.com/pkg/errors"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"golang.org/x/xerrors"
)

// The error inside comes from the same call.

func stdUnwraps(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	e, ok := errors.Unwrap(err).(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func pkgUnwraps(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	e, ok := pkgerrors.Unwrap(err).(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func pkgCauseUnwraps(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	e, ok := pkgerrors.Cause(err).(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func xeUnwraps(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	e, ok := xerrors.Unwrap(err).(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func jujuUnwraps(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	e, ok := juju.Cause(err).(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func roachUnwraps(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	e, ok := roach.Cause(err).(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

// The target is filled with the error inside.

func stdFills(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func pkgFills(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	var e *tcerr.TencentCloudSDKError
	return pkgerrors.As(err, &e) && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func xeFills(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	var e *tcerr.TencentCloudSDKError
	return xerrors.As(err, &e) && e.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

// To be another error is to be none of the SDK: the codes go on.

func stdCompares(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}

// An error that the program makes is none of the SDK.

func stdMakes() bool {
	err := errors.New("stopped")
	_, ok := err.(*tcerr.TencentCloudSDKError) // want `deadassert: `
	return ok
}

func pkgMakes() bool {
	err := pkgerrors.New("stopped")
	_, ok := err.(*tcerr.TencentCloudSDKError) // want `deadassert: `
	return ok
}

func xeMakes() bool {
	err := xerrors.New("stopped")
	_, ok := err.(*tcerr.TencentCloudSDKError) // want `deadassert: `
	return ok
}

// An error around another is not the other.

func pkgFormats(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	err = pkgerrors.Errorf("stop: %v", err)
	_, ok := err.(*tcerr.TencentCloudSDKError) // want `deadassert: `
	return ok
}

func xeFormats(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	err = xerrors.Errorf("stop: %w", err)
	_, ok := err.(*tcerr.TencentCloudSDKError) // want `deadassert: `
	return ok
}

// A test on the error inside is one on the error.

func stdLoses(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := errors.Unwrap(err).(*tcerr.TencentCloudSDKError)
	if ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}

func pkgLoses(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := pkgerrors.Cause(err).(*tcerr.TencentCloudSDKError)
	if ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}

func xeLoses(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := xerrors.Unwrap(err).(*tcerr.TencentCloudSDKError)
	if ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}

// The error inside is the error, whichever of both is looked at: what was asked of
// one is known of the other.

func pkgInside(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return nil
	}
	as := err
	if inner := pkgerrors.Cause(err); inner != nil {
		as = inner
	}
	switch e, ok := as.(*tcerr.TencentCloudSDKError); {
	case ok && e.Code == "InvalidInstanceId.NotFound": // want `deadtest: .* never gets here`
		return nil
	case ok && e.Code == "UnsupportedOperation":
		return err
	}
	return nil
}

func xeInside(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return nil
	}
	as := err
	if inner := xerrors.Unwrap(err); inner != nil {
		as = inner
	}
	switch e, ok := as.(*tcerr.TencentCloudSDKError); {
	case ok && e.Code == "InvalidInstanceId.NotFound": // want `deadtest: .* never gets here`
		return nil
	case ok && e.Code == "UnsupportedOperation":
		return err
	}
	return nil
}

func jujuInside(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return nil
	}
	as := err
	if inner := juju.Cause(err); inner != nil {
		as = inner
	}
	switch e, ok := as.(*tcerr.TencentCloudSDKError); {
	case ok && e.Code == "InvalidInstanceId.NotFound": // want `deadtest: .* never gets here`
		return nil
	case ok && e.Code == "UnsupportedOperation":
		return err
	}
	return nil
}

func roachInside(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: .* are swallowed`
		return nil
	}
	as := err
	if inner := roach.Cause(err); inner != nil {
		as = inner
	}
	switch e, ok := as.(*tcerr.TencentCloudSDKError); {
	case ok && e.Code == "InvalidInstanceId.NotFound": // want `deadtest: .* never gets here`
		return nil
	case ok && e.Code == "UnsupportedOperation":
		return err
	}
	return nil
}

// An error that stands for a code is asked for in place of it.

var errGone = errors.New("gone")

func goneOr(err error) error {
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return errGone
	}
	return err
}

func stdStandsFor(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if errors.Is(goneOr(err), errGone) { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}

func pkgStandsFor(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if pkgerrors.Is(goneOr(err), errGone) { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}

func xeStandsFor(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if xerrors.Is(goneOr(err), errGone) { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}
