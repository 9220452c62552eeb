// Package cloud is correct code of a client and what is built on it: nothing in it
// may be reported.
package cloud

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"strings"
	"sync"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"
)

func has(err error, list ...string) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range list {
		if c == e.Code || strings.HasPrefix(e.Code, c+".") {
			return true
		}
	}
	return false
}

func gone(err error) bool { return has(err, "InvalidInstanceId.NotFound") }

type cloud struct {
	c       *cvm.Client
	events  chan string
	refresh func() error
	mu      sync.Mutex
	broken  map[string]error
	health  func(bool)
}

func (s *cloud) recreate(del *cvm.TerminateInstancesRequest, run *cvm.RunInstancesRequest) error {
	_, err := s.c.TerminateInstances(del)
	if err != nil && !gone(err) {
		return err
	}
	_, err = s.c.RunInstances(run)
	return err
}

func (s *cloud) ensure(d *cvm.DescribeInstancesRequest, run *cvm.RunInstancesRequest) error {
	_, err := s.c.DescribeInstances(d)
	if gone(err) {
		_, err = s.c.RunInstances(run)
	}
	return err
}

func (s *cloud) refreshed(d *cvm.DescribeInstancesRequest) error {
	_, err := s.c.DescribeInstances(d)
	if has(err, "AuthFailure") {
		if err := s.refresh(); err != nil {
			return fmt.Errorf("refresh: %w", err)
		}
		_, err = s.c.DescribeInstances(d)
	}
	return err
}

func (s *cloud) event(d *cvm.StopInstancesRequest) error {
	_, err := s.c.StopInstances(d)
	if gone(err) {
		return nil
	}
	if err != nil {
		s.events <- "stop failed"
		return nil
	}
	s.events <- "stopped"
	return nil
}

func (s *cloud) supported(d *cvm.StopInstancesRequest) (bool, error) {
	supported := true
	_, err := s.c.StopInstances(d)
	if has(err, "UnsupportedOperation") {
		supported = false
	} else if err != nil {
		return false, err
	}
	return supported, nil
}

func (s *cloud) credentials(d *cvm.DescribeInstancesRequest) bool {
	_, err := s.c.DescribeInstances(d)
	return !has(err, "AuthFailure")
}

func (s *cloud) credentialsToo(d *cvm.DescribeInstancesRequest) (valid bool, err error) {
	_, err = s.c.DescribeInstances(d)
	if has(err, "AuthFailure") {
		return false, nil
	}
	return err == nil, err
}

func (s *cloud) poll(ctx context.Context, d *cvm.DescribeInstancesRequest) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(ctx context.Context) (bool, error) {
		resp, err := s.c.DescribeInstancesWithContext(ctx, d)
		if gone(err) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		return len(resp.Response.InstanceSet) == 0, nil
	})
}

func (s *cloud) Run() {
	_, err := s.c.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if has(err, "RequestLimitExceeded") {
		return
	}
	if err != nil {
		log.Printf("run: %v", err)
		return
	}
}

func (s *cloud) remember(id string) {
	r := cvm.NewStopInstancesRequest()
	r.InstanceIds = []*string{&id}
	_, err := s.c.StopInstances(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil || gone(err) {
		delete(s.broken, id)
		return
	}
	s.broken[id] = err
}

func (s *cloud) beat() {
	_, err := s.c.DescribeInstances(cvm.NewDescribeInstancesRequest())
	s.health(err == nil || has(err, "RequestLimitExceeded"))
}

func (s *cloud) closure(id string) func() error {
	return func() error {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		if _, err := s.c.StopInstances(r); !gone(err) {
			return err
		}
		return nil
	}
}

func (s *cloud) recovered(id string) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("stop %s: %v", id, v)
		}
	}()
	r := cvm.NewStopInstancesRequest()
	r.InstanceIds = []*string{&id}
	if _, err := s.c.StopInstances(r); err != nil && !gone(err) {
		panic(err)
	}
	return nil
}

func (s *cloud) fallback(d *cvm.DescribeInstancesRequest, old []*cvm.Instance) []*cvm.Instance {
	resp, err := s.c.DescribeInstances(d)
	if gone(err) {
		return nil
	}
	if err != nil {
		slog.Warn("serving old data", "err", err)
		return old
	}
	return resp.Response.InstanceSet
}

func (s *cloud) three(d *cvm.StopInstancesRequest) (err error) {
	for range 3 {
		if _, err = s.c.StopInstances(d); err == nil {
			break
		}
		if !has(err, "RequestLimitExceeded", "InternalError") {
			break
		}
		time.Sleep(time.Second)
	}
	return err
}

func (s *cloud) each(ids []string) (err error) {
outer:
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		for try := 0; try < 3; try++ {
			_, err = s.c.StopInstances(r)
			switch {
			case err == nil, gone(err):
				err = nil
				continue outer
			case has(err, "RequestLimitExceeded"):
				time.Sleep(time.Second)
			default:
				return err
			}
		}
		return fmt.Errorf("%s: %w", id, err)
	}
	return nil
}

func (s *cloud) progress(ids []string, report func(done, failed int)) {
	done, failed := 0, 0
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := s.c.StopInstances(r)
		if err == nil || gone(err) {
			done++
		} else {
			failed++
		}
		report(done, failed)
	}
}

func (s *cloud) two(a, b *cvm.DescribeInstancesRequest) (int, error) {
	n := 0
	for _, r := range []*cvm.DescribeInstancesRequest{a, b} {
		resp, err := s.c.DescribeInstances(r)
		if gone(err) {
			continue
		}
		if err != nil {
			return 0, err
		}
		n += len(resp.Response.InstanceSet)
	}
	return n, nil
}

func (s *cloud) gate(d *cvm.DescribeInstancesRequest) (ok bool, reason string) {
	_, err := s.c.DescribeInstances(d)
	switch {
	case err == nil:
		return true, ""
	case has(err, "UnauthorizedOperation"):
		return false, "no permission"
	case has(err, "RequestLimitExceeded"):
		return true, "throttled, but reachable"
	}
	return false, err.Error()
}

func (s *cloud) silentProbe(d *cvm.DescribeInstancesRequest) (latency time.Duration, ok bool) {
	start := time.Now()
	_, err := s.c.DescribeInstances(d)
	if err != nil && !gone(err) {
		return 0, false
	}
	return time.Since(start), true
}

func (s *cloud) batch(ids []string) (result struct{ Errors map[string]string }) {
	result.Errors = make(map[string]string)
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		if _, err := s.c.StopInstances(r); err != nil {
			switch {
			case gone(err):
			case has(err, "UnsupportedOperation"):
				result.Errors[id] = "unsupported"
			default:
				result.Errors[id] = "failed"
			}
		}
	}
	return result
}

func (s *cloud) sleepy(ids chan string) {
	for {
		select {
		case id, ok := <-ids:
			if !ok {
				return
			}
			r := cvm.NewStopInstancesRequest()
			r.InstanceIds = []*string{&id}
			if _, err := s.c.StopInstances(r); err != nil {
				if gone(err) {
					continue
				}
				log.Print(err)
				time.Sleep(time.Second)
			}
		case <-time.After(time.Minute):
			return
		}
	}
}
