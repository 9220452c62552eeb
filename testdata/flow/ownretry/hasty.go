package ownretry

import (
	"errors"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// until tries until a time that was set before.
func until(limit time.Duration, f func() error) error {
	begin := time.Now()
	for {
		err := f()
		if err == nil || time.Since(begin) > limit {
			return err
		}
		time.Sleep(time.Second)
	}
}

// unlessAtOnce gives up where a round was short: what is refused is refused at once.
func unlessAtOnce(f func() error) error {
	for range 5 {
		begin := time.Now()
		err := f()
		if err == nil {
			return nil
		}
		if elapsed := time.Since(begin); elapsed < 10*time.Millisecond {
			return err
		}
		time.Sleep(time.Second)
	}
	return errors.New("five times")
}

func stopUntil(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	return until(time.Minute, func() error {
		_, err := client.StopInstances(r)
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return nil
		}
		return err
	})
}

func stopUnlessAtOnce(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	return unlessAtOnce(func() error {
		_, err := client.StopInstances(r)
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return err
	})
}
