// Package trimmed calls copies of the SDK's services: their errors are those of the SDK
// whose base client they embed.
package trimmed

import (
	"context"

	cdb "example.com/everyday/trimmed/tencentcloud-sdk-go/tencentcloud/cdb/v20170320"
	clb "example.com/everyday/trimmed/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	gaap "example.com/everyday/trimmed/tencentcloud-sdk-go/tencentcloud/gaap/v20180529"

	intl "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func proxies(ctx context.Context, c *gaap.Client, r *gaap.DescribeProxiesRequest) (bool, error) {
	_, err := c.DescribeProxiesWithContext(ctx, r)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" {
		return false, nil
	}
	return err == nil, err
}

func proxiesOfTheOther(ctx context.Context, c *gaap.Client, r *gaap.DescribeProxiesRequest) (bool, error) {
	_, err := c.DescribeProxiesWithContext(ctx, r)
	if e, ok := err.(*intl.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" { // want `deadassert: .* of another edition or copy`
		return false, nil
	}
	return err == nil, err
}

func balancers(ctx context.Context, c *clb.Client, r *clb.DescribeLoadBalancersRequest) (bool, error) {
	_, err := c.DescribeLoadBalancersWithContext(ctx, r)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" { // want `deadassert: .* of another edition or copy`
		return false, nil
	}
	return err == nil, err
}

func balancersOfTheSame(ctx context.Context, c *clb.Client, r *clb.DescribeLoadBalancersRequest) (bool, error) {
	_, err := c.DescribeLoadBalancersWithContext(ctx, r)
	if e, ok := err.(*intl.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" {
		return false, nil
	}
	return err == nil, err
}

// Nothing tells what the client of a copy is made of: it is not judged.
func zones(ctx context.Context, c *cdb.Client, r *cdb.DescribeZonesRequest) (bool, error) {
	_, err := c.DescribeZonesWithContext(ctx, r)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" {
		return false, nil
	}
	return err == nil, err
}
