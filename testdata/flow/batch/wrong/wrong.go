// Package wrong has one fault a function, in forms that services have.
package wrong

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
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

type report struct{ OK, Skipped int }

func purgeAll(c *cdn.Client, urls []string) (rep report) {
	for _, u := range urls {
		r := cdn.NewPurgeUrlsCacheRequest()
		r.Urls = []*string{&u}
		if _, err := c.PurgeUrlsCache(r); is(err, "ResourceNotFound.CdnHostNotExists") { // want `missingcritical: `
			rep.Skipped++
		} else {
			rep.OK++
		}
	}
	return rep
}

type metrics interface{ Inc(name string) }

func purgeOne(c *cdn.Client, m metrics, u string) {
	r := cdn.NewPurgeUrlsCacheRequest()
	r.Urls = []*string{&u}
	_, err := c.PurgeUrlsCache(r)
	if is(err, "ResourceNotFound.CdnHostNotExists") { // want `missingcritical: `
		m.Inc("purge.unknown")
		return
	}
	m.Inc("purge.ok")
}

func handler(c *dnspod.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		r := dnspod.NewDescribeRecordListRequest()
		domain := req.URL.Query().Get("domain")
		r.Domain = &domain
		resp, err := c.DescribeRecordListWithContext(req.Context(), r)
		if is(err, "ResourceNotFound.NoDataOfRecord") { // want `missingcritical: `
			w.WriteHeader(http.StatusNoContent)
			return
		}
		json.NewEncoder(w).Encode(resp)
	}
}

func handlerSwitch(c *dnspod.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		r := dnspod.NewDeleteRecordRequest()
		_, err := c.DeleteRecordWithContext(req.Context(), r)
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) {
			switch e.Code {
			case "InvalidParameter.RecordIdInvalid": // want `missingcritical: `
				http.Error(w, "no such record", http.StatusNotFound)
				return
			}
		}
		w.WriteHeader(http.StatusOK)
	}
}

func status(c *dnspod.Client, r *dnspod.DescribeRecordListRequest) int {
	_, err := c.DescribeRecordList(r)
	if is(err, "ResourceNotFound.NoDataOfRecord") { // want `missingcritical: `
		return 404
	}
	return 200
}

type health struct {
	OK     bool
	Detail string
}

func check(c *cvm.Client, r *cvm.DescribeInstancesRequest) *health {
	_, err := c.DescribeInstances(r)
	h := &health{OK: true}
	if is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: `
		h.OK = false
		h.Detail = "gone"
	}
	return h
}

func worker(c *cvm.Client, ids <-chan string, wg *sync.WaitGroup) {
	defer wg.Done()
	for id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := c.StopInstances(r)
		if err != nil {
			if is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: `
				slog.Info("gone", "id", id)
			}
			continue
		}
		slog.Info("stopped", "id", id)
	}
}

func retryAll(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	var err error
	for i := 0; i < 10; i++ {
		_, err = c.RunInstances(r)
		if err == nil {
			return nil
		}
		if is(err, "InvalidParameterValue", "InvalidParameter") { // want `missingcritical: `
			break
		}
		time.Sleep(3 * time.Second)
	}
	return err
}

func retryForever(ctx context.Context, c *cvm.Client, r *cvm.RunInstancesRequest) error {
	wait := time.Second
	for ctx.Err() == nil {
		_, err := c.RunInstancesWithContext(ctx, r)
		switch {
		case err == nil:
			return nil
		case is(err, "InvalidParameterValue"): // want `missingcritical: `
			return err
		}
		time.Sleep(wait)
		wait *= 2
	}
	return ctx.Err()
}

func busyOnly(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	for {
		_, err := c.TerminateInstances(r)
		if err == nil {
			return nil
		}
		if is(err, "MutexOperation.TaskRunning") { // want `missingcritical: `
			time.Sleep(5 * time.Second)
			continue
		}
		return err
	}
}

func busyTimer(ctx context.Context, c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	for {
		_, err := c.TerminateInstances(r)
		if !is(err, "MutexOperation.TaskRunning", "OperationDenied.InstanceOperationInProgress") { // want `missingcritical: `
			return err
		}
		timer := time.NewTimer(5 * time.Second)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

func limited(err error) bool {
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && e.Code == "RequestLimitExceeded" // want `partialcategory: `
}

func patient(c *cvm.Client, r *cvm.RunInstancesRequest) (err error) {
	for range 3 {
		_, err = c.RunInstances(r)
		if err == nil || !limited(err) {
			break
		}
		time.Sleep(time.Second)
	}
	return
}

func retry(attempts int, f func() error, fatal func(error) bool) error {
	var err error
	for attempts > 0 {
		if err = f(); err == nil {
			return nil
		}
		if fatal(err) {
			return err
		}
		attempts--
		time.Sleep(time.Second)
	}
	return err
}

func useRetry(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	return retry(3, func() error {
		_, err := c.RunInstances(r)
		return err
	}, func(err error) bool {
		return is(err, "InvalidParameterValue") // want `missingcritical: `
	})
}

type retrier struct {
	attempts int
	wait     time.Duration
}

func (r retrier) do(f func() error) (err error) {
	for i := 0; i < r.attempts; i++ {
		err = f()
		if err == nil {
			break
		}
		time.Sleep(r.wait)
	}
	return err
}

func useRetrier(c *cvm.Client, req *cvm.TerminateInstancesRequest) error {
	r := retrier{3, time.Second}
	return r.do(func() error {
		_, err := c.TerminateInstances(req)
		if is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: `
			return nil
		}
		return err
	})
}

func cleanup(c *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	defer func() {
		if err != nil && !is(err, "UnsupportedOperation") { // want `missingcritical: `
			err = nil
		}
	}()
	_, err = c.TerminateInstances(r)
	return
}

func ticker(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		_, err := c.TerminateInstances(r)
		if err == nil {
			return nil
		}
		if is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: `
			return nil
		}
		<-t.C
	}
}

func recurse(c *cvm.Client, r *cvm.TerminateInstancesRequest, n int) error {
	if n == 0 {
		return errors.New("no more tries")
	}
	_, err := c.TerminateInstances(r)
	if err != nil {
		if is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: `
			return nil
		}
		return recurse(c, r, n-1)
	}
	return nil
}

func boolResult(c *cvm.Client, r *cvm.TerminateInstancesRequest) (ok bool) {
	_, err := c.TerminateInstances(r)
	ok = true
	if is(err, "UnsupportedOperation") { // want `missingcritical: `
		ok = false
	}
	return ok
}

func results(c *cvm.Client, ids []string) []string {
	var out []string
	for _, id := range ids {
		r := cvm.NewTerminateInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := c.TerminateInstances(r)
		if is(err, "InvalidInstanceId.NotFound") { // want `missingcritical: `
			continue
		}
		out = append(out, id)
	}
	return out
}

func labelled(c *cvm.Client, r *cvm.DescribeInstancesRequest) string {
	_, err := c.DescribeInstances(r)
	label := "fine"
	switch {
	case is(err, "InvalidInstanceId.NotFound"): // want `missingcritical: `
		label = "gone"
	case throttled(err):
		label = "busy"
	}
	return label
}
