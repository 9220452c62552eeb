// Package origin follows errors to the service that made them: each want is a
// code that the service does not have.
package origin

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	"github.com/pkg/errors"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

const cdnOnly = "ResourceNotFound.CdnHostNotExists"

func assigned(client *cvm.Client) error {
	var err error
	_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func namedResult(client *cvm.Client) (response *cvm.DescribeInstancesResponse, err error) {
	response, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		err = nil
	}
	return
}

func reassigned(client *cvm.Client, other *cdn.Client) error {
	_, err := other.DescribeDomains(cdn.NewDescribeDomainsRequest())
	if lib.Is(err, cdnOnly) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func outer(client *cvm.Client) error {
	var failure error
	err := retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, failure = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if failure != nil {
			return retry.NonRetryableError(failure)
		}
		return nil
	})
	if lib.Is(failure, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	if failure != nil {
		return failure
	}
	return err
}

func retried(client *cvm.Client) error {
	err := retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func wrapped(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err != nil {
		err = fmt.Errorf("describe: %w", err)
	}
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func withMessage(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.Is(errors.WithMessage(err, "describe"), cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func cause(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.Is(errors.Cause(err), cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func samePackage(client *cvm.Client) error {
	response, err := namedResult(client)
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	_ = response
	return err
}

func otherPackage(client *cvm.Client) error {
	err := lib.Describe(client)
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	if err != nil {
		return err
	}
	err = lib.DescribePatiently(client)
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

type service struct{ client *cvm.Client }

func (s *service) describe(ctx context.Context, request *cvm.DescribeInstancesRequest) error {
	_, err := s.client.DescribeInstancesWithContext(ctx, request)
	return err
}

func method(ctx context.Context, s *service) error {
	err := s.describe(ctx, cvm.NewDescribeInstancesRequest())
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

// The type of the request tells the service, whoever is asked.
func ask(ctx context.Context, client any, request *cvm.DescribeInstancesRequest) error { return nil }

func requestType(ctx context.Context, client any) error {
	err := ask(ctx, client, cvm.NewDescribeInstancesRequest())
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func functionValue(client *cvm.Client) error {
	do := client.DescribeInstances
	_, err := do(cvm.NewDescribeInstancesRequest())
	if lib.Is(err, cdnOnly) { // want `wrongservice: no API of cvm`
		return nil
	}
	return err
}

func goroutine(client *cvm.Client) error {
	failures := make(chan error)
	go func() {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		failures <- err
	}()
	err := <-failures
	if lib.Is(err, cdnOnly) { // not followed through channels
		return nil
	}
	return err
}

func field(s *struct{ err error }) error {
	if lib.Is(s.err, cdnOnly) {
		return nil
	}
	return s.err
}

func union(client *cvm.Client, other *cdn.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err == nil {
		_, err = other.DescribeDomains(cdn.NewDescribeDomainsRequest())
	}
	if lib.Is(err, cdnOnly) || lib.Is(err, "InvalidInstanceId.NotFound") {
		return nil
	}
	if lib.Is(err, lib.TKEOnly) { // want `wrongservice: no API of cdn or cvm`
		return nil
	}
	return err
}
