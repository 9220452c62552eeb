// Package stopped waits in loops of its own for what passes, and gives up on
// throttling or not.
package stopped

import (
	"context"
	"fmt"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

func busy(err error) bool {
	switch tc.Code(err) {
	case "MutexOperation.TaskRunning", "InternalError":
		return true
	}
	return false
}

func counted(client *cvm.Client, r *cvm.RunInstancesRequest) (err error) {
	for i := 0; i < 10; i++ {
		if _, err = client.RunInstances(r); err == nil {
			return nil
		}
		if !busy(err) { // want `missingcritical: RequestLimitExceeded is final while "InternalError" and "MutexOperation.TaskRunning" are retried`
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func countedRight(client *cvm.Client, r *cvm.RunInstancesRequest) (err error) {
	for i := 0; i < 10; i++ {
		if _, err = client.RunInstances(r); err == nil {
			return nil
		}
		if !busy(err) && !tc.Throttled(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}

func endless(ctx context.Context, client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for {
		_, err := client.RunInstancesWithContext(ctx, r)
		if tc.Code(err) == "MutexOperation.TaskRunning" { // want `missingcritical: RequestLimitExceeded is final while "MutexOperation.TaskRunning" is retried`
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Second):
				continue
			}
		}
		return err
	}
}

func switched(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for {
		_, err := client.RunInstances(r)
		if err == nil {
			return nil
		}
		switch tc.Code(err) {
		case "MutexOperation.TaskRunning", "ResourceInsufficient": // want `missingcritical: RequestLimitExceeded is final while "MutexOperation.TaskRunning" and "ResourceInsufficient" are retried`
			time.Sleep(time.Second)
		default:
			return fmt.Errorf("run: %w", err)
		}
	}
}

func switchedRight(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for {
		_, err := client.RunInstances(r)
		switch tc.Code(err) {
		case "MutexOperation.TaskRunning", "RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded",
			"RequestLimitExceeded.IPLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded":
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

// Waiting for throttling alone gives up on nothing of its kind.
func throttledOnly(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for {
		_, err := client.RunInstances(r)
		if !tc.Throttled(err) {
			return err
		}
		time.Sleep(time.Second)
	}
}

// A paced loop over items waits for none of them.
func items(client *cvm.Client, ids []string) (left []string, err error) {
	for _, id := range ids {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.StopInstances(r)
		if busy(err) {
			left = append(left, id)
			time.Sleep(time.Second)
			continue
		}
		if err != nil {
			return left, err
		}
	}
	return left, nil
}

func recursive(client *cvm.Client, r *cvm.RunInstancesRequest, left int) error {
	_, err := client.RunInstances(r)
	if left > 0 && busy(err) { // want `missingcritical: RequestLimitExceeded is final while "InternalError" and "MutexOperation.TaskRunning" are retried`
		time.Sleep(time.Second)
		return recursive(client, r, left-1)
	}
	return err
}
