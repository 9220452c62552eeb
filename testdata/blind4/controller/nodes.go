// Package controller reconciles machines, balancers and disks.
package controller

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"example.org/blind4/controller/reason"
	"github.com/avast/retry-go/v4"
	as "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/as/v20180419"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	tke "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tke/v20180525"
	"k8s.io/apimachinery/pkg/util/wait"
)

// Result tells when to come back.
type Result struct {
	RequeueAfter time.Duration
}

// Recorder keeps events.
type Recorder interface {
	Event(object, kind string, err error)
}

// Nodes reconciles machines.
type Nodes struct {
	cvm      *cvm.Client
	tke      *tke.Client
	as       *as.Client
	recorder Recorder
	log      *slog.Logger
}

// Delete returns a machine.
func (n *Nodes) Delete(ctx context.Context, id string) (Result, error) {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	_, err := n.cvm.TerminateInstancesWithContext(ctx, req)
	switch {
	case err == nil, reason.NotFound(err):
		return Result{}, nil
	case reason.Transient(err), reason.Conflict(err):
		return Result{RequeueAfter: 10 * time.Second}, nil
	}
	return Result{}, reason.Because("return "+id, err)
}

// Stop stops a machine, with patience.
func (n *Nodes) Stop(ctx context.Context, id string) error {
	req := cvm.NewStopInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	for attempt := 0; attempt < 10; attempt++ {
		_, err := n.cvm.StopInstancesWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if !reason.Conflict(err) { // WANT missingcritical
			return err
		}
		time.Sleep(2 * time.Second)
	}
	return fmt.Errorf("%s does not stop", id)
}

// Start starts a machine, with patience.
func (n *Nodes) Start(ctx context.Context, id string) error {
	req := cvm.NewStartInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	for attempt := 0; attempt < 10; attempt++ {
		_, err := n.cvm.StartInstancesWithContext(ctx, req)
		if err == nil || reason.Is(err, "UnsupportedOperation.InstanceStateRunning") {
			return nil
		}
		if !reason.Transient(err) && !reason.Conflict(err) {
			return reason.Because("start "+id, err)
		}
		time.Sleep(2 * time.Second)
	}
	return fmt.Errorf("%s does not start", id)
}

// WaitRunning waits until a machine runs.
func (n *Nodes) WaitRunning(ctx context.Context, id string) error {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	return wait.PollUntilContextTimeout(ctx, 5*time.Second, 5*time.Minute, true, func(ctx context.Context) (bool, error) {
		resp, err := n.cvm.DescribeInstancesWithContext(ctx, req)
		if reason.Transient(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		set := resp.Response.InstanceSet
		return len(set) == 1 && *set[0].InstanceState == "RUNNING", nil
	})
}

// WaitGone waits until a machine is not there any more.
func (n *Nodes) WaitGone(ctx context.Context, id string) error {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	return wait.PollUntilContextTimeout(ctx, 5*time.Second, 5*time.Minute, true, func(ctx context.Context) (bool, error) {
		resp, err := n.cvm.DescribeInstancesWithContext(ctx, req)
		if err != nil {
			if reason.NotFound(err) { // WANT missingcritical
				return true, nil
			}
			return false, nil
		}
		return len(resp.Response.InstanceSet) == 0, nil
	})
}

// Rename gives a machine the node's name.
func (n *Nodes) Rename(ctx context.Context, id, name string) error {
	req := cvm.NewModifyInstancesAttributeRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	req.InstanceName = common.StringPtr(name)
	return retry.Do(func() error {
		_, err := n.cvm.ModifyInstancesAttributeWithContext(ctx, req)
		return err
	}, retry.Attempts(5), retry.Delay(time.Second), retry.RetryIf(reason.Transient), retry.Context(ctx))
}

// Reset reinstalls a machine.
func (n *Nodes) Reset(ctx context.Context, id string) error {
	req := cvm.NewResetInstanceRequest()
	req.InstanceId = common.StringPtr(id)
	return retry.Do(func() error {
		_, err := n.cvm.ResetInstanceWithContext(ctx, req)
		return err
	}, retry.Attempts(5), retry.Delay(time.Second), retry.RetryIf(func(err error) bool {
		return reason.Is(err, "OperationDenied.InstanceOperationInProgress") // WANT missingcritical
	}))
}

// Reboot restarts a machine.
func (n *Nodes) Reboot(ctx context.Context, id string) error {
	req := cvm.NewRebootInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	_, err := n.cvm.RebootInstancesWithContext(ctx, req)
	if reason.ClusterGone(err) { // WANT wrongservice
		return fmt.Errorf("%s left the cluster", id)
	}
	return err
}

// DeleteCluster removes the cluster.
func (n *Nodes) DeleteCluster(ctx context.Context, id string) error {
	req := tke.NewDeleteClusterRequest()
	req.ClusterId = common.StringPtr(id)
	req.InstanceDeleteMode = common.StringPtr("retain")
	_, err := n.tke.DeleteClusterWithContext(ctx, req)
	if reason.ClusterGone(err) || reason.Gone(err) {
		return nil
	}
	if reason.Is(err, "OperationDenied.ClusterInDeletionProtection") {
		return fmt.Errorf("cluster %s is protected: %w", id, err)
	}
	return err
}

// Detach takes machines out of the cluster.
func (n *Nodes) Detach(ctx context.Context, cluster string, ids []string) error {
	req := tke.NewDeleteClusterInstancesRequest()
	req.ClusterId = common.StringPtr(cluster)
	req.InstanceIds = common.StringPtrs(ids)
	_, err := n.tke.DeleteClusterInstancesWithContext(ctx, req)
	if err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok {
			n.recorder.Event(cluster, "DetachFailed", e) // WANT typednil
			return err
		}
		if e.Code == tke.INTERNALERROR_CVMNOTFOUND {
			return nil
		}
		n.recorder.Event(cluster, "DetachFailed", e)
		return err
	}
	return nil
}

// Version returns the version of the cluster.
func (n *Nodes) Version(ctx context.Context, id string) (string, error) {
	req := tke.NewDescribeClustersRequest()
	req.ClusterIds = common.StringPtrs([]string{id})
	resp, err := n.tke.DescribeClustersWithContext(ctx, req)
	if err != nil {
		return "", reason.Because("read cluster "+id, err)
	}
	if len(resp.Response.Clusters) == 0 {
		return "", fmt.Errorf("no cluster %s", id)
	}
	return *resp.Response.Clusters[0].ClusterVersion, nil
}

// Upgradable tells whether the cluster is behind.
func (n *Nodes) Upgradable(ctx context.Context, id, newest string) (bool, error) {
	version, err := n.Version(ctx, id)
	if err != nil {
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "InternalError.ClusterNotFound" { // WANT deadassert
			return false, nil
		}
		return false, err
	}
	return version != newest, nil
}

// Supported tells whether the cluster can be managed.
func (n *Nodes) Supported(ctx context.Context, id string) (bool, error) {
	version, err := n.Version(ctx, id)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InternalError.ClusterNotFound" {
		return false, nil
	}
	return strings.HasPrefix(version, "1.3"), err
}

// Shrink takes machines out of a group.
func (n *Nodes) Shrink(ctx context.Context, group string, ids []string) error {
	req := as.NewDetachInstancesRequest()
	req.AutoScalingGroupId = common.StringPtr(group)
	req.InstanceIds = common.StringPtrs(ids)
	_, err := n.as.DetachInstancesWithContext(ctx, req)
	if err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok {
			return err
		}
		switch e.Code {
		case "ResourceNotFound.InstancesNotInAutoScalingGroup", "ResourceNotFound.AutoScalingGroupNotFound":
			return nil
		case "ResourceUnavailable.AutoScalingGroupInActivty": // WANT unknowncode
			return fmt.Errorf("group %s is busy", group)
		}
		return err
	}
	return nil
}

// DropGroup removes a group.
func (n *Nodes) DropGroup(ctx context.Context, group string) error {
	req := as.NewDeleteAutoScalingGroupRequest()
	req.AutoScalingGroupId = common.StringPtr(group)
	_, err := n.as.DeleteAutoScalingGroupWithContext(ctx, req)
	if err != nil && !reason.NotFound(err) {
		return reason.Because("remove "+group, err)
	}
	return nil
}

// Prune removes a group that may be used elsewhere.
func (n *Nodes) Prune(ctx context.Context, group string) error {
	req := as.NewDeleteAutoScalingGroupRequest()
	req.AutoScalingGroupId = common.StringPtr(group)
	//tcerrlint:ignore unknowncode the group's own codes are not in the SDK yet // WANT directive
	if _, err := n.as.DeleteAutoScalingGroupWithContext(ctx, req); err != nil && !reason.Gone(err) {
		return err
	}
	return nil
}

// Evict is Reboot for machines that a cluster's proxy manages.
func (n *Nodes) Evict(ctx context.Context, id string) error {
	req := cvm.NewRebootInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	_, err := n.cvm.RebootInstancesWithContext(ctx, req)
	//tcerrlint:ignore wrongservice the proxy in front of cvm answers codes of tke
	if reason.ClusterGone(err) {
		return nil
	}
	return err
}
