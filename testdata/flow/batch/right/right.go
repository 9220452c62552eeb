// Package right is correct code of services: nothing in it may be reported.
package right

import (
	"context"
	"encoding/json"
	"errors"
	"expvar"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
	"k8s.io/klog/v2"
)

func is(err error, codes ...string) bool {
	var e *tcerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Code == c {
			return true
		}
	}
	return false
}

func throttled(err error) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && strings.HasPrefix(e.Code, "RequestLimitExceeded")
}

type report struct {
	OK, Skipped, Bad int
	First            string
}

func purgeAll(c *cdn.Client, urls []string) report {
	var rep report
	for _, u := range urls {
		r := cdn.NewPurgeUrlsCacheRequest()
		r.Urls = []*string{&u}
		if _, err := c.PurgeUrlsCache(r); err != nil {
			if is(err, "ResourceNotFound.CdnHostNotExists") {
				rep.Skipped++
				continue
			}
			rep.Bad++
			if rep.First == "" {
				rep.First = u
			}
			continue
		}
		rep.OK++
	}
	return rep
}

type metrics interface{ Inc(name string) }

func purgeOne(c *cdn.Client, m metrics, u string) {
	r := cdn.NewPurgeUrlsCacheRequest()
	r.Urls = []*string{&u}
	_, err := c.PurgeUrlsCache(r)
	if is(err, "ResourceNotFound.CdnHostNotExists") {
		m.Inc("purge.unknown")
		return
	}
	if err != nil {
		m.Inc("purge.failed")
		return
	}
	m.Inc("purge.ok")
}

var purgeErrors = expvar.NewInt("purge_errors")

func purgeCounted(c *cdn.Client, r *cdn.PurgeUrlsCacheRequest) {
	_, err := c.PurgeUrlsCache(r)
	if err != nil && !is(err, "ResourceNotFound.CdnHostNotExists") {
		purgeErrors.Add(1)
	}
}

var lastFailure time.Time

func purgeStamped(c *cdn.Client, r *cdn.PurgeUrlsCacheRequest) {
	_, err := c.PurgeUrlsCache(r)
	if is(err, "ResourceNotFound.CdnHostNotExists") {
		return
	}
	if err != nil {
		lastFailure = time.Now()
	}
}

type watcher struct {
	client *cvm.Client
	mu     sync.RWMutex
	up     bool
	fails  int
	atom   atomic.Bool
}

func (w *watcher) probe(ctx context.Context, id string) {
	r := cvm.NewDescribeInstancesRequest()
	r.InstanceIds = []*string{&id}
	resp, err := w.client.DescribeInstancesWithContext(ctx, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case is(err, "InvalidInstanceId.NotFound"):
		w.up = false
	case err != nil:
		w.fails++
	default:
		w.up = len(resp.Response.InstanceSet) > 0
		w.fails = 0
	}
}

func (w *watcher) flag(ctx context.Context, id string) {
	r := cvm.NewDescribeInstancesRequest()
	r.InstanceIds = []*string{&id}
	_, err := w.client.DescribeInstancesWithContext(ctx, r)
	if is(err, "InvalidInstanceId.NotFound") {
		slog.Info("gone", "id", id)
	}
	w.atom.Store(err == nil)
}

func (w *watcher) loop(ctx context.Context, id string) {
	t := time.NewTicker(10 * time.Second)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			r := cvm.NewDescribeInstancesRequest()
			r.InstanceIds = []*string{&id}
			resp, err := w.client.DescribeInstances(r)
			if err != nil {
				if is(err, "InvalidInstanceId.NotFound") {
					return
				}
				slog.Error("describe", "err", err)
				continue
			}
			slog.Info("seen", "n", *resp.Response.TotalCount)
		}
	}
}

func handler(c *dnspod.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		r := dnspod.NewDescribeRecordListRequest()
		domain := req.URL.Query().Get("domain")
		r.Domain = &domain
		resp, err := c.DescribeRecordListWithContext(req.Context(), r)
		switch {
		case is(err, "ResourceNotFound.NoDataOfRecord"):
			w.WriteHeader(http.StatusNoContent)
		case throttled(err):
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		case err != nil:
			w.WriteHeader(http.StatusBadGateway)
		default:
			json.NewEncoder(w).Encode(resp.Response.RecordList)
		}
	}
}

type problem struct {
	Status int
	Detail string
}

func respond(c *dnspod.Client, r *dnspod.DescribeRecordListRequest) (int, any) {
	resp, err := c.DescribeRecordList(r)
	if is(err, "ResourceNotFound.NoDataOfRecord") {
		return 404, problem{404, "no record"}
	}
	if err != nil {
		return 502, problem{502, "upstream"}
	}
	return 200, resp.Response.RecordList
}

func exit(c *dnspod.Client, r *dnspod.DescribeRecordListRequest) int {
	_, err := c.DescribeRecordList(r)
	if err == nil {
		return 0
	}
	if is(err, "ResourceNotFound.NoDataOfRecord") {
		return 0
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

func state(c *cvm.Client, r *cvm.DescribeInstancesRequest) (status string) {
	defer func() { slog.Info("state", "status", status) }()
	resp, err := c.DescribeInstances(r)
	if is(err, "InvalidInstanceId.NotFound") {
		return "terminated"
	}
	if err != nil {
		return "unknown"
	}
	if len(resp.Response.InstanceSet) == 0 {
		return "terminated"
	}
	return *resp.Response.InstanceSet[0].InstanceState
}

func collect(c *cvm.Client, ids []string) ([]*cvm.Instance, []error) {
	var all []*cvm.Instance
	var errs []error
	for _, id := range ids {
		r := cvm.NewDescribeInstancesRequest()
		r.InstanceIds = []*string{&id}
		resp, err := c.DescribeInstances(r)
		if err != nil {
			if !is(err, "InvalidInstanceId.NotFound") {
				errs = append(errs, err)
			}
			continue
		}
		all = append(all, resp.Response.InstanceSet...)
	}
	return all, errs
}

func firstError(c *cvm.Client, ids []string) (first error) {
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := c.StopInstances(r)
		if is(err, "InvalidInstanceId.NotFound") {
			continue
		}
		if err != nil && first == nil {
			first = err
		}
	}
	return first
}

func workers(c *cvm.Client, ids []string) map[string]error {
	type done struct {
		id  string
		err error
	}
	ch := make(chan done)
	for _, id := range ids {
		go func() {
			r := cvm.NewStopInstancesRequest()
			r.InstanceIds = []*string{&id}
			_, err := c.StopInstances(r)
			if is(err, "InvalidInstanceId.NotFound") {
				err = nil
			}
			ch <- done{id, err}
		}()
	}
	out := make(map[string]error)
	for range ids {
		d := <-ch
		out[d.id] = d.err
	}
	return out
}

func retryThrottled(c *cvm.Client, r *cvm.RunInstancesRequest) (resp *cvm.RunInstancesResponse, err error) {
	for attempt := 0; ; attempt++ {
		resp, err = c.RunInstances(r)
		if err == nil || attempt >= 5 || !throttled(err) {
			return resp, err
		}
		time.Sleep(time.Duration(1<<attempt) * 100 * time.Millisecond)
	}
}

func retryUntilDeadline(ctx context.Context, c *cvm.Client, r *cvm.RunInstancesRequest) error {
	for {
		_, err := c.RunInstancesWithContext(ctx, r)
		if !throttled(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(time.Second):
		}
	}
}

func regions(ctx context.Context, c *cvm.Client, names []string) (string, error) {
	var last error
	for _, zone := range names {
		r := cvm.NewRunInstancesRequest()
		r.Placement = &cvm.Placement{Zone: &zone}
		_, err := c.RunInstancesWithContext(ctx, r)
		if err == nil {
			return zone, nil
		}
		last = err
		if is(err, "ResourceInsufficient.SpecifiedInstanceType") {
			time.Sleep(time.Second)
			continue
		}
		return "", err
	}
	return "", last
}

func waitRunning(c *cvm.Client, id string) error {
	r := cvm.NewDescribeInstancesRequest()
	r.InstanceIds = []*string{&id}
	for i := 0; i < 60; i++ {
		resp, err := c.DescribeInstances(r)
		if err != nil && !is(err, "InvalidInstanceId.NotFound") {
			return err
		}
		if err == nil && len(resp.Response.InstanceSet) == 1 && *resp.Response.InstanceSet[0].InstanceState == "RUNNING" {
			return nil
		}
		time.Sleep(2 * time.Second)
	}
	return fmt.Errorf("%s is not running yet", id)
}

func waitGone(c *cvm.Client, id string) error {
	r := cvm.NewDescribeInstancesRequest()
	r.InstanceIds = []*string{&id}
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		resp, err := c.DescribeInstances(r)
		if is(err, "InvalidInstanceId.NotFound") {
			return nil
		}
		if err != nil {
			return err
		}
		if len(resp.Response.InstanceSet) == 0 {
			return nil
		}
		time.Sleep(time.Second)
	}
	return errors.New("timeout")
}

func must(c *cvm.Client, r *cvm.DescribeInstancesRequest) *cvm.DescribeInstancesResponse {
	resp, err := c.DescribeInstances(r)
	if is(err, "InvalidInstanceId.NotFound") {
		return nil
	}
	if err != nil {
		klog.ErrorS(err, "describe")
		os.Exit(1)
	}
	return resp
}

func cached(c *cvm.Client, cache map[string]*cvm.Instance, id string) *cvm.Instance {
	r := cvm.NewDescribeInstancesRequest()
	r.InstanceIds = []*string{&id}
	resp, err := c.DescribeInstances(r)
	if is(err, "InvalidInstanceId.NotFound") {
		delete(cache, id)
		return nil
	}
	if err != nil {
		return cache[id] // what we knew
	}
	if len(resp.Response.InstanceSet) == 0 {
		return nil
	}
	cache[id] = resp.Response.InstanceSet[0]
	return cache[id]
}

func exists(c *cvm.Client, id string) (bool, error) {
	r := cvm.NewDescribeInstancesRequest()
	r.InstanceIds = []*string{&id}
	resp, err := c.DescribeInstances(r)
	switch {
	case err == nil:
		return len(resp.Response.InstanceSet) > 0, nil
	case is(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed"):
		return false, nil
	default:
		return false, fmt.Errorf("describe %s: %w", id, err)
	}
}

func permitted(c *cvm.Client) bool {
	r := cvm.NewDescribeInstancesRequest()
	_, err := c.DescribeInstances(r)
	return !is(err, "UnauthorizedOperation", "AuthFailure.UnauthorizedOperation") && err == nil
}

type event struct{ Kind, ID string }

func emit(c *cvm.Client, out chan<- event, id string) {
	r := cvm.NewStopInstancesRequest()
	r.InstanceIds = []*string{&id}
	kind := "stopped"
	if _, err := c.StopInstances(r); err != nil {
		if is(err, "InvalidInstanceId.NotFound") {
			kind = "gone"
		} else {
			kind = "failed"
		}
	}
	out <- event{kind, id}
}

func callback(c *cvm.Client, r *cvm.StopInstancesRequest, onDone, onFail func()) {
	_, err := c.StopInstances(r)
	if err == nil || is(err, "InvalidInstanceId.NotFound") {
		onDone()
		return
	}
	onFail()
}

func drain(ctx context.Context, c *cvm.Client, ids chan string, retry chan<- string) {
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-ids:
			r := cvm.NewStopInstancesRequest()
			r.InstanceIds = []*string{&id}
			_, err := c.StopInstances(r)
			if throttled(err) {
				time.Sleep(time.Second)
				retry <- id
				continue
			}
			if err != nil {
				slog.Error("stop", "id", id, "err", err)
			}
		}
	}
}

func summary(c *cvm.Client, ids []string) string {
	var b strings.Builder
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := c.StopInstances(r)
		if is(err, "InvalidInstanceId.NotFound") {
			continue
		}
		if err != nil {
			b.WriteString(id + " failed\n")
		}
	}
	return b.String()
}

func errorsByID(c *cvm.Client, ids []string) (n int, err error) {
	failed := map[string]struct{}{}
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		if _, err := c.StopInstances(r); err != nil && !is(err, "InvalidInstanceId.NotFound") {
			failed[id] = struct{}{}
		}
	}
	return len(failed), nil
}
