// Package v20170320 is a copy of a service of the SDK, cut down: the client of the SDK stands behind it.
package v20170320

import (
	"context"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// A Client asks on behalf of another.
type Client struct{ Behind *cvm.Client }

// A DescribeZonesRequest asks for zones.
type DescribeZonesRequest = cvm.DescribeZonesRequest

// DescribeZonesWithContext sends a request.
func (c *Client) DescribeZonesWithContext(ctx context.Context, request *DescribeZonesRequest) (*cvm.DescribeZonesResponse, error) {
	return c.Behind.DescribeZonesWithContext(ctx, request)
}
