// Package fnhost publishes functions and watches their metrics.
package fnhost

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcErr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	monitor "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/monitor/v20180724"
	scf "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/scf/v20180416"
)

// Host is a namespace of functions.
type Host struct {
	scf       *scf.Client
	monitor   *monitor.Client
	namespace string
	policy    Policy
}

// Policy decides about another try. Its zero value never does.
type Policy struct {
	Max   int
	Again *regexp.Regexp
}

// DefaultPolicy is for idempotent calls.
var DefaultPolicy = Policy{Max: 6, Again: regexp.MustCompile(`^(RequestLimitExceeded|InternalError|FailedOperation\.(OperationConflict|ReservedInProgress|ProvisionedInProgress))`)}

func (p Policy) should(n int, err error) (time.Duration, bool) {
	var e *tcErr.TencentCloudSDKError
	if p.Again == nil || n >= p.Max || !errors.As(err, &e) || !p.Again.MatchString(e.Code) {
		return 0, false
	}
	return time.Duration(1<<n)*100*time.Millisecond + rand.N(50*time.Millisecond), true
}

// do calls f until the policy has had enough.
func do[Req, Resp any](ctx context.Context, p Policy, req Req, f func(context.Context, Req) (Resp, error)) (Resp, error) {
	for n := 0; ; n++ {
		resp, err := f(ctx, req)
		if err == nil {
			return resp, nil
		}
		pause, ok := p.should(n, err)
		if !ok {
			return resp, err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return resp, errors.Join(err, context.Cause(ctx))
		}
	}
}

// Publish uploads code, and creates the function where there is none.
func (h *Host) Publish(ctx context.Context, name string, zip []byte) error {
	encoded := string(bytes.TrimSpace(zip))
	up := scf.NewUpdateFunctionCodeRequest()
	up.FunctionName, up.Namespace, up.ZipFile = &name, &h.namespace, &encoded
	_, err := do(ctx, h.policy, up, h.scf.UpdateFunctionCodeWithContext)
	var e *tcErr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	if e.Code != scf.RESOURCENOTFOUND_FUNCTION && e.Code != scf.RESOURCENOTFOUND_FUNCTIONNAME {
		return fmt.Errorf("update code of %s: %w", name, e)
	}
	mk := scf.NewCreateFunctionRequest()
	mk.FunctionName, mk.Namespace, mk.Code = &name, &h.namespace, &scf.Code{ZipFile: &encoded}
	_, err = do(ctx, h.policy, mk, h.scf.CreateFunctionWithContext)
	return err
}

// Remove ends in success when there is nothing to remove.
func (h *Host) Remove(ctx context.Context, name string) (err error) {
	defer func() {
		if e, ok := errors.AsType[*tcErr.TencentCloudSDKError](err); ok && strings.HasPrefix(e.Code, "ResourceNotFound.Function") {
			err = nil
		}
	}()
	req := scf.NewDeleteFunctionRequest()
	req.FunctionName, req.Namespace = &name, &h.namespace
	_, err = h.scf.DeleteFunctionWithContext(ctx, req)
	return err
}

// Invoke tells errors of the platform from errors of the function.
func (h *Host) Invoke(ctx context.Context, name, event string) (out string, err error) {
	req := scf.NewInvokeRequest()
	req.FunctionName, req.ClientContext = &name, &event
	resp, err := h.scf.InvokeWithContext(ctx, req)
	if err != nil {
		if e, ok := err.(*tcErr.TencentCloudSDKError); ok {
			switch {
			case e.Code == "ResourceNotFound.Function":
				return "", os.ErrNotExist
			case strings.HasPrefix(e.Code, "UnauthorizedOperation"), strings.HasPrefix(e.Code, "AuthFailure"):
				return "", fmt.Errorf("%w: %s", os.ErrPermission, e.Code)
			}
		}
		return "", err
	}
	if r := resp.Response.Result; r.InvokeResult != nil && *r.InvokeResult != 0 {
		return "", fmt.Errorf("%s: %s", name, *r.ErrMsg)
	}
	return *resp.Response.Result.RetMsg, nil
}

// Active waits for a version.
func (h *Host) Active(ctx context.Context, name string) error {
	req := scf.NewGetFunctionRequest()
	req.FunctionName, req.Namespace = &name, &h.namespace
	for ctx.Err() == nil {
		resp, err := do(ctx, h.policy, req, h.scf.GetFunctionWithContext)
		if err != nil {
			return err
		}
		switch *resp.Response.Status {
		case "Active":
			return nil
		case "CreateFailed", "UpdateFailed":
			return fmt.Errorf("%s: %s", name, *resp.Response.StatusDesc)
		}
		time.Sleep(time.Second)
	}
	return ctx.Err()
}

// Triggers removes all triggers and reports all failures.
func (h *Host) Triggers(ctx context.Context, name string, triggers ...string) error {
	var failed []error
	for i := range triggers {
		req := scf.NewDeleteTriggerRequest()
		req.FunctionName, req.TriggerName = &name, &triggers[i]
		_, err := h.scf.DeleteTriggerWithContext(ctx, req)
		var e *tcErr.TencentCloudSDKError
		switch {
		case err == nil:
		case errors.As(err, &e) && (e.Code == "ResourceNotFound.Trigger" || e.Code == "ResourceNotFound.Timer"):
		default:
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// Table prints the state of functions; what is unknown has a question mark.
func (h *Host) Table(ctx context.Context, names []string) string {
	var buf bytes.Buffer
	w := tabwriter.NewWriter(&buf, 0, 8, 1, ' ', 0)
	for _, n := range names {
		req := scf.NewGetFunctionRequest()
		req.FunctionName = &n
		state := "?"
		if resp, err := h.scf.GetFunctionWithContext(ctx, req); err == nil {
			state = *resp.Response.Status
		} else if e, ok := err.(*tcErr.TencentCloudSDKError); ok {
			state = "? " + e.Code
		}
		fmt.Fprintf(w, "%s\t%s\n", n, state)
	}
	w.Flush()
	return buf.String()
}

// Metric sums up a metric of a function. There is no data for one that never ran.
func (h *Host) Metric(ctx context.Context, metric string) (sum float64, ok bool, err error) {
	req := monitor.NewGetMonitorDataRequest()
	req.Namespace, req.MetricName = common.StringPtr("QCE/SCF_V2"), &metric
	resp, err := do(ctx, h.policy, req, h.monitor.GetMonitorDataWithContext)
	if e, is := errors.AsType[*tcErr.TencentCloudSDKError](err); is && e.Code == "ResourceNotFound" {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	for _, p := range resp.Response.DataPoints {
		for _, v := range p.Values {
			sum += *v
		}
	}
	return sum, true, nil
}

// Silence deletes alarm policies.
func (h *Host) Silence(ctx context.Context, ids ...string) error {
	req := monitor.NewDeleteAlarmPolicyRequest()
	req.Module, req.PolicyIds = common.StringPtr("monitor"), common.StringPtrs(ids)
	_, err := h.monitor.DeleteAlarmPolicyWithContext(ctx, req)
	return h.translate(err)
}

var sentences = []struct {
	re   *regexp.Regexp
	text string
}{
	{regexp.MustCompile(`^AuthFailure(\.|$)`), "the key is wrong"},
	{regexp.MustCompile(`^UnauthorizedOperation(\.|$)`), "the key may not"},
	{regexp.MustCompile(`^FailedOperation\.Alert(Policy|FilterRule|TriggerRule)`), "the alarm service is unwell"},
	{regexp.MustCompile(`NotFound$`), "no such thing"},
}

func (h *Host) translate(err error) error {
	var e *tcErr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	for _, s := range sentences {
		if s.re.MatchString(e.Code) {
			return fmt.Errorf("%s: %w", s.text, e)
		}
	}
	return e
}

// Alias points an alias to a version; made if missing.
func (h *Host) Alias(ctx context.Context, name, alias, version string) error {
	up := scf.NewUpdateAliasRequest()
	up.FunctionName, up.Name, up.FunctionVersion = &name, &alias, &version
	if _, err := h.scf.UpdateAliasWithContext(ctx, up); err == nil {
		return nil
	} else if e, ok := err.(*tcErr.TencentCloudSDKError); !ok || e.Code != "ResourceNotFound.Alias" {
		return err
	}
	mk := scf.NewCreateAliasRequest()
	mk.FunctionName, mk.Name, mk.FunctionVersion = &name, &alias, &version
	_, err := h.scf.CreateAliasWithContext(ctx, mk)
	return err
}

var conflict = regexp.MustCompile(`^FailedOperation\.(OperationConflicts|StatusConflicts)$`) // WANT unknowncode

// Layer publishes a layer.
func (h *Host) Layer(req *scf.PublishLayerVersionRequest) (int64, error) {
	resp, err := h.scf.PublishLayerVersion(req)
	if err != nil {
		e, ok := err.(*tcErr.TencentCloudSDKError)
		if ok && conflict.MatchString(e.Code) {
			return 0, fmt.Errorf("someone else publishes: %w", err)
		}
		return 0, err
	}
	return *resp.Response.LayerVersion, nil
}

// Namespace creates one.
func (h *Host) Namespace(req *scf.CreateNamespaceRequest) error {
	_, err := h.scf.CreateNamespace(req)
	if e, ok := err.(*tcErr.TencentCloudSDKError); ok {
		switch e.Code {
		case "ResourceInUse.Namespace":
			return nil
		case "ResourceInUse.TagDuplicate": // WANT wrongservice
			return nil
		}
	}
	return err
}

var impatient = Policy{Max: 3, Again: regexp.MustCompile(`^InternalError`)}

// Concurrency reserves memory. The policy of its own names only a part of what passes.
func (h *Host) Concurrency(ctx context.Context, req *scf.PutReservedConcurrencyConfigRequest) (err error) {
	for n := 0; n < 5; n++ {
		_, err = h.scf.PutReservedConcurrencyConfigWithContext(ctx, req)
		if e, ok := err.(*tcErr.TencentCloudSDKError); ok && impatient.Again.MatchString(e.Code) { // WANT missingcritical
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return err
}

// Logs is retried with a goto.
func (h *Host) Logs(req *scf.GetFunctionLogsRequest) (int64, error) {
	left := 4
again:
	resp, err := h.scf.GetFunctionLogs(req)
	if err != nil {
		var e *tcErr.TencentCloudSDKError
		if errors.As(err, &e) && !strings.HasPrefix(e.Code, "ResourceNotFound") && left > 0 { // WANT missingcritical
			left--
			time.Sleep(time.Second)
			goto again
		}
		return 0, err
	}
	return *resp.Response.TotalCount, nil
}

// Alarms lists.
func (h *Host) Alarms(req *monitor.DescribeAlarmPoliciesRequest) (n int64) {
	resp, err := h.monitor.DescribeAlarmPolicies(req)
	for err != nil {
		time.Sleep(15 * time.Second)
		resp, err = h.monitor.DescribeAlarmPolicies(req) // WANT retryall
	}
	return *resp.Response.TotalCount
}

// Demo has a test that can no longer hold.
func (h *Host) Demo(req *scf.GetAccountRequest) (string, error) {
	_, err := h.scf.GetAccount(req)
	if err == nil {
		return "open", nil
	}
	e, ok := err.(*tcErr.TencentCloudSDKError)
	if !ok {
		return "", err
	}
	if e.Code != "FailedOperation.UnOpenedService" && e.Code != "ResourceNotFound" {
		return "", e
	}
	if e.Code == "FailedOperation.ServiceClosed" { // WANT deadtest
		return "closed", nil
	}
	return "new", nil
}

// Region lists versions and forgets errors of other kinds.
func (h *Host) Versions(req *scf.ListVersionByFunctionRequest) (names []string, err error) {
	resp, callErr := h.scf.ListVersionByFunction(req)
	if callErr != nil {
		switch e := callErr.(type) { // WANT dropped
		case *tcErr.TencentCloudSDKError:
			return nil, e
		}
		return nil, nil
	}
	for _, v := range resp.Response.FunctionVersion {
		names = append(names, *v)
	}
	return names, nil
}

// Events aborts an asynchronous run.
func (h *Host) Events(req *scf.TerminateAsyncEventRequest) error {
	_, err := h.scf.TerminateAsyncEvent(req)
	var e *tcErr.TencentCloudSDKError
	if errors.As(err, &e) && strings.HasSuffix("ResourceNotFound.AsyncEvent", e.Code) { // WANT swappedargs
		return nil
	}
	return err
}

// Receivers has no permission in the test account.
func (h *Host) Receivers(req *monitor.DescribePolicyConditionListRequest) (err error) {
	_, err = h.monitor.DescribePolicyConditionList(req)
	if e, ok := err.(*tcErr.TencentCloudSDKError); ok {
		switch e.Code {
		case monitor.FAILEDOPERATION_DBRECORDNOTFOUND:
			err = nil
		case monitor.AUTHFAILURE_UNAUTHORIZEDOPERATION: // WANT criticalsuccess
			err = nil
		}
	}
	return
}
