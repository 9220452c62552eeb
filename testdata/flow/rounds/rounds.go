// Package rounds has loops that end in their own ways: by a flag, in the last
// round, never.
package rounds

import (
	"errors"
	"fmt"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

const tries = 4

func lastReturns(client *cvm.Client, r *cvm.RunInstancesRequest) (*cvm.RunInstancesResponse, error) {
	for i := 1; i <= tries; i++ {
		resp, err := client.RunInstances(r)
		if err == nil {
			return resp, nil
		}
		if !tc.Throttled(err) || i == tries {
			return nil, err
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	return nil, nil
}

func lastReturnsFromZero(client *cvm.Client, r *cvm.RunInstancesRequest, max int) error {
	for i := 0; i < max; i++ {
		_, err := client.RunInstances(r)
		if err != nil && tc.Throttled(err) && i < max-1 {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return nil
}

func lastReturnsOfRange(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for i := range tries {
		_, err := client.RunInstances(r)
		if err == nil {
			return nil
		}
		if tc.Throttled(err) && i < tries-1 {
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return nil
}

func lastReturnsOfDelays(client *cvm.Client, r *cvm.RunInstancesRequest, delays []time.Duration) error {
	for i, delay := range delays {
		_, err := client.RunInstances(r)
		if !tc.Throttled(err) {
			return err
		}
		if i == len(delays)-1 {
			return fmt.Errorf("throttled for good: %w", err)
		}
		time.Sleep(delay)
	}
	return nil
}

func countsDown(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for left := 5; left > 0; left-- {
		_, err := client.RunInstances(r)
		if !tc.Throttled(err) || left == 1 {
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}

// The last round ends without the error.
func lastForgets(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for i := 1; i <= tries; i++ {
		_, err := client.RunInstances(r)
		if err == nil {
			return nil
		}
		if !tc.Throttled(err) { // want `criticalsuccess: "RequestLimitExceeded"`
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}

// One round too early is none too early.
func lastForgetsByOne(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for i := 0; i < tries; i++ {
		_, err := client.RunInstances(r)
		if err == nil {
			return nil
		}
		if !tc.Throttled(err) || i == tries { // want `criticalsuccess: "RequestLimitExceeded"`
			return err
		}
		time.Sleep(time.Second)
	}
	return nil
}

func tickerNeverClosed(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for range ticker.C {
		_, err := client.RunInstances(r)
		if !tc.Throttled(err) {
			return err
		}
	}
	return nil
}

func tickNeverClosed(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	for now := range time.Tick(time.Second) {
		_, err := client.RunInstances(r)
		if tc.Throttled(err) {
			fmt.Println(now, "throttled")
			continue
		}
		return err
	}
	return nil
}

// Another's channel is closed some day.
func otherChannel(client *cvm.Client, r *cvm.RunInstancesRequest, again <-chan struct{}) error {
	for range again {
		_, err := client.RunInstances(r)
		if !tc.Throttled(err) { // want `criticalsuccess: "RequestLimitExceeded"`
			return err
		}
	}
	return nil
}

func untilDone(client *cvm.Client, r *cvm.RunInstancesRequest) (err error) {
	done := false
	for n := 0; !done; n++ {
		_, err = client.RunInstances(r)
		if !tc.Throttled(err) || n > 4 {
			done = true
		} else {
			time.Sleep(time.Second)
		}
	}
	return err
}

func whileAgain(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	var err error
	for again := true; again; {
		again = false
		_, err = client.RunInstances(r)
		if tc.Throttled(err) {
			again = true
			time.Sleep(time.Second)
		}
	}
	if err != nil {
		return fmt.Errorf("run: %w", err)
	}
	return nil
}

func flagInClosure(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	var last error
	done := false
	step := func() {
		_, last = client.RunInstances(r)
		done = !tc.Throttled(last)
	}
	for !done {
		step()
	}
	return last
}

// The flag ends the loop, and the error with it.
func untilDoneLossy(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	done := false
	for !done {
		_, err := client.RunInstances(r)
		if tc.Throttled(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation of RunInstances are swallowed`
			time.Sleep(time.Second)
		} else {
			done = true
		}
	}
	return nil
}

func labelled(client *cvm.Client, r *cvm.RunInstancesRequest) error {
	var last error
loop:
	for range tries {
		switch _, err := client.RunInstances(r); {
		case err == nil:
			return nil
		case tc.Throttled(err):
			last = err
			time.Sleep(time.Second)
		default:
			last = err
			break loop
		}
	}
	return errors.Join(errors.New("run"), last)
}
