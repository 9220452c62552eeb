package practice

import (
	"context"
	"strings"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Functions that say in a struct what is to be done next: who asks for another round
// answers something else than success does.

type result struct {
	Requeue      bool
	RequeueAfter time.Duration
}

func reconcile(c *cvm.Client, r *cvm.StopInstancesRequest) (result, error) {
	_, err := c.StopInstances(r)
	switch {
	case err == nil:
		return result{}, nil
	case strings.HasPrefix(code(err), "RequestLimitExceeded"), code(err) == "InternalError":
		return result{RequeueAfter: time.Minute}, nil
	}
	return result{}, err
}

func reconcileFlag(c *cvm.Client, r *cvm.StopInstancesRequest) (result, error) {
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" {
		return result{Requeue: true}, nil
	}
	return result{}, err
}

func reconcilePointer(c *cvm.Client, r *cvm.StopInstancesRequest) (*result, error) {
	_, err := c.StopInstances(r)
	if code(err) == "InternalError" {
		return &result{RequeueAfter: time.Second}, nil
	}
	if err != nil {
		return nil, err
	}
	return &result{}, nil
}

// How long it takes is not a constant.
func reconcileIn(c *cvm.Client, r *cvm.StopInstancesRequest, pause time.Duration) (result, error) {
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" {
		return result{RequeueAfter: 2 * pause}, nil
	}
	return result{}, err
}

type plan struct {
	next result
	id   string
}

func reconcileWithin(c *cvm.Client, r *cvm.StopInstancesRequest, id string) (plan, error) {
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" {
		return plan{id: id, next: result{Requeue: true}}, nil
	}
	if err != nil {
		return plan{}, err
	}
	return plan{id: id}, nil
}

// Success asks for another round as well, or for none.
func reconcileLater(c *cvm.Client, r *cvm.DescribeInstancesRequest) (result, error) {
	response, err := c.DescribeInstances(r)
	if code(err) == "RequestLimitExceeded" {
		return result{RequeueAfter: time.Second}, nil
	}
	if err != nil {
		return result{}, err
	}
	if *response.Response.TotalCount > 0 {
		return result{RequeueAfter: time.Second}, nil
	}
	return result{}, nil
}

// Whatever else fails is tried again, too.
func reconcileAll(ctx context.Context, c *cvm.Client, r *cvm.StopInstancesRequest) (result, error) {
	_, err := c.StopInstancesWithContext(ctx, r)
	if code(err) == "InvalidInstanceId.NotFound" {
		return result{}, nil
	}
	if err != nil {
		return result{RequeueAfter: time.Minute}, nil
	}
	return result{}, nil
}

func reconcileVariable(c *cvm.Client, r *cvm.StopInstancesRequest) (result, error) {
	var next result
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" {
		next.RequeueAfter = time.Minute
		return next, nil
	}
	return next, err
}

func reconcileBare(c *cvm.Client, r *cvm.StopInstancesRequest) (next result, err error) {
	if _, err = c.StopInstances(r); code(err) == "RequestLimitExceeded" {
		next.Requeue, err = true, nil
	}
	return
}

func reconcileAdded(c *cvm.Client, r *cvm.StopInstancesRequest, strict bool) (*result, error) {
	next := &result{}
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" {
		next.RequeueAfter = time.Minute
		if strict {
			next.RequeueAfter = time.Second
		}
		return next, nil
	}
	return next, err
}

// What follows answers what success does.

func settled(c *cvm.Client, r *cvm.StopInstancesRequest) (result, error) {
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" { // want `criticalsuccess: "RequestLimitExceeded"`
		return result{}, nil
	}
	return result{}, err
}

func settledFalse(c *cvm.Client, r *cvm.StopInstancesRequest) (result, error) {
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" { // want `criticalsuccess: "RequestLimitExceeded"`
		return result{Requeue: false, RequeueAfter: 0}, nil
	}
	return result{}, err
}

func settledAlike(c *cvm.Client, r *cvm.StopInstancesRequest) (result, error) {
	_, err := c.StopInstances(r)
	if code(err) == "InternalError" { // want `criticalsuccess: "InternalError"`
		return result{RequeueAfter: time.Hour}, nil
	}
	if err != nil {
		return result{}, err
	}
	return result{RequeueAfter: time.Hour}, nil
}

func settledNamed(c *cvm.Client, r *cvm.StopInstancesRequest, id string) (plan, error) {
	_, err := c.StopInstances(r)
	if code(err) == "RequestLimitExceeded" { // want `criticalsuccess: "RequestLimitExceeded"`
		return plan{id: id}, nil
	}
	if err != nil {
		return plan{}, err
	}
	return plan{id: id}, nil
}

func settledPointer(c *cvm.Client, r *cvm.StopInstancesRequest) (*result, error) {
	_, err := c.StopInstances(r)
	if code(err) == "InternalError" { // want `criticalsuccess: "InternalError"`
		return &result{}, nil
	}
	if err != nil {
		return nil, err
	}
	return &result{}, nil
}

func settledSwallows(c *cvm.Client, r *cvm.StopInstancesRequest) (result, error) {
	_, err := c.StopInstances(r)
	if code(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		return result{}, err
	}
	return result{}, nil
}
