// Package rpc is the service by which other teams buy machines and networks.
// The status type is that of our RPC library, cut down.
package rpc

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	backoff "github.com/cenkalti/backoff/v5"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	txerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"
)

type StatusCode string

const (
	OK                 StatusCode = "OK"
	NotFound           StatusCode = "NotFound"
	AlreadyExists      StatusCode = "AlreadyExists"
	PermissionDenied   StatusCode = "PermissionDenied"
	ResourceExhausted  StatusCode = "ResourceExhausted"
	FailedPrecondition StatusCode = "FailedPrecondition"
	Unavailable        StatusCode = "Unavailable"
	Internal           StatusCode = "Internal"
)

// Status is an error with a code of our own.
type Status struct {
	Code  StatusCode
	Msg   string
	cause error
}

func (s *Status) Error() string { return string(s.Code) + ": " + s.Msg }

func (s *Status) Unwrap() error { return s.cause }

func status(c StatusCode, err error) error {
	return &Status{Code: c, Msg: err.Error(), cause: err}
}

// convert is called by each method at its end.
func convert(err error) error {
	if err == nil {
		return nil
	}
	var own *Status
	if errors.As(err, &own) {
		return err
	}
	var e *txerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return status(Internal, err)
	}
	head, tail, _ := strings.Cut(e.Code, ".")
	switch head {
	case "AuthFailure", "UnauthorizedOperation":
		return status(PermissionDenied, err)
	case "RequestLimitExceeded", "LimitExceeded", "ResourceInsufficient", "ResourcesSoldOut":
		return status(ResourceExhausted, err)
	case "ResourceNotFound":
		return status(NotFound, err)
	case "ClientError", "InternalError", "InternalServerError":
		return status(Unavailable, err)
	}
	switch tail {
	case "NotFound":
		return status(NotFound, err)
	case "Duplicate":
		return status(AlreadyExists, err)
	}
	return status(Internal, err)
}

type Service struct {
	cvm *cvm.Client
	vpc *vpc.Client
}

func (s *Service) GetInstance(ctx context.Context, id string) (*cvm.Instance, error) {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = []*string{&id}
	resp, err := s.cvm.DescribeInstancesWithContext(ctx, req)
	if err != nil {
		return nil, convert(err)
	}
	if len(resp.Response.InstanceSet) == 0 {
		return nil, &Status{Code: NotFound, Msg: id}
	}
	return resp.Response.InstanceSet[0], nil
}

func (s *Service) HasInstance(ctx context.Context, id string) (bool, error) {
	_, err := s.GetInstance(ctx, id)
	var st *Status
	if errors.As(err, &st) && st.Code == NotFound {
		return false, nil
	}
	return err == nil, err
}

func (s *Service) OldHasInstance(ctx context.Context, id string) (bool, error) {
	_, err := s.GetInstance(ctx, id)
	var e *txerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return false, nil
	}
	return err == nil, err
}

func (s *Service) StopInstance(ctx context.Context, id string) error {
	req := cvm.NewStopInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := s.cvm.StopInstancesWithContext(ctx, req)
	var e *txerr.TencentCloudSDKError
	if errors.As(err, &e) && strings.HasPrefix(e.Code, "UnsupportedOperation.InstanceState") {
		return status(FailedPrecondition, err)
	}
	return convert(err)
}

// ResizeInstance repeats while the machine is busy.
func (s *Service) ResizeInstance(ctx context.Context, id, kind string) error {
	req := cvm.NewResetInstancesTypeRequest()
	req.InstanceIds, req.InstanceType = []*string{&id}, &kind
	_, err := backoff.Retry(ctx, func() (*cvm.ResetInstancesTypeResponse, error) {
		resp, err := s.cvm.ResetInstancesTypeWithContext(ctx, req)
		var e *txerr.TencentCloudSDKError
		if errors.As(err, &e) {
			switch {
			case e.Code == "OperationDenied.InstanceOperationInProgress",
				strings.HasPrefix(e.Code, "RequestLimitExceeded"):
				return nil, err
			}
		}
		if err != nil {
			return nil, backoff.Permanent(err)
		}
		return resp, nil
	}, backoff.WithMaxTries(8))
	return convert(err)
}

// RenameInstance repeats, too.
func (s *Service) RenameInstance(ctx context.Context, id, name string) error {
	req := cvm.NewModifyInstancesAttributeRequest()
	req.InstanceIds, req.InstanceName = []*string{&id}, &name
	_, err := backoff.Retry(ctx, func() (bool, error) {
		_, err := s.cvm.ModifyInstancesAttributeWithContext(ctx, req)
		if e, ok := err.(*txerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceName.TooLong" { // WANT missingcritical
			return false, backoff.Permanent(err)
		}
		return true, err
	}, backoff.WithMaxTries(8))
	return err
}

// WaitRunning polls the state.
func (s *Service) WaitRunning(ctx context.Context, id string) error {
	return wait.PollUntilContextTimeout(ctx, 3*time.Second, 5*time.Minute, true, func(ctx context.Context) (bool, error) {
		in, err := s.GetInstance(ctx, id)
		var st *Status
		switch {
		case errors.As(err, &st) && (st.Code == Unavailable || st.Code == ResourceExhausted):
			return false, nil
		case err != nil:
			return false, err
		}
		return *in.InstanceState == "RUNNING", nil
	})
}

// WaitGone polls until it is not there any more.
func (s *Service) WaitGone(ctx context.Context, id string) error {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = []*string{&id}
	tick := time.NewTicker(3 * time.Second)
	defer tick.Stop()
	for range tick.C {
		resp, err := s.cvm.DescribeInstancesWithContext(ctx, req)
		if err != nil {
			if e, ok := err.(*txerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // WANT missingcritical
				return nil
			}
			continue
		}
		if len(resp.Response.InstanceSet) == 0 {
			return nil
		}
	}
	return nil
}

func (s *Service) CreateSubnet(ctx context.Context, net, cidr string) (string, error) {
	req := vpc.NewCreateSubnetRequest()
	req.VpcId, req.CidrBlock = &net, &cidr
	resp, err := s.vpc.CreateSubnetWithContext(ctx, req)
	if e, ok := err.(*txerr.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidParameterValue.SubnetConflict":
			return "", status(AlreadyExists, err)
		case "InvalidParameterValue.SubnetRanges": // WANT unknowncode
			return "", status(FailedPrecondition, err)
		case "ResourceInsufficient.CloudDiskSoldOut": // WANT wrongservice
			return "", status(ResourceExhausted, err)
		}
	}
	if err != nil {
		return "", convert(err)
	}
	return *resp.Response.Subnet.SubnetId, nil
}

func (s *Service) DeleteSubnet(ctx context.Context, id string) error {
	req := vpc.NewDeleteSubnetRequest()
	req.SubnetId = &id
	_, err := s.vpc.DeleteSubnetWithContext(ctx, req)
	if is(err, "ResourceNotFound", "InvalidVpcId.NotFound") {
		return nil
	}
	return convert(err)
}

func (s *Service) DeleteNet(ctx context.Context, id string) error {
	req := vpc.NewDeleteVpcRequest()
	req.VpcId = &id
	_, err := s.vpc.DeleteVpcWithContext(ctx, req)
	if is(err, "InvalidVpcID.NotFound") { // WANT unknowncode
		return nil
	}
	return convert(err)
}

// is works on any error with a field Code, ours included.
//
//tcerrlint:codes kinds
func is(err error, kinds ...string) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.Indirect(reflect.ValueOf(err))
		if v.Kind() != reflect.Struct {
			continue
		}
		f := v.FieldByName("Code")
		for _, k := range kinds {
			if f.IsValid() && f.String() == k {
				return true
			}
		}
	}
	return false
}

// worst gives the most serious of the codes.
//
//tcerrlint:codes code // WANT directive
func worst(err error, ranks map[string]int) int {
	var e *txerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return ranks[e.Code]
	}
	return -1
}

// grade sorts codes for the bill.
//
//tcerrlint:codes name // WANT directive
func grade(name string) int {
	if strings.HasPrefix(name, "LimitExceeded") {
		return 1
	}
	return 0
}

// Peer links two networks and says whether the link is new.
func (s *Service) Peer(ctx context.Context, from, to string) (bool, error) {
	req := vpc.NewCreateVpcPeeringConnectionRequest()
	req.SourceVpcId, req.DestinationVpcId = &from, &to
	_, err := s.vpc.CreateVpcPeeringConnectionWithContext(ctx, req)
	e, ok := err.(*txerr.TencentCloudSDKError)
	switch {
	case ok && e.Code == "UnauthorizedOperation.VpcPeerCidrConflict":
		return false, status(FailedPrecondition, err)
	case ok && strings.HasPrefix(e.Code, "LimitExceeded.VpcPeer"):
		return false, status(ResourceExhausted, err)
	case ok && e.Code == "LimitExceeded.VpcPeerTotalLimitExceeded": // WANT deadtest
		return false, fmt.Errorf("ask for more: %w", err)
	}
	return err == nil, convert(err)
}

// Route adds a route and forgets about one that is there.
func (s *Service) Route(ctx context.Context, table string, r *vpc.Route) error {
	req := vpc.NewCreateRoutesRequest()
	req.RouteTableId, req.Routes = &table, []*vpc.Route{r}
	_, err := s.vpc.CreateRoutesWithContext(ctx, req)
	if err != nil {
		e, ok := err.(*txerr.TencentCloudSDKError)
		if ok {
			if e.Code == "InvalidParameterValue.Duplicate" { // WANT dropped
				return nil
			}
			return convert(err)
		}
	}
	return nil
}

// Gateway is nil for networks that have none.
func (s *Service) Gateway(ctx context.Context, id string) (*vpc.NatGateway, error) {
	req := vpc.NewDescribeNatGatewaysRequest()
	req.NatGatewayIds = common.StringPtrs([]string{id})
	resp, err := s.vpc.DescribeNatGatewaysWithContext(ctx, req)
	if e, ok := err.(*txerr.TencentCloudSDKError); ok && strings.Contains(e.Message, "AuthFailure") { // WANT textmatch
		return nil, status(PermissionDenied, err)
	}
	if err != nil {
		return nil, convert(err)
	}
	if len(resp.Response.NatGatewaySet) == 0 {
		return nil, nil
	}
	return resp.Response.NatGatewaySet[0], nil
}
