// Package exporter serves figures of the cloud for Prometheus.
package exporter

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcError "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	monitor "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/monitor/v20180724"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"
)

type Exporter struct {
	mon    *monitor.Client
	redis  *redis.Client
	common *common.Client

	up      atomic.Bool
	mu      sync.Mutex
	errs    map[string]int
	samples map[string]float64
}

func (x *Exporter) count(err error) {
	label := "other"
	if e, ok := err.(*tcError.TencentCloudSDKError); ok {
		label, _, _ = strings.Cut(e.Code, ".")
	}
	x.mu.Lock()
	x.errs[label]++
	x.mu.Unlock()
}

// scrape reads one metric. It never fails: what went wrong is a metric itself.
func (x *Exporter) scrape(ns, metric string) {
	req := monitor.NewGetMonitorDataRequest()
	req.Namespace, req.MetricName = &ns, &metric
	resp, err := x.mon.GetMonitorData(req)
	if err != nil {
		x.count(err)
		if e, ok := err.(*tcError.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "AuthFailure") {
			x.up.Store(false)
		}
		return
	}
	for _, p := range resp.Response.DataPoints {
		for _, v := range p.Values {
			x.samples[metric] = *v
		}
	}
}

// read is scrape for those who want the error.
func (x *Exporter) read(ns, metric string) (float64, error) {
	req := monitor.NewGetMonitorDataRequest()
	req.Namespace, req.MetricName = &ns, &metric
	for i := 0; i < 4; i++ {
		resp, err := x.mon.GetMonitorData(req)
		if err == nil {
			if len(resp.Response.DataPoints) == 0 || len(resp.Response.DataPoints[0].Values) == 0 {
				return 0, nil
			}
			return *resp.Response.DataPoints[0].Values[0], nil
		}
		e, ok := err.(*tcError.TencentCloudSDKError)
		if !ok || !strings.Contains(e.Code, "RequestLimitExceeded") {
			return 0, fmt.Errorf("%s: %w", metric, err)
		}
		time.Sleep(time.Second)
	}
	return 0, fmt.Errorf("%s: throttled", metric)
}

func (x *Exporter) readOrZero(ns, metric string) (float64, error) {
	req := monitor.NewGetMonitorDataRequest()
	req.Namespace, req.MetricName = &ns, &metric
	resp, err := x.mon.GetMonitorData(req)
	if err != nil {
		if e, ok := err.(*tcError.TencentCloudSDKError); ok && e.Code == "InvalidParameterValue" { // WANT dropped
			return 0, fmt.Errorf("%s is no metric of %s", metric, ns)
		} else if ok {
			return 0, err
		}
		return 0, nil
	}
	return *resp.Response.DataPoints[0].Values[0], nil
}

func (x *Exporter) readWrapped(metric string) (float64, error) {
	v, err := x.read("QCE/REDIS", metric)
	var e *tcError.TencentCloudSDKError
	if errors.As(err, &e) {
		switch {
		case e.Code == "ResourceNotFound", e.Code == "FailedOperation.DataTableNotFound":
			return 0, nil
		case e.Code == "InternalError.ExecTimeout": // WANT unknowncode
			return 0, errors.New("slow")
		}
	}
	return v, err
}

func (x *Exporter) policies() (int64, error) {
	req := monitor.NewDescribeAlarmPoliciesRequest()
	req.Module = common.StringPtr("monitor")
	resp, err := x.mon.DescribeAlarmPolicies(req)
	if e, ok := err.(*tcError.TencentCloudSDKError); ok && e.Code == monitor.FAILEDOPERATION_DBRECORDNOTFOUND {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return *resp.Response.TotalCount, nil
}

func (x *Exporter) dropPolicy(id string) error {
	req := monitor.NewDeleteAlarmPolicyRequest()
	req.Module, req.PolicyIds = common.StringPtr("monitor"), []*string{&id}
	_, err := x.mon.DeleteAlarmPolicy(req)
	if e, ok := err.(*tcError.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.InstancesNotFound" { // WANT wrongservice
		return nil
	}
	return err
}

func (x *Exporter) prometheus(id string) (string, error) {
	req := monitor.NewDescribePrometheusInstanceDetailRequest()
	req.InstanceId = &id
	resp, err := x.mon.DescribePrometheusInstanceDetail(req)
	if e, ok := err.(*tcError.TencentCloudSDKError); ok && strings.Contains("InstanceNotFound", e.Code) { // WANT swappedargs
		return "absent", nil
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.VpcId, nil
}

func (x *Exporter) caches() (int, error) {
	resp, err := x.redis.DescribeInstances(redis.NewDescribeInstancesRequest())
	if err != nil {
		if e, ok := err.(*tcError.TencentCloudSDKError); ok && (strings.HasPrefix(e.Code, "UnauthorizedOperation") || strings.HasPrefix(e.Code, "AuthFailure")) {
			return 0, fmt.Errorf("redis: give the exporter QcloudRedisReadOnlyAccess: %w", err)
		}
		return 0, fmt.Errorf("redis: %w", err)
	}
	return int(*resp.Response.TotalCount), nil
}

func (x *Exporter) slow(id string) (int64, error) {
	req := redis.NewDescribeSlowLogRequest()
	req.InstanceId = &id
	resp, err := x.redis.DescribeSlowLog(req)
	if e, ok := err.(*tcError.TencentCloudSDKError); ok && e.Code == "InternalError.DbOperationFailed" { // WANT criticalsuccess
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return *resp.Response.TotalCount, nil
}

func (x *Exporter) backups(id string) (int64, error) {
	req := redis.NewDescribeInstanceBackupsRequest()
	req.InstanceId = &id
	resp, err := x.redis.DescribeInstanceBackups(req)
	if e, ok := err.(*tcError.TencentCloudSDKError); ok {
		if strings.HasPrefix(e.Code, "ResourceNotFound") {
			return 0, nil
		} else if e.Code == "ResourceNotFound.InstanceNotExists" { // WANT deadtest
			return -1, nil
		}
		return 0, e
	}
	if err != nil {
		return 0, err
	}
	return *resp.Response.TotalCount, nil
}

// balance asks a product that we do not import the package of.
func (x *Exporter) balance() (float64, error) {
	req := tchttp.NewCommonRequest("billing", "2018-07-09", "DescribeAccountBalance")
	resp := tchttp.NewCommonResponse()
	if err := x.common.Send(req, resp); err != nil {
		if e, ok := err.(*tcError.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return 0, fmt.Errorf("balance, again later: %w", err)
		}
		return 0, err
	}
	var out struct{ Response struct{ RealBalance float64 } }
	if err := json.Unmarshal(resp.GetBody(), &out); err != nil {
		return 0, err
	}
	return out.Response.RealBalance / 100, nil
}

// regions is the same for CVM.
func (x *Exporter) regions() (int, error) {
	req := tchttp.NewCommonRequest("cvm", "2017-03-12", "DescribeRegions")
	resp := tchttp.NewCommonResponse()
	err := x.common.Send(req, resp)
	if e, ok := err.(*tcError.TencentCloudSDKError); ok && e.Code == "InvalidRegion.NotFounds" { // WANT unknowncode
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	var out struct {
		Response struct{ TotalCount int }
	}
	if err := json.Unmarshal(resp.GetBody(), &out); err != nil {
		return 0, err
	}
	return out.Response.TotalCount, nil
}

// loop feeds the samples from many goroutines by one channel.
func (x *Exporter) loop(metrics []string, stop <-chan struct{}) {
	type sample struct {
		name  string
		value float64
		err   error
	}
	ch := make(chan sample)
	for _, m := range metrics {
		go func() {
			for {
				v, err := x.read("QCE/CVM", m)
				select {
				case ch <- sample{m, v, err}:
				case <-stop:
					return
				}
				time.Sleep(time.Minute)
			}
		}()
	}
	for {
		select {
		case s := <-ch:
			if s.err != nil {
				x.count(s.err)
				continue
			}
			x.mu.Lock()
			x.samples[s.name] = s.value
			x.mu.Unlock()
		case <-stop:
			return
		}
	}
}

// first gives whichever of the metrics is read first.
func (x *Exporter) first(metrics ...string) (float64, error) {
	type result struct {
		v   float64
		err error
	}
	ch := make(chan result, len(metrics))
	for _, m := range metrics {
		go func() {
			v, err := x.read("QCE/CVM", m)
			ch <- result{v, err}
		}()
	}
	var last error
	for range metrics {
		r := <-ch
		if r.err == nil {
			return r.v, nil
		}
		var e *tcError.TencentCloudSDKError
		if errors.As(r.err, &e) && strings.HasPrefix(e.Code, "AuthFailure") {
			return 0, r.err
		}
		last = r.err
	}
	return 0, last
}

// health is for the load balancer.
func (x *Exporter) health(w http.ResponseWriter, _ *http.Request) {
	_, err := x.policies()
	var e *tcError.TencentCloudSDKError
	switch {
	case err == nil:
		fmt.Fprintln(w, "ok")
	case errors.As(err, &e) && (e.Code == "UnauthorizedOperation" || e.Code == "UnauthorizedOperation.CamNoAuth"):
		http.Error(w, "no right", http.StatusForbidden)
	default:
		log.Print(err)
		http.Error(w, "down", http.StatusServiceUnavailable)
	}
}

// silence drops a notice; it tries as long as the monitor is busy.
func (x *Exporter) silence(id string) error {
	req := monitor.NewDeleteAlarmNoticesRequest()
	req.Module, req.NoticeIds = common.StringPtr("monitor"), []*string{&id}
	backoff := time.Second
	for {
		_, err := x.mon.DeleteAlarmNotices(req)
		if err == nil {
			return nil
		}
		var e *tcError.TencentCloudSDKError
		if errors.As(err, &e) && (e.Code == "FailedOperation.ResourceNotFound" || e.Code == "InvalidParameter") { // WANT missingcritical
			return err
		}
		time.Sleep(backoff)
		backoff *= 2
	}
}
