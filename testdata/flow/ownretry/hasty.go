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

// before tries until a moment that was set before; it asks after each round what time it is.
func before(deadline time.Time, f func() error) error {
	for {
		err := f()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(time.Second)
	}
}

// unlessSoon is like unlessAtOnce, by the moment at which a round may end.
func unlessSoon(f func() error) error {
	for {
		soon := time.Now().Add(10 * time.Millisecond)
		err := f()
		if err == nil || time.Now().Before(soon) {
			return err
		}
		time.Sleep(time.Second)
	}
}

func stopBefore(deadline time.Time, client *cvm.Client, r *cvm.StopInstancesRequest) error {
	return before(deadline, func() error {
		_, err := client.StopInstances(r)
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return nil
		}
		return err
	})
}

func stopUnlessSoon(client *cvm.Client, r *cvm.StopInstancesRequest) error {
	return unlessSoon(func() error {
		_, err := client.StopInstances(r)
		var e *tcerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return err
	})
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
