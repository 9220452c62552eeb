package main

import (
	"context"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// domainExists reports whether the domain is accelerated.
func domainExists(ctx context.Context, client *cdn.Client, name string) (bool, error) {
	request := cdn.NewDescribeDomainsRequest()
	request.Filters = []*cdn.DomainFilter{{
		Name:  common.StringPtr("domain"),
		Value: common.StringPtrs([]string{name}),
	}}
	response, err := client.DescribeDomainsWithContext(ctx, request)
	if err != nil {
		if sdkErr, ok := err.(*tcerr.TencentCloudSDKError); ok {
			// Wrong: with bad keys (AuthFailure) no domain exists either.
			switch sdkErr.Code {
			case cdn.RESOURCENOTFOUND_CDNUSERNOTEXISTS:
				return false, nil
			case cdn.INTERNALERROR_CDNDBERROR:
				return false, err
			}
			return false, nil
		}
		return false, err
	}
	return len(response.Response.Domains) > 0, nil
}
