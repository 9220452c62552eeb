// Package kubeops scales and upgrades clusters.
package kubeops

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"sync/atomic"
	"time"

	as "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/as/v20180419"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerror "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tke "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tke/v20180525"
	"k8s.io/apimachinery/pkg/util/wait"
)

// Ops does things to clusters.
type Ops struct {
	K  *tke.Client
	AS *as.Client
	// Skipped counts what was left alone.
	Skipped atomic.Int64
}

type kind string

const (
	kindThrottle kind = "throttle"
	kindAuth     kind = "auth"
	kindGone     kind = "gone"
	kindConflict kind = "conflict"
	kindOther    kind = "other"
)

func kindOf(err error) kind {
	e, ok := errors.AsType[*sdkerror.TencentCloudSDKError](err)
	if !ok {
		return kindOther
	}
	switch head, _, _ := strings.Cut(e.Code, "."); head {
	case "RequestLimitExceeded":
		return kindThrottle
	case "AuthFailure", "UnauthorizedOperation":
		return kindAuth
	case "ResourceNotFound":
		return kindGone
	case "ResourceInUse":
		return kindConflict
	}
	switch e.Code {
	case "InternalError.ClusterNotFound", "InvalidParameter.ClusterNotFound", "FailedOperation.ClusterNotFound":
		return kindGone
	case "InternalError.TaskAlreadyRunning", "FailedOperation.TaskAlreadyRunning":
		return kindConflict
	}
	return kindOther
}

// Ready waits until a cluster runs.
func (o *Ops) Ready(ctx context.Context, id string) error {
	req := tke.NewDescribeClustersRequest()
	req.ClusterIds = []*string{&id}
	return wait.PollUntilContextTimeout(ctx, 5*time.Second, 20*time.Minute, true, func(ctx context.Context) (bool, error) {
		resp, err := o.K.DescribeClustersWithContext(ctx, req)
		if err != nil {
			if kindOf(err) == kindThrottle {
				return false, nil
			}
			return false, err
		}
		return len(resp.Response.Clusters) == 1 && *resp.Response.Clusters[0].ClusterStatus == "Running", nil
	})
}

// Gone waits until there is none.
func (o *Ops) Gone(ctx context.Context, id string) error {
	req := tke.NewDescribeClusterStatusRequest()
	req.ClusterIds = []*string{&id}
	cond := func(ctx context.Context) (done bool, err error) {
		resp, err := o.K.DescribeClusterStatusWithContext(ctx, req)
		switch kindOf(err) {
		case kindGone:
			return true, nil
		case kindThrottle:
			return false, nil
		}
		if err != nil {
			return false, err
		}
		return *resp.Response.TotalCount == 0, nil
	}
	return wait.PollUntilContextCancel(ctx, 10*time.Second, false, cond)
}

// Upgrade starts an upgrade and retries while another task runs.
func (o *Ops) Upgrade(ctx context.Context, id, version string) error {
	req := tke.NewUpdateClusterVersionRequest()
	req.ClusterId, req.DstVersion = &id, &version
	var last error
	err := wait.ExponentialBackoffWithContext(ctx, wait.Backoff{Duration: time.Second, Factor: 2, Steps: 8}, func(ctx context.Context) (bool, error) {
		_, last = o.K.UpdateClusterVersionWithContext(ctx, req)
		switch kindOf(last) {
		case kindThrottle, kindConflict:
			return false, nil
		}
		return last == nil, last
	})
	if wait.Interrupted(err) && last != nil {
		return fmt.Errorf("upgrade %s: %w", id, last)
	}
	return err
}

// Delete ignores what is not there, and counts it.
func (o *Ops) Delete(ctx context.Context, id string) error {
	req := tke.NewDeleteClusterRequest()
	req.ClusterId, req.InstanceDeleteMode = &id, common.StringPtr("retain")
	_, err := o.K.DeleteClusterWithContext(ctx, req)
	if err == nil {
		return nil
	}
	switch kindOf(err) {
	case kindGone:
		o.Skipped.Add(1)
		return nil
	case kindAuth:
		return fmt.Errorf("the robot may not delete clusters: %w", err)
	default:
		return fmt.Errorf("delete: %w", err)
	}
}

// Scale sets the size; a group that is in an activity is left for the next round.
func (o *Ops) Scale(group string, n uint64) (done bool, err error) {
	req := as.NewModifyDesiredCapacityRequest()
	req.AutoScalingGroupId, req.DesiredCapacity = &group, &n
	_, err = o.AS.ModifyDesiredCapacity(req)
	var e *sdkerror.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.Code {
		case as.RESOURCEUNAVAILABLE_AUTOSCALINGGROUPINACTIVITY, as.RESOURCEINUSE_ACTIVITYINPROGRESS:
			return false, nil
		}
	}
	return err == nil, err
}

// Detach takes instances out of a group. Members that are not in it are fine.
func (o *Ops) Detach(group string, ids ...string) error {
	req := as.NewDetachInstancesRequest()
	req.AutoScalingGroupId, req.InstanceIds = &group, common.StringPtrs(ids)
	_, err := o.AS.DetachInstances(req)
	if e, ok := err.(*sdkerror.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "ResourceNotFound.InstancesNotInAutoScalingGroup") {
		return nil
	}
	return err
}

// Nodes answers the number of nodes and whether it is known.
func (o *Ops) Nodes(id string) (n int, known bool) {
	req := tke.NewDescribeClusterInstancesRequest()
	req.ClusterId = &id
	resp, err := o.K.DescribeClusterInstances(req)
	if err != nil {
		log.Printf("nodes of %s: %v", id, err)
		return 0, false
	}
	return len(resp.Response.InstanceSet), true
}

// Config fetches a kubeconfig, from the inner endpoint if there is no outer one.
func (o *Ops) Config(id string) (string, error) {
	req := tke.NewDescribeClusterKubeconfigRequest()
	req.ClusterId, req.IsExtranet = &id, common.BoolPtr(true)
	resp, err := o.K.DescribeClusterKubeconfig(req)
	if kindOf(err) == kindGone {
		req.IsExtranet = common.BoolPtr(false)
		resp, err = o.K.DescribeClusterKubeconfig(req)
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.Kubeconfig, nil
}

// Each runs f for all clusters and goes on after errors, which it collects.
func (o *Ops) Each(ctx context.Context, f func(id string) error) (err error) {
	resp, lerr := o.K.DescribeClustersWithContext(ctx, tke.NewDescribeClustersRequest())
	if lerr != nil {
		return lerr
	}
	for _, c := range resp.Response.Clusters {
		if ferr := f(*c.ClusterId); ferr != nil {
			if kindOf(ferr) == kindAuth {
				return ferr // so will all others be
			}
			err = errors.Join(err, ferr)
		}
	}
	return err
}

// Protected turns on protection against deletion.
func (o *Ops) Protected(id string) error {
	req := tke.NewEnableClusterDeletionProtectionRequest()
	req.ClusterId = &id
	_, err := o.K.EnableClusterDeletionProtection(req)
	if e := (*sdkerror.TencentCloudSDKError)(nil); errors.As(err, &e) && e.GetCode() == "OperationDenied.ClusterInDeletionProtection" {
		return nil
	}
	return err
}

// Lifecycle completes a hook; a token that is used up is no concern of ours.
func (o *Ops) Lifecycle(token, hook string) error {
	req := as.NewCompleteLifecycleActionRequest()
	req.LifecycleActionToken, req.LifecycleHookId = &token, &hook
	req.LifecycleActionResult = common.StringPtr("CONTINUE")
	if _, err := o.AS.CompleteLifecycleAction(req); err != nil {
		switch e := err.(type) {
		case interface{ GetCode() string }:
			if e.GetCode() == "ResourceNotFound.LifecycleHookTokenNotFound" {
				return nil
			}
			return err
		default:
			return err
		}
	}
	return nil
}

// PoolReady polls a node pool.
func (o *Ops) PoolReady(ctx context.Context, req *tke.DescribeClusterNodePoolDetailRequest) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(ctx context.Context) (bool, error) {
		_, err := o.K.DescribeClusterNodePoolDetailWithContext(ctx, req) // WANT retryall
		if err != nil {
			return false, nil
		}
		return true, nil
	})
}

// AddNodes polls until the request was taken.
func (o *Ops) AddNodes(ctx context.Context, req *tke.CreateClusterInstancesRequest) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(ctx context.Context) (bool, error) {
		_, err := o.K.CreateClusterInstancesWithContext(ctx, req)
		if e, ok := errors.AsType[*sdkerror.TencentCloudSDKError](err); ok { // WANT missingcritical
			if strings.HasPrefix(e.Code, "InvalidParameter") || strings.HasPrefix(e.Code, "LimitExceeded") {
				return false, e
			}
			return false, nil
		}
		return err == nil, err
	})
}

// Drain stops at once where patience would have helped.
func (o *Ops) Drain(ctx context.Context, req *tke.DeleteClusterInstancesRequest) error {
	bo := wait.Backoff{Duration: 200 * time.Millisecond, Factor: 3, Steps: 5}
	return wait.ExponentialBackoff(bo, func() (bool, error) {
		_, err := o.K.DeleteClusterInstancesWithContext(ctx, req)
		switch kindOf(err) { // WANT missingcritical
		case kindConflict:
			return false, nil
		case kindGone:
			return true, nil
		}
		return err == nil, err
	})
}

// Suspend: the console's spelling.
func (o *Ops) Suspend(group string) error {
	req := as.NewDisableAutoScalingGroupRequest()
	req.AutoScalingGroupId = &group
	_, err := o.AS.DisableAutoScalingGroup(req)
	if e, ok := err.(*sdkerror.TencentCloudSDKError); ok {
		if strings.EqualFold(e.Code, "ResourceUnavailable.AutoScalingGroupIsDisabled") { // WANT unknowncode
			return nil
		}
	}
	return err
}

// Resume takes codes of another product.
func (o *Ops) Resume(group string) error {
	req := as.NewEnableAutoScalingGroupRequest()
	req.AutoScalingGroupId = &group
	_, err := o.AS.EnableAutoScalingGroup(req)
	switch e, _ := err.(*sdkerror.TencentCloudSDKError); {
	case e == nil:
		return err
	case e.Code == "ResourceNotFound.AutoScalingGroupNotFound", e.Code == "InternalError.ClusterNotFound": // WANT wrongservice
		return nil
	default:
		return e
	}
}

func (o *Ops) policy(id string) error {
	req := as.NewDeleteScalingPolicyRequest()
	req.AutoScalingPolicyId = &id
	_, err := o.AS.DeleteScalingPolicy(req)
	if err != nil {
		return fmt.Errorf("policy %s: %w", id, err)
	}
	return nil
}

// Policies deletes all.
func (o *Ops) Policies(ids []string) error {
	for _, id := range ids {
		err := o.policy(id)
		switch e := err.(type) {
		case nil:
		case *sdkerror.TencentCloudSDKError: // WANT deadassert
			if e.Code != as.RESOURCENOTFOUND_SCALINGPOLICYNOTFOUND {
				return e
			}
		default:
			return err
		}
	}
	return nil
}

// Addon installs one, and is content with no permission.
func (o *Ops) Addon(req *tke.InstallAddonRequest) error {
	_, err := o.K.InstallAddon(req)
	if kindOf(err) == kindAuth { // WANT criticalsuccess
		return nil
	}
	return err
}

// Region reads its error as text.
func (o *Ops) Region(req *tke.DescribeRegionsRequest) (int, error) {
	resp, err := o.K.DescribeRegions(req)
	if err != nil {
		if _, ok := err.(*sdkerror.TencentCloudSDKError); ok && strings.Contains(err.Error(), "ResourceNotFound") { // WANT textmatch
			return 0, nil
		}
		return 0, err
	}
	return int(*resp.Response.TotalCount), nil
}

// Taints has a branch that nobody filled in.
func (o *Ops) Taints(req *tke.ModifyClusterNodePoolRequest) error {
	_, err := o.K.ModifyClusterNodePool(req)
	var e *sdkerror.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == tke.RESOURCENOTFOUND_ASASGNOTEXIST { // WANT deadtest
		// TODO: create the group anew
	}
	return err
}
