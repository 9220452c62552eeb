// Package names calls in ways for which only the intermediate form has a name.
package names

import (
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type API interface {
	StopInstances(*cvm.StopInstancesRequest) (*cvm.StopInstancesResponse, error)
}

type svc struct{ API }

func gone(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "InvalidInstanceId.NotFound"
}

func bound(s svc, r *cvm.StopInstancesRequest) error {
	f := s.StopInstances
	_, err := f(r)
	if gone(err) { // want `missingcritical: .* of StopInstances are swallowed`
		println("gone")
	}
	return nil
}

func thunk(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	f := (*cvm.Client).StopInstances
	_, err := f(c, r)
	if gone(err) { // want `missingcritical: .* of StopInstances are swallowed`
		println("gone")
	}
	return nil
}

func ifaceThunk(c API, r *cvm.StopInstancesRequest) error {
	f := API.StopInstances
	_, err := f(c, r)
	if gone(err) { // want `missingcritical: .* of StopInstances are swallowed`
		println("gone")
	}
	return nil
}

func literal(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	stop := func() error { _, err := c.StopInstances(r); return err }
	err := stop()
	if gone(err) { // want `missingcritical: .* of the call are swallowed`
		println("gone")
	}
	return nil
}

func inline(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	err := func() error { _, err := c.StopInstances(r); return err }()
	if gone(err) { // want `missingcritical: .* of the call are swallowed`
		println("gone")
	}
	return nil
}

func call[Q, A any](f func(Q) (A, error), q Q) error { _, err := f(q); return err }

func instance(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	err := call(c.StopInstances, r)
	if gone(err) { // want `missingcritical: .* of call are swallowed`
		println("gone")
	}
	return nil
}

var stopVar = func(c *cvm.Client, r *cvm.StopInstancesRequest) error { _, err := c.StopInstances(r); return err }

func variable(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	err := stopVar(c, r)
	if gone(err) { // want `missingcritical: .* of stopVar are swallowed`
		println("gone")
	}
	return nil
}

type wrapper struct{ *cvm.Client }

func promoted(w wrapper, r *cvm.StopInstancesRequest) error {
	_, err := w.StopInstances(r)
	if gone(err) { // want `missingcritical: .* of StopInstances are swallowed`
		println("gone")
	}
	return nil
}

func promotedBound(w wrapper, r *cvm.StopInstancesRequest) error {
	f := w.StopInstances
	_, err := f(r)
	if gone(err) { // want `missingcritical: .* of StopInstances are swallowed`
		println("gone")
	}
	return nil
}
