// Package network keeps networks as they were declared.
package network

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
	backoff5 "github.com/cenkalti/backoff/v5"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdk "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"

	"example.org/blind4/network/retryable"
)

// ErrConflict is given when a range is taken.
var ErrConflict = errors.New("the range is taken")

// Reconciler owns the client.
type Reconciler struct {
	api *vpc.Client
}

// EnsureVpc makes the network if it is not there.
func (r *Reconciler) EnsureVpc(ctx context.Context, name, cidr string) (string, error) {
	request := vpc.NewCreateVpcRequest()
	request.VpcName = common.StringPtr(name)
	request.CidrBlock = common.StringPtr(cidr)
	response, err := r.api.CreateVpcWithContext(ctx, request)
	if err != nil {
		code, _ := retryable.CodeOf(err)
		switch code {
		case vpc.LIMITEXCEEDED, "VpcLimitExceeded":
			return "", fmt.Errorf("no more networks in this region: %w", err)
		case "InvalidParameterValue.VpcCidrConflict":
			return "", fmt.Errorf("%w: %s", ErrConflict, cidr)
		}
		return "", err
	}
	return *response.Response.Vpc.VpcId, nil
}

// DeleteVpc removes a network once nothing lives in it.
func (r *Reconciler) DeleteVpc(ctx context.Context, id string) error {
	request := vpc.NewDeleteVpcRequest()
	request.VpcId = common.StringPtr(id)
	return retry.Do(func() error {
		_, err := r.api.DeleteVpcWithContext(ctx, request)
		if retryable.Missing(err) {
			return nil
		}
		return err
	}, retry.Context(ctx), retry.Attempts(8), retry.RetryIf(func(err error) bool {
		return retryable.InUse(err) || retryable.Transient(err)
	}))
}

// DescribeVpc reads a network.
func (r *Reconciler) DescribeVpc(ctx context.Context, id string) (*vpc.Vpc, error) {
	request := vpc.NewDescribeVpcsRequest()
	request.VpcIds = common.StringPtrs([]string{id})
	response, err := retry.DoWithData(func() (*vpc.DescribeVpcsResponse, error) {
		return r.api.DescribeVpcsWithContext(ctx, request)
	}, retry.Context(ctx), retry.RetryIf(retryable.Transient), retry.LastErrorOnly(true))
	if retryable.Is(err, "InvalidVpcId.NotFound") || retryable.Is(err, vpc.RESOURCENOTFOUND) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("describe %s: %w", id, err)
	}
	if len(response.Response.VpcSet) == 0 {
		return nil, nil
	}
	return response.Response.VpcSet[0], nil
}

// VpcDeleted polls until the network is gone.
func (r *Reconciler) VpcDeleted(ctx context.Context, id string) (bool, error) {
	request := vpc.NewDescribeVpcsRequest()
	request.VpcIds = common.StringPtrs([]string{id})
	_, err := r.api.DescribeVpcsWithContext(ctx, request)
	if retryable.Is(err, "InvalidVpcID.NotFound") { // WANT unknowncode
		return true, nil
	}
	return false, err
}

// EnsureSubnet makes a subnet.
func (r *Reconciler) EnsureSubnet(ctx context.Context, request *vpc.CreateSubnetRequest) (string, error) {
	var id string
	operation := func() error {
		response, err := r.api.CreateSubnetWithContext(ctx, request)
		if err != nil {
			return retryable.Permanent(err)
		}
		id = *response.Response.Subnet.SubnetId
		return nil
	}
	err := backoff.Retry(operation, backoff.WithContext(backoff.NewExponentialBackOff(), ctx))
	if retryable.Any(err, []string{"InvalidParameterValue.SubnetConflict", "InvalidParameterValue.SubnetOverlap", "InvalidParameterValue.SubnetRange"}) {
		return "", fmt.Errorf("%w: %s", ErrConflict, *request.CidrBlock)
	}
	return id, err
}

// DeleteSubnet removes a subnet.
func (r *Reconciler) DeleteSubnet(ctx context.Context, id string) error {
	request := vpc.NewDeleteSubnetRequest()
	request.SubnetId = common.StringPtr(id)
	_, err := r.api.DeleteSubnetWithContext(ctx, request)
	if retryable.Is(err, "InvalidParameterValue.SubnetNotExist") { // WANT wrongservice
		return nil
	}
	return err
}

// DeleteSubnetLater waits for other changes of the subnet.
func (r *Reconciler) DeleteSubnetLater(ctx context.Context, id string) error {
	request := vpc.NewDeleteSubnetRequest()
	request.SubnetId = common.StringPtr(id)
	return retry.Do(func() error {
		_, err := r.api.DeleteSubnetWithContext(ctx, request)
		return err
	}, retry.Attempts(5), retry.RetryIf(retryable.LockedOnly))
}

// RenameSubnet retries everything but what the key may not do.
func (r *Reconciler) RenameSubnet(ctx context.Context, id, name string) error {
	request := vpc.NewModifySubnetAttributeRequest()
	request.SubnetId = common.StringPtr(id)
	request.SubnetName = common.StringPtr(name)
	return retry.Do(func() error {
		_, err := r.api.ModifySubnetAttributeWithContext(ctx, request)
		return err
	}, retry.Attempts(3), retry.RetryIf(retryable.NotDenied))
}

// CountSubnets asks until the API answers.
func (r *Reconciler) CountSubnets(ctx context.Context, network string) (uint64, error) {
	request := vpc.NewDescribeSubnetsRequest()
	request.Filters = []*vpc.Filter{{Name: common.StringPtr("vpc-id"), Values: common.StringPtrs([]string{network})}}
	response, err := backoff5.Retry(ctx, func() (*vpc.DescribeSubnetsResponse, error) {
		response, err := r.api.DescribeSubnetsWithContext(ctx, request)
		if err != nil && !retryable.Transient(err) {
			return nil, backoff5.Permanent(err)
		}
		return response, err
	}, backoff5.WithMaxTries(5))
	if err != nil {
		return 0, err
	}
	return *response.Response.TotalCount, nil
}

// Routes reads the tables of a network with a backoff that knows no codes.
func (r *Reconciler) Routes(ctx context.Context, network string) ([]*vpc.RouteTable, error) {
	request := vpc.NewDescribeRouteTablesRequest()
	request.Filters = []*vpc.Filter{{Name: common.StringPtr("vpc-id"), Values: common.StringPtrs([]string{network})}}
	var tables []*vpc.RouteTable
	err := backoff.Retry(func() error {
		response, err := r.api.DescribeRouteTablesWithContext(ctx, request) // WANT retryall
		if err != nil {
			return err
		}
		tables = response.Response.RouteTableSet
		return nil
	}, backoff.WithMaxRetries(backoff.NewExponentialBackOff(), 4))
	return tables, err
}

// DeleteRoutes removes routes; unknown ones are fine, all else is tried again.
func (r *Reconciler) DeleteRoutes(ctx context.Context, request *vpc.DeleteRoutesRequest) error {
	return backoff.Retry(func() error {
		_, err := r.api.DeleteRoutesWithContext(ctx, request)
		if retryable.Is(err, "InvalidRouteId.NotFound") { // WANT missingcritical
			return nil
		}
		return err
	}, backoff.WithMaxRetries(backoff.NewConstantBackOff(time.Second), 5))
}

// ReplaceRoutes changes routes of a table.
func (r *Reconciler) ReplaceRoutes(ctx context.Context, request *vpc.ReplaceRoutesRequest) error {
	_, err := r.api.ReplaceRoutesWithContext(ctx, request)
	code, ok := retryable.CodeOf(err)
	switch {
	case !ok:
		return err
	case strings.HasPrefix(code, "UnsupportedOperation."):
		return fmt.Errorf("this route is fixed: %w", err)
	case code == "UnsupportedOperation.SystemRoute": // WANT deadtest
		return nil
	}
	return err
}

// EnsureGroup makes a security group.
func (r *Reconciler) EnsureGroup(ctx context.Context, name string) (string, error) {
	request := vpc.NewCreateSecurityGroupRequest()
	request.GroupName = common.StringPtr(name)
	request.GroupDescription = common.StringPtr("made by the reconciler")
	response, err := r.api.CreateSecurityGroupWithContext(ctx, request)
	if retryable.Is(err, "LimitExceeded.SecurityGroupQuotas") { // WANT unknowncode
		return "", fmt.Errorf("no more security groups: %w", err)
	}
	if err != nil {
		return "", err
	}
	return *response.Response.SecurityGroup.SecurityGroupId, nil
}

// DeleteGroup removes a security group.
func (r *Reconciler) DeleteGroup(ctx context.Context, id string) error {
	request := vpc.NewDeleteSecurityGroupRequest()
	request.SecurityGroupId = common.StringPtr(id)
	_, err := r.api.DeleteSecurityGroupWithContext(ctx, request)
	switch {
	case err == nil, retryable.Missing(err):
		return nil
	case retryable.InUse(err):
		return fmt.Errorf("group %s guards machines: %w", id, err)
	default:
		return err
	}
}

// AddRules adds policies; one that is there already is fine.
func (r *Reconciler) AddRules(ctx context.Context, request *vpc.CreateSecurityGroupPoliciesRequest) error {
	_, err := r.api.CreateSecurityGroupPoliciesWithContext(ctx, request)
	var e *sdk.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == vpc.UNSUPPORTEDOPERATION_DUPLICATEPOLICY {
		return nil
	}
	return err
}

// ReplaceRules replaces policies while the group changes version.
func (r *Reconciler) ReplaceRules(ctx context.Context, request *vpc.ReplaceSecurityGroupPoliciesRequest) error {
	for attempt := range 5 {
		_, err := r.api.ReplaceSecurityGroupPoliciesWithContext(ctx, request)
		if err == nil {
			return nil
		}
		if !retryable.Is(err, "UnsupportedOperation.VersionMismatch") && !retryable.Throttled(err) {
			return err
		}
		time.Sleep(time.Duration(attempt+1) * time.Second)
	}
	return fmt.Errorf("group changes all the time")
}

// RulesOf reads the policies of a group; a group that is gone has none.
func (r *Reconciler) RulesOf(ctx context.Context, id string) (*vpc.SecurityGroupPolicySet, error) {
	request := vpc.NewDescribeSecurityGroupPoliciesRequest()
	request.SecurityGroupId = common.StringPtr(id)
	response, err := r.api.DescribeSecurityGroupPoliciesWithContext(ctx, request)
	if err == nil {
		return response.Response.SecurityGroupPolicySet, nil
	}
	if e, ok := err.(*sdk.TencentCloudSDKError); ok && strings.HasSuffix(e.Code, ".NotFound") {
		return &vpc.SecurityGroupPolicySet{}, nil
	}
	return nil, err
}

// Addresses lists elastic addresses; on a failure the list is short.
func (r *Reconciler) Addresses(ctx context.Context) ([]*vpc.Address, error) {
	request := vpc.NewDescribeAddressesRequest()
	var addresses []*vpc.Address
	response, err := r.api.DescribeAddressesWithContext(ctx, request)
	if err == nil {
		addresses = response.Response.AddressSet
	} else if retryable.Throttled(err) { // WANT missingcritical
		return nil, err
	}
	return addresses, nil
}

// Release gives an address back.
func (r *Reconciler) Release(ctx context.Context, id string) error {
	request := vpc.NewReleaseAddressesRequest()
	request.AddressIds = common.StringPtrs([]string{id})
	_, err := r.api.ReleaseAddressesWithContext(ctx, request)
	if e, ok := err.(*sdk.TencentCloudSDKError); ok && strings.HasPrefix("InvalidAddressId", e.Code) { // WANT swappedargs
		return nil
	}
	return err
}

// Associate binds an address to a machine.
func (r *Reconciler) Associate(ctx context.Context, address, instance string) error {
	request := vpc.NewAssociateAddressRequest()
	request.AddressId = common.StringPtr(address)
	request.InstanceId = common.StringPtr(instance)
	_, err := r.api.AssociateAddressWithContext(ctx, request)
	switch code, _ := retryable.CodeOf(err); code {
	case "InvalidInstanceId.AlreadyBindEip":
		return fmt.Errorf("%s has an address: %w", instance, err)
	case "InvalidInstanceId.NotFound":
		return fmt.Errorf("%s is gone: %w", instance, err)
	case "InvalidAddressIdStatus.NotPermit", vpc.INVALIDADDRESSIDSTATE_INARREARS:
		return fmt.Errorf("%s cannot be bound now: %w", address, err)
	}
	return err
}

// Disassociate frees an address in every region of the list.
func (r *Reconciler) Disassociate(ctx context.Context, addresses []string) (err error) {
	for _, address := range addresses {
		request := vpc.NewDisassociateAddressRequest()
		request.AddressId = common.StringPtr(address)
		_, callErr := r.api.DisassociateAddressWithContext(ctx, request)
		if callErr != nil && !retryable.Is(callErr, "InvalidAddressId.NotFound") {
			err = errors.Join(err, fmt.Errorf("%s: %w", address, callErr))
		}
	}
	return err
}

// DropInterface deletes an elastic interface.
func (r *Reconciler) DropInterface(ctx context.Context, id string) error {
	request := vpc.NewDeleteNetworkInterfaceRequest()
	request.NetworkInterfaceId = common.StringPtr(id)
	if _, err := r.api.DeleteNetworkInterfaceWithContext(ctx, request); err != nil {
		//tcerrlint:ignore unknowncode not in the list of the service // WANT directive
		if retryable.Is(err, "InvalidNetworkInterfaceId.NotFound") {
			return nil
		}
		return err
	}
	return nil
}
