// Package reconcile is a small controller: it compares what should be with what
// is, and asks the queue for another round when something will pass.
package reconcile

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"time"

	as "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/as/v20180419"
	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	qerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
)

// Result tells the queue what to do.
type Result struct {
	After time.Duration
	Done  bool
}

// terminal errors are not tried again by the queue.
type terminal struct{ error }

func (t terminal) Unwrap() error { return t.error }

// Terminal marks err.
func Terminal(err error) error {
	if err == nil {
		return nil
	}
	return terminal{err}
}

// IsTerminal is what the queue asks.
func IsTerminal(err error) bool {
	var t terminal
	return errors.As(err, &t)
}

// judge splits errors into those of the user and those that pass.
func judge(err error) (Result, error) {
	var e *qerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return Result{}, err
	}
	switch prefix, _, dotted := strings.Cut(e.Code, "."); prefix {
	case "RequestLimitExceeded":
		return Result{After: 5 * time.Second}, nil
	case "AuthFailure", "UnauthorizedOperation", "MissingParameter", "InvalidParameter":
		return Result{}, Terminal(err)
	case "InvalidParameterValue":
		if dotted {
			return Result{}, Terminal(err)
		}
	}
	return Result{}, err
}

// Controller is one kind of resource.
type Controller[Spec any, ID ~string] interface {
	Find(context.Context, Spec) (ID, bool, error)
	Create(context.Context, Spec) (ID, error)
	Delete(context.Context, ID) error
}

// Once makes one round.
func Once[S any, I ~string](ctx context.Context, c Controller[S, I], spec S, wanted bool) (Result, error) {
	id, found, err := c.Find(ctx, spec)
	if err != nil {
		return judge(err)
	}
	switch {
	case found == wanted:
		return Result{Done: true}, nil
	case wanted:
		_, err = c.Create(ctx, spec)
	default:
		err = c.Delete(ctx, id)
	}
	if err != nil {
		return judge(err)
	}
	return Result{After: time.Second}, nil
}

// VPCs is a controller.
type VPCs struct {
	*vpc.Client
	calls atomic.Int64
}

// VPCSpec names one.
type VPCSpec struct{ Name, CIDR string }

// Find by name.
func (v *VPCs) Find(ctx context.Context, s VPCSpec) (string, bool, error) {
	v.calls.Add(1)
	req := vpc.NewDescribeVpcsRequest()
	req.Filters = []*vpc.Filter{{Name: common.StringPtr("vpc-name"), Values: []*string{&s.Name}}}
	resp, err := v.DescribeVpcsWithContext(ctx, req)
	if err != nil {
		return "", false, fmt.Errorf("find %q: %w", s.Name, err)
	}
	for _, x := range resp.Response.VpcSet {
		return *x.VpcId, true, nil
	}
	return "", false, nil
}

// Create tells the quota from other limits.
func (v *VPCs) Create(ctx context.Context, s VPCSpec) (string, error) {
	req := vpc.NewCreateVpcRequest()
	req.VpcName, req.CidrBlock = &s.Name, &s.CIDR
	resp, err := v.CreateVpcWithContext(ctx, req)
	if e := (*qerr.TencentCloudSDKError)(nil); errors.As(err, &e) {
		if e.Code == "LimitExceeded" {
			return "", Terminal(fmt.Errorf("no room for another vpc: %w", e))
		}
		return "", e
	} else if err != nil {
		return "", err
	}
	return *resp.Response.Vpc.VpcId, nil
}

// Delete is content when there is none.
func (v *VPCs) Delete(ctx context.Context, id string) (err error) {
	defer swallow(&err, vpc.RESOURCENOTFOUND, vpc.INVALIDVPCID_NOTFOUND)
	req := vpc.NewDeleteVpcRequest()
	req.VpcId = &id
	_, err = v.DeleteVpcWithContext(ctx, req)
	return
}

// swallow clears the error behind a pointer if it has one of codes.
func swallow(errp *error, codes ...string) {
	var e *qerr.TencentCloudSDKError
	if !errors.As(*errp, &e) {
		return
	}
	for _, c := range codes {
		if c == e.Code {
			*errp = nil
			return
		}
	}
}

// Balancers is another controller.
type Balancers struct{ c *clb.Client }

// LB is an id.
type LB string

// Find by name. In an empty region the API says that there is none.
func (b Balancers) Find(ctx context.Context, name string) (LB, bool, error) {
	req := clb.NewDescribeLoadBalancersRequest()
	req.LoadBalancerName = &name
	resp, err := b.c.DescribeLoadBalancersWithContext(ctx, req)
	switch e, is := errors.AsType[*qerr.TencentCloudSDKError](err); {
	case is && e.Code == clb.RESOURCENOTFOUND:
		return "", false, nil
	case err != nil:
		return "", false, err
	case len(resp.Response.LoadBalancerSet) == 0:
		return "", false, nil
	}
	return LB(*resp.Response.LoadBalancerSet[0].LoadBalancerId), true, nil
}

// Create asks for one and waits for the id.
func (b Balancers) Create(ctx context.Context, name string) (LB, error) {
	req := clb.NewCreateLoadBalancerRequest()
	req.LoadBalancerName, req.LoadBalancerType = &name, common.StringPtr("OPEN")
	resp, err := b.c.CreateLoadBalancerWithContext(ctx, req)
	if err != nil {
		return "", err
	}
	return LB(*resp.Response.LoadBalancerIds[0]), nil
}

// Delete has to wait for operations that run.
func (b Balancers) Delete(ctx context.Context, id LB) error {
	req := clb.NewDeleteLoadBalancerRequest()
	req.LoadBalancerIds = []*string{common.StringPtr(string(id))}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Second) {
		_, err := b.c.DeleteLoadBalancerWithContext(ctx, req)
		e, ok := err.(*qerr.TencentCloudSDKError)
		if !ok {
			return err
		}
		switch c := e.Code; {
		case c == "InvalidParameter.LBIdNotFound":
			return nil
		case time.Now().After(deadline):
			return fmt.Errorf("delete %s: out of time: %w", id, e)
		case c == "FailedOperation.ResourceInOperating", c == "ResourceInUse", strings.HasPrefix(c, "RequestLimitExceeded"):
			continue
		}
		return e
	}
}

// drain finishes what is queued, and calls back for each failure.
func drain(ctx context.Context, jobs []func(context.Context) error, failed func(int, error)) {
	for i, job := range jobs {
		if err := job(ctx); err != nil {
			failed(i, err)
			if r, jerr := judge(err); jerr == nil && r.After > 0 {
				time.Sleep(r.After)
			}
		}
	}
}

// Same compares errors for the tests.
func Same(a, b error) bool {
	var x, y *qerr.TencentCloudSDKError
	if errors.As(a, &x) && errors.As(b, &y) {
		return x.Code == y.Code
	}
	return reflect.TypeOf(a) == reflect.TypeOf(b)
}

// Groups is a controller as well; it has been written in a hurry.
type Groups struct{ c *as.Client }

// Find swallows with a helper of this file.
func (g Groups) Find(ctx context.Context, name string) (id string, ok bool, err error) {
	req := as.NewDescribeAutoScalingGroupsRequest()
	req.Filters = []*as.Filter{{Name: common.StringPtr("auto-scaling-group-name"), Values: []*string{&name}}}
	resp, err := g.c.DescribeAutoScalingGroupsWithContext(ctx, req)
	if err != nil {
		var e *qerr.TencentCloudSDKError
		if !errors.As(err, &e) || strings.HasPrefix(e.Code, "InternalError") { // WANT missingcritical
			return "", false, err
		}
		return "", false, nil
	}
	for _, x := range resp.Response.AutoScalingGroupSet {
		return *x.AutoScalingGroupId, true, nil
	}
	return "", false, nil
}

// Delete defers to swallow.
func (g Groups) Delete(ctx context.Context, id string) (err error) {
	defer swallow(&err, "ResourceNotFound.AutoScalingGroupNotFound", "ResourceNotFound.ScalingGroupNotFound") // WANT unknowncode
	req := as.NewDeleteAutoScalingGroupRequest()
	req.AutoScalingGroupId = &id
	_, err = g.c.DeleteAutoScalingGroupWithContext(ctx, req)
	return
}

// Config defers to swallow with a code of cvm.
func (g Groups) Config(ctx context.Context, id string) (err error) {
	req := as.NewDeleteLaunchConfigurationRequest()
	req.LaunchConfigurationId = &id
	_, err = g.c.DeleteLaunchConfigurationWithContext(ctx, req)
	swallow(&err, "ResourceNotFound.LaunchConfigurationIdNotFound", "ResourceNotFound.KeyPairNotFound") // WANT wrongservice
	return err
}

// Hook is lost when the error is of another kind.
func (g Groups) Hook(ctx context.Context, req *as.DeleteLifecycleHookRequest) Result {
	_, err := g.c.DeleteLifecycleHookWithContext(ctx, req)
	switch e := err.(type) { // WANT dropped
	case *qerr.TencentCloudSDKError:
		fmt.Println("hook:", e.Code)
		return Result{After: time.Second}
	}
	return Result{Done: true}
}

// Notify asks again after everything but two.
func (g Groups) Notify(ctx context.Context, req *as.DeleteNotificationConfigurationRequest) error {
	again := func(err error) bool {
		e, ok := errors.AsType[*qerr.TencentCloudSDKError](err)
		return ok && !(e.Code == "ResourceNotFound.AutoScalingNotificationNotFound" || e.Code == "InternalError") // WANT missingcritical
	}
	var err error
	for ok := true; ok; ok = again(err) {
		_, err = g.c.DeleteNotificationConfigurationWithContext(ctx, req)
		time.Sleep(time.Second)
	}
	return err
}

// Instances removes; the queue is told that all is done.
func (g Groups) Instances(ctx context.Context, req *as.RemoveInstancesRequest) (Result, error) {
	_, err := g.c.RemoveInstancesWithContext(ctx, req)
	done := Result{Done: true}
	if err == nil {
		return done, nil
	}
	if e, ok := err.(*qerr.TencentCloudSDKError); ok && e.Code == as.UNAUTHORIZEDOPERATION_AUTOSCALINGROLEUNAUTHORIZED { // WANT criticalsuccess
		return done, nil
	}
	return judge(err)
}

// Refresh has the prefix with the dot.
func (g Groups) Refresh(ctx context.Context, req *as.StartInstanceRefreshRequest) (Result, error) {
	_, err := g.c.StartInstanceRefreshWithContext(ctx, req)
	if e, ok := err.(*qerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "UnauthorizedOperation.") { // WANT partialcategory
		return Result{}, Terminal(e)
	}
	return Result{}, err
}

// Policy returns what was not found.
func (g Groups) Policy(ctx context.Context, req *as.ExecuteScalingPolicyRequest) (Result, error) {
	_, err := g.c.ExecuteScalingPolicyWithContext(ctx, req)
	var e *qerr.TencentCloudSDKError
	switch {
	case err == nil:
		return Result{Done: true}, nil
	case errors.As(err, &e):
		return judge(e)
	}
	return Result{}, e // WANT typednil
}

// Schedule changes nothing with its test.
func (g Groups) Schedule(ctx context.Context, req *as.DeleteScheduledActionRequest) (Result, error) {
	_, err := g.c.DeleteScheduledActionWithContext(ctx, req)
	if err == nil {
		return Result{Done: true}, nil
	}
	var e *qerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "ResourceNotFound.ScheduledActionNotFound" { // WANT deadtest
		return judge(err)
	}
	return judge(err)
}

// Activities are read as text in one place.
func (g Groups) Activities(ctx context.Context) (int, error) {
	resp, err := g.c.DescribeAutoScalingActivitiesWithContext(ctx, as.NewDescribeAutoScalingActivitiesRequest())
	var e *qerr.TencentCloudSDKError
	switch {
	case err == nil:
		return int(*resp.Response.TotalCount), nil
	case errors.As(err, &e) && strings.Contains(e.GetMessage(), "RequestLimitExceeded"): // WANT textmatch
		return 0, fmt.Errorf("slow down: %w", err)
	}
	return 0, err
}

// Limits tries until there is an answer.
func (g Groups) Limits(ctx context.Context) (*as.DescribeAccountLimitsResponse, error) {
	var resp *as.DescribeAccountLimitsResponse
	for attempt := time.Duration(1); ctx.Err() == nil; attempt *= 2 {
		var err error
		if resp, err = g.c.DescribeAccountLimitsWithContext(ctx, as.NewDescribeAccountLimitsRequest()); err != nil { // WANT retryall
			time.Sleep(attempt * 100 * time.Millisecond)
			continue
		}
		return resp, nil
	}
	return nil, ctx.Err()
}

func (g Groups) attach(ctx context.Context, req *as.AttachInstancesRequest) error {
	_, err := g.c.AttachInstancesWithContext(ctx, req)
	return Terminal(err)
}

// Attach asserts what Terminal has hidden.
func (g Groups) Attach(ctx context.Context, req *as.AttachInstancesRequest) (Result, error) {
	err := g.attach(ctx, req)
	if e, ok := err.(*qerr.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable.InstancesAlreadyInAutoScalingGroup" { // WANT deadassert
		return Result{Done: true}, nil
	}
	return Result{}, err
}
