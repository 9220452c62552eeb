// Package v20180529 is a copy of a service of the SDK, cut down: its base client is the SDK's.
package v20180529

import (
	"context"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
)

// A Client asks gaap.
type Client struct{ common.Client }

// A DescribeProxiesRequest asks for proxies.
type DescribeProxiesRequest struct{ *tchttp.BaseRequest }

// A DescribeProxiesResponse is the answer.
type DescribeProxiesResponse struct{ *tchttp.BaseResponse }

// DescribeProxiesWithContext sends a request.
func (c *Client) DescribeProxiesWithContext(ctx context.Context, request *DescribeProxiesRequest) (*DescribeProxiesResponse, error) {
	response := &DescribeProxiesResponse{BaseResponse: &tchttp.BaseResponse{}}
	return response, c.Send(request, response)
}
