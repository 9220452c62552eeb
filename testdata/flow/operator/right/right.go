// Package right is correct code of operators and tools: nothing in it may be
// reported.
package right

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/avast/retry-go/v4"
	"github.com/sirupsen/logrus"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"go.uber.org/zap"
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

func transient(err error) bool {
	c, ok := codeOf(err)
	return ok && (strings.HasPrefix(c, "RequestLimitExceeded") || strings.HasPrefix(c, "InternalError"))
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
	failed
)

func terminate(c *cvm.Client, id string) outcome {
	if _, err := c.TerminateInstances(req(id)); err != nil {
		if absent(err) {
			return missing
		}
		return failed
	}
	return done
}

type job struct {
	id       string
	attempts int
	state    outcome
	notes    []string
}

func (j *job) run(c *cvm.Client) {
	j.attempts++
	_, err := c.TerminateInstances(req(j.id))
	if err == nil {
		j.state = done
		return
	}
	if absent(err) {
		j.state = missing
		return
	}
	j.state = failed
}

func (j *job) note(c *cvm.Client) {
	_, err := c.TerminateInstances(req(j.id))
	if err != nil && !absent(err) {
		j.notes = append(j.notes, "terminate failed")
	}
}

type store interface {
	Save(id, state string) error
}

func persist(c *cvm.Client, s store, id string) error {
	_, err := c.TerminateInstances(req(id))
	switch {
	case absent(err):
		return s.Save(id, "absent")
	case err != nil:
		return s.Save(id, "failed")
	}
	return s.Save(id, "gone")
}

func persistQuiet(c *cvm.Client, s store, id string) {
	_, err := c.TerminateInstances(req(id))
	if absent(err) {
		return
	}
	if err != nil {
		_ = s.Save(id, "failed")
	}
}

func group(c *cvm.Client, ids []string) error {
	var wg sync.WaitGroup
	var once sync.Once
	var first error
	for _, id := range ids {
		wg.Add(1)
		go func(id string) {
			defer wg.Done()
			if _, err := c.TerminateInstances(req(id)); err != nil && !absent(err) {
				once.Do(func() { first = err })
			}
		}(id)
	}
	wg.Wait()
	return first
}

func cancelling(ctx context.Context, c *cvm.Client, ids []string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err := c.TerminateInstancesWithContext(ctx, req(id))
			if absent(err) {
				return
			}
			if err != nil {
				cancel(err)
			}
		}()
	}
	wg.Wait()
	return context.Cause(ctx)
}

func errChan(c *cvm.Client, ids []string) error {
	errs := make(chan error, len(ids))
	for _, id := range ids {
		go func() {
			_, err := c.TerminateInstances(req(id))
			if absent(err) {
				errs <- nil
				return
			}
			errs <- err
		}()
	}
	for range ids {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

func jitter(c *cvm.Client, id string) error {
	const max = 6
	var err error
	for n := 1; n <= max; n++ {
		if _, err = c.TerminateInstances(req(id)); err == nil || !transient(err) {
			break
		}
		if n < max {
			time.Sleep(time.Duration(rand.Intn(n*100)) * time.Millisecond)
		}
	}
	return err
}

func lastOne(c *cvm.Client, id string) error {
	for n := 2; ; n-- {
		_, err := c.TerminateInstances(req(id))
		if err == nil {
			return nil
		}
		if n == 0 || !transient(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

func withFlag(c *cvm.Client, id string) (err error) {
	var stop bool
	for i := 0; i < 10 && !stop; i++ {
		_, err = c.TerminateInstances(req(id))
		switch {
		case err == nil, absent(err):
			return nil
		case transient(err):
			time.Sleep(time.Second)
		default:
			stop = true
		}
	}
	return err
}

func viaAvast(c *cvm.Client, id string) error {
	err := retry.Do(
		func() error {
			_, err := c.TerminateInstances(req(id))
			if absent(err) {
				return nil
			}
			return err
		},
		retry.Attempts(3),
		retry.RetryIf(transient),
		retry.LastErrorOnly(true),
	)
	if err != nil {
		return fmt.Errorf("terminate %s: %w", id, err)
	}
	return nil
}

func viaWait(ctx context.Context, c *cvm.Client, id string) error {
	var last error
	err := wait.ExponentialBackoff(wait.Backoff{Duration: time.Second, Factor: 2, Steps: 4}, func() (bool, error) {
		_, last = c.TerminateInstances(req(id))
		if last == nil || absent(last) {
			return true, nil
		}
		if transient(last) {
			return false, nil
		}
		return false, last
	})
	if wait.Interrupted(err) {
		return last
	}
	return err
}

func viaUntil(ctx context.Context, c *cvm.Client, r *cvm.DescribeInstancesRequest, seen func(int)) {
	wait.UntilWithContext(ctx, func(ctx context.Context) {
		resp, err := c.DescribeInstancesWithContext(ctx, r)
		if absent(err) {
			seen(0)
			return
		}
		if err != nil {
			log.Println("describe:", err)
			return
		}
		seen(len(resp.Response.InstanceSet))
	}, time.Minute)
}

func fatalLog(l *zap.SugaredLogger, c *cvm.Client, id string) (gone bool) {
	_, err := c.TerminateInstances(req(id))
	if absent(err) {
		return true
	}
	if err != nil {
		l.Fatalf("terminate")
	}
	return false
}

func fatalLogrus(c *cvm.Client, id string) string {
	_, err := c.TerminateInstances(req(id))
	if absent(err) {
		return "gone"
	}
	if err != nil {
		logrus.WithField("id", id).Fatal("terminate")
	}
	return "ok"
}

func bail(w io.Writer, code int, args ...any) {
	fmt.Fprintln(w, args...)
	os.Exit(code)
}

func bailing(c *cvm.Client, id string) int {
	_, err := c.TerminateInstances(req(id))
	if absent(err) {
		return 1
	}
	if err != nil {
		bail(os.Stderr, 3, "cannot terminate")
	}
	return 0
}

type flusher struct {
	buf bytes.Buffer
}

func (f *flusher) line(c *cvm.Client, id string) {
	_, err := c.TerminateInstances(req(id))
	if absent(err) {
		f.buf.WriteString("absent\n")
		return
	}
	if err != nil {
		f.buf.WriteString("failed\n")
		return
	}
	f.buf.WriteString("done\n")
}

func check(t *testing.T, c *cvm.Client) {
	_, err := c.TerminateInstances(req("ins-1"))
	if code, ok := codeOf(err); !ok || code != notFound {
		t.Errorf("got %v", err)
	}
}

func checkMarked(t *testing.T, c *cvm.Client) {
	if _, err := c.TerminateInstances(req("ins-1")); !absent(err) {
		t.Fail()
	}
}

func middleware(c *cvm.Client, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d := cvm.NewDescribeInstancesRequest()
		_, err := c.DescribeInstances(d)
		if code, ok := codeOf(err); ok && code == "UnauthorizedOperation" {
			http.Error(w, "forbidden", http.StatusForbidden)
			return
		}
		if err != nil {
			http.Error(w, "unavailable", http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// degraded serves on with what it has, and says so.
func degraded(c *cvm.Client, w http.ResponseWriter, r *http.Request) {
	d := cvm.NewDescribeInstancesRequest()
	resp, err := c.DescribeInstances(d)
	if absent(err) {
		http.NotFound(w, r)
		return
	}
	n := int64(-1)
	if err == nil {
		n = *resp.Response.TotalCount
	}
	fmt.Fprintf(w, "%d instances", n)
}

func sumUp(c *cvm.Client, ids []string) (n int, complete bool) {
	complete = true
	for _, id := range ids {
		_, err := c.TerminateInstances(req(id))
		if absent(err) {
			continue
		}
		if err != nil {
			complete = false
			continue
		}
		n++
	}
	return n, complete
}

func pages(c *cvm.Client) ([]*cvm.Instance, error) {
	var all []*cvm.Instance
	r := cvm.NewDescribeInstancesRequest()
	for offset := int64(0); ; offset += 100 {
		r.Offset = &offset
		resp, err := c.DescribeInstances(r)
		if transient(err) {
			time.Sleep(time.Second)
			offset -= 100
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, resp.Response.InstanceSet...)
		if len(resp.Response.InstanceSet) < 100 {
			return all, nil
		}
	}
}

func oneOf(c *cvm.Client, ids []string) (string, error) {
	for _, id := range ids {
		switch _, err := c.TerminateInstances(req(id)); {
		case err == nil:
			return id, nil
		case absent(err):
			continue
		default:
			return "", err
		}
	}
	return "", errors.New("none")
}

type audit struct{ ok, bad []string }

func (a *audit) record(id string, good bool) {
	if good {
		a.ok = append(a.ok, id)
	} else {
		a.bad = append(a.bad, id)
	}
}

func audited(c *cvm.Client, a *audit, id string) {
	_, err := c.TerminateInstances(req(id))
	a.record(id, err == nil || absent(err))
}

func best(c *cvm.Client, id string) {
	if _, err := c.TerminateInstances(req(id)); err != nil {
		if absent(err) {
			return
		}
		log.Printf("leak: %s", id)
	}
}
