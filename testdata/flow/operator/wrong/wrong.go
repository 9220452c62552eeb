// Package wrong has one fault a function, in forms that operators have.
package wrong

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/avast/retry-go/v4"
	backoff "github.com/cenkalti/backoff/v4"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"
)

const notFound = "InvalidInstanceId.NotFound"

func codeOf(err error) (string, bool) {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return e.GetCode(), true
	}
	return "", false
}

func absent(err error) bool { c, ok := codeOf(err); return ok && c == notFound }

func busy(err error) bool {
	c, _ := codeOf(err)
	return c == "MutexOperation.TaskRunning"
}

func req(id string) *cvm.TerminateInstancesRequest {
	r := cvm.NewTerminateInstancesRequest()
	r.InstanceIds = []*string{&id}
	return r
}

type outcome int

const (
	done outcome = iota
	missing
)

func terminate(c *cvm.Client, id string) outcome {
	if _, err := c.TerminateInstances(req(id)); err != nil {
		if absent(err) { // want `missingcritical: `
			return missing
		}
	}
	return done
}

type job struct {
	id    string
	state string
}

func (j *job) run(c *cvm.Client) {
	_, err := c.TerminateInstances(req(j.id))
	if absent(err) { // want `missingcritical: `
		j.state = "absent"
		return
	}
	j.state = "done"
}

type store interface{ Save(id, state string) error }

func persist(c *cvm.Client, s store, id string) error {
	_, err := c.TerminateInstances(req(id))
	if absent(err) { // want `missingcritical: `
		return s.Save(id, "absent")
	}
	return s.Save(id, "gone")
}

func group(c *cvm.Client, ids []string) {
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Add(1)
		go func(id string) {
			defer wg.Done()
			if _, err := c.TerminateInstances(req(id)); absent(err) { // want `missingcritical: `
				log.Println("gone already:", id)
			}
		}(id)
	}
	wg.Wait()
}

func errChan(c *cvm.Client, ids []string) error {
	errs := make(chan error, len(ids))
	for _, id := range ids {
		go func() {
			_, err := c.TerminateInstances(req(id))
			if code, ok := codeOf(err); ok && code == "UnsupportedOperation" { // want `missingcritical: `
				errs <- err
				return
			}
			errs <- nil
		}()
	}
	for range ids {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

func viaAvast(c *cvm.Client, id string) error {
	return retry.Do(func() error {
		_, err := c.TerminateInstances(req(id))
		return err
	}, retry.RetryIf(func(err error) bool {
		return !absent(err) // want `missingcritical: `
	}), retry.Attempts(10))
}

func viaBackoff(c *cvm.Client, id string) error {
	op := func() error {
		_, err := c.TerminateInstances(req(id))
		if err == nil {
			return nil
		}
		if absent(err) { // want `missingcritical: `
			return backoff.Permanent(err)
		}
		return fmt.Errorf("terminate: %w", err)
	}
	return backoff.Retry(op, backoff.WithMaxRetries(backoff.NewExponentialBackOff(), 5))
}

func viaWait(ctx context.Context, c *cvm.Client, id string) error {
	return wait.PollUntilContextCancel(ctx, time.Second, true, func(ctx context.Context) (bool, error) {
		_, err := c.TerminateInstancesWithContext(ctx, req(id))
		if err == nil {
			return true, nil
		}
		if !absent(err) { // want `missingcritical: `
			return false, nil
		}
		return true, nil
	})
}

func loop(c *cvm.Client, id string) error {
	for i := 0; i < 5; i++ {
		_, err := c.TerminateInstances(req(id))
		if err == nil || absent(err) { // want `missingcritical: `
			return nil
		}
		log.Println("again", i, err)
		time.Sleep(time.Second)
	}
	return errors.New("gave up")
}

func waitBusy(c *cvm.Client, id string) (err error) {
	for i := 0; i < 30; i++ {
		_, err = c.TerminateInstances(req(id))
		if busy(err) { // want `missingcritical: `
			time.Sleep(time.Second)
			continue
		}
		break
	}
	return err
}

func waitBusyGoto(c *cvm.Client, id string) error {
again:
	_, err := c.TerminateInstances(req(id))
	if busy(err) { // want `missingcritical: `
		time.Sleep(time.Second)
		goto again
	}
	return err
}

func nap(d time.Duration) { <-time.After(d) }

func helped(c *cvm.Client, id string) error {
	for {
		_, err := c.TerminateInstances(req(id))
		switch {
		case err == nil:
			return nil
		case absent(err): // want `missingcritical: `
			return err
		default:
			nap(time.Second)
		}
	}
}

func exactLimit(c *cvm.Client, id string) error {
	delay := time.Second
	for {
		_, err := c.TerminateInstances(req(id))
		code, ok := codeOf(err)
		if !ok || code != "RequestLimitExceeded" { // want `partialcategory: `
			return err
		}
		time.Sleep(delay)
		delay *= 2
	}
}

func written(c *cvm.Client, w http.ResponseWriter, id string) {
	_, err := c.TerminateInstances(req(id))
	if absent(err) { // want `missingcritical: `
		w.WriteHeader(http.StatusGone)
		return
	}
	io.WriteString(w, "ok")
}

func text(c *cvm.Client, id string) string {
	var b strings.Builder
	_, err := c.TerminateInstances(req(id))
	if absent(err) { // want `missingcritical: `
		b.WriteString("absent")
	} else {
		b.WriteString("terminated")
	}
	return b.String()
}

func tuple(c *cvm.Client, id string) (state string, changed bool) {
	_, err := c.TerminateInstances(req(id))
	if absent(err) { // want `missingcritical: `
		return "absent", false
	}
	return "terminated", true
}

func onExit(c *cvm.Client, id string) (err error) {
	defer func() {
		if !busy(err) { // want `missingcritical: `
			err = nil
		}
	}()
	_, err = c.TerminateInstances(req(id))
	return
}

func joined(c *cvm.Client, ids []string) error {
	var errs []error
	for _, id := range ids {
		if _, err := c.TerminateInstances(req(id)); busy(err) { // want `missingcritical: `
			errs = append(errs, fmt.Errorf("%s is busy", id))
		}
	}
	return errors.Join(errs...)
}

type client struct{ *cvm.Client }

func (c client) again(times int, f func(*cvm.Client) error) error {
	var err error
	for i := 0; i < times; i++ {
		if err = f(c.Client); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

func useAgain(c client, id string) error {
	return c.again(3, func(c *cvm.Client) error {
		_, err := c.TerminateInstances(req(id))
		if absent(err) { // want `missingcritical: `
			return nil
		}
		return err
	})
}

type policy func(err error) bool

func (p policy) run(f func() error) error {
	for {
		err := f()
		if err == nil || !p(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

func usePolicy(c *cvm.Client, id string) error {
	return policy(func(err error) bool { return !absent(err) }).run(func() error { // want `missingcritical: `
		_, err := c.TerminateInstances(req(id))
		return err
	})
}

type options struct {
	tries int
	fatal func(error) bool
}

func withOptions(o options, f func() error) (err error) {
	for i := 0; i < o.tries; i++ {
		if err = f(); err == nil || o.fatal(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func useOptions(c *cvm.Client, id string) error {
	return withOptions(options{tries: 3, fatal: func(err error) bool {
		return absent(err) // want `missingcritical: `
	}}, func() error {
		_, err := c.TerminateInstances(req(id))
		return err
	})
}
