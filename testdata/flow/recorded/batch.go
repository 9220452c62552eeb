// Package recorded holds jobs, handlers and workers that keep a record of what
// failed, and their twins that lose it.
package recorded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

func stopRequest(id string) *cvm.StopInstancesRequest {
	r := cvm.NewStopInstancesRequest()
	r.InstanceIds = []*string{&id}
	return r
}

// A summary is what a run of the job tells.
type summary struct {
	Stopped, Gone, Failed int
	Messages              []string
}

func (s *summary) fail(format string, args ...any) {
	s.Failed++
	s.Messages = append(s.Messages, fmt.Sprintf(format, args...))
}

func nightly(ctx context.Context, client *cvm.Client, ids []string) (s summary) {
	for _, id := range ids {
		_, err := client.StopInstancesWithContext(ctx, stopRequest(id))
		switch {
		case err == nil:
			s.Stopped++
		case tc.Gone(err):
			s.Gone++
		default:
			s.Failed++
		}
	}
	return s
}

func nightlyLossy(ctx context.Context, client *cvm.Client, ids []string) (s summary) {
	for _, id := range ids {
		_, err := client.StopInstancesWithContext(ctx, stopRequest(id))
		if tc.Gone(err) { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstancesWithContext are swallowed`
			s.Gone++
			continue
		}
		s.Stopped++
	}
	return s
}

func withMethod(client *cvm.Client, ids []string) *summary {
	s := new(summary)
	for _, id := range ids {
		if _, err := client.StopInstances(stopRequest(id)); err != nil {
			if tc.Gone(err) {
				s.Gone++
			} else {
				s.fail("%s could not be stopped", id)
			}
		}
	}
	return s
}

func byId(client *cvm.Client, ids []string) (map[string]string, error) {
	states := make(map[string]string, len(ids))
	for _, id := range ids {
		_, err := client.StopInstances(stopRequest(id))
		switch {
		case tc.Gone(err):
			states[id] = "gone"
		case err != nil:
			states[id] = "failed"
		default:
			states[id] = "stopped"
		}
	}
	return states, nil
}

func byIdLossy(client *cvm.Client, ids []string) (map[string]string, error) {
	states := make(map[string]string, len(ids))
	for _, id := range ids {
		_, err := client.StopInstances(stopRequest(id))
		if tc.Gone(err) { // want `missingcritical: .*swallowed`
			states[id] = "gone"
		} else {
			states[id] = "stopped"
		}
	}
	return states, nil
}

var failures atomic.Int64

func countedGlobally(client *cvm.Client, id string) error {
	_, err := client.StopInstances(stopRequest(id))
	if tc.Gone(err) {
		return nil
	}
	if err != nil {
		failures.Add(1)
		return nil
	}
	return nil
}

func countedNowhere(client *cvm.Client, id string) error {
	_, err := client.StopInstances(stopRequest(id))
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		return nil
	}
	if err != nil {
		return nil
	}
	return nil
}

func percentages(client *cvm.Client, ids []string) (float64, error) {
	if len(ids) == 0 {
		return 0, errors.New("nothing to do")
	}
	var bad int
	for _, id := range ids {
		if _, err := client.StopInstances(stopRequest(id)); err != nil && !tc.Gone(err) {
			bad++
		}
	}
	return float64(bad) / float64(len(ids)), nil
}

func lastOneTells(client *cvm.Client, ids []string) error {
	ok := true
	for _, id := range ids {
		if _, err := client.StopInstances(stopRequest(id)); err != nil && !tc.Gone(err) {
			ok = false
		}
	}
	if !ok {
		return errors.New("some instances still run")
	}
	return nil
}

func parallel(client *cvm.Client, ids []string) error {
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		failed []string
	)
	for _, id := range ids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err := client.StopInstances(stopRequest(id))
			if tc.Gone(err) {
				return
			}
			if err != nil {
				mu.Lock()
				failed = append(failed, id)
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	if len(failed) > 0 {
		return fmt.Errorf("not stopped: %v", failed)
	}
	return nil
}

func parallelLossy(client *cvm.Client, ids []string) error {
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err := client.StopInstances(stopRequest(id))
			if tc.Gone(err) { // want `missingcritical: .*swallowed`
				slog.Info("gone", "id", id)
			}
		}()
	}
	wg.Wait()
	return nil
}

type registry struct {
	mu    sync.Mutex
	bad   map[string]bool
	state string
}

func (r *registry) sweep(client *cvm.Client, id string) {
	_, err := client.StopInstances(stopRequest(id))
	r.mu.Lock()
	defer r.mu.Unlock()
	if tc.Gone(err) {
		delete(r.bad, id)
		return
	}
	if err != nil {
		r.bad[id] = true
		return
	}
	r.state = "swept"
}

func (r *registry) sweepLossy(client *cvm.Client, id string) {
	_, err := client.StopInstances(stopRequest(id))
	r.mu.Lock()
	defer r.mu.Unlock()
	if tc.Gone(err) { // want `missingcritical: .*swallowed`
		delete(r.bad, id)
		return
	}
	r.state = "swept"
}

// The deferred closure sees the error.
func observed(client *cvm.Client, id string, observe func(error)) {
	var err error
	defer func() { observe(err) }()
	_, err = client.StopInstances(stopRequest(id))
	if tc.Gone(err) {
		slog.Info("gone", "id", id)
	}
}
