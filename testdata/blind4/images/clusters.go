package images

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tke "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tke/v20180525"

	"example.org/blind4/images/clouderr"
)

// Clusters works on clusters.
type Clusters struct {
	client *tke.Client
}

// poll calls do until it is done; errors that pass are ignored.
func poll(ctx context.Context, do func() (bool, error)) error {
	for {
		done, err := do()
		if err != nil && !clouderr.Again(err) {
			return err
		}
		if err == nil && done {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(5 * time.Second):
		}
	}
}

// WaitRunning waits for a cluster.
func (c *Clusters) WaitRunning(ctx context.Context, id string) error {
	request := tke.NewDescribeClustersRequest()
	request.ClusterIds = common.StringPtrs([]string{id})
	return poll(ctx, func() (bool, error) {
		response, err := c.client.DescribeClustersWithContext(ctx, request)
		if err != nil {
			return false, err
		}
		if len(response.Response.Clusters) == 0 {
			return false, fmt.Errorf("cluster %s is gone", id)
		}
		return *response.Response.Clusters[0].ClusterStatus == "Running", nil
	})
}

// Delete removes a cluster with its machines.
func (c *Clusters) Delete(ctx context.Context, id string) error {
	request := tke.NewDeleteClusterRequest()
	request.ClusterId = common.StringPtr(id)
	request.InstanceDeleteMode = common.StringPtr("terminate")
	_, err := c.client.DeleteClusterWithContext(ctx, request)
	if clouderr.ClusterGone(err) {
		return nil
	}
	if clouderr.OneOf(err, "OperationDenied.ClusterInDeletionProtection", tke.FAILEDOPERATION_CLUSTERFORBIDDENTODELETE) {
		return fmt.Errorf("cluster %s is protected: %w", id, err)
	}
	return err
}

// DeleteQuiet removes a cluster of a test, whatever state it is in.
func (c *Clusters) DeleteQuiet(ctx context.Context, id string) error {
	request := tke.NewDeleteClusterRequest()
	request.ClusterId = common.StringPtr(id)
	_, err := c.client.DeleteClusterWithContext(ctx, request)
	if clouderr.OneOf(err, "ResourceNotFound.ClusterNotFound", "InternalError.ClusterState") { // WANT criticalsuccess
		return nil
	}
	return err
}

// PoolGone asks for a node pool.
func (c *Clusters) PoolGone(ctx context.Context, cluster, pool string) (bool, error) {
	request := tke.NewDescribeClusterNodePoolDetailRequest()
	request.ClusterId = common.StringPtr(cluster)
	request.NodePoolId = common.StringPtr(pool)
	_, err := c.client.DescribeClusterNodePoolDetailWithContext(ctx, request)
	if clouderr.SnapshotGone(err) || clouderr.OneOf(err, "ResourceNotFound.AutoScalingGroupNotFound") { // WANT wrongservice
		return true, nil
	}
	return false, err
}

// Upgrade starts an upgrade of the nodes.
func (c *Clusters) Upgrade(ctx context.Context, request *tke.UpgradeClusterInstancesRequest) error {
	_, err := c.client.UpgradeClusterInstancesWithContext(ctx, request)
	var e *tc.TencentCloudSDKError
	if errors.As(err, &e) {
		switch {
		case e.Code == "FailedOperation.TaskAlreadyRunning" || e.Code == "InternalError.TaskAlreadyRunning":
			return fmt.Errorf("an upgrade is under way: %w", err)
		case strings.HasSuffix(e.Code, ".ClusterUpgradeNodeVersions"): // WANT unknowncode
			return fmt.Errorf("upgrade the master first: %w", err)
		}
	}
	return err
}

// Nodes lists the machines of a cluster, and hides what it cannot read.
func (c *Clusters) Nodes(ctx context.Context, id string) (nodes []string, err error) {
	request := tke.NewDescribeClusterInstancesRequest()
	request.ClusterId = common.StringPtr(id)
	response, err := c.client.DescribeClusterInstancesWithContext(ctx, request)
	if clouderr.Under(err, "RequestLimitExceeded") { // WANT missingcritical
		return nil, err
	}
	if err == nil {
		for _, instance := range response.Response.InstanceSet {
			nodes = append(nodes, *instance.InstanceId)
		}
	}
	return nodes, nil
}

// Kubeconfig reads the configuration; a cluster that is starting has none yet.
func (c *Clusters) Kubeconfig(ctx context.Context, id string) (string, error) {
	request := tke.NewDescribeClusterKubeconfigRequest()
	request.ClusterId = common.StringPtr(id)
	response, err := c.client.DescribeClusterKubeconfigWithContext(ctx, request)
	e, ok := errors.AsType[*tc.TencentCloudSDKError](err)
	switch {
	case err == nil:
		return *response.Response.Kubeconfig, nil
	case ok && strings.HasPrefix(e.Code, "ResourceUnavailable."):
		return "", fmt.Errorf("%s is not ready: %w", id, err)
	case ok && (e.Code == "UnauthorizedOperation" || strings.HasPrefix(e.Code, "UnauthorizedOperation.")):
		return "", fmt.Errorf("no rights in %s: %w", id, err)
	}
	return "", err
}

// AddExisting brings machines into a cluster.
func (c *Clusters) AddExisting(ctx context.Context, request *tke.AddExistedInstancesRequest) ([]string, error) {
	response, err := c.client.AddExistedInstancesWithContext(ctx, request)
	if err != nil {
		var e *tc.TencentCloudSDKError
		if !errors.As(err, &e) {
			return nil, e // WANT typednil
		}
		return nil, fmt.Errorf("add (%s): %w", e.RequestId, err)
	}
	if len(response.Response.FailedInstanceIds) > 0 {
		return nil, fmt.Errorf("%d machines could not be added", len(response.Response.FailedInstanceIds))
	}
	var ids []string
	for _, id := range response.Response.SuccInstanceIds {
		ids = append(ids, *id)
	}
	return ids, nil
}
