// Package retries retries in forms of everyday, each with one fault.
package retries

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/avast/retry-go/v4"
	backoff "github.com/cenkalti/backoff/v4"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"
)

func code(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

type svc struct {
	c *cvm.Client
	r *cvm.StartInstancesRequest
}

func (s *svc) start() error { _, err := s.c.StartInstances(s.r); return err }

func (s *svc) shouldRetry(err error) bool {
	return code(err) != "InvalidInstanceId.NotFound" // want `missingcritical: `
}

func (s *svc) methodHook() error { return retry.Do(s.start, retry.RetryIf(s.shouldRetry)) }

func (s *svc) variableHook() error {
	again := func(err error) bool { return code(err) != "InvalidInstanceId.NotFound" } // want `missingcritical: `
	return retry.Do(s.start, retry.Attempts(3), retry.RetryIf(again))
}

var packageHook = func(err error) bool {
	return code(err) != "InvalidInstanceId.NotFound" // want `missingcritical: `
}

func (s *svc) packageVariableHook() error { return retry.Do(s.start, retry.RetryIf(packageHook)) }

func (s *svc) withData() (string, error) {
	return retry.DoWithData(func() (string, error) {
		resp, err := s.c.StartInstances(s.r)
		if code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			return "", retry.Unrecoverable(err)
		}
		if err != nil {
			return "", err
		}
		return *resp.Response.RequestId, nil
	})
}

func (s *svc) retryWithData() (string, error) {
	return backoff.RetryWithData(func() (string, error) {
		resp, err := s.c.StartInstances(s.r)
		if err != nil {
			if code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
				return "", backoff.Permanent(err)
			}
			return "", err
		}
		return *resp.Response.RequestId, nil
	}, backoff.NewConstantBackOff(time.Second))
}

func (s *svc) polled(ctx context.Context) error {
	var last error
	cond := func(ctx context.Context) (done bool, err error) {
		if _, last = s.c.StartInstancesWithContext(ctx, s.r); last == nil {
			return true, nil
		}
		if code(last) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			return false, last
		}
		return false, nil
	}
	if err := wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, false, cond); err != nil {
		return errors.Join(err, last)
	}
	return nil
}

// own options

type options struct {
	tries   int
	retryIf func(error) bool
}

type Option func(*options)

func RetryIf(f func(error) bool) Option { return func(o *options) { o.retryIf = f } }

func Do(f func() error, opts ...Option) error {
	o := options{tries: 3, retryIf: func(error) bool { return false }}
	for _, opt := range opts {
		opt(&o)
	}
	var err error
	for i := 0; i < o.tries; i++ {
		err = f()
		if err == nil || !o.retryIf(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func (s *svc) ownOption() error {
	return Do(s.start, RetryIf(func(err error) bool {
		return code(err) != "InvalidInstanceId.NotFound" // want `missingcritical: `
	}))
}

type Retrier struct {
	fatal func(error) bool
	max   int
}

func NewRetrier(fatal func(error) bool) *Retrier { return &Retrier{fatal: fatal, max: 5} }

func (r *Retrier) Run(f func() error) (err error) {
	for n := 0; n < r.max; n++ {
		if err = f(); err == nil {
			return nil
		}
		if r.fatal(err) {
			break
		}
		time.Sleep(time.Second)
	}
	return err
}

func (s *svc) constructor() error {
	r := NewRetrier(func(err error) bool { return code(err) == "InvalidInstanceId.NotFound" }) // want `missingcritical: `
	return r.Run(s.start)
}

func recursively(n int, f func() error) error {
	err := f()
	if err == nil || n == 0 {
		return err
	}
	time.Sleep(time.Second)
	return recursively(n-1, f)
}

func (s *svc) recursive() error {
	return recursively(3, func() error {
		err := s.start()
		if code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			return nil
		}
		return err
	})
}

func generic[T any](tries int, f func() (T, error)) (v T, err error) {
	for range tries {
		if v, err = f(); err == nil {
			return v, nil
		}
		time.Sleep(time.Second)
	}
	return v, err
}

func (s *svc) generic() (*cvm.StartInstancesResponse, error) {
	return generic(3, func() (*cvm.StartInstancesResponse, error) {
		resp, err := s.c.StartInstances(s.r)
		if code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			return nil, nil
		}
		return resp, err
	})
}

// loops

func (s *svc) postLoop() error {
	for err := s.start(); err != nil; err = s.start() {
		if code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}

func (s *svc) labelLoop(ctx context.Context) error {
	t := time.NewTimer(0)
outer:
	for {
		select {
		case <-ctx.Done():
			break outer
		case <-t.C:
		}
		err := s.start()
		switch {
		case err == nil:
			return nil
		case code(err) == "InvalidInstanceId.NotFound": // want `missingcritical: `
			return err
		}
		t.Reset(time.Second)
	}
	return ctx.Err()
}

func (s *svc) waitsFor(err error) bool {
	switch code(err) {
	case "MutexOperation.TaskRunning", "OperationDenied.InstanceOperationInProgress":
		return true
	}
	return false
}

func (s *svc) stoppedByMethod() error {
	for try := 0; ; try++ {
		err := s.start()
		if err == nil || try == 20 || !s.waitsFor(err) { // want `missingcritical: `
			return err
		}
		time.Sleep(3 * time.Second)
	}
}

func (s *svc) stoppedWithSwitch() (err error) {
	for {
		switch err = s.start(); code(err) {
		case "ResourceInsufficient.SpecifiedInstanceType": // want `missingcritical: `
			time.Sleep(time.Minute)
		default:
			return err
		}
	}
}

// no error results

type status struct {
	Running bool
	Note    string
}

func (s *svc) status() (st status) {
	st.Running = true
	if err := s.start(); code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
		st.Running = false
		st.Note = "gone"
	}
	return
}

func (s *svc) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	status, text := http.StatusOK, "started"
	if err := s.start(); err != nil {
		switch code(err) {
		case "InvalidInstanceId.NotFound": // want `missingcritical: `
			status, text = http.StatusNotFound, "gone"
		}
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

func (s *svc) async(done func(ok bool)) {
	go func() {
		err := s.start()
		if code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			done(false)
			return
		}
		done(true)
	}()
}

func (s *svc) code() (exit int) {
	err := s.start()
	if c := code(err); c == "InvalidInstanceId.NotFound" { // want `missingcritical: `
		exit = 3
	}
	return exit
}

func (s *svc) each(ids []string) (started []string) {
	for _, id := range ids {
		s.r.InstanceIds = []*string{&id}
		err := s.start()
		if code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			log.Println("gone:", id)
			continue
		}
		started = append(started, id)
	}
	return started
}

func (s *svc) partial() error {
	for {
		err := s.start()
		switch code(err) {
		case "RequestLimitExceeded": // want `partialcategory: `
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

func isThrottle(c string) bool { return c == "RequestLimitExceeded" } // want `partialcategory: `

func (s *svc) partialThroughTwo() (err error) {
	for i := 0; i < 3; i++ {
		err = s.start()
		if err == nil || !isThrottle(code(err)) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}
