// Package loadbal gives services of a cluster a load balancer.
package loadbal

import (
	"context"
	stderrors "errors"
	"fmt"
	"log"
	"strings"
	"time"

	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.org/blind4/loadbal/internal/lberr"
	"example.org/blind4/loadbal/internal/wait"
)

// ErrNotFound is given for a balancer that is not there.
var ErrNotFound = stderrors.New("load balancer not found")

// ErrQuota is given when no more balancers may be made.
var ErrQuota = stderrors.New("load balancer quota is used up")

// Service owns load balancers.
type Service struct {
	client *clb.Client
}

// New makes a service.
func New(client *clb.Client) *Service { return &Service{client: client} }

var (
	goneCodes   = lberr.NewSet("ResourceNotFound", "InvalidParameter.LBIdNotFound")
	lockedCodes = lberr.NewSet(lberr.InCloning, lberr.InOperating)
	badNames    = []string{"InvalidParameterValue.Length", "InvalidParameter.FormatError"}
)

// Create makes a balancer and waits until it is there.
func (s *Service) Create(ctx context.Context, request *clb.CreateLoadBalancerRequest) (string, error) {
	response, err := s.client.CreateLoadBalancerWithContext(ctx, request)
	if err != nil {
		e := lberr.As(err)
		switch {
		case e == nil:
			return "", lberr.In("create", *request.LoadBalancerName, err)
		case e.Code == clb.LIMITEXCEEDED || e.Code == "ResourceInsufficient":
			return "", fmt.Errorf("%w: %s", ErrQuota, e.Message)
		case e.Code == "FailedOperation.InsufficientBalance":
			return "", fmt.Errorf("the account has no money: %w", err)
		}
		return "", lberr.In("create", *request.LoadBalancerName, err)
	}
	if err := wait.Task(ctx, s.client, *response.Response.RequestId); err != nil {
		return "", err
	}
	return *response.Response.LoadBalancerIds[0], nil
}

// CreateQuick makes a balancer and asks nothing more of the error than quota.
func (s *Service) CreateQuick(ctx context.Context, request *clb.CreateLoadBalancerRequest) error {
	_, err := s.client.CreateLoadBalancerWithContext(ctx, request)
	if e := lberr.As(err); e != nil && e.Code == "LimitExceeded.LoadBalancerQuotas" { // WANT unknowncode
		return ErrQuota
	}
	return err
}

// Get reads a balancer.
func (s *Service) Get(ctx context.Context, id string) (*clb.LoadBalancer, error) {
	request := clb.NewDescribeLoadBalancersRequest()
	request.LoadBalancerIds = common.StringPtrs([]string{id})
	response, err := wait.Retry(ctx, lberr.Retriable, func() (*clb.DescribeLoadBalancersResponse, error) {
		return s.client.DescribeLoadBalancersWithContext(ctx, request)
	})
	if goneCodes.Has(err) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, lberr.In("get", id, err)
	}
	if len(response.Response.LoadBalancerSet) == 0 {
		return nil, ErrNotFound
	}
	return response.Response.LoadBalancerSet[0], nil
}

// Exists asks whether a balancer is there.
func (s *Service) Exists(ctx context.Context, id string) (bool, error) {
	if _, err := s.Get(ctx, id); err != nil {
		if stderrors.Is(err, ErrNotFound) {
			return false, nil
		}
		return false, err
	}
	return true, nil
}

// Delete removes a balancer.
func (s *Service) Delete(ctx context.Context, id string) error {
	request := clb.NewDeleteLoadBalancerRequest()
	request.LoadBalancerIds = common.StringPtrs([]string{id})
	response, err := s.client.DeleteLoadBalancerWithContext(ctx, request)
	if lberr.IsMissing(err) {
		return nil
	}
	if err != nil {
		return lberr.In("delete", id, err)
	}
	return wait.Task(ctx, s.client, *response.Response.RequestId)
}

// DeleteLocked removes a balancer that other tasks may hold.
func (s *Service) DeleteLocked(ctx context.Context, id string) error {
	request := clb.NewDeleteLoadBalancerRequest()
	request.LoadBalancerIds = common.StringPtrs([]string{id})
	_, err := wait.Retry(ctx, lockedCodes.Has, func() (*clb.DeleteLoadBalancerResponse, error) { // WANT missingcritical
		return s.client.DeleteLoadBalancerWithContext(ctx, request)
	})
	return err
}

// DeleteAll removes balancers and goes on after one that fails.
func (s *Service) DeleteAll(ctx context.Context, ids []string) error {
	var all error
	for _, id := range ids {
		if err := s.Delete(ctx, id); err != nil {
			log.Printf("delete %s: %v", id, err)
			all = stderrors.Join(all, err)
		}
	}
	return all
}

// Rename gives a balancer another name.
func (s *Service) Rename(ctx context.Context, id, name string) error {
	request := clb.NewModifyLoadBalancerAttributesRequest()
	request.LoadBalancerId = common.StringPtr(id)
	request.LoadBalancerName = common.StringPtr(name)
	_, err := s.client.ModifyLoadBalancerAttributesWithContext(ctx, request)
	if e := lberr.As(err); e != nil {
		for _, code := range badNames {
			if e.Code == code {
				return fmt.Errorf("%q is no name for a load balancer: %w", name, err)
			}
		}
	}
	return err
}

// SetSecurityGroups binds security groups to a balancer.
func (s *Service) SetSecurityGroups(ctx context.Context, id string, groups []string) error {
	request := clb.NewSetLoadBalancerSecurityGroupsRequest()
	request.LoadBalancerId = common.StringPtr(id)
	request.SecurityGroups = common.StringPtrs(groups)
	_, err := s.client.SetLoadBalancerSecurityGroupsWithContext(ctx, request)
	var e *errors.TencentCloudSDKError
	if stderrors.As(err, &e) && e.Code == "InvalidSecurityGroupID.NotFound" { // WANT wrongservice
		return fmt.Errorf("one of %v is gone: %w", groups, err)
	}
	return err
}

// Cleanup removes a balancer at the end of a test run.
func (s *Service) Cleanup(ctx context.Context, id string) error {
	request := clb.NewDeleteLoadBalancerRequest()
	request.LoadBalancerIds = common.StringPtrs([]string{id})
	_, err := s.client.DeleteLoadBalancerWithContext(ctx, request)
	switch e := lberr.As(err); {
	case e == nil:
		return err
	case e.Code == "UnauthorizedOperation": // WANT criticalsuccess
		return nil
	case e.Code == "InvalidParameter.LBIdNotFound":
		return nil
	}
	return err
}

// Tagged lists balancers with a tag.
func (s *Service) Tagged(ctx context.Context, key, value string) ([]*clb.LoadBalancer, error) {
	request := clb.NewDescribeLoadBalancersRequest()
	request.Filters = []*clb.Filter{{Name: common.StringPtr("tag:" + key), Values: common.StringPtrs([]string{value})}}
	response, err := s.client.DescribeLoadBalancersWithContext(ctx, request)
	if err != nil {
		if _, ok := err.(*errors.TencentCloudSDKError); ok {
			return nil, fmt.Errorf("list: %w", err)
		}
		return nil, err
	}
	return response.Response.LoadBalancerSet, nil
}

// Orphans lists balancers that nobody owns; an account without any is fine.
func (s *Service) Orphans(ctx context.Context) ([]string, error) {
	request := clb.NewDescribeLoadBalancersRequest()
	response, err := s.client.DescribeLoadBalancersWithContext(ctx, request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code != "ResourceNotFound" { // WANT dropped
		return nil, err
	}
	var ids []string
	if response != nil && response.Response != nil {
		for _, balancer := range response.Response.LoadBalancerSet {
			if len(balancer.Tags) == 0 {
				ids = append(ids, *balancer.LoadBalancerId)
			}
		}
	}
	return ids, nil
}

// ReleaseTask waits for a task, whatever the API says meanwhile.
func (s *Service) ReleaseTask(ctx context.Context, id string) error {
	request := clb.NewDeleteLoadBalancerListenersRequest()
	request.LoadBalancerId = common.StringPtr(id)
	return wait.Eventually(ctx, 20, func() error {
		_, err := s.client.DeleteLoadBalancerListenersWithContext(ctx, request) // WANT retryall
		return err
	})
}

// describe is a message for the event of the service.
func describe(err error) string {
	e := lberr.As(err)
	if e == nil {
		return "the cloud did not answer"
	}
	if strings.HasPrefix(e.Code, "AuthFailure.") { // WANT partialcategory
		return "the key of the controller is wrong"
	}
	return fmt.Sprintf("%s (%s)", e.Message, e.RequestId)
}

// Report logs why a service has no balancer.
func (s *Service) Report(ctx context.Context, id string) error {
	_, err := s.Get(ctx, id)
	if err != nil {
		log.Printf("%s: %s", id, describe(err))
	}
	return err
}

// Price asks what a balancer would cost; throttled requests are asked again.
func (s *Service) Price(ctx context.Context, request *clb.InquiryPriceCreateLoadBalancerRequest) (*clb.Price, error) {
	for {
		response, err := s.client.InquiryPriceCreateLoadBalancerWithContext(ctx, request)
		if err == nil {
			return response.Response.Price, nil
		}
		e, ok := stderrors.AsType[*errors.TencentCloudSDKError](err)
		if !ok || e.Code != "RequestLimitExceeded" { // WANT partialcategory
			return nil, err
		}
		time.Sleep(time.Second)
	}
}
