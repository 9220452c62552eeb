package netplane

import (
	"context"
	stderrors "errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"example.com/blind2/sdkerr"
	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
)

// outcome is what an operation on a resource came to.
type outcome[T any] struct {
	value   T
	missing bool
}

// lookup folds "not found" into the outcome, and nothing else.
func lookup[T any](value T, err error, missing ...string) (outcome[T], error) {
	if err == nil {
		return outcome[T]{value: value}, nil
	}
	var e *errors.TencentCloudSDKError
	if stderrors.As(err, &e) {
		for _, m := range missing {
			if m == e.Code {
				return outcome[T]{missing: true}, nil
			}
		}
	}
	return outcome[T]{}, err
}

// plane owns a VPC and the balancers in it.
type plane struct {
	*vpc.Client
	lb     *clb.Client
	region string
	log    func(string, ...any)
}

func (p *plane) vpcExists(id string) (bool, error) {
	req := vpc.NewDescribeVpcsRequest()
	req.VpcIds = []*string{&id}
	resp, err := p.DescribeVpcs(req)
	got, err := lookup(resp, err, "ResourceNotFound", "InvalidVpcId.NotFound")
	if err != nil {
		return false, err
	}
	return !got.missing && len(got.value.Response.VpcSet) == 1, nil
}

func (p *plane) deleteVpc(ctx context.Context, id string) error {
	req := vpc.NewDeleteVpcRequest()
	req.VpcId = &id
	_, err := p.DeleteVpcWithContext(ctx, req)
	if err == nil {
		return nil
	}
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		switch e.Code {
		case vpc.RESOURCENOTFOUND:
			p.log("vpc %s was deleted by someone else", id)
			return nil
		case vpc.RESOURCEINUSE:
			return fmt.Errorf("vpc %s still has something in it: %w", id, e)
		default:
			return e
		}
	}
	return err
}

// deleteSubnet waits for dependents to go.
func (p *plane) deleteSubnet(ctx context.Context, id string) error {
	req := vpc.NewDeleteSubnetRequest()
	req.SubnetId = &id
	return sdkerr.Do(ctx, time.Second, func() error {
		_, err := p.DeleteSubnetWithContext(ctx, req)
		return sdkerr.Ignore(err, "ResourceNotFound")
	})
}

type verdict uint8

const (
	give verdict = iota
	again
	fine
)

var onDetach = map[string]verdict{
	"RequestLimitExceeded":                              again,
	"RequestLimitExceeded.IPLimitExceeded":              again,
	"RequestLimitExceeded.UinLimitExceeded":             again,
	"RequestLimitExceeded.GlobalRegionUinLimitExceeded": again,
	"InternalServerError":                               again,
	"InternalError":                                     again,
	"InvalidNetworkInterfaceId.NotFound":                fine,
}

// detach follows the table; the zero value of the map is to give up.
func (p *plane) detach(ctx context.Context, eni, instance string) error {
	req := vpc.NewDetachNetworkInterfaceRequest()
	req.NetworkInterfaceId, req.InstanceId = &eni, &instance
	for n := range 6 {
		_, err := p.DetachNetworkInterfaceWithContext(ctx, req)
		if err == nil {
			return nil
		}
		switch onDetach[sdkerr.Code(err)] {
		case fine:
			return nil
		case give:
			return err
		case again:
			time.Sleep(time.Duration(n+1) * time.Second)
		}
	}
	return context.DeadlineExceeded
}

// waitTask polls a task of the balancer; transient answers are tolerated a few times.
func (p *plane) waitTask(ctx context.Context, task string) error {
	req := clb.NewDescribeTaskStatusRequest()
	req.TaskId = &task
	tolerate := 3
	for {
		resp, err := p.lb.DescribeTaskStatusWithContext(ctx, req)
		if err != nil {
			if tolerate--; tolerate < 0 || !sdkerr.Throttled(err) && !sdkerr.In(err, "InternalError") {
				return fmt.Errorf("task %s: %w", task, err)
			}
		} else {
			switch *resp.Response.Status {
			case 0:
				return nil
			case 1:
				return fmt.Errorf("task %s failed: %s", task, *resp.Response.Message)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// removeListener: a listener which cannot be found is removed.
func (p *plane) removeListener(lb, listener string) error {
	req := clb.NewDeleteListenerRequest()
	req.LoadBalancerId, req.ListenerId = &lb, &listener
	resp, err := p.lb.DeleteListener(req)
	switch code := sdkerr.Code(err); {
	case code == "InvalidParameter.ListenerIdNotFound" || code == "InvalidParameter.LBIdNotFound":
		return nil
	case err != nil:
		return sdkerr.Wrap("delete listener", listener, err)
	}
	return p.waitTask(context.Background(), *resp.Response.RequestId)
}

// balancers collects what it can and says what it could not.
func (p *plane) balancers(ids []string) (map[string]*clb.LoadBalancer, error) {
	out, bad := map[string]*clb.LoadBalancer{}, map[string]error{}
	for _, id := range ids {
		req := clb.NewDescribeLoadBalancersRequest()
		req.LoadBalancerIds = []*string{&id}
		resp, err := p.lb.DescribeLoadBalancers(req)
		if err != nil {
			bad[id] = err
			continue
		}
		for _, lb := range resp.Response.LoadBalancerSet {
			out[*lb.LoadBalancerId] = lb
		}
	}
	if len(bad) > 0 {
		var all []error
		for id := range maps.Keys(bad) {
			all = append(all, fmt.Errorf("%s: %w", id, bad[id]))
		}
		return out, stderrors.Join(all...)
	}
	return out, nil
}

// status translates for the HTTP front end.
func status(err error) int {
	var e *errors.TencentCloudSDKError
	switch {
	case err == nil:
		return http.StatusOK
	case !stderrors.As(err, &e):
		return http.StatusBadGateway
	case strings.HasPrefix(e.Code, "AuthFailure"), strings.HasPrefix(e.Code, "UnauthorizedOperation"):
		return http.StatusForbidden
	case strings.HasPrefix(e.Code, "RequestLimitExceeded"):
		return http.StatusTooManyRequests
	case strings.HasSuffix(e.Code, "NotFound"), strings.HasPrefix(e.Code, "ResourceNotFound"):
		return http.StatusNotFound
	case strings.HasPrefix(e.Code, "InvalidParameter"):
		return http.StatusBadRequest
	}
	return http.StatusBadGateway
}

// ServeHTTP shows a VPC.
func (p *plane) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ok, err := p.vpcExists(r.PathValue("id"))
	if err != nil {
		http.Error(w, sdkerr.Describe(err), status(err))
		return
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// firstAddress: no quota is an answer here, not a failure, and is told by the flag.
func (p *plane) firstAddress() (ip string, full bool, err error) {
	req := vpc.NewAllocateAddressesRequest()
	req.AddressCount = common.Int64Ptr(1)
	resp, err := p.AllocateAddresses(req)
	if sdkerr.Is(err, "AddressQuotaLimitExceeded", "LimitExceeded.AddressQuotaLimitExceeded") {
		return "", true, nil
	}
	if err != nil {
		return "", false, err
	}
	return *resp.Response.AddressSet[0], false, nil
}

// releaseAll goes on whatever happens and reports on a channel.
func (p *plane) releaseAll(ids []string) <-chan error {
	out := make(chan error, len(ids))
	go func() {
		defer close(out)
		for _, id := range ids {
			req := vpc.NewReleaseAddressesRequest()
			req.AddressIds = []*string{&id}
			if _, err := p.ReleaseAddresses(req); err != nil && !sdkerr.Is(err, vpc.INVALIDADDRESSID_NOTFOUND) {
				out <- sdkerr.Wrap("release", id, err)
			}
		}
	}()
	return out
}

// --- what follows came from the old repository ---

// routeGone: nobody knows any more why the prefix is there.
func (p *plane) routeGone(table string) (bool, error) {
	req := vpc.NewDescribeRouteTablesRequest()
	req.RouteTableIds = []*string{&table}
	_, err := p.DescribeRouteTables(req)
	if err, ok := err.(*errors.TencentCloudSDKError); ok {
		if strings.HasPrefix(err.Code, "InvalidRouteTable.") { // WANT unknowncode
			return true, nil
		}
		return false, err
	}
	return false, err
}

// deleteGroup removes a security group.
func (p *plane) deleteGroup(id string) error {
	req := vpc.NewDeleteSecurityGroupRequest()
	req.SecurityGroupId = &id
	_, err := p.DeleteSecurityGroup(req)
	got, err := lookup(struct{}{}, err, "ResourceNotFound", "InvalidParameter.ListenerIdNotFound") // WANT wrongservice
	if err == nil && got.missing {
		p.log("group %s had gone", id)
	}
	return err
}

func (p *plane) enableRoutes(table string) error {
	req := vpc.NewEnableRoutesRequest()
	req.RouteTableId = &table
	_, err := p.EnableRoutes(req)
	if e, ok := err.(*errors.TencentCloudSDKError); ok { // WANT dropped
		return fmt.Errorf("enable routes of %s: %s (%s)", table, e.Message, e.RequestId)
	}
	return nil
}

func (p *plane) describeNat(id string) (nat *vpc.NatGateway, err error) {
	req := vpc.NewDescribeNatGatewaysRequest()
	req.NatGatewayIds = []*string{&id}
	resp, err := p.DescribeNatGateways(req)
	if err == nil {
		for _, nat := range resp.Response.NatGatewaySet {
			return nat, nil
		}
		return nil, nil
	}
	switch e := err.(type) {
	case *errors.TencentCloudSDKError:
		if strings.Contains(e.Code, "NotFound") {
			return nil, nil
		}
		if e.Code == "ResourceNotFound" { // WANT deadtest
			return nil, nil
		}
	}
	return nil, err
}

// attachWithPatience waits for the quota of requests.
func (p *plane) attachWithPatience(eni, instance string) error {
	req := vpc.NewAttachNetworkInterfaceRequest()
	req.NetworkInterfaceId, req.InstanceId = &eni, &instance
	for {
		_, err := p.AttachNetworkInterface(req)
		e, ok := err.(*errors.TencentCloudSDKError)
		if ok && e.Code == "RequestLimitExceeded" { // WANT partialcategory
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

func checked(c *vpc.Client, req *vpc.CreateSubnetRequest) (*vpc.Subnet, error) {
	if req.VpcId == nil {
		return nil, stderrors.New("no vpc")
	}
	resp, err := c.CreateSubnet(req)
	if err != nil {
		return nil, fmt.Errorf("create subnet in %s: %w", *req.VpcId, err)
	}
	return resp.Response.Subnet, nil
}

// ensureSubnet takes a subnet that is there already for its own.
func (p *plane) ensureSubnet(req *vpc.CreateSubnetRequest) (*vpc.Subnet, bool, error) {
	subnet, err := checked(p.Client, req)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == vpc.INVALIDPARAMETERVALUE_SUBNETCONFLICT { // WANT deadassert
		return nil, true, nil
	}
	return subnet, false, err
}

func (p *plane) health(lb string) (bad int, err error) {
	req := clb.NewDescribeTargetHealthRequest()
	req.LoadBalancerIds = []*string{&lb}
	resp, err := p.lb.DescribeTargetHealth(req)
	if err != nil {
		var e *errors.TencentCloudSDKError
		if stderrors.As(err, &e) && e.Code == "AuthFailure.TokenFailure" { // WANT criticalsuccess
			return 0, nil
		}
		return 0, err
	}
	return len(resp.Response.LoadBalancers), nil
}

// registerTargets: the message of the API is all that tells of the state.
func (p *plane) registerTargets(req *clb.RegisterTargetsRequest) error {
	for range 10 {
		_, err := p.lb.RegisterTargets(req)
		if err == nil {
			return nil
		}
		e, ok := err.(*errors.TencentCloudSDKError)
		if !ok {
			return err
		}
		if strings.Contains("FailedOperation.ResourceInOperating", e.Code) || strings.HasPrefix(e.Code, "RequestLimitExceeded") { // WANT swappedargs
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return stderrors.New("still in operation")
}

// zones answers the zones or why not.
func (p *plane) limits() (map[string]int64, error) {
	out := map[string]int64{}
	resp, err := p.lb.DescribeQuota(clb.NewDescribeQuotaRequest())
	if err != nil {
		sdk, _ := err.(*errors.TencentCloudSDKError)
		if sdk == nil {
			return nil, sdk // WANT typednil
		}
		return nil, err
	}
	for _, q := range resp.Response.QuotaSet {
		out[*q.QuotaId] = *q.QuotaLimit
	}
	return out, nil
}

// weights swallows on purpose, or so it says.
func (p *plane) weights(lb string) (w []int64, err error) {
	req := clb.NewDescribeTargetsRequest()
	req.LoadBalancerId = &lb
	resp, err := p.lb.DescribeTargets(req)
	if err != nil && !sdkerr.In(err, "InternalError") { // WANT missingcritical
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, l := range resp.Response.Listeners {
		for _, t := range l.Targets {
			w = append(w, *t.Weight)
		}
	}
	return w, nil
}
