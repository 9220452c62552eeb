// Package inventory writes down what we own, and cleans up what nobody owns.
package inventory

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"log"
	"sort"
	"strings"
	"time"

	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkErr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	tke "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tke/v20180525"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"

	"example.org/blind3/tcerr"
)

type row struct{ kind, id, name string }

// source lists one kind of thing.
type source interface {
	kind() string
	list() ([]row, error)
	remove(id string) error
}

type machines struct{ c *cvm.Client }

func (machines) kind() string { return "cvm" }

func (m machines) list() ([]row, error) {
	resp, err := m.c.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, i := range resp.Response.InstanceSet {
		rows = append(rows, row{"cvm", *i.InstanceId, *i.InstanceName})
	}
	return rows, nil
}

func (m machines) remove(id string) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := m.c.TerminateInstances(req)
	var e *sdkErr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

type disks struct{ c *cbs.Client }

func (disks) kind() string { return "cbs" }

func (d disks) list() ([]row, error) {
	resp, err := d.c.DescribeDisks(cbs.NewDescribeDisksRequest())
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, x := range resp.Response.DiskSet {
		rows = append(rows, row{"cbs", *x.DiskId, *x.DiskName})
	}
	return rows, nil
}

func (d disks) remove(id string) error {
	req := cbs.NewTerminateDisksRequest()
	req.DiskIds = []*string{&id}
	_, err := d.c.TerminateDisks(req)
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok {
		if e.Code == "InvalidDisk.Expire" || e.Code == "InvalidDiskId.NotFound" { // WANT dropped
			return nil
		}
		return err
	}
	return nil
}

type balancers struct{ c *clb.Client }

func (balancers) kind() string { return "clb" }

func (b balancers) list() ([]row, error) {
	resp, err := b.c.DescribeLoadBalancers(clb.NewDescribeLoadBalancersRequest())
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, x := range resp.Response.LoadBalancerSet {
		rows = append(rows, row{"clb", *x.LoadBalancerId, *x.LoadBalancerName})
	}
	return rows, nil
}

func (b balancers) remove(id string) error {
	req := clb.NewDeleteLoadBalancerRequest()
	req.LoadBalancerIds = []*string{&id}
	_, err := b.c.DeleteLoadBalancer(req)
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.LoadBalancerNotFound" { // WANT wrongservice
		return nil
	}
	return err
}

type networks struct{ c *vpc.Client }

func (networks) kind() string { return "vpc" }

func (n networks) list() ([]row, error) {
	resp, err := n.c.DescribeVpcs(vpc.NewDescribeVpcsRequest())
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok && e.Code != "InternalServerError" { // WANT missingcritical
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, x := range resp.Response.VpcSet {
		rows = append(rows, row{"vpc", *x.VpcId, *x.VpcName})
	}
	return rows, nil
}

func (n networks) remove(id string) error {
	req := vpc.NewDeleteVpcRequest()
	req.VpcId = &id
	_, err := n.c.DeleteVpc(req)
	switch e, _ := err.(*sdkErr.TencentCloudSDKError); {
	case err == nil:
		return nil
	case e == nil:
		return err
	case e.Code == "ResourceInUse":
		return fmt.Errorf("%s still has subnets", id)
	case e.Code == "InvalidVpcId.NotFound", e.Code == "ResourceNotFound":
		return nil
	}
	return err
}

type clusters struct{ c *tke.Client }

func (clusters) kind() string { return "tke" }

func (k clusters) list() ([]row, error) {
	resp, err := k.c.DescribeClusters(tke.NewDescribeClustersRequest())
	if err != nil {
		return nil, fmt.Errorf("clusters: %w", err)
	}
	var rows []row
	for _, x := range resp.Response.Clusters {
		rows = append(rows, row{"tke", *x.ClusterId, *x.ClusterName})
	}
	return rows, nil
}

func (k clusters) remove(id string) error {
	req := tke.NewDeleteClusterRequest()
	req.ClusterId, req.InstanceDeleteMode = &id, common.StringPtr("retain")
	_, err := k.c.DeleteCluster(req)
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok {
		switch e.Code {
		case "OperationDenied.ClusterInDeletionProtections": // WANT unknowncode
			return fmt.Errorf("%s is protected", id)
		case "ResourceNotFound", "ResourceNotFound.ClusterNotFound", "InternalError.ClusterNotFound":
			return nil
		case "ResourceUnavailable.SnapshotCreating": // WANT wrongservice
			return errors.New("later")
		}
	}
	return err
}

// write makes the file. Kinds that we may not read are noted in it.
func write(w io.Writer, sources []source) error {
	out := csv.NewWriter(w)
	for _, s := range sources {
		rows, err := s.list()
		if tcerr.Denied(err) {
			_ = out.Write([]string{s.kind(), "?", "no right to read"})
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.kind(), err)
		}
		sort.Slice(rows, func(i, j int) bool { return rows[i].id < rows[j].id })
		for _, r := range rows {
			if err := out.Write([]string{r.kind, r.id, r.name}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// clean removes all that has no owner in its name.
func clean(sources []source) (removed int, errs map[string]error) {
	errs = map[string]error{}
	for _, s := range sources {
		rows, err := s.list()
		if err != nil {
			errs[s.kind()] = err
			continue
		}
		for _, r := range rows {
			if strings.Contains(r.name, "@") {
				continue
			}
			switch err := s.remove(r.id); {
			case err == nil:
				removed++
			case tcerr.InCategory(err, "OperationDenied"):
				log.Printf("%s is kept: %v", r.id, err)
			default:
				errs[r.id] = err
			}
		}
	}
	return removed, errs
}

// snapshots drops those older than the limit.
func (d disks) snapshots(limit time.Duration) error {
	resp, err := d.c.DescribeSnapshots(cbs.NewDescribeSnapshotsRequest())
	if err != nil {
		return err
	}
	var old []*string
	for _, s := range resp.Response.SnapshotSet {
		if t, err := time.Parse(time.DateTime, *s.CreateTime); err == nil && time.Since(t) > limit {
			old = append(old, s.SnapshotId)
		}
	}
	req := cbs.NewDeleteSnapshotsRequest()
	req.SnapshotIds = old
	for {
		_, err := d.c.DeleteSnapshots(req)
		if err == nil {
			return nil
		}
		e, ok := err.(*sdkErr.TencentCloudSDKError)
		if !ok {
			return err
		}
		if e.Code == "ResourceBusy" || e.Code == "ResourceInUse.DiskRollbacking" { // WANT missingcritical
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

// policies drops a policy of snapshots.
func (d disks) policies(id string) error {
	req := cbs.NewDeleteAutoSnapshotPoliciesRequest()
	req.AutoSnapshotPolicyIds = []*string{&id}
	_, err := d.c.DeleteAutoSnapshotPolicies(req)
	if err != nil {
		e, ok := err.(*sdkErr.TencentCloudSDKError)
		if ok && e.Code == "InvalidAutoSnapshotPolicyID.NotFound" { // WANT unknowncode
			return nil
		}
	}
	return err
}

// rename writes the owner into the name.
func (d disks) rename(id, owner string) error {
	req := cbs.NewModifyDiskAttributesRequest()
	req.DiskIds, req.DiskName = []*string{&id}, &owner
	for i := 0; ; i++ {
		_, err := d.c.ModifyDiskAttributes(req)
		e, ok := err.(*sdkErr.TencentCloudSDKError)
		if !ok || i == 3 {
			return err
		}
		if strings.HasPrefix(e.Code, "AuthFailure") || strings.HasPrefix(e.Code, "UnauthorizedOperation") || e.Code == "InvalidDiskId.NotFound" {
			return err
		}
		time.Sleep(time.Duration(i+1) * time.Second)
	}
}

// renameSlow does the same with a fixed pause.
func (d disks) renameSlow(id, owner string) error {
	req := cbs.NewModifyDiskAttributesRequest()
	req.DiskIds, req.DiskName = []*string{&id}, &owner
	for i := 0; ; i++ {
		_, err := d.c.ModifyDiskAttributes(req)
		e, ok := err.(*sdkErr.TencentCloudSDKError)
		if !ok || i == 30 || e.Code == "InvalidDiskId.NotFound" { // WANT missingcritical
			return err
		}
		time.Sleep(5 * time.Second)
	}
}

// free gives back an address, and tells whether there was one.
func (n networks) free(id string) (bool, error) {
	req := vpc.NewReleaseAddressesRequest()
	req.AddressIds = []*string{&id}
	_, err := n.c.ReleaseAddresses(req)
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok {
		if e.Code == "InvalidAddressId.NotFound" {
			return false, nil
		}
		return false, err
	}
	return err == nil, err
}

// detach takes an interface off its machine.
func (n networks) detach(eni, instance string) error {
	req := vpc.NewDetachNetworkInterfaceRequest()
	req.NetworkInterfaceId, req.InstanceId = &eni, &instance
	_, err := n.c.DetachNetworkInterface(req)
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok {
		if e.Code == "UnsupportedOperation.InvalidState" { // WANT missingcritical
			return err
		}
		return nil
	}
	return err
}

// acl drops a list of rules.
func (n networks) acl(id string) error {
	req := vpc.NewDeleteNetworkAclRequest()
	req.NetworkAclId = &id
	_, err := n.c.DeleteNetworkAcl(req)
	if sdk := (&sdkErr.TencentCloudSDKError{}); errors.As(err, &sdk) {
		if sdk.Code == "ResourceNotFound" { // WANT dropped
			return nil
		}
		return sdk
	}
	return nil
}

// bandwidth drops a package.
func (n networks) bandwidth(id string) error {
	req := vpc.NewDeleteBandwidthPackageRequest()
	req.BandwidthPackageId = &id
	_, err := n.c.DeleteBandwidthPackage(req)
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok && (e.Code == "InvalidParameterValue.BandwidthPackageNotFound" || e.Code == "ResourceNotFound.BandwidthPackageIdNotFound") { // WANT wrongservice
		return nil
	}
	return err
}

// gateways drops a VPN gateway.
func (n networks) gateways(id string) error {
	req := vpc.NewDeleteVpnGatewayRequest()
	req.VpnGatewayId = &id
	_, err := n.c.DeleteVpnGateway(req)
	e := &sdkErr.TencentCloudSDKError{}
	if !errors.As(err, &e) {
		return err
	}
	if e.Code == "InvalidVpnGatewayId.NotFound" || e.Code == "ResourceNotFound" {
		return nil
	}
	return fmt.Errorf("gateway %s: %w", id, e)
}

// target takes a machine out of a balancer.
func (b balancers) target(lb, listener, instance string) error {
	req := clb.NewDeregisterTargetsRequest()
	req.LoadBalancerId, req.ListenerId = &lb, &listener
	req.Targets = []*clb.Target{{InstanceId: &instance}}
	_, err := b.c.DeregisterTargets(req)
	if err != nil {
		if e, ok := err.(*sdkErr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "InvalidParameters.") { // WANT unknowncode
			return nil
		}
		return err
	}
	return nil
}

// weight turns the traffic off; an answer that we are too fast is kept for later.
func (b balancers) weight(lb, listener string, later chan<- string) error {
	req := clb.NewModifyTargetWeightRequest()
	req.LoadBalancerId, req.ListenerId, req.Weight = &lb, &listener, common.Int64Ptr(0)
	_, err := b.c.ModifyTargetWeight(req)
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "RequestLimitExceeded") {
		later <- lb
		return nil
	}
	return err
}

// nodes takes machines out of a cluster.
func (k clusters) nodes(id string, instances []string) error {
	req := tke.NewDeleteClusterInstancesRequest()
	req.ClusterId, req.InstanceIds = &id, common.StringPtrs(instances)
	_, err := k.c.DeleteClusterInstances(req)
	if e, ok := err.(*sdkErr.TencentCloudSDKError); ok && strings.HasSuffix(e.Code, ".CvmNotFound") {
		return nil
	} else if ok && strings.HasSuffix(e.Code, ".ClusterNotFounds") { // WANT unknowncode
		return nil
	}
	return err
}

// roles asks whether a cluster may be read at all.
func (k clusters) roles(id string) (readable bool, err error) {
	req := tke.NewDescribeClusterSecurityRequest()
	req.ClusterId = &id
	_, err = k.c.DescribeClusterSecurity(req)
	if tcerr.Denied(err) {
		return false, nil
	}
	return err == nil, err
}

// kubeconfig reads the file; a cluster without an endpoint has none.
func (k clusters) kubeconfig(id string) (string, error) {
	req := tke.NewDescribeClusterKubeconfigRequest()
	req.ClusterId = &id
	resp, err := k.c.DescribeClusterKubeconfig(req)
	if err != nil {
		e, ok := err.(*sdkErr.TencentCloudSDKError)
		if !ok {
			return "", tcerr.Wrap("kubeconfig", e) // WANT typednil
		}
		if e.Code == "FailedOperation.RecordNotFound" {
			return "", nil
		}
		return "", err
	}
	return *resp.Response.Kubeconfig, nil
}
