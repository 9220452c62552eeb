package wrongservice

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	antiddos "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/antiddos/v20200309"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

// Seen in terraform-provider-tencentcloud.
func associate(client *antiddos.Client, request *antiddos.AssociateDDoSEipAddressRequest) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.AssociateDDoSEipAddress(request)
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
			if e.GetCode() == "InternalError.ClusterNotFound" { // want `wrongservice: no API of antiddos answers "InternalError.ClusterNotFound": it is a code of tke`
				return nil
			}
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

func constants(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.Code {
		case cdn.INTERNALERROR_CDNDBERROR: // want `wrongservice: no API of cvm answers "InternalError.CdnDbError": it is a code of cdn`
			return errors.New("cdn")
		case lib.TKEOnly: // want `wrongservice: no API of cvm answers "InternalError.ClusterNotFound"`
			return errors.New("tke")
		case lib.InstanceGone, cvm.UNSUPPORTEDOPERATION_INSTANCESTATETERMINATING:
			return nil
		}
	}
	return err
}

func helpers(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.Is(err, "InternalError.CdnDbError") || // want `wrongservice: .*"InternalError.CdnDbError"`
		lib.IsAny(err, "InvalidInstanceId.NotFound", "InternalError.CdnSystemError") || // want `wrongservice: .*"InternalError.CdnSystemError"`
		lib.HasPrefix(err, "InternalError.Cdn") { // want `wrongservice: no API of cvm answers "InternalError.Cdn": it is a code of cdn`
		return nil
	}
	return err
}

// A test that one of the called services can satisfy is right.
func both(cvmClient *cvm.Client, cdnClient *cdn.Client, which bool) error {
	var err error
	if which {
		_, err = cvmClient.DescribeInstances(cvm.NewDescribeInstancesRequest())
	} else {
		_, err = cdnClient.DescribeDomains(cdn.NewDescribeDomainsRequest())
	}
	if lib.IsAny(err, "ResourceNotFound.CdnHostNotExists", "InvalidInstanceId.NotFound") {
		return nil
	}
	if lib.Is(err, "InternalError.ClusterNotFound") { // want `wrongservice: no API of cdn or cvm answers "InternalError.ClusterNotFound"`
		return nil
	}
	return err
}

// Of an error from who knows where nothing is claimed.
func parameter(err error) bool {
	return lib.Is(err, "InternalError.ClusterNotFound")
}

type asker interface{ Ask() error }

func unknown(a asker, ask func() error) error {
	err := a.Ask()
	if lib.Is(err, "InternalError.ClusterNotFound") {
		return nil
	}
	if err != nil {
		return err
	}
	err = ask()
	if lib.Is(err, "ResourceNotFound.CdnHostNotExists") {
		return nil
	}
	return err
}

func everyone(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch {
		case strings.HasSuffix(e.Code, "NotFound"), strings.HasPrefix(e.Code, "ClientError."), e.Code == "RequestLimitExceeded.UinLimitExceeded",
			e.Code == "DesOperation.MutexTaskRunning", e.Code == "AuthFailure.SignatureExpire", e.Code == "ServiceUnavailable":
			return errors.New("once more")
		}
	}
	return err
}

// The service's methods may be behind an interface.
type instances interface {
	DescribeInstances(*cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error)
}

func behindInterface(client instances) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.Is(err, "InternalError.CdnDbError") { // want `wrongservice: no API of cvm answers "InternalError.CdnDbError"`
		return errors.New("cdn")
	}
	return err
}
