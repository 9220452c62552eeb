// Package wrapped asks errors of the program that wrap those of the SDK.
package wrapped

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"sync"
	"time"

	"example.com/everyday/wrapped/fail"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type svc struct {
	c     *cvm.Client
	mu    sync.RWMutex
	errs  map[string]error
	last  error
	codes []string
	reg   fail.Registry
}

// correct ones

func (s *svc) c1(id string) error {
	r := cvm.NewStopInstancesRequest()
	_, err := s.c.StopInstances(r)
	if err = fail.New("stop", err); err != nil {
		if fail.CodeOf(err) == "Canceled" || fail.CodeOf(err) == "InvalidInstanceId.NotFound" {
			return nil
		}
		return err
	}
	return nil
}

func (s *svc) c2(id string) error {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	switch fail.Classify(fail.New("stop", err)) {
	case fail.None, fail.Ignore:
		return nil
	case fail.Retry:
		time.Sleep(time.Second)
		return s.c1(id)
	}
	return err
}

func (s *svc) c3(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, s.errs[id] = s.c.StopInstances(cvm.NewStopInstancesRequest())
	if fail.CodeOf(s.errs[id]) == "InvalidInstanceId.NotFound" {
		delete(s.errs, id)
		return nil
	}
	return s.errs[id]
}

func (s *svc) c4() (bad []string) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for id, err := range s.errs {
		var e *fail.Error
		if errors.As(err, &e) && e.NotFound() {
			continue
		}
		if err != nil {
			bad = append(bad, id)
		}
	}
	return bad
}

func (s *svc) c5() error {
	_, s.last = s.c.StopInstances(cvm.NewStopInstancesRequest())
	var e *tcerr.TencentCloudSDKError
	if errors.As(s.last, &e) {
		switch {
		case e.Code == "InvalidInstanceId.NotFound":
			s.last = nil
		case strings.HasPrefix(e.Code, "AuthFailure."), e.Code == "AuthFailure":
			s.last = fmt.Errorf("keys: %w", s.last)
		}
	}
	return s.last
}

func (s *svc) c6(err error) string {
	s.reg.Register("InvalidInstanceId.NotFound", "gone")
	s.reg.Register("Canceled", "canceled")
	return s.reg.Text(err)
}

func (s *svc) c7(ctx context.Context) error {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		_, err := s.c.StopInstancesWithContext(ctx, cvm.NewStopInstancesRequest())
		if fail.Classify(fail.New("stop", err)) != fail.Retry {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-t.C:
		}
	}
}

func (s *svc) c8() (n int, err error) {
	type out struct {
		id  string
		err error
	}
	ch := make(chan out)
	go func() {
		defer close(ch)
		for _, id := range []string{"a", "b"} {
			_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
			ch <- out{id, err}
		}
	}()
	for o := range ch {
		if fail.CodeOf(fail.New("stop", o.err)) == "InvalidInstanceId.NotFound" {
			continue
		}
		if o.err != nil {
			err = errors.Join(err, fmt.Errorf("%s: %w", o.id, o.err))
			continue
		}
		n++
	}
	return n, err
}

func (s *svc) c9(code string) bool {
	for _, c := range s.codes {
		if c == code {
			return true
		}
	}
	return false
}

func (s *svc) add(code string) { s.codes = append(s.codes, code) }

func (s *svc) c10() bool {
	s.add("yes")
	return s.c9("yess")
}

func (s *svc) c11() error {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	text := map[bool]string{true: "ok", false: "failed"}[err == nil]
	log.Print(text)
	if class := fail.Classify(fail.New("stop", err)); class.String() == "ignore" {
		return nil
	}
	return err
}

type codeError string

func (c codeError) Error() string { return string(c) }

const errBusy codeError = "busy"

func (s *svc) c12() error {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "MutexOperation.TaskRunning" {
		err = errBusy
	}
	if err == errBusy {
		return nil
	}
	return err
}

func (s *svc) c13() (ok bool, reason string) {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	switch code := fail.CodeOf(fail.New("stop", err)); code {
	case "":
		return true, ""
	case "InvalidInstanceId.NotFound":
		return true, "gone"
	default:
		return false, code
	}
}

func (s *svc) c14(p *error) {
	_, *p = s.c.StopInstances(cvm.NewStopInstancesRequest())
	if fail.CodeOf(fail.New("stop", *p)) == "InvalidInstanceId.NotFound" {
		*p = nil
	}
}

// mistakes

func (s *svc) m1() error {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	if fail.CodeOf(fail.New("stop", err)) == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	return err
}

func (s *svc) m2() error {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	err = fail.New("stop", err)
	var e *fail.Error
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.Malformd" { // want `unknowncode: "InvalidInstanceId.Malformd"`
		return nil
	}
	return err
}

// Not found: whether the function that wraps leaves a trace of the error is not
// known here.
func (s *svc) m3() error {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	switch fail.Classify(fail.New("stop", err)) {
	case fail.Fatal:
		return nil
	}
	return err
}

func (s *svc) m4(err error) string {
	s.reg.Register("InvalidInstanceId.NotFond", "gone") // want `unknowncode: "InvalidInstanceId.NotFond"`
	return s.reg.Text(err)
}

func (s *svc) m5() error {
	_, s.last = s.c.StopInstances(cvm.NewStopInstancesRequest())
	var e *tcerr.TencentCloudSDKError
	if errors.As(s.last, &e) && e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: `
		return nil
	}
	return s.last
}

func (s *svc) m6() error {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	kinds := map[string]string{
		"InvalidInstanceId.NotFound": "gone",
		"InternalServerEror":         "busy", // want `unknowncode: "InternalServerEror"`
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		switch kinds[e.Code] {
		case "gone":
			return nil
		case "busy":
			return s.c1("")
		}
	}
	return err
}

func (s *svc) m7() error {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		code := strings.ToLower(e.GetCode())
		if strings.HasPrefix(code, "AuthFailure") { // want `unknowncode: "AuthFailure"`
			return err
		}
		if strings.EqualFold(e.Code, "invalidinstanceid.notfond") { // want `unknowncode: "invalidinstanceid.notfond"`
			return nil
		}
	}
	return err
}

func (s *svc) m8() (status int) {
	_, err := s.c.StopInstances(cvm.NewStopInstancesRequest())
	status = 200
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: `
		status = 404
	}
	return status
}
