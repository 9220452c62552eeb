package provider

import (
	"errors"
	"fmt"
	"log"
	"strings"

	as "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/as/v20180419"
	cdb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdb/v20170320"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcErr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"
	tke "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tke/v20180525"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
)

// state is what we keep of a resource.
type state struct {
	id   string
	attr map[string]string
}

func (s *state) forget() { s.id = "" }

type meta struct {
	cvm   *cvm.Client
	vpc   *vpc.Client
	tke   *tke.Client
	as    *as.Client
	cdb   *cdb.Client
	redis *redis.Client
}

func instanceCreate(s *state, m *meta) error {
	req := cvm.NewRunInstancesRequest()
	req.InstanceType = common.StringPtr(s.attr["type"])
	req.ImageId = common.StringPtr(s.attr["image"])
	var resp *cvm.RunInstancesResponse
	err := retry(writeTimeout, func() *RetryError {
		var e error
		resp, e = m.cvm.RunInstances(req)
		if e != nil {
			var sdk *tcErr.TencentCloudSDKError
			if errors.As(e, &sdk) && strings.HasPrefix(sdk.Code, "ResourceInsufficient") {
				return nonRetryable(fmt.Errorf("the zone is sold out: %w", e))
			}
			return retryError(e, "ResourcesSoldOut.EipInsufficient")
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.id = *resp.Response.InstanceIdSet[0]
	return nil
}

func instanceRead(s *state, m *meta) error {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = []*string{&s.id}
	return retry(readTimeout, func() *RetryError {
		resp, err := m.cvm.DescribeInstances(req)
		if err != nil {
			if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
				s.forget()
				return nil
			}
			return retryError(err)
		}
		if len(resp.Response.InstanceSet) == 0 {
			s.forget()
		}
		return nil
	})
}

func instanceUpdateType(s *state, m *meta) error {
	req := cvm.NewResetInstancesTypeRequest()
	req.InstanceIds = []*string{&s.id}
	req.InstanceType = common.StringPtr(s.attr["type"])
	return retry(writeTimeout, func() *RetryError {
		_, err := m.cvm.ResetInstancesType(req)
		if err != nil {
			if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceType.Malformed" { // WANT missingcritical
				return nonRetryable(err)
			}
			return retryable(err)
		}
		return nil
	})
}

func instanceDelete(s *state, m *meta) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = []*string{&s.id}
	return retry(writeTimeout, func() *RetryError {
		_, err := m.cvm.TerminateInstances(req)
		if err == nil {
			return nil
		}
		e, ok := err.(*tcErr.TencentCloudSDKError)
		if ok && e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		if ok && e.Code == "InvalidInstanceState.Terminating" { // WANT unknowncode
			return nil
		}
		return retryError(err, "OperationDenied.InstanceOperationInProgress", "MutexOperation")
	})
}

func keyPairDelete(s *state, m *meta) error {
	req := cvm.NewDeleteKeyPairsRequest()
	req.KeyIds = []*string{&s.id}
	return retry(writeTimeout, func() *RetryError {
		_, err := m.cvm.DeleteKeyPairs(req)
		if isExpected(err, []string{"KeyPairNotFound", "InvalidKeyPairId.NotFound"}) {
			return nil
		}
		if err != nil {
			return retryError(err)
		}
		return nil
	})
}

func keyPairImport(s *state, m *meta) error {
	req := cvm.NewImportKeyPairRequest()
	req.KeyName, req.PublicKey = common.StringPtr(s.attr["name"]), common.StringPtr(s.attr["key"])
	resp, err := m.cvm.ImportKeyPair(req)
	if isExpected(err, []string{"InvalidKeyPairName.Duplicated"}) { // WANT unknowncode
		return errors.New("a key pair of this name exists, import it into the state")
	}
	if err != nil {
		return err
	}
	s.id = *resp.Response.KeyId
	return nil
}

func vpcDelete(s *state, m *meta) error {
	req := vpc.NewDeleteVpcRequest()
	req.VpcId = &s.id
	return retry(writeTimeout, func() *RetryError {
		if _, err := m.vpc.DeleteVpc(req); err != nil {
			e, ok := err.(*tcErr.TencentCloudSDKError)
			switch {
			case ok && e.Code == vpc.RESOURCENOTFOUND:
				return nil
			case ok && e.Code == vpc.INVALIDVPCID_NOTFOUND:
				return nil
			case ok && e.Code == vpc.RESOURCEINUSE:
				return retryable(err)
			}
			return retryError(err)
		}
		return nil
	})
}

func subnetDelete(s *state, m *meta) error {
	req := vpc.NewDeleteSubnetRequest()
	req.SubnetId = &s.id
	return retry(writeTimeout, func() *RetryError {
		_, err := m.vpc.DeleteSubnet(req)
		if err == nil {
			return nil
		}
		if e, ok := err.(*tcErr.TencentCloudSDKError); ok {
			if e.Code == "ResourceNotFound" {
				return nil
			}
			if e.Code == "RequestLimitExceeded" { // WANT partialcategory
				return retryable(err)
			}
		}
		return nonRetryable(err)
	})
}

func routeTableRead(s *state, m *meta) error {
	req := vpc.NewDescribeRouteTablesRequest()
	req.RouteTableIds = []*string{&s.id}
	resp, err := m.vpc.DescribeRouteTables(req)
	if err != nil {
		if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "InternalError.ModuleError" { // WANT criticalsuccess
			return nil
		}
		return err
	}
	if len(resp.Response.RouteTableSet) == 0 {
		s.forget()
	}
	return nil
}

func securityGroupDelete(s *state, m *meta) error {
	req := vpc.NewDeleteSecurityGroupRequest()
	req.SecurityGroupId = &s.id
	return attempt(func() error {
		_, err := m.vpc.DeleteSecurityGroup(req)
		if isExpected(err, []string{"ResourceNotFound", "InvalidSecurityGroupID.NotFound"}) {
			return nil
		}
		return err
	})
}

func securityGroupRead(s *state, m *meta) error {
	req := vpc.NewDescribeSecurityGroupsRequest()
	req.SecurityGroupIds = []*string{&s.id}
	return attempt(func() error {
		_, err := m.vpc.DescribeSecurityGroups(req)
		if isExpected(err, []string{"InvalidSecurityGroupId.NotFound"}) { // WANT wrongservice
			s.forget()
			return nil
		}
		return err
	})
}

func natDelete(s *state, m *meta) error {
	req := vpc.NewDeleteNatGatewayRequest()
	req.NatGatewayId = &s.id
	err := attempt(func() error {
		_, err := m.vpc.DeleteNatGateway(req)
		return err
	})
	e, ok := err.(*tcErr.TencentCloudSDKError)
	if ok && strings.HasSuffix(e.Code, "ResourceNotFound") {
		return nil
	}
	return err
}

func eniDelete(s *state, m *meta) error {
	req := vpc.NewDeleteNetworkInterfaceRequest()
	req.NetworkInterfaceId = &s.id
	for i := 0; i < 20; i++ {
		_, err := m.vpc.DeleteNetworkInterface(req)
		if err == nil {
			return nil
		}
		e, ok := err.(*tcErr.TencentCloudSDKError)
		if !ok {
			return err
		}
		if e.Code == "InvalidNetworkInterfaceId.NotFound" {
			return nil
		}
		if e.Code == "UnsupportedOperation.InvalidState" || isBusy(err) {
			sleep(i)
			continue
		}
		return err
	}
	return errors.New("the interface is still attached")
}

func clusterRead(s *state, m *meta) error {
	req := tke.NewDescribeClustersRequest()
	req.ClusterIds = []*string{&s.id}
	resp, err := m.tke.DescribeClusters(req)
	if err != nil {
		if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "InternalError.ClusterNotFound" {
			s.forget()
			return nil
		}
		return err
	}
	if *resp.Response.TotalCount == 0 {
		s.forget()
	}
	return nil
}

func clusterDelete(s *state, m *meta) error {
	req := tke.NewDeleteClusterRequest()
	req.ClusterId, req.InstanceDeleteMode = &s.id, common.StringPtr("terminate")
	return attempt(func() error {
		_, err := m.tke.DeleteCluster(req)
		if isExpected(err, []string{"ClusterNotFound"}) {
			return nil
		}
		return err
	})
}

func clusterEndpoint(s *state, m *meta) error {
	req := tke.NewCreateClusterEndpointRequest()
	req.ClusterId = &s.id
	_, err := m.tke.CreateClusterEndpoint(req)
	if e, ok := err.(*tcErr.TencentCloudSDKError); ok && strings.Contains("ResourceInUse", e.Code) { // WANT swappedargs
		return nil
	}
	return err
}

func nodePoolDelete(s *state, m *meta) error {
	req := tke.NewDeleteClusterNodePoolRequest()
	req.ClusterId, req.NodePoolIds = common.StringPtr(s.attr["cluster"]), []*string{&s.id}
	_, err := m.tke.DeleteClusterNodePool(req)
	if e, ok := err.(*tcErr.TencentCloudSDKError); ok {
		if e.Code == "ResourceNotFound.ClusterNotFound" { // WANT dropped
			return nil
		}
		return err
	}
	log.Printf("node pool %s deleted", s.id)
	return nil
}

func nodePoolRead(s *state, m *meta) error {
	req := tke.NewDescribeClusterNodePoolDetailRequest()
	req.ClusterId, req.NodePoolId = common.StringPtr(s.attr["cluster"]), &s.id
	_, err := m.tke.DescribeClusterNodePoolDetail(req)
	if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.AutoScalingGroupNotFound" { // WANT wrongservice
		s.forget()
		return nil
	}
	return err
}

func scalingGroupRead(s *state, m *meta) error {
	req := as.NewDescribeAutoScalingGroupsRequest()
	req.AutoScalingGroupIds = []*string{&s.id}
	return retry(readTimeout, func() *RetryError {
		resp, err := m.as.DescribeAutoScalingGroups(req)
		if err != nil {
			if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.AutoScalingGroupNotFound" {
				s.forget()
				return nil
			}
			return retryError(err, as.INTERNALERROR_CALLVPCERROR, as.INTERNALERROR_CALLLBERROR)
		}
		if *resp.Response.TotalCount == 0 {
			s.forget()
		}
		return nil
	})
}

func scalingGroupDelete(s *state, m *meta) error {
	req := as.NewDeleteAutoScalingGroupRequest()
	req.AutoScalingGroupId = &s.id
	return retry(writeTimeout, func() *RetryError {
		_, err := m.as.DeleteAutoScalingGroup(req)
		if err != nil {
			e, ok := err.(*tcErr.TencentCloudSDKError)
			if ok && (e.Code == "ResourceInUse.ActivityInProgress" || e.Code == "ResourceInUse.InstanceInGroup") { // WANT missingcritical
				return retryable(err)
			}
			return nonRetryable(err)
		}
		return nil
	})
}

func launchConfigDelete(s *state, m *meta) error {
	req := as.NewDeleteLaunchConfigurationRequest()
	req.LaunchConfigurationId = &s.id
	return attempt(func() error {
		_, err := m.as.DeleteLaunchConfiguration(req)
		if isExpected(err, []string{"LaunchConfigurationIdNotFound"}) {
			return nil
		}
		return err
	})
}

func lifecycleHookRead(s *state, m *meta) error {
	req := as.NewDescribeLifecycleHooksRequest()
	req.LifecycleHookIds = []*string{&s.id}
	_, err := m.as.DescribeLifecycleHooks(req)
	if isExpected(err, []string{"ResourceNotFound.LifecycleHookNotFounds"}) { // WANT unknowncode
		s.forget()
		return nil
	}
	return err
}

func mysqlRead(s *state, m *meta) error {
	req := cdb.NewDescribeDBInstancesRequest()
	req.InstanceIds = []*string{&s.id}
	return retry(readTimeout, func() *RetryError {
		_, err := m.cdb.DescribeDBInstances(req)
		if err != nil {
			e, ok := err.(*tcErr.TencentCloudSDKError)
			if ok && e.Code == "InternalError.DatabaseAccessError" { // WANT criticalsuccess
				return nil
			}
			return retryError(err)
		}
		return nil
	})
}

func mysqlIsolate(s *state, m *meta) error {
	req := cdb.NewIsolateDBInstanceRequest()
	req.InstanceId = &s.id
	err := attempt(func() error {
		_, err := m.cdb.IsolateDBInstance(req)
		return err
	})
	if isExpected(err, []string{"InstanceNotFoundError"}) {
		return nil
	}
	return err
}

func mysqlAccount(s *state, m *meta) error {
	req := cdb.NewDeleteAccountsRequest()
	req.InstanceId = &s.id
	_, err := m.cdb.DeleteAccounts(req)
	if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "InvalidParameterValue.UserNotExistsError" { // WANT unknowncode
		return nil
	}
	return err
}

func mysqlRestart(s *state, m *meta) error {
	req := cdb.NewRestartDBInstancesRequest()
	req.InstanceIds = []*string{&s.id}
	return retry(writeTimeout, func() *RetryError {
		if _, err := m.cdb.RestartDBInstances(req); err != nil { // WANT retryall
			return retryable(err)
		}
		return nil
	})
}

func redisRead(s *state, m *meta) error {
	req := redis.NewDescribeInstancesRequest()
	req.InstanceId = &s.id
	resp, err := m.redis.DescribeInstances(req)
	if e, ok := err.(*tcErr.TencentCloudSDKError); ok && (e.Code == redis.RESOURCENOTFOUND_INSTANCENOTEXISTS || e.Code == redis.RESOURCENOTFOUND_INSTANCENOTFOUND) {
		s.forget()
		return nil
	}
	if err != nil {
		return err
	}
	if *resp.Response.TotalCount == 0 {
		s.forget()
	}
	return nil
}

func redisDestroy(s *state, m *meta) error {
	req := redis.NewDestroyPostpaidInstanceRequest()
	req.InstanceId = &s.id
	return retry(writeTimeout, func() *RetryError {
		_, err := m.redis.DestroyPostpaidInstance(req)
		if err == nil {
			return nil
		}
		if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.InstanceNotExits" { // WANT unknowncode
			return nil
		}
		return retryError(err, "ResourceInUse.InstanceBeenLocked", "ResourceUnavailable.InstanceStateError")
	})
}

func redisPassword(s *state, m *meta) error {
	req := redis.NewResetPasswordRequest()
	req.InstanceId, req.Password = &s.id, common.StringPtr(s.attr["password"])
	return retry(writeTimeout, func() *RetryError {
		_, err := m.redis.ResetPassword(req)
		if e, ok := err.(*tcErr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.InstanceNotFoundError" { // WANT wrongservice
			return nil
		}
		if err != nil {
			return retryError(err, redis.RESOURCEUNAVAILABLE_INSTANCESTATEERROR)
		}
		return nil
	})
}

func redisState(s *state, m *meta) error {
	req := redis.NewDescribeInstancesRequest()
	req.InstanceId = &s.id
	return poll(writeTimeout, func() (string, error) {
		resp, err := m.redis.DescribeInstances(req)
		if err != nil {
			return "", err
		}
		if len(resp.Response.InstanceSet) == 0 {
			return "gone", nil
		}
		return fmt.Sprint(*resp.Response.InstanceSet[0].Status), nil
	}, "2", "gone")
}
