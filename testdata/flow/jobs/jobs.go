// Package jobs is correct code of batch jobs and services in many forms: nothing in it
// may be reported.
package jobs

import (
	"container/heap"
	"container/list"
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func has(err error, codes ...string) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && slices.Contains(codes, e.Code)
}

func gone(err error) bool { return has(err, "InvalidInstanceId.NotFound") }

func busy(err error) bool {
	return has(err, "RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.IPLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded")
}

func reboot(ids ...string) *cvm.RebootInstancesRequest {
	r := cvm.NewRebootInstancesRequest()
	for i := range ids {
		r.InstanceIds = append(r.InstanceIds, &ids[i])
	}
	return r
}

func countInto(c *cvm.Client, ids []string, failed *int) {
	for _, id := range ids {
		if _, err := c.RebootInstances(reboot(id)); err != nil && !gone(err) {
			*failed++
		}
	}
}

func countByClosure(c *cvm.Client, ids []string) int {
	n := 0
	fail := func() { n++ }
	for _, id := range ids {
		_, err := c.RebootInstances(reboot(id))
		if gone(err) {
			continue
		}
		if err != nil {
			fail()
		}
	}
	return n
}

func countAtomic(c *cvm.Client, ids []string) int64 {
	var n int64
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if _, err := c.RebootInstances(reboot(id)); err != nil && !gone(err) {
				atomic.AddInt64(&n, 1)
			}
		}()
	}
	wg.Wait()
	return atomic.LoadInt64(&n)
}

func keepMap(c *cvm.Client, ids []string) *sync.Map {
	var m sync.Map
	for _, id := range ids {
		_, err := c.RebootInstances(reboot(id))
		switch {
		case gone(err):
			m.Store(id, "gone")
		case err != nil:
			m.Store(id, "failed")
		default:
			m.Store(id, "ok")
		}
	}
	return &m
}

type counter interface {
	WithLabelValues(...string) interface{ Inc() }
}

func labelled(c *cvm.Client, m counter, id string) {
	_, err := c.RebootInstances(reboot(id))
	label := "ok"
	switch {
	case gone(err):
		label = "gone"
	case err != nil:
		label = "failed"
	}
	m.WithLabelValues(label).Inc()
}

type item struct{ id string }
type queue []item

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].id < q[j].id }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(item)) }
func (q *queue) Pop() any          { o := *q; x := o[len(o)-1]; *q = o[:len(o)-1]; return x }

func byHeap(c *cvm.Client, q *queue) {
	for q.Len() > 0 {
		it := heap.Pop(q).(item)
		_, err := c.RebootInstances(reboot(it.id))
		if gone(err) {
			continue
		}
		if err != nil {
			log.Print(err)
			time.Sleep(time.Second)
		}
	}
}

func byList(c *cvm.Client, l *list.List) {
	for e := l.Front(); e != nil; e = e.Next() {
		_, err := c.RebootInstances(reboot(e.Value.(string)))
		if err != nil && !gone(err) {
			log.Print(err)
			time.Sleep(time.Second)
			continue
		}
	}
}

func byChunk(c *cvm.Client, ids []string) (left []string) {
	for len(ids) > 0 {
		n := min(20, len(ids))
		batch := ids[:n]
		ids = ids[n:]
		_, err := c.RebootInstances(reboot(batch...))
		if gone(err) {
			continue
		}
		if err != nil {
			left = append(left, batch...)
			time.Sleep(time.Second)
		}
	}
	return left
}

func byOffset(c *cvm.Client, ids []string) error {
	for start := 0; start < len(ids); start += 20 {
		end := min(start+20, len(ids))
		_, err := c.RebootInstances(reboot(ids[start:end]...))
		if err != nil {
			if gone(err) {
				continue
			}
			log.Print(err)
			time.Sleep(3 * time.Second)
		}
	}
	return nil
}

func bySeq(c *cvm.Client, ids iter.Seq[string]) {
	for id := range ids {
		_, err := c.RebootInstances(reboot(id))
		if err != nil && !gone(err) {
			log.Print(err)
			time.Sleep(time.Second)
		}
	}
}

func byMap(c *cvm.Client, m map[string]bool) {
	for id := range m {
		_, err := c.RebootInstances(reboot(id))
		if err != nil && !gone(err) {
			log.Print(err)
			time.Sleep(time.Second)
			continue
		}
		m[id] = true
	}
}

type cursor struct {
	ids []string
	pos int
}

func (k *cursor) run(c *cvm.Client) {
	for k.pos < len(k.ids) {
		_, err := c.RebootInstances(reboot(k.ids[k.pos]))
		k.pos++
		if err != nil && !gone(err) {
			log.Print(err)
			time.Sleep(time.Second)
		}
	}
}

func limited(c *cvm.Client, ids []string) {
	limiter := time.NewTicker(50 * time.Millisecond)
	defer limiter.Stop()
	for _, id := range ids {
		<-limiter.C
		_, err := c.RebootInstances(reboot(id))
		if err != nil && !gone(err) {
			log.Print(err)
		}
	}
}

func lastFlag(c *cvm.Client, id string) error {
	for i := 0; i < 3; i++ {
		last := i == 2
		_, err := c.RebootInstances(reboot(id))
		if err == nil {
			return nil
		}
		if last || !busy(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}

func upTo(c *cvm.Client, id string, max int) error {
	for attempt := 0; attempt <= max; attempt++ {
		_, err := c.RebootInstances(reboot(id))
		if err == nil || !busy(err) {
			return err
		}
		if attempt == max {
			return fmt.Errorf("after %d attempts: %w", max, err)
		}
		time.Sleep(time.Second)
	}
	return nil
}

func untilDeadline(c *cvm.Client, id string) error {
	deadline := time.Now().Add(time.Minute)
	for {
		_, err := c.RebootInstances(reboot(id))
		if !busy(err) {
			return err
		}
		if time.Now().After(deadline) {
			return errors.Join(errors.New("deadline"), err)
		}
		time.Sleep(time.Second)
	}
}

func twice(c *cvm.Client, id string) error {
	_, err := c.RebootInstances(reboot(id))
	if busy(err) {
		time.Sleep(time.Second)
		_, err = c.RebootInstances(reboot(id))
	}
	return err
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func mustReboot(c *cvm.Client, id string) string {
	resp, err := c.RebootInstances(reboot(id))
	if gone(err) {
		return ""
	}
	return *must(resp, err).Response.RequestId
}

func check(err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "fatal:", err)
	os.Exit(1)
}

func checked(c *cvm.Client, id string) bool {
	_, err := c.RebootInstances(reboot(id))
	if gone(err) {
		return false
	}
	check(err)
	return true
}

type api struct{ c *cvm.Client }

type httpError struct {
	status int
	text   string
}

func (a api) serve(r *http.Request) *httpError {
	_, err := a.c.RebootInstancesWithContext(r.Context(), reboot(r.FormValue("id")))
	switch {
	case gone(err):
		return &httpError{404, "no such instance"}
	case err != nil:
		return &httpError{502, "try later"}
	}
	return nil
}

func (a api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if e := a.serve(r); e != nil {
		http.Error(w, e.text, e.status)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

type ctx interface {
	JSON(status int, v any) error
	NoContent(status int) error
}

func echoLike(c *cvm.Client, x ctx, id string) error {
	_, err := c.RebootInstances(reboot(id))
	switch {
	case gone(err):
		return x.NoContent(http.StatusNotFound)
	case err != nil:
		return x.JSON(http.StatusBadGateway, map[string]string{"error": "upstream"})
	}
	return x.NoContent(http.StatusAccepted)
}

type task struct {
	mu    sync.Mutex
	cond  *sync.Cond
	phase int
}

func (t *task) step(c *cvm.Client, id string) {
	_, err := c.RebootInstances(reboot(id))
	t.mu.Lock()
	defer t.mu.Unlock()
	defer t.cond.Broadcast()
	if gone(err) {
		t.phase = 3
		return
	}
	if err != nil {
		t.phase = 2
		return
	}
	t.phase = 1
}

func outcomes(c *cvm.Client, ids []string) <-chan bool {
	out := make(chan bool)
	go func() {
		defer close(out)
		for _, id := range ids {
			_, err := c.RebootInstances(reboot(id))
			if gone(err) {
				continue
			}
			out <- err == nil
		}
	}()
	return out
}

func withDone(parent context.Context, c *cvm.Client, id string) context.Context {
	sub, cancel := context.WithCancelCause(parent)
	go func() {
		_, err := c.RebootInstances(reboot(id))
		if gone(err) {
			err = nil
		}
		cancel(err)
	}()
	return sub
}

func score(c *cvm.Client, ids []string) (s float64) {
	for _, id := range ids {
		_, err := c.RebootInstances(reboot(id))
		switch {
		case err == nil:
			s++
		case gone(err):
			s += 0.5
		}
	}
	return s / float64(len(ids))
}

func grouped(c *cvm.Client, ids []string) (ok, bad []string) {
	for _, id := range ids {
		if _, err := c.RebootInstances(reboot(id)); err == nil || gone(err) {
			ok = append(ok, id)
		} else {
			bad = append(bad, id)
		}
	}
	return
}
