// Package v20180317 is a copy of a service of the SDK, cut down: its base client is the international edition's.
package v20180317

import (
	"context"

	"github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common/http"
)

// A Client asks clb.
type Client struct{ common.Client }

// A DescribeLoadBalancersRequest asks for load balancers.
type DescribeLoadBalancersRequest struct{ *tchttp.BaseRequest }

// A DescribeLoadBalancersResponse is the answer.
type DescribeLoadBalancersResponse struct{ *tchttp.BaseResponse }

// DescribeLoadBalancersWithContext sends a request.
func (c *Client) DescribeLoadBalancersWithContext(ctx context.Context, request *DescribeLoadBalancersRequest) (*DescribeLoadBalancersResponse, error) {
	response := &DescribeLoadBalancersResponse{BaseResponse: &tchttp.BaseResponse{}}
	return response, c.Send(request, response)
}
