// Package lightbox rents small machines and runs commands on them.
package lightbox

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	lighthouse "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/lighthouse/v20200324"
	tat "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tat/v20201028"
)

// Machines is satisfied by the client of lighthouse, and by the fake of the tests.
type Machines interface {
	TerminateInstances(*lighthouse.TerminateInstancesRequest) (*lighthouse.TerminateInstancesResponse, error)
	StartInstances(*lighthouse.StartInstancesRequest) (*lighthouse.StartInstancesResponse, error)
	StopInstances(*lighthouse.StopInstancesRequest) (*lighthouse.StopInstancesResponse, error)
	DeleteSnapshots(*lighthouse.DeleteSnapshotsRequest) (*lighthouse.DeleteSnapshotsResponse, error)
	DeleteKeyPairs(*lighthouse.DeleteKeyPairsRequest) (*lighthouse.DeleteKeyPairsResponse, error)
	DescribeInstances(*lighthouse.DescribeInstancesRequest) (*lighthouse.DescribeInstancesResponse, error)
	DeleteFirewallRules(*lighthouse.DeleteFirewallRulesRequest) (*lighthouse.DeleteFirewallRulesResponse, error)
	RebootInstances(*lighthouse.RebootInstancesRequest) (*lighthouse.RebootInstancesResponse, error)
	DescribeBundles(*lighthouse.DescribeBundlesRequest) (*lighthouse.DescribeBundlesResponse, error)
	DeleteBlueprints(*lighthouse.DeleteBlueprintsRequest) (*lighthouse.DeleteBlueprintsResponse, error)
	DetachDisks(*lighthouse.DetachDisksRequest) (*lighthouse.DetachDisksResponse, error)
}

// Codes is a comparable error: errors.Is(err, Codes("A")) asks for a code.
type Codes string

func (c Codes) Error() string { return string(c) }

// Failure is an error of the API as the rest of the program sees it.
type Failure struct {
	Verb string
	*tcerr.TencentCloudSDKError
}

func (f Failure) Error() string { return f.Verb + ": " + f.TencentCloudSDKError.Error() }

// Unwrap leads to the SDK's error.
func (f Failure) Unwrap() error { return f.TencentCloudSDKError }

// Is makes errors.Is(err, Codes(...)) work.
func (f Failure) Is(target error) bool {
	c, ok := target.(Codes)
	return ok && f.Code == string(c)
}

func fail(verb string, err error) error {
	if e, ok := errors.AsType[*tcerr.TencentCloudSDKError](err); ok {
		return Failure{verb, e}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", verb, err)
	}
	return nil
}

// Box is one machine.
type Box struct {
	ID  string
	api Machines
	log *slog.Logger
}

// Remove ends well when the machine is gone.
func (b *Box) Remove() error {
	req := lighthouse.NewTerminateInstancesRequest()
	req.InstanceIds = []*string{&b.ID}
	_, err := b.api.TerminateInstances(req)
	if err := fail("remove", err); err != nil && !errors.Is(err, Codes("ResourceNotFound.InstanceNotFound")) && !errors.Is(err, Codes("ResourceNotFound.InstanceIdNotFound")) {
		return err
	}
	return nil
}

// Start is fine with a machine that runs.
func (b *Box) Start() error {
	req := lighthouse.NewStartInstancesRequest()
	req.InstanceIds = []*string{&b.ID}
	_, err := b.api.StartInstances(req)
	var e *tcerr.TencentCloudSDKError
	if ok := errors.As(err, &e); ok && e.Code == "UnsupportedOperation.InvalidInstanceState" && b.running() {
		return nil
	}
	return err
}

func (b *Box) running() bool {
	req := lighthouse.NewDescribeInstancesRequest()
	req.InstanceIds = []*string{&b.ID}
	resp, err := b.api.DescribeInstances(req)
	if err != nil {
		b.log.Warn("describe", "id", b.ID, "err", err)
		return false
	}
	return len(resp.Response.InstanceSet) == 1 && *resp.Response.InstanceSet[0].InstanceState == "RUNNING"
}

type step func() (retry bool, err error)

// loop calls a step while it says so.
func loop(s step, pauses ...time.Duration) error {
	for _, p := range pauses {
		retry, err := s()
		if !retry {
			return err
		}
		time.Sleep(p)
	}
	_, err := s()
	return err
}

// Stop waits while the machine is in operation or the API is.
func (b *Box) Stop() error {
	req := lighthouse.NewStopInstancesRequest()
	req.InstanceIds = []*string{&b.ID}
	return loop(func() (bool, error) {
		_, err := b.api.StopInstances(req)
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if !ok {
			return false, err
		}
		switch {
		case e.Code == "OperationDenied.InstanceOperationInProgress", e.Code == "UnsupportedOperation.LatestOperationUnfinished":
			return true, e
		case strings.HasPrefix(e.Code, "RequestLimitExceeded"):
			return true, e
		}
		return false, e
	}, time.Second, 2*time.Second, 4*time.Second)
}

// Snapshots deletes many; those that are busy are handed back.
func (b *Box) Snapshots(ids []string) (busy []string, err error) {
	for _, id := range ids {
		req := lighthouse.NewDeleteSnapshotsRequest()
		req.SnapshotIds = []*string{&id}
		_, err := b.api.DeleteSnapshots(req)
		switch e, _ := err.(*tcerr.TencentCloudSDKError); {
		case err == nil:
		case e == nil:
			return busy, err
		case e.Code == "UnsupportedOperation.SnapshotBusy":
			busy = append(busy, id)
		case e.Code == lighthouse.RESOURCENOTFOUND_SNAPSHOTNOTFOUND || e.Code == lighthouse.RESOURCENOTFOUND_SNAPSHOTIDNOTFOUND:
		default:
			return busy, e
		}
	}
	return busy, nil
}

// Keys of machines that are bound stay, and the caller is told so.
func (b *Box) Key(id string) (kept bool, err error) {
	req := lighthouse.NewDeleteKeyPairsRequest()
	req.KeyIds = []*string{&id}
	if _, err = b.api.DeleteKeyPairs(req); err == nil {
		return false, nil
	}
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		if i := slices.Index([]string{"ResourceInUse.KeyPairInUse", "ResourceNotFound.KeyIdNotFound"}, e.Code); i >= 0 {
			return i == 0, nil
		}
	}
	return false, err
}

// Runner runs commands.
type Runner struct {
	client *tat.Client
	boxes  []*Box
}

// Run waits for the outcome; an agent that is offline is told apart.
func (r *Runner) Run(ctx context.Context, script string) (out map[string]string, err error) {
	req := tat.NewRunCommandRequest()
	req.Content = common.StringPtr(base64.StdEncoding.EncodeToString([]byte(script)))
	for _, b := range r.boxes {
		req.InstanceIds = append(req.InstanceIds, &b.ID)
	}
	resp, err := r.client.RunCommandWithContext(ctx, req)
	if err != nil {
		e := new(tcerr.TencentCloudSDKError)
		if errors.As(err, &e) && strings.HasPrefix(e.Code, "ResourceUnavailable.Agent") {
			return nil, fmt.Errorf("install the agent first: %w", e)
		}
		return nil, fail("run", err)
	}
	return r.collect(ctx, *resp.Response.InvocationId)
}

func (r *Runner) collect(ctx context.Context, id string) (map[string]string, error) {
	out := map[string]string{}
	req := tat.NewDescribeInvocationTasksRequest()
	req.Filters = []*tat.Filter{{Name: common.StringPtr("invocation-id"), Values: []*string{&id}}}
	for {
		resp, err := r.client.DescribeInvocationTasksWithContext(ctx, req)
		if err != nil {
			return out, fail("collect", err)
		}
		open := 0
		for _, t := range resp.Response.InvocationTaskSet {
			switch *t.TaskStatus {
			case "SUCCESS":
				out[*t.InstanceId] = *t.TaskResult.Output
			case "PENDING", "DELIVERING", "RUNNING":
				open++
			default:
				out[*t.InstanceId] = "! " + *t.ErrorInfo
			}
		}
		if open == 0 {
			return out, nil
		}
		time.Sleep(time.Second)
	}
}

// Cancel is best effort, but not silent.
func (r *Runner) Cancel(id string) {
	req := tat.NewCancelInvocationRequest()
	req.InvocationId = &id
	if _, err := r.client.CancelInvocation(req); err != nil {
		slog.Error("cancel", "invocation", id, "err", err)
	}
}

// Forget deletes a command.
func (r *Runner) Forget(id string) error {
	req := tat.NewDeleteCommandRequest()
	req.CommandId = &id
	_, err := r.client.DeleteCommand(req)
	if err := fail("forget", err); !errors.Is(err, Codes("ResourceNotFound.CommandNotFound")) {
		return err
	}
	return nil
}

// Firewall waits while the rules are being written.
func (b *Box) Firewall(req *lighthouse.DeleteFirewallRulesRequest) error {
	return loop(func() (bool, error) {
		_, err := b.api.DeleteFirewallRules(req)
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if ok && (e.Code == "UnsupportedOperation.FirewallBusy" || e.Code == "RequestLimitExceeded") { // WANT partialcategory
			return true, err
		}
		return false, err
	}, time.Second, time.Second)
}

// Reboot again and again.
func (b *Box) Reboot() error {
	req := lighthouse.NewRebootInstancesRequest()
	req.InstanceIds = []*string{&b.ID}
	return loop(func() (bool, error) {
		_, err := b.api.RebootInstances(req)
		e, ok := err.(*tcerr.TencentCloudSDKError)
		return ok && e.Code != "ResourceNotFound.InstanceNotFound", err // WANT missingcritical
	}, time.Second, time.Second, time.Second)
}

// Bundles takes the text apart.
func (b *Box) Bundles() (n int, err error) {
	resp, err := b.api.DescribeBundles(lighthouse.NewDescribeBundlesRequest())
	if err != nil {
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if !ok {
			return 0, err
		}
		if text := e.Error(); strings.Contains(text, "UnauthorizedOperation.NoPermission") { // WANT textmatch
			return 0, fmt.Errorf("ask for lighthouse:DescribeBundles: %w", e)
		}
		return 0, e
	}
	return len(resp.Response.BundleSet), nil
}

// Blueprint deletes an image.
func (b *Box) Blueprint(id string) error {
	req := lighthouse.NewDeleteBlueprintsRequest()
	req.BlueprintIds = []*string{&id}
	_, err := b.api.DeleteBlueprints(req)
	if e := new(tcerr.TencentCloudSDKError); errors.As(err, &e) {
		if strings.HasPrefix("ResourceNotFound.BlueprintNotFound", e.Code) { // WANT swappedargs
			return nil
		}
	}
	return err
}

// Disks lets go of disks.
func (b *Box) Disks(ids ...string) error {
	req := lighthouse.NewDetachDisksRequest()
	req.DiskIds = common.StringPtrs(ids)
	_, err := b.api.DetachDisks(req)
	if err := fail("detach", err); errors.Is(err, Codes("ResourceNotFound.DisksNotFound")) { // WANT unknowncode
		return nil
	} else {
		return err
	}
}

// Enable an invoker; an early return made the last test useless.
func (r *Runner) Enable(id string) error {
	req := tat.NewEnableInvokerRequest()
	req.InvokerId = &id
	_, err := r.client.EnableInvoker(req)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	switch {
	case !ok:
		return err
	case strings.HasPrefix(e.Code, "ResourceNotFound"):
		return nil
	case e.Code == "ResourceNotFound.CommandNotFound" || e.Code == "ResourceNotFound.InstanceNotFound": // WANT deadtest
		return fmt.Errorf("the invoker has lost its command: %w", e)
	}
	return e
}

// Quota is nil-safe, it was thought.
func (r *Runner) Quota() (err error) {
	_, err = r.client.DescribeQuotas(tat.NewDescribeQuotasRequest())
	if err == nil {
		return
	}
	e, is := err.(*tcerr.TencentCloudSDKError)
	if is && e.Code == tat.RESOURCEUNAVAILABLE_USERHASNOQUOTACODE {
		return errors.New("no quota")
	}
	return fail("quota", e) // WANT typednil
}

// Invokers lists; unknown errors are dropped by the switch.
func (r *Runner) Invokers() (n int, err error) {
	resp, e1 := r.client.DescribeInvokers(tat.NewDescribeInvokersRequest())
	if e1 == nil {
		return len(resp.Response.InvokerSet), nil
	}
	if e, ok := errors.AsType[*tcerr.TencentCloudSDKError](e1); ok { // WANT dropped
		err = Failure{"invokers", e}
	}
	return n, err
}
