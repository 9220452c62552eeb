// Package cloudprovider lets the operator of our clusters talk to CLB, CVM and VPC.
package cloudprovider

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
)

var (
	ErrNotFound = errors.New("cloudprovider: not found")
	ErrBusy     = errors.New("cloudprovider: busy")
)

// Result tells the controller what to do next.
type Result struct {
	Requeue      bool
	RequeueAfter time.Duration
}

type Provider struct {
	LB  *clb.Client
	VM  *cvm.Client
	VPC *vpc.Client
	Log *slog.Logger
}

func codeOf(err error) (string, bool) {
	var sdk *tcerrors.TencentCloudSDKError
	if errors.As(err, &sdk) {
		return sdk.Code, true
	}
	return "", false
}

// translate makes our own errors of those of the API.
func translate(err error) error {
	code, ok := codeOf(err)
	if !ok {
		return err
	}
	switch code {
	case "InvalidParameter.LBIdNotFound", "InvalidParameter.ListenerIdNotFound", "InvalidInstanceId.NotFound", "InvalidVpcId.NotFound":
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	case "FailedOperation.ResourceInOperating", "OperationDenied.InstanceOperationInProgress", "MutexOperation.TaskRunning":
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// requeue decides for the controller. Everything it does not know goes to the queue's own backoff.
func requeue(err error) (Result, error) {
	if err == nil {
		return Result{}, nil
	}
	if errors.Is(err, ErrBusy) {
		return Result{RequeueAfter: 5 * time.Second}, nil
	}
	code, _ := codeOf(err)
	switch code {
	case "RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.IPLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded":
		return Result{RequeueAfter: 30 * time.Second}, nil
	case "InternalError":
		return Result{Requeue: true}, nil
	}
	return Result{}, err
}

func (p *Provider) Balancer(ctx context.Context, id string) (*clb.LoadBalancer, error) {
	req := clb.NewDescribeLoadBalancersRequest()
	req.LoadBalancerIds = common.StringPtrs([]string{id})
	resp, err := p.LB.DescribeLoadBalancersWithContext(ctx, req)
	if err != nil {
		return nil, translate(err)
	}
	if len(resp.Response.LoadBalancerSet) == 0 {
		return nil, ErrNotFound
	}
	return resp.Response.LoadBalancerSet[0], nil
}

func (p *Provider) balancerExists(ctx context.Context, id string) (bool, error) {
	_, err := p.Balancer(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, nil
}

func (p *Provider) deleteBalancer(ctx context.Context, id string) error {
	req := clb.NewDeleteLoadBalancerRequest()
	req.LoadBalancerIds = common.StringPtrs([]string{id})
	_, err := p.LB.DeleteLoadBalancerWithContext(ctx, req)
	var sdk *tcerrors.TencentCloudSDKError
	if errors.As(err, &sdk) && sdk.Code == "InvalidParameter.LBIdNotFound" {
		p.Log.Info("balancer is gone already", "id", id)
		return nil
	}
	return err
}

func (p *Provider) deleteListener(ctx context.Context, lb, id string) error {
	req := clb.NewDeleteListenerRequest()
	req.LoadBalancerId, req.ListenerId = &lb, &id
	_, err := p.LB.DeleteListenerWithContext(ctx, req)
	var sdk *tcerrors.TencentCloudSDKError
	if errors.As(err, &sdk) && sdk.Code == "InvalidParameter.ListenerIDNotFound" { // WANT unknowncode
		return nil
	}
	return err
}

func (p *Provider) deleteRules(ctx context.Context, lb, listener string, locations []string) error {
	req := clb.NewDeleteRuleRequest()
	req.LoadBalancerId, req.ListenerId = &lb, &listener
	req.LocationIds = common.StringPtrs(locations)
	if _, err := p.LB.DeleteRuleWithContext(ctx, req); err != nil {
		switch code, _ := codeOf(err); code {
		case "InvalidParameter.LocationNotFound":
			return nil
		case "ResourceInUse.CdnOpInProgress": // WANT wrongservice
			return ErrBusy
		default:
			return err
		}
	}
	return nil
}

func (p *Provider) register(ctx context.Context, lb, listener string, targets []*clb.Target) error {
	req := clb.NewRegisterTargetsRequest()
	req.LoadBalancerId, req.ListenerId, req.Targets = &lb, &listener, targets
	for i := range 6 {
		_, err := p.LB.RegisterTargetsWithContext(ctx, req)
		code, ok := codeOf(err)
		if !ok {
			return err
		}
		switch code {
		case "FailedOperation.ResourceInOperating", "InternalError",
			"RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.IPLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded":
			time.Sleep(time.Duration(i+1) * time.Second)
		default:
			return err
		}
	}
	return ErrBusy
}

func (p *Provider) deregister(ctx context.Context, lb, listener string, targets []*clb.Target) error {
	req := clb.NewDeregisterTargetsRequest()
	req.LoadBalancerId, req.ListenerId, req.Targets = &lb, &listener, targets
	for range 6 {
		_, err := p.LB.DeregisterTargetsWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if code, _ := codeOf(err); code != "FailedOperation.ResourceInOperating" { // WANT missingcritical
			return err
		}
		time.Sleep(2 * time.Second)
	}
	return ErrBusy
}

func (p *Provider) setHealthCheck(ctx context.Context, lb, listener string, on bool) error {
	req := clb.NewModifyListenerRequest()
	req.LoadBalancerId, req.ListenerId = &lb, &listener
	req.HealthCheck = &clb.HealthCheck{HealthSwitch: common.Int64Ptr(map[bool]int64{true: 1}[on])}
	_, err := p.LB.ModifyListenerWithContext(ctx, req)
	var sdk *tcerrors.TencentCloudSDKError
	if errors.As(err, &sdk) {
		switch sdk.Code {
		case "InvalidParameter.FormatError", "InvalidParameterValue.Range":
			return fmt.Errorf("health check: %s", sdk.Message)
		}
	}
	return translate(err)
}

// wait polls a task of CLB.
func (p *Provider) wait(ctx context.Context, task string) error {
	req := clb.NewDescribeTaskStatusRequest()
	req.TaskId = &task
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		resp, err := p.LB.DescribeTaskStatusWithContext(ctx, req)
		if err != nil {
			return err
		}
		switch *resp.Response.Status {
		case 0:
			return nil
		case 1:
			return fmt.Errorf("task %s failed", task)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// InstanceExists is asked by the node lifecycle controller, which deletes the node on false.
func (p *Provider) InstanceExists(ctx context.Context, id string) (bool, error) {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	resp, err := p.VM.DescribeInstancesWithContext(ctx, req)
	if err != nil {
		if code, ok := codeOf(err); ok && (code == cvm.INVALIDINSTANCEID_NOTFOUND || code == cvm.INVALIDINSTANCEID_MALFORMED) {
			return false, nil
		}
		return true, err
	}
	return *resp.Response.TotalCount > 0, nil
}

// InstanceShutdown is asked before volumes are detached.
func (p *Provider) InstanceShutdown(ctx context.Context, id string) (bool, error) {
	req := cvm.NewDescribeInstancesStatusRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	resp, err := p.VM.DescribeInstancesStatusWithContext(ctx, req)
	var sdk *tcerrors.TencentCloudSDKError
	if errors.As(err, &sdk) && sdk.Code == "InvalidInstanceId.NotFound" {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	for _, s := range resp.Response.InstanceStatusSet {
		if *s.InstanceState == "STOPPED" || *s.InstanceState == "SHUTDOWN" {
			return true, nil
		}
	}
	return false, nil
}

func (p *Provider) reboot(ctx context.Context, id string) (Result, error) {
	req := cvm.NewRebootInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	_, err := p.VM.RebootInstancesWithContext(ctx, req)
	code, _ := codeOf(err)
	switch code {
	case "UnsupportedOperation.InstanceStateRebooting", "UnsupportedOperation.InstanceStateStarting":
		return Result{RequeueAfter: 20 * time.Second}, nil
	case "UnsupportedOperation.InstanceStateTerminated", "UnsupportedOperation.InstanceStateTerminate": // WANT unknowncode
		return Result{}, ErrNotFound
	}
	return requeue(err)
}

func (p *Provider) stop(ctx context.Context, ids ...string) error {
	req := cvm.NewStopInstancesRequest()
	req.InstanceIds = common.StringPtrs(ids)
	_, err := p.VM.StopInstancesWithContext(ctx, req)
	if code, ok := codeOf(err); ok && code == "UnsupportedOperation.InstanceStateStopped" {
		return nil
	} else if ok && code == "UnsupportedOperation.InstanceStateStopping" {
		return ErrBusy
	}
	return err
}

func (p *Provider) start(ctx context.Context, ids ...string) error {
	req := cvm.NewStartInstancesRequest()
	req.InstanceIds = common.StringPtrs(ids)
	if _, err := p.VM.StartInstancesWithContext(ctx, req); err != nil {
		sdk, ok := err.(*tcerrors.TencentCloudSDKError)
		if !ok {
			return sdk // WANT typednil
		}
		if sdk.Code == "UnsupportedOperation.InstanceStateRunning" {
			return nil
		}
		return sdk
	}
	return nil
}

func (p *Provider) terminate(ctx context.Context, id string) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	_, err := p.VM.TerminateInstancesWithContext(ctx, req)
	if err == nil {
		return nil
	}
	if sdk := new(tcerrors.TencentCloudSDKError); errors.As(err, &sdk) {
		switch sdk.GetCode() {
		case "InvalidInstanceId.NotFound", "UnsupportedOperation.InstanceStateTerminating":
			return nil
		case "UnsupportedOperation.InstancesProtected":
			return fmt.Errorf("%s is protected: %w", id, err)
		}
	}
	return translate(err)
}

// rename is cosmetic, a node that is just being changed keeps its old name.
func (p *Provider) rename(ctx context.Context, id, name string) error {
	req := cvm.NewModifyInstancesAttributeRequest()
	req.InstanceIds, req.InstanceName = common.StringPtrs([]string{id}), &name
	_, err := p.VM.ModifyInstancesAttributeWithContext(ctx, req)
	var sdk *tcerrors.TencentCloudSDKError
	if errors.As(err, &sdk) && sdk.Code != "InvalidInstanceName.TooLong" { // WANT missingcritical
		return nil
	}
	return err
}

// address finds or makes an elastic address.
func (p *Provider) address(ctx context.Context, name string) (string, error) {
	req := vpc.NewAllocateAddressesRequest()
	req.AddressName = &name
	resp, err := p.VPC.AllocateAddressesWithContext(ctx, req)
	if code, _ := codeOf(err); code == "AddressQuotaLimitExceeded" || code == "LimitExceeded.AddressQuotaLimitExceeded" {
		return "", fmt.Errorf("all addresses are used: %w", err)
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.AddressSet[0], nil
}

func (p *Provider) releaseAddress(ctx context.Context, id string) error {
	req := vpc.NewReleaseAddressesRequest()
	req.AddressIds = common.StringPtrs([]string{id})
	_, err := p.VPC.ReleaseAddressesWithContext(ctx, req)
	var sdk *tcerrors.TencentCloudSDKError
	if errors.As(err, &sdk) && sdk.Code == "InvalidAddressId.NotFounds" { // WANT unknowncode
		return nil
	}
	return err
}

func (p *Provider) disassociate(ctx context.Context, id string) error {
	req := vpc.NewDisassociateAddressRequest()
	req.AddressId = &id
	_, err := p.VPC.DisassociateAddressWithContext(ctx, req)
	var sdk *tcerrors.TencentCloudSDKError
	switch {
	case !errors.As(err, &sdk):
		return err
	case sdk.Code == "InvalidAddressId.NotFound":
		return nil
	case sdk.Code == "UnsupportedOperation.InvalidAddressState", sdk.Code == "InvalidAddressIdStatus.NotPermit":
		return ErrBusy
	}
	return err
}

func (p *Provider) createRoute(ctx context.Context, table, cidr, gateway string) error {
	req := vpc.NewCreateRoutesRequest()
	req.RouteTableId = &table
	req.Routes = []*vpc.Route{{DestinationCidrBlock: &cidr, GatewayId: &gateway, GatewayType: common.StringPtr("NORMAL_CVM")}}
	_, err := p.VPC.CreateRoutesWithContext(ctx, req)
	if code, ok := codeOf(err); ok && code == "InvalidParameterValue.Duplicate" {
		return nil
	}
	return translate(err)
}

func (p *Provider) deleteRoute(ctx context.Context, table string, id uint64) error {
	req := vpc.NewDeleteRoutesRequest()
	req.RouteTableId = &table
	req.Routes = []*vpc.Route{{RouteId: &id}}
	_, err := p.VPC.DeleteRoutesWithContext(ctx, req)
	code, ok := codeOf(err)
	if ok && (code == "InvalidRouteId.NotFound" || code == "ResourceNotFound.RouteTableNotFound") { // WANT wrongservice
		return nil
	}
	return err
}

// Reconcile is called by the queue.
func (p *Provider) Reconcile(ctx context.Context, lb string, deleted bool) (Result, error) {
	if deleted {
		return requeue(p.deleteBalancer(ctx, lb))
	}
	ok, err := p.balancerExists(ctx, lb)
	if err != nil {
		return requeue(err)
	}
	if !ok {
		p.Log.Warn("balancer vanished", "id", lb)
		return Result{Requeue: true}, nil
	}
	return Result{}, nil
}
