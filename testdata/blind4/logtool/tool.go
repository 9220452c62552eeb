// Package logtool ships logs and metrics, and looks after the functions that do.
package logtool

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	intlerr "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	monitor "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/monitor/v20180724"
	scf "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/scf/v20180416"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
	"github.com/tencentyun/cos-go-sdk-v5"

	"example.org/blind4/logtool/codeset"
)

// API is what the tool needs of the functions.
type API interface {
	GetFunctionWithContext(ctx context.Context, request *scf.GetFunctionRequest) (*scf.GetFunctionResponse, error)
	DeleteFunctionWithContext(ctx context.Context, request *scf.DeleteFunctionRequest) (*scf.DeleteFunctionResponse, error)
}

// Tool has the clients.
type Tool struct {
	api     API
	scf     *scf.Client
	monitor *monitor.Client
	sms     *sms.Client
	cos     *cos.Client
	log     *slog.Logger
	failed  atomic.Int64
	count   func(action, code string)
}

// ErrNoFunction is given for a function that is not there.
var ErrNoFunction = errors.New("no such function")

// observe logs and counts a call, and hands its error on.
func (t *Tool) observe(action string, start time.Time, err error) error {
	t.count(action, codeset.Label(err))
	if err == nil {
		return nil
	}
	t.failed.Add(1)
	level := slog.LevelWarn
	if codeset.Severe(err) {
		level = slog.LevelError
	}
	t.log.Log(context.Background(), level, "call failed", "action", action, "took", time.Since(start), "error", err)
	return fmt.Errorf("%s: %w", action, err)
}

// Instrument runs a call with a log and a metric.
func Instrument[Q, R any](t *Tool, action string, call func(ctx context.Context, request Q) (R, error)) func(context.Context, Q) (R, error) {
	return func(ctx context.Context, request Q) (R, error) {
		start := time.Now()
		response, err := call(ctx, request)
		return response, t.observe(action, start, err)
	}
}

// Function reads a function.
func (t *Tool) Function(ctx context.Context, name string) (*scf.GetFunctionResponseParams, error) {
	request := scf.NewGetFunctionRequest()
	request.FunctionName = common.StringPtr(name)
	response, err := t.api.GetFunctionWithContext(ctx, request)
	if codeset.Any(err, "ResourceNotFound.Function", scf.RESOURCENOTFOUND_FUNCTIONNAME) {
		return nil, ErrNoFunction
	}
	if err != nil {
		return nil, err
	}
	return response.Response, nil
}

// Delete removes a function.
func (t *Tool) Delete(ctx context.Context, name string) error {
	request := scf.NewDeleteFunctionRequest()
	request.FunctionName = common.StringPtr(name)
	_, err := Instrument(t, "DeleteFunction", t.api.DeleteFunctionWithContext)(ctx, request)
	if codeset.IsGone(err) {
		return nil
	}
	return err
}

// DeleteVersion removes a version of a function.
func (t *Tool) DeleteVersion(ctx context.Context, name, version string) error {
	request := scf.NewDeleteFunctionRequest()
	request.FunctionName = common.StringPtr(name)
	request.Qualifier = common.StringPtr(version)
	start := time.Now()
	_, err := t.scf.DeleteFunctionWithContext(ctx, request)
	err = t.observe("DeleteFunction", start, err)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.FunctionVersion" { // WANT deadassert
		return nil
	}
	return err
}

// Deploy uploads code, and waits while the function is being changed.
func (t *Tool) Deploy(ctx context.Context, request *scf.UpdateFunctionCodeRequest) error {
	for {
		_, err := t.scf.UpdateFunctionCodeWithContext(ctx, request)
		switch {
		case err == nil:
			return nil
		case codeset.Any(err, "FailedOperation.FunctionStatusError", "FailedOperation.UpdateStatus"), codeset.Limited(err):
			t.log.Info("function is being changed", "function", *request.FunctionName)
		default:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(3 * time.Second):
		}
	}
}

// DeployLast is Deploy for namespaces that are being made.
func (t *Tool) DeployLast(ctx context.Context, request *scf.CreateFunctionRequest) error {
	for range 10 {
		_, err := t.scf.CreateFunctionWithContext(ctx, request)
		if !codeset.Limited(err) && !codeset.Is(err, "ResourceUnavailable.Namespaces") { // WANT unknowncode
			return err
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("the namespace of %s is never there", *request.FunctionName)
}

// Invoke calls a function and looks at its result.
func (t *Tool) Invoke(ctx context.Context, name, event string) (string, error) {
	request := scf.NewInvokeRequest()
	request.FunctionName = common.StringPtr(name)
	request.ClientContext = common.StringPtr(event)
	response, err := t.scf.InvokeWithContext(ctx, request)
	if err != nil {
		switch codeset.Category(err) {
		case "ResourceNotFound":
			return "", ErrNoFunction
		case "ResourceUnavailable", "LimitExceeded":
			return "", fmt.Errorf("%s cannot run now: %w", name, err)
		}
		return "", err
	}
	if result := response.Response.Result; *result.InvokeResult != 0 {
		return "", fmt.Errorf("%s failed: %s", name, *result.ErrMsg)
	}
	return *response.Response.Result.RetMsg, nil
}

// Trigger removes a trigger of a function.
func (t *Tool) Trigger(ctx context.Context, request *scf.DeleteTriggerRequest) error {
	_, err := t.scf.DeleteTriggerWithContext(ctx, request)
	if codeset.Any(err, scf.RESOURCENOTFOUND_TRIGGER, "ResourceNotFound.ScalingPolicyNotFound") { // WANT wrongservice
		return nil
	}
	return err
}

// Mute turns an alarm policy off or on; when it fails, somebody must know.
func (t *Tool) Mute(ctx context.Context, request *monitor.ModifyAlarmPolicyStatusRequest) {
	if _, err := t.monitor.ModifyAlarmPolicyStatusWithContext(ctx, request); err != nil {
		t.failed.Add(1)
		t.log.Warn("policy not changed", "code", codeset.Label(err))
	}
}

// Policy removes an alarm policy.
func (t *Tool) Policy(ctx context.Context, request *monitor.DeleteAlarmPolicyRequest) error {
	_, err := t.monitor.DeleteAlarmPolicyWithContext(ctx, request)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.Code {
		case "ResourceNotFound", "FailedOperation.DbRecordNotFound":
			return nil
		case "ResourceNotFound.NoExistTask": // WANT unknowncode
			return nil
		}
	}
	return err
}

// Series reads a metric, or nothing when monitor has no such metric.
func (t *Tool) Series(ctx context.Context, request *monitor.GetMonitorDataRequest) ([]*monitor.DataPoint, error) {
	response, err := t.monitor.GetMonitorDataWithContext(ctx, request)
	switch {
	case err == nil:
		return response.Response.DataPoints, nil
	case codeset.Is(err, monitor.FAILEDOPERATION_DATACOLUMNNOTFOUND):
		return nil, nil
	case codeset.Limited(err):
		time.Sleep(time.Second)
		return t.Series(ctx, request)
	}
	return nil, err
}

// Latest reads the newest point, and takes every failure for none.
func (t *Tool) Latest(ctx context.Context, request *monitor.GetMonitorDataRequest) (points []*monitor.DataPoint, err error) {
	response, err := t.monitor.GetMonitorDataWithContext(ctx, request)
	if codeset.Any(err, "InvalidParameter", "InvalidParameterValue") { // WANT missingcritical
		return nil, err
	}
	if err == nil {
		points = response.Response.DataPoints
	}
	return points, nil
}

// Instance asks for a prometheus; the code is that of tke.
func (t *Tool) Instance(ctx context.Context, id string) (bool, error) {
	request := monitor.NewDescribePrometheusInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	response, err := t.monitor.DescribePrometheusInstancesWithContext(ctx, request)
	if codeset.Is(err, "ResourceNotFound.ClusterNotFound") { // WANT wrongservice
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return *response.Response.TotalCount > 0, nil
}

// Page sends a message to whoever is on call.
func (t *Tool) Page(ctx context.Context, request *sms.SendSmsRequest) error {
	_, err := t.sms.SendSmsWithContext(ctx, request) // WANT uncheckedstatus
	return t.observe("SendSms", time.Now(), err)
}

// PageAll sends a message and says who did not get it.
func (t *Tool) PageAll(ctx context.Context, request *sms.SendSmsRequest) (missed []string, err error) {
	response, err := t.sms.SendSmsWithContext(ctx, request)
	if err != nil {
		return nil, err
	}
	for _, status := range response.Response.SendStatusSet {
		if *status.Code != "Ok" {
			missed = append(missed, *status.PhoneNumber)
		}
	}
	return missed, nil
}

// Archive puts logs into a bucket.
func (t *Tool) Archive(ctx context.Context, key, text string) error {
	_, err := t.cos.Object.Put(ctx, key, strings.NewReader(text), nil)
	if e, ok := cos.IsCOSError(err); ok && e.Code == "NoSuchBucket" {
		return fmt.Errorf("the bucket is gone: %w", err)
	}
	return err
}

// Archived asks for an object of the bucket.
func (t *Tool) Archived(ctx context.Context, key string) (bool, error) {
	_, err := t.cos.Object.Head(ctx, key, nil)
	if e, ok := err.(*cos.ErrorResponse); ok && e.Response.StatusCode == http.StatusNotFound {
		return false, nil
	}
	return err == nil, err
}

// Retire removes a function with the error type of the other edition.
func (t *Tool) Retire(ctx context.Context, name string) error {
	request := scf.NewDeleteFunctionRequest()
	request.FunctionName = common.StringPtr(name)
	_, err := t.scf.DeleteFunctionWithContext(ctx, request)
	var e *intlerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "ResourceNotFound.Function" { // WANT deadassert
		return nil
	}
	return err
}

// denied compares with an error that was just made.
func (t *Tool) denied(ctx context.Context, name string) (bool, error) {
	request := scf.NewGetFunctionRequest()
	request.FunctionName = common.StringPtr(name)
	_, err := t.scf.GetFunctionWithContext(ctx, request)
	if errors.Is(err, &tcerr.TencentCloudSDKError{Code: "UnauthorizedOperation.CAM"}) { // WANT deadassert
		return true, nil
	}
	return false, err
}

// Namespace removes a namespace; the message says whether functions are left.
func (t *Tool) Namespace(ctx context.Context, request *scf.DeleteNamespaceRequest) error {
	_, err := t.scf.DeleteNamespaceWithContext(ctx, request)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && strings.Contains(e.Message, "ResourceInUse") { // WANT textmatch
		return fmt.Errorf("functions are left: %w", err)
	}
	return err
}

// MuteSoon turns a policy off or on, in a few tries.
func (t *Tool) MuteSoon(ctx context.Context, request *monitor.ModifyAlarmPolicyStatusRequest) (err error) {
	for range 3 {
		if _, err = t.monitor.ModifyAlarmPolicyStatusWithContext(ctx, request); err == nil {
			return nil
		}
		if codeset.Is(err, monitor.INVALIDPARAMETER_PARAMERROR) { // WANT missingcritical
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

// Layer removes a version of a layer.
func (t *Tool) Layer(ctx context.Context, request *scf.DeleteLayerVersionRequest) error {
	_, err := t.scf.DeleteLayerVersionWithContext(ctx, request)
	if err != nil {
		//tcerrlint:ignore wrongservce the layers live in another product // WANT directive
		if codeset.Is(err, scf.RESOURCENOTFOUND_LAYERVERSION) {
			return nil
		}
		return err
	}
	return nil
}

// compare asks for a code in the way that the analysis cannot see.
//
//tcerrlint:codes wanted // WANT directive
func compare(err error, codes ...string) bool {
	label := []byte(codeset.Label(err))
	for _, code := range codes {
		if string(label) == code {
			return true
		}
	}
	return false
}

// Alias removes an alias.
func (t *Tool) Alias(ctx context.Context, request *scf.DeleteAliasRequest) error {
	_, err := t.scf.DeleteAliasWithContext(ctx, request)
	if compare(err, "ResourceNotFound.Alias") {
		return nil
	}
	return err
}
