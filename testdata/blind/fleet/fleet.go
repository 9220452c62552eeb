// Package fleet runs our machines.
package fleet

import (
	"context"
	"errors"
	"fmt"
	"log"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"example.com/blind/tcapi"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// ErrGone says that the machine is no more.
var ErrGone = errors.New("machine is gone")

// Fleet is the machines of a region.
type Fleet struct {
	api  *cvm.Client
	last error
}

func terminateRequest(ids ...string) *cvm.TerminateInstancesRequest {
	request := cvm.NewTerminateInstancesRequest()
	request.InstanceIds = common.StringPtrs(ids)
	return request
}

// Terminate removes machines; those that are gone are fine.
func (f *Fleet) Terminate(ctx context.Context, ids ...string) error {
	_, err := f.api.TerminateInstancesWithContext(ctx, terminateRequest(ids...))
	if tcapi.Is(err, "InvalidInstanceId.NotFound") {
		return nil
	}
	return tcapi.Wrap("terminate", err)
}

// Find returns a machine, or ErrGone.
func (f *Fleet) Find(ctx context.Context, id string) (*cvm.Instance, error) {
	request := cvm.NewDescribeInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	response, err := f.api.DescribeInstancesWithContext(ctx, request)
	if err != nil {
		if code, _ := tcapi.Code(err); code == "InvalidInstanceId.NotFound" {
			return nil, ErrGone
		}
		return nil, fmt.Errorf("describe %s: %w", id, err)
	}
	if len(response.Response.InstanceSet) == 0 {
		return nil, ErrGone
	}
	return response.Response.InstanceSet[0], nil
}

// Purge terminates what is terminating anyway.
func (f *Fleet) Purge(ids ...string) error {
	_, err := f.api.TerminateInstances(terminateRequest(ids...))
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.Code {
		case "InvalidInstanceId.NotFound",
			"UnsupportedOperation.InstanceStateTerminatng": // WANT unknowncode
			return nil
		}
	}
	return err
}

var goneCodes = []string{
	"InvalidInstanceId.NotFound",
	"ResourceNotFound.InvalidInstanceIDNotFound", // WANT unknowncode
}

// Drop terminates one machine.
func (f *Fleet) Drop(id string) error {
	_, err := f.api.TerminateInstances(terminateRequest(id))
	if code, ok := tcapi.Code(err); ok && slices.Contains(goneCodes, code) {
		return nil
	}
	return err
}

// Outcome of a launch.
type Outcome string

var outcomes = map[string]Outcome{
	"ResourcesSoldOut.SpecifiedInstanceType": "soldout",
	"ResourceInsufficient.CloudDiskSoldOut":  "soldout",
	"LimitExceeded.InstanceQouta":            "quota", // WANT unknowncode
	"InvalidAccount.InsufficientBalance":     "money",
}

// Launch runs machines and tells what came of it.
func (f *Fleet) Launch(request *cvm.RunInstancesRequest) (Outcome, error) {
	_, err := f.api.RunInstances(request)
	if err == nil {
		return "launched", nil
	}
	if code, ok := tcapi.Code(err); ok {
		if o, known := outcomes[code]; known {
			return o, err
		}
	}
	return "failed", err
}

// Quota tells whether the launch hit the quota of the account.
func (f *Fleet) Quota(request *cvm.RunInstancesRequest) (bool, error) {
	_, err := f.api.RunInstances(request)
	if tcapi.Is(err, "LimitExceeded.CVMInstanceQuota") { // WANT unknowncode
		return true, nil
	}
	return false, err
}

// Stop stops a machine.
func (f *Fleet) Stop(id string) error {
	request := cvm.NewStopInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	_, err := f.api.StopInstances(request)
	code, message, _, ok := tcapi.Details(err)
	if ok && code == "UnsupportedOperation.InstanceStateStoped" { // WANT unknowncode
		log.Printf("%s: %s", id, message)
		return nil
	}
	return err
}

// Start starts a machine.
func (f *Fleet) Start(id string) error {
	request := cvm.NewStartInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	_, err := f.api.StartInstances(request)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && strings.ToLower(e.Code) == "UnsupportedOperation.InstanceStateRunning" { // WANT unknowncode
		return nil
	}
	return err
}

// Reboot reboots a machine.
func (f *Fleet) Reboot(id string) error {
	request := cvm.NewRebootInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	_, err := f.api.RebootInstances(request)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && strings.ToLower(e.Code) == "unsupportedoperation.instancestaterebooting" {
		return nil
	}
	return err
}

// Category says in a word why a listing failed.
func (f *Fleet) Category() (string, error) {
	_, err := f.api.DescribeZones(cvm.NewDescribeZonesRequest())
	code, ok := tcapi.Code(err)
	if !ok {
		return "other", err
	}
	head, _, _ := strings.Cut(code, ".")
	switch head {
	case "AuthFailed": // WANT unknowncode
		return "login", err
	case "RequestLimitExceeded":
		return "throttled", err
	}
	return "api", err
}

// CategoryOf is the same by hand.
func (f *Fleet) CategoryOf() (string, error) {
	_, err := f.api.DescribeZones(cvm.NewDescribeZonesRequest())
	code, ok := tcapi.Code(err)
	if !ok {
		return "other", err
	}
	switch strings.SplitN(code, ".", 2)[0] {
	case "AuthFailure", "UnauthorizedOperation":
		return "login", err
	case "RequestLimitExceeded":
		return "throttled", err
	default:
		return "api", err
	}
}

// DeleteKey removes a key pair.
func (f *Fleet) DeleteKey(id string) error {
	request := cvm.NewDeleteKeyPairsRequest()
	request.KeyIds = common.StringPtrs([]string{id})
	_, err := f.api.DeleteKeyPairs(request)
	for _, known := range []struct{ code, say string }{
		{"InvalidKeyPairId.NotFound", "was gone"},
		{"InvalidKeypairId.Malformed", "was no key"}, // WANT unknowncode
	} {
		if tcapi.Is(err, known.code) {
			return fmt.Errorf("%s %s: %w", id, known.say, err)
		}
	}
	return err
}

// ImportKey adds a key pair, unless there is one.
func (f *Fleet) ImportKey(request *cvm.ImportKeyPairRequest) error {
	_, err := f.api.ImportKeyPair(request)
	for _, known := range []struct {
		code string
		fine bool
	}{
		{cvm.INVALIDKEYPAIRNAME_DUPLICATE, true},
		{"InvalidKeyPair.LimitExceeded", false},
	} {
		if tcapi.Is(err, known.code) && known.fine {
			return nil
		}
	}
	return err
}

// Attach puts a machine into its security groups.
func (f *Fleet) Attach(request *cvm.AssociateSecurityGroupsRequest) error {
	_, err := f.api.AssociateSecurityGroups(request)
	if tcapi.Is(err, "InvalidParameter.LBIdNotFound") { // WANT wrongservice
		return nil
	}
	return err
}

// Missing tells whether a machine is missing.
func (f *Fleet) Missing(request *cvm.DescribeInstancesStatusRequest) (bool, error) {
	_, err := f.api.DescribeInstancesStatus(request)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.GetCode() == "InvalidParameterValue.DomainNotExists" { // WANT wrongservice
		return true, nil
	}
	return false, err
}

// step is a step of a plan; its error is looked at after all ran.
type step struct {
	name string
	run  func() error
	err  error
}

// Renew renews and looks at the result later.
func (f *Fleet) Renew(request *cvm.RenewInstancesRequest) error {
	s := step{name: "renew"}
	_, s.err = f.api.RenewInstances(request)
	if tcapi.Is(s.err, "FailedOperation.BalanceInsufficient") { // WANT wrongservice
		return fmt.Errorf("%s: charge the account: %w", s.name, s.err)
	}
	return s.err
}

// Resize looks at the field of the receiver.
func (f *Fleet) Resize(request *cvm.ResetInstancesTypeRequest) error {
	_, f.last = f.api.ResetInstancesType(request)
	if f.last == nil {
		return nil
	}
	if tcapi.InCategory(f.last, "ResourcesSoldOut") {
		return fmt.Errorf("sold out: %w", f.last)
	}
	return f.last
}

// Plan runs steps and joins their errors.
func Plan(steps []step) error {
	var errs []error
	for i := range steps {
		steps[i].err = steps[i].run()
		if steps[i].err != nil && !tcapi.Is(steps[i].err, "InvalidInstanceId.NotFound") {
			errs = append(errs, fmt.Errorf("%s: %w", steps[i].name, steps[i].err))
		}
	}
	return errors.Join(errs...)
}

// Exists tells whether there is such a machine.
func (f *Fleet) Exists(request *cvm.DescribeInstancesRequest) (bool, error) {
	response, err := f.api.DescribeInstances(request)
	if err != nil {
		if tcapi.Is(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed") { // WANT missingcritical
			return false, nil
		}
		return true, nil
	}
	return len(response.Response.InstanceSet) > 0, nil
}

// Names lists names.
func (f *Fleet) Names(request *cvm.DescribeInstancesRequest) ([]string, error) {
	var names []string
	response, err := f.api.DescribeInstances(request)
	if err != nil {
		if code, _ := tcapi.Code(err); code == "InvalidFilter" { // WANT missingcritical
			return names, err
		}
	} else {
		for _, instance := range response.Response.InstanceSet {
			names = append(names, *instance.InstanceName)
		}
	}
	return names, nil
}

// Close stops a machine before it goes.
func (f *Fleet) Close(id string) (err error) {
	defer func() {
		if !tcapi.Is(err, "OperationDenied.InstanceOperationInProgress") { // WANT missingcritical
			err = nil
		}
	}()
	request := cvm.NewStopInstancesRequest()
	request.InstanceIds = []*string{&id}
	_, err = f.api.StopInstances(request)
	return err
}

// CloseGone is right: only what is gone is fine.
func (f *Fleet) CloseGone(id string) (err error) {
	defer func() {
		if tcapi.Is(err, "InvalidInstanceId.NotFound") {
			err = nil
		}
	}()
	request := cvm.NewStopInstancesRequest()
	request.InstanceIds = []*string{&id}
	_, err = f.api.StopInstances(request)
	return err
}

// WaitGone polls until the machine is gone.
func (f *Fleet) WaitGone(ctx context.Context, request *cvm.DescribeInstancesRequest) error {
	for {
		response, err := f.api.DescribeInstancesWithContext(ctx, request)
		if err == nil && len(response.Response.InstanceSet) == 0 {
			return nil
		}
		if tcapi.Is(err, "InvalidInstanceId.NotFound") { // WANT missingcritical
			return nil
		}
		time.Sleep(3 * time.Second)
	}
}

// WaitStopped gives other errors back.
func (f *Fleet) WaitStopped(ctx context.Context, id string) error {
	for {
		instance, err := f.Find(ctx, id)
		switch {
		case errors.Is(err, ErrGone):
			return nil
		case tcapi.Throttled(err):
		case err != nil:
			return err
		case *instance.InstanceState == "STOPPED":
			return nil
		}
		if err := tcapi.Pause(ctx, 2*time.Second); err != nil {
			return err
		}
	}
}

// Delete tries for a minute.
func (f *Fleet) Delete(request *cvm.TerminateInstancesRequest) error {
	var err error
	for range 20 {
		if _, err = f.api.TerminateInstances(request); err == nil {
			return nil
		}
		if tcapi.Is(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed") { // WANT missingcritical
			return err
		}
		time.Sleep(3 * time.Second)
	}
	return err
}

// DeleteBusy waits for the task before ours alone.
func (f *Fleet) DeleteBusy(request *cvm.TerminateInstancesRequest) error {
	var err error
	for range 20 {
		if _, err = f.api.TerminateInstances(request); err == nil {
			return nil
		}
		if !tcapi.Is(err, "MutexOperation.TaskRunning", "OperationDenied.InstanceOperationInProgress") { // WANT missingcritical
			return err
		}
		time.Sleep(3 * time.Second)
	}
	return err
}

// DeletePatient waits for tasks and for its turn.
func (f *Fleet) DeletePatient(request *cvm.TerminateInstancesRequest) error {
	var err error
	for range 20 {
		if _, err = f.api.TerminateInstances(request); err == nil {
			return nil
		}
		if !tcapi.Throttled(err) && !tcapi.Is(err, "MutexOperation.TaskRunning") {
			return err
		}
		time.Sleep(3 * time.Second)
	}
	return err
}

// Rename retries by calling itself.
func (f *Fleet) Rename(request *cvm.ModifyInstancesAttributeRequest) error {
	_, err := f.api.ModifyInstancesAttribute(request)
	if err == nil || tcapi.Is(err, "InvalidInstanceName.TooLong") { // WANT missingcritical
		return err
	}
	time.Sleep(time.Second)
	return f.Rename(request)
}

// RenameOnce retries one time when throttled.
func (f *Fleet) RenameOnce(request *cvm.ModifyInstancesAttributeRequest, again bool) error {
	_, err := f.api.ModifyInstancesAttribute(request)
	if again && tcapi.Throttled(err) {
		time.Sleep(time.Second)
		return f.RenameOnce(request, false)
	}
	return err
}

// DropAll counts what it could not drop.
func (f *Fleet) DropAll(ids []string) (failed int) {
	for _, id := range ids {
		_, err := f.api.TerminateInstances(terminateRequest(id))
		if err != nil && !tcapi.Is(err, "InvalidInstanceId.NotFound") {
			failed++
		}
	}
	return failed
}

// DropEach collects the machines that remain.
func (f *Fleet) DropEach(ids []string) (remain []string, err error) {
	for _, id := range ids {
		_, err := f.api.TerminateInstances(terminateRequest(id))
		switch code, ok := tcapi.Code(err); {
		case err == nil, ok && code == "InvalidInstanceId.NotFound":
		case tcapi.Denied(err):
			return remain, err
		default:
			remain = append(remain, id)
		}
		time.Sleep(100 * time.Millisecond)
	}
	return remain, nil
}

// DropQuietly forgets all failures but the first kind.
func (f *Fleet) DropQuietly(ids []string) error {
	for _, id := range ids {
		_, err := f.api.TerminateInstances(terminateRequest(id))
		if tcapi.Is(err, "OperationDenied.InstanceOperationInProgress") { // WANT missingcritical
			return err
		}
	}
	return nil
}

// Counters are what the exporter shows.
type Counters struct{ dropped, failed atomic.Int64 }

// DropCounted leaves failures to the counters.
func (f *Fleet) DropCounted(c *Counters, ids []string) {
	for _, id := range ids {
		_, err := f.api.TerminateInstances(terminateRequest(id))
		if err != nil && !tcapi.Is(err, "InvalidInstanceId.NotFound") {
			c.failed.Add(1)
			continue
		}
		c.dropped.Add(1)
	}
}

// Result is what a worker sends.
type Result struct {
	ID  string
	OK  bool
	Err error
}

// Worker drops what it receives; every result is fine.
func (f *Fleet) Worker(ids <-chan string, results chan<- Result) {
	for id := range ids {
		_, err := f.api.TerminateInstances(terminateRequest(id))
		if tcapi.Is(err, "UnsupportedOperation.InstancesProtected") { // WANT missingcritical
			results <- Result{ID: id, Err: err}
			continue
		}
		results <- Result{ID: id, OK: true}
	}
}

// HonestWorker sends what happened.
func (f *Fleet) HonestWorker(ids <-chan string, results chan<- Result) {
	for id := range ids {
		_, err := f.api.TerminateInstances(terminateRequest(id))
		if tcapi.Is(err, "InvalidInstanceId.NotFound") {
			err = nil
		}
		results <- Result{ID: id, OK: err == nil, Err: err}
	}
}

// LoggingWorker logs.
func (f *Fleet) LoggingWorker(ids <-chan string) {
	for id := range ids {
		_, err := f.api.TerminateInstances(terminateRequest(id))
		if code, ok := tcapi.Code(err); ok && code == "InvalidInstanceId.NotFound" {
			continue
		}
		if err != nil {
			log.Printf("terminate %s: %v", id, err)
		}
	}
}
