// Package fates is right about every code; each function was seen to be taken
// for wrong.
package fates

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	pkgerrors "github.com/pkg/errors"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/rules/lib"
)

// The error is the variable of the function around, which returns it.
func deferred(client *cvm.Client) (err error) {
	defer func() {
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
			err = nil
		}
	}()
	_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	return err
}

// After one test, success under another condition on the code.

func index(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if ok && strings.HasPrefix(e.Code, "InvalidInstanceId") {
		return err
	}
	if ok && strings.Index(e.Code, "ResourceNotFound") >= 0 {
		return nil
	}
	return err
}

func pattern(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if ok && strings.HasPrefix(e.Code, "InvalidInstanceId") {
		return err
	}
	if ok {
		if gone, _ := regexp.MatchString("NotFound$", e.Code); gone {
			return nil
		}
	}
	return err
}

func copied(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	var p *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &p) || p.Code == "InvalidInstanceId.NotFound" {
		return err
	}
	if e := *p; e.Code == "ResourceNotFound" {
		return nil
	}
	return err
}

func switchTrue(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	switch true {
	case ok && (e.Code == "InvalidHost.NotSupported" || e.Code == "InvalidInstanceId.NotFound"):
		log.Print("gone")
		return nil
	default:
		return err
	}
}

// A wrapper retries throttling.

func throttledInside(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		err := describe(client)
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable" {
			return retry.RetryableError(err)
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

func describe(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return retry.RetryableError(err)
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

// The same in another package.

func wrapped(client *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		err := lib.DescribePatiently(client)
		if lib.Is(err, "ResourceUnavailable") {
			return retry.RetryableError(err)
		}
		if err != nil {
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

// The channel of a ticker is never closed; the loop does not end in
// success, it retries.

func ticker(client *cvm.Client, ticks *time.Ticker) error {
	for range ticks.C {
		_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return err
		}
		if err == nil {
			return nil
		}
	}
	return nil
}

// An error that a closure hands to the retry comes back by the retry's
// own error, which is returned.

func outer(client *cvm.Client) error {
	var failure error
	err := retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, failure = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
		if failure != nil {
			return retry.NonRetryableError(failure)
		}
		return nil
	})
	if lib.Is(failure, "InvalidInstanceId.NotFound") {
		return nil
	}
	if lib.Is(err, "InvalidInstanceId.NotFound") {
		return nil
	}
	return err
}

// A test on the error in another wrapping is a test on the error too.

func rewrapped(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err != nil {
		err = fmt.Errorf("describe: %w", err)
	}
	if lib.Is(err, "InvalidInstanceId.NotFound") {
		return nil
	}
	if lib.Is(pkgerrors.WithMessage(err, "describe"), "InvalidInstanceId.NotFound") { // want `deadtest: `
		return nil
	}
	return err
}

// What is given to a function that answers true or false, such as yield,
// is used.

func pages(client *cvm.Client) iter.Seq2[*cvm.Instance, error] {
	return func(yield func(*cvm.Instance, error) bool) {
		for range 3 {
			response, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
			if err != nil {
				if lib.Is(err, "InvalidInstanceId.NotFound") {
					yield(nil, errors.New("gone"))
					return
				}
				yield(nil, err)
				return
			}
			for _, instance := range response.Response.InstanceSet {
				if !yield(instance, nil) {
					return
				}
			}
		}
	}
}

// What recover returns is no error that a call returned.

func recovered() (code string) {
	defer func() {
		if e, ok := recover().(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" {
			code = e.Code
		}
	}()
	panic(sdkerrors.NewTencentCloudSDKError("Own.Code", "", ""))
}
