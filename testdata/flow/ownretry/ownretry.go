// Package ownretry calls the API in retries of the program's own, here and in
// another package.
package ownretry

import (
	"context"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/ownretry/again"
	"example.com/flow/tc"
)

// retry is like again.If, in this package.
func retry(hook func(error) bool, f func() error) (err error) {
	for i := 0; i < 5; i++ {
		if err = f(); err == nil || !hook(err) {
			return err
		}
		time.Sleep(time.Second << i)
	}
	return err
}

func here(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	return retry(func(err error) bool { return tc.Code(err) != "InvalidParameterValue" }, // want `missingcritical: AuthFailure and UnauthorizedOperation`
		func() error { _, err := client.RunInstances(r); return err })
}

func hereSome(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	return retry(tc.Throttled, func() error { _, err := client.RunInstances(r); return err })
}

func there(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	return again.If(func(err error) bool { return !tc.Gone(err) }, // want `missingcritical: AuthFailure and UnauthorizedOperation`
		func() error { _, err := client.RunInstances(r); return err })
}

func thereUnless(ctx context.Context, client *cvm.Client, r *cvm.RunInstancesRequest) error {
	call := func(ctx context.Context) error {
		_, err := client.RunInstancesWithContext(ctx, r)
		return err
	}
	return again.Unless(ctx, call, func(err error) bool {
		return tc.Code(err) == "InvalidParameterValue" // want `missingcritical: AuthFailure and UnauthorizedOperation`
	})
}

func thereUnlessSome(ctx context.Context, client *cvm.Client, r *cvm.RunInstancesRequest) error {
	return again.Unless(ctx, func(ctx context.Context) error {
		_, err := client.RunInstancesWithContext(ctx, r)
		return err
	}, func(err error) bool { return !tc.Throttled(err) })
}

// The literal makes one code a success, and all others go to the retry.
func always(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return again.Always(5, func() error {
		_, err := client.TerminateInstances(r)
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return nil
		}
		return err
	})
}

func value(client *cvm.Client, r *cvm.RunInstancesRequest) (string, error) {
	return again.Value(func() (string, error) {
		resp, err := client.RunInstances(r)
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return "", nil
		}
		if err != nil {
			return "", err
		}
		return *resp.Response.RequestId, nil
	})
}

func each(client *cvm.Client, ids []string) error {
	return again.Each(ids, func(id string) error {
		r := cvm.NewTerminateInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.TerminateInstances(r)
		if tc.Gone(err) {
			return nil
		}
		return err
	})
}

func poll(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return again.Poll(func() (bool, error) {
		_, err := client.TerminateInstances(r)
		if tc.Gone(err) {
			return true, nil
		}
		return false, err
	})
}

func pollAlways(client *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	return again.Poll(func() (bool, error) {
		_, err := client.TerminateInstances(r)
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation`
			return true, nil
		}
		if err != nil {
			return false, nil
		}
		return true, nil
	})
}

func every(client *cvm.Client, r *cvm.DescribeInstancesRequest, report func(error)) {
	again.Every(time.Minute, func() error {
		_, err := client.DescribeInstances(r)
		if tc.Gone(err) {
			return nil
		}
		return err
	}, report)
}

func first(client *cvm.Client, r *cvm.DescribeInstancesRequest) (string, error) {
	return again.First(func(err error) bool { return tc.Code(err) != "InvalidParameterValue" },
		func() error { _, err := client.DescribeInstances(r); return err })
}

func retrier(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	return again.New(func(err error) bool {
		return tc.Code(err) == "InvalidParameterValue" // want `missingcritical: AuthFailure and UnauthorizedOperation`
	}).Run(func() error { _, err := client.RunInstances(r); return err })
}

func retrierOption(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	return again.New(nil, again.Fatal(func(err error) bool {
		return tc.Code(err) == "InvalidParameterValue" // want `missingcritical: AuthFailure and UnauthorizedOperation`
	})).Run(func() error { _, err := client.RunInstances(r); return err })
}

func retrierSome(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	return again.New(func(err error) bool { return !tc.Throttled(err) }).Run(func() error { _, err := client.RunInstances(r); return err })
}
