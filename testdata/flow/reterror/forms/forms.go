// Package forms has retries with structs of the program's own in other forms.
package forms

import (
	"errors"
	"fmt"
	"log"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// A step is told apart by what is true at the end, and is an error itself.
type stop struct {
	cause error
	fatal bool
}

func (s *stop) Error() string { return s.cause.Error() }

type policy struct {
	tries int
	pause time.Duration
}

// run leaves the loop, and looks at the last result afterwards.
func (p policy) run(f func() *stop) error {
	var last *stop
	for i := 0; i < p.tries; i++ {
		last = f()
		if last == nil || last.fatal {
			break
		}
		log.Print(last.cause)
		time.Sleep(p.pause)
	}
	if last != nil {
		return last.cause
	}
	return nil
}

func (p policy) fatal(err error) *stop { return &stop{err, true} }

func method(p policy, client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return p.run(func() *stop {
		_, err := client.RebootInstances(r)
		switch {
		case err == nil:
			return nil
		case tc.Code(err) == "InvalidParameterValue": // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return p.fatal(err)
		}
		return &stop{cause: err}
	})
}

func methodWell(p policy, client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return p.run(func() *stop {
		_, err := client.RebootInstances(r)
		switch {
		case err == nil:
			return nil
		case tc.Throttled(err):
			return &stop{cause: err}
		}
		return p.fatal(err)
	})
}

// A result has data, and is over unless it says so.
type result struct {
	ID   string
	Err  error
	More bool
}

type step func() result

func repeat(f step) (string, error) {
	for {
		r := f()
		if r.More {
			time.Sleep(time.Second)
			continue
		}
		return r.ID, r.Err
	}
}

func failed(err error) result { return result{Err: err} }

func value(client *cvm.Client, r *cvm.RunInstancesRequest) (string, error) {
	return repeat(func() result {
		response, err := client.RunInstances(r)
		if err != nil {
			if tc.Code(err) == "ResourceInsufficient.CloudDiskUnavailable" { // want `missingcritical: RequestLimitExceeded is final while "ResourceInsufficient.CloudDiskUnavailable" is retried`
				return result{Err: err, More: true}
			}
			return failed(err)
		}
		return result{ID: *response.Response.InstanceIdSet[0]}
	})
}

func valueWell(client *cvm.Client, r *cvm.RunInstancesRequest) (string, error) {
	return repeat(func() result {
		response, err := client.RunInstances(r)
		if tc.Code(err) == "ResourceInsufficient.CloudDiskUnavailable" || tc.Throttled(err) {
			return result{Err: err, More: true}
		}
		if err != nil {
			return failed(err)
		}
		return result{ID: *response.Response.InstanceIdSet[0]}
	})
}

// A code that says no more than that something broke is no success.
func valueDone(client *cvm.Client, r *cvm.RebootInstancesRequest) (string, error) {
	return repeat(func() result {
		_, err := client.RebootInstances(r)
		if tc.Code(err) == "InternalError" { // want `criticalsuccess: `
			return result{}
		}
		return failed(err)
	})
}

// A declared function is handed over.
type again struct {
	error
	wait bool
}

func until(deadline time.Time, f func() *again) error {
	for {
		a := f()
		if a == nil {
			return nil
		}
		if !a.wait || time.Now().After(deadline) {
			return a.error
		}
		time.Sleep(time.Second)
	}
}

type machine struct {
	client *cvm.Client
	stop   *cvm.StopInstancesRequest
	reboot *cvm.RebootInstancesRequest
}

func (m *machine) stopOnce() *again {
	_, err := m.client.StopInstances(m.stop)
	if err == nil {
		return nil
	}
	if tc.Code(err) == "UnsupportedOperation.InstanceStateTerminated" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
		return &again{error: err}
	}
	return &again{fmt.Errorf("stop: %w", err), true}
}

func (m *machine) halt() error { return until(time.Now().Add(time.Minute), m.stopOnce) }

// What is made final is another error, and what is retried, too.
func (m *machine) rebootOnce() *again {
	_, err := m.client.RebootInstances(m.reboot)
	if err == nil {
		return nil
	}
	if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
		return &again{error: errors.New("it is gone")}
	}
	return &again{errors.New("it does not come up"), true}
}

func (m *machine) start() error { return until(time.Now().Add(time.Minute), m.rebootOnce) }
