package loadbal

import (
	"context"
	stderrors "errors"
	"fmt"
	"slices"
	"strings"
	"time"

	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.org/blind4/loadbal/internal/lberr"
	"example.org/blind4/loadbal/internal/wait"
)

// call sends a request and waits for its task.
func (s *Service) call(ctx context.Context, send func() (*string, error)) error {
	task, err := wait.Retry(ctx, lberr.Retriable, send)
	if err != nil {
		return err
	}
	return wait.Task(ctx, s.client, *task)
}

// CreateListener makes a listener.
func (s *Service) CreateListener(ctx context.Context, request *clb.CreateListenerRequest) ([]string, error) {
	var ids []string
	err := s.call(ctx, func() (*string, error) {
		response, err := s.client.CreateListenerWithContext(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, id := range response.Response.ListenerIds {
			ids = append(ids, *id)
		}
		return response.Response.RequestId, nil
	})
	if e := lberr.As(err); e != nil && e.Code == "InvalidParameter.PortCheckFailed" {
		return nil, fmt.Errorf("the port is taken: %w", err)
	}
	return ids, err
}

// DeleteListener removes a listener.
func (s *Service) DeleteListener(ctx context.Context, id, listener string) error {
	request := clb.NewDeleteListenerRequest()
	request.LoadBalancerId = common.StringPtr(id)
	request.ListenerId = common.StringPtr(listener)
	err := s.call(ctx, func() (*string, error) {
		response, err := s.client.DeleteListenerWithContext(ctx, request)
		if err != nil {
			return nil, err
		}
		return response.Response.RequestId, nil
	})
	if lberr.IsMissing(err) {
		return nil
	}
	return lberr.In("delete listener", listener, err)
}

// ListenerGone asks whether a listener was removed.
func (s *Service) ListenerGone(ctx context.Context, id, listener string) (bool, error) {
	request := clb.NewDescribeListenersRequest()
	request.LoadBalancerId = common.StringPtr(id)
	request.ListenerIds = common.StringPtrs([]string{listener})
	response, err := s.client.DescribeListenersWithContext(ctx, request)
	if e := lberr.As(err); e != nil && e.Code == "InvalidParameter.ListenerIDNotFound" { // WANT unknowncode
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return len(response.Response.Listeners) == 0, nil
}

// Register binds machines to a listener.
func (s *Service) Register(ctx context.Context, request *clb.RegisterTargetsRequest) error {
	response, err := s.client.RegisterTargetsWithContext(ctx, request)
	if err != nil {
		switch e := lberr.As(err); {
		case e != nil && strings.HasPrefix(e.Code, "LimitExceeded"):
			return fmt.Errorf("%w: %s", ErrQuota, e.Message)
		case lberr.IsMissing(err):
			return fmt.Errorf("%w: %s", ErrNotFound, *request.LoadBalancerId)
		}
		return err
	}
	return wait.Task(ctx, s.client, *response.Response.RequestId)
}

// Deregister takes machines from a listener; a machine that is not bound is fine.
func (s *Service) Deregister(ctx context.Context, request *clb.DeregisterTargetsRequest) error {
	_, err := s.client.DeregisterTargetsWithContext(ctx, request)
	if e := lberr.As(err); e != nil && slices.Contains([]string{"ResourceNotFound", "InvalidInstanceId.NotFound"}, e.Code) { // WANT wrongservice
		return nil
	}
	return err
}

// DeregisterLater tries again while the balancer is held by another task.
func (s *Service) DeregisterLater(ctx context.Context, request *clb.DeregisterTargetsRequest) error {
	for attempt := 1; ; attempt++ {
		_, err := s.client.DeregisterTargetsWithContext(ctx, request)
		if err == nil || attempt == 10 {
			return err
		}
		if !lberr.IsConcurrent(err) && !lberr.IsLimit(err) {
			return err
		}
		time.Sleep(time.Duration(attempt) * time.Second)
	}
}

// DeregisterEager tries again unless the balancer is gone.
func (s *Service) DeregisterEager(ctx context.Context, request *clb.DeregisterTargetsRequest) error {
	var err error
	for range 10 {
		_, err = s.client.DeregisterTargetsWithContext(ctx, request)
		if err == nil {
			return nil
		}
		if lberr.IsMissing(err) { // WANT missingcritical
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

// Weight changes the weight of targets.
func (s *Service) Weight(ctx context.Context, request *clb.ModifyTargetWeightRequest) error {
	_, err := s.client.ModifyTargetWeightWithContext(ctx, request)
	if err == nil {
		return nil
	}
	var e *errors.TencentCloudSDKError
	if !stderrors.As(err, &e) {
		return e // WANT typednil
	}
	return fmt.Errorf("weight: %s: %w", e.Code, err)
}

// Health reads what the balancer thinks of its targets.
func (s *Service) Health(ctx context.Context, id string) ([]*clb.LoadBalancerHealth, error) {
	request := clb.NewDescribeTargetHealthRequest()
	request.LoadBalancerIds = common.StringPtrs([]string{id})
	response, err := s.client.DescribeTargetHealthWithContext(ctx, request)
	if err != nil {
		return nil, lberr.In("health", id, err)
	}
	return response.Response.LoadBalancers, nil
}

// Healthy is false for a balancer that is gone.
func (s *Service) Healthy(ctx context.Context, id string) (bool, error) {
	health, err := s.Health(ctx, id)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "InvalidParameter.LBIdNotFound" { // WANT deadassert
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return len(health) > 0, nil
}

// DeleteRule removes a forwarding rule.
func (s *Service) DeleteRule(ctx context.Context, request *clb.DeleteRuleRequest) error {
	_, err := s.client.DeleteRuleWithContext(ctx, request)
	e := lberr.As(err)
	if e == nil {
		return err
	}
	if e.Code == "InvalidParameter.LocationNotFound" {
		return nil
	} else if strings.HasPrefix(e.Code, "FailedOperation") {
		return fmt.Errorf("rule is in use: %w", err)
	} else if e.Code == lberr.InOperating { // WANT deadtest
		return wait.Sleep(ctx, time.Second)
	}
	return err
}

// ReplaceCert gives a listener another certificate.
func (s *Service) ReplaceCert(ctx context.Context, request *clb.ReplaceCertForLoadBalancersRequest) error {
	_, err := s.client.ReplaceCertForLoadBalancersWithContext(ctx, request)
	e := lberr.As(err)
	if e != nil && (e.Code == "InvalidParameterValue" || strings.HasPrefix(e.Code, "InvalidParameterValue.")) {
		return fmt.Errorf("the certificate does not fit: %w", err)
	}
	return err
}

// Rewrite redirects a rule.
func (s *Service) Rewrite(ctx context.Context, request *clb.AutoRewriteRequest) error {
	_, err := s.client.AutoRewriteWithContext(ctx, request)
	if lberr.NewSet("InvalidParameter.RewriteAlreadyExist").Has(err) {
		return nil
	}
	return err
}

// RewriteAgain redirects a rule that another controller may redirect too.
func (s *Service) RewriteAgain(ctx context.Context, request *clb.AutoRewriteRequest) error {
	_, err := s.client.AutoRewriteWithContext(ctx, request)
	if lberr.NewSet("InvalidParameter.RewriteAlreadyExists").Has(err) { // WANT unknowncode
		return nil
	}
	return err
}
