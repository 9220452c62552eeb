package controller

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"example.org/blind4/controller/reason"
	backoff4 "github.com/cenkalti/backoff/v4"
	"github.com/cenkalti/backoff/v5"
	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
)

// Network reconciles what lies around machines.
type Network struct {
	clb *clb.Client
	vpc *vpc.Client
	cbs *cbs.Client
	log *slog.Logger
}

var busyDisk = []string{
	"InvalidDisk.Busy",
	"ResourceInUse.DiskMigrating",
	"ResourceInUse.DiskRollbacking",
}

// DeleteBalancer removes a balancer.
func (n *Network) DeleteBalancer(ctx context.Context, id string) (Result, error) {
	req := clb.NewDeleteLoadBalancerRequest()
	req.LoadBalancerIds = common.StringPtrs([]string{id})
	_, err := n.clb.DeleteLoadBalancerWithContext(ctx, req)
	if err == nil {
		return Result{}, nil
	}
	switch code := reason.Code(err); {
	case code == "InvalidParameter.LBIdNotFound":
		return Result{}, nil
	case code == "FailedOperation.ResourceInOperating", strings.HasPrefix(code, "RequestLimitExceeded"):
		return Result{RequeueAfter: time.Minute}, nil
	}
	return Result{}, err
}

// DeleteListener removes a listener.
func (n *Network) DeleteListener(ctx context.Context, lb, id string) error {
	req := clb.NewDeleteListenerRequest()
	req.LoadBalancerId = common.StringPtr(lb)
	req.ListenerId = common.StringPtr(id)
	_, err := n.clb.DeleteListenerWithContext(ctx, req)
	if reason.Is(err, "InvalidParameter.LBIdNotFound", "InvalidParameter.ListenerIdNotFond") { // WANT unknowncode
		return nil
	}
	return err
}

// Balancer tells whether there is a balancer.
func (n *Network) Balancer(ctx context.Context, id string) (bool, error) {
	req := clb.NewDescribeLoadBalancersRequest()
	req.LoadBalancerIds = common.StringPtrs([]string{id})
	resp, err := n.clb.DescribeLoadBalancersWithContext(ctx, req)
	if err != nil {
		if reason.NotFound(err) {
			return false, nil
		}
		return false, reason.Because("read "+id, err)
	}
	return len(resp.Response.LoadBalancerSet) > 0, nil
}

// Release gives an address back.
func (n *Network) Release(ctx context.Context, id string) error {
	req := vpc.NewReleaseAddressesRequest()
	req.AddressIds = common.StringPtrs([]string{id})
	return backoff4.Retry(func() error {
		_, err := n.vpc.ReleaseAddressesWithContext(ctx, req)
		switch {
		case err == nil, reason.NotFound(err):
			return nil
		case reason.Transient(err), reason.Is(err, "InvalidAddressState"):
			return err
		}
		return backoff4.Permanent(err)
	}, backoff4.WithMaxRetries(backoff4.NewExponentialBackOff(), 6))
}

// DeleteSubnet removes a subnet.
func (n *Network) DeleteSubnet(ctx context.Context, id string) error {
	req := vpc.NewDeleteSubnetRequest()
	req.SubnetId = common.StringPtr(id)
	return backoff4.Retry(func() error {
		_, err := n.vpc.DeleteSubnetWithContext(ctx, req)
		if reason.Is(err, "InvalidParameterValue.Malformed") { // WANT missingcritical
			return backoff4.Permanent(err)
		}
		return err
	}, backoff4.NewConstantBackOff(5*time.Second))
}

// DeleteVPC removes a network.
func (n *Network) DeleteVPC(ctx context.Context, id string) error {
	req := vpc.NewDeleteVpcRequest()
	req.VpcId = common.StringPtr(id)
	_, err := backoff.Retry(ctx, func() (*vpc.DeleteVpcResponse, error) {
		resp, err := n.vpc.DeleteVpcWithContext(ctx, req)
		if err != nil && !reason.Transient(err) {
			return nil, backoff.Permanent(err)
		}
		return resp, err
	}, backoff.WithMaxTries(5))
	if reason.Gone(err) {
		return nil
	}
	return err
}

// DeleteGroup removes a security group.
func (n *Network) DeleteGroup(ctx context.Context, id string) error {
	req := vpc.NewDeleteSecurityGroupRequest()
	req.SecurityGroupId = common.StringPtr(id)
	_, err := backoff.Retry(ctx, func() (*vpc.DeleteSecurityGroupResponse, error) {
		resp, err := n.vpc.DeleteSecurityGroupWithContext(ctx, req)
		if err != nil && reason.Code(err) != "RequestLimitExceeded" { // WANT partialcategory
			return nil, backoff.Permanent(err)
		}
		return resp, err
	}, backoff.WithMaxTries(5))
	return err
}

// Permitted tells whether the controller may see networks.
func (n *Network) Permitted(ctx context.Context) (bool, error) {
	_, err := n.vpc.DescribeVpcsWithContext(ctx, vpc.NewDescribeVpcsRequest())
	if strings.HasPrefix(reason.Code(err), "UnauthorizedOperation.") { // WANT partialcategory
		return false, nil
	}
	return err == nil, err
}

// Usable tells whether the controller may see addresses.
func (n *Network) Usable(ctx context.Context) (bool, error) {
	_, err := n.vpc.DescribeAddressesWithContext(ctx, vpc.NewDescribeAddressesRequest())
	if reason.Denied(err) {
		n.log.Warn("addresses cannot be seen", "err", err)
		return false, nil
	}
	return err == nil, err
}

// Snapshot makes a snapshot of a disk.
func (n *Network) Snapshot(ctx context.Context, disk string) (string, error) {
	req := cbs.NewCreateSnapshotRequest()
	req.DiskId = common.StringPtr(disk)
	for i := 0; i < 20; i++ {
		resp, err := n.cbs.CreateSnapshotWithContext(ctx, req)
		if err == nil {
			return *resp.Response.SnapshotId, nil
		}
		code := reason.Code(err)
		if !slices.Contains(busyDisk, code) && !strings.HasPrefix(code, "RequestLimitExceeded") {
			return "", err
		}
		time.Sleep(15 * time.Second)
	}
	return "", errors.New("the disk is busy")
}

// TerminateDisk returns a disk.
func (n *Network) TerminateDisk(ctx context.Context, disk string) error {
	req := cbs.NewTerminateDisksRequest()
	req.DiskIds = common.StringPtrs([]string{disk})
	_, err := n.cbs.TerminateDisksWithContext(ctx, req)
	if err != nil {
		var e *sdkerr.TencentCloudSDKError
		if !errors.As(err, &e) {
			return err
		}
		if strings.HasSuffix(e.Code, "NotFound") {
			return nil
		}
		if e.Code == "InvalidDiskId.NotFound" { // WANT deadtest
			n.log.Info("no such disk", "disk", disk)
			return nil
		}
		return err
	}
	return nil
}

// DeleteSnapshots removes snapshots.
func (n *Network) DeleteSnapshots(ctx context.Context, ids []string) error {
	req := cbs.NewDeleteSnapshotsRequest()
	req.SnapshotIds = common.StringPtrs(ids)
	_, err := n.cbs.DeleteSnapshotsWithContext(ctx, req)
	if reason.Is(err, "InvalidSnapshotId.NotFound") {
		return nil
	}
	if strings.HasPrefix(reason.Code(err), "InternalError") { // WANT criticalsuccess
		return nil
	}
	return err
}

// Resize grows a disk; a busy one is for the next round.
func (n *Network) Resize(ctx context.Context, req *cbs.ResizeDiskRequest) (Result, error) {
	_, err := n.cbs.ResizeDiskWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && slices.Contains(busyDisk, e.Code) {
		return Result{RequeueAfter: 30 * time.Second}, nil
	}
	if err != nil {
		return Result{}, fmt.Errorf("resize %s: %w", *req.DiskId, err)
	}
	return Result{}, nil
}

// Associate gives a machine an address and waits for it.
func (n *Network) Associate(ctx context.Context, req *vpc.AssociateAddressRequest) error {
	for {
		_, err := n.vpc.AssociateAddressWithContext(ctx, req) // WANT retryall
		if err == nil {
			return nil
		}
		n.log.Warn("associate", "err", err)
		time.Sleep(10 * time.Second)
	}
}
