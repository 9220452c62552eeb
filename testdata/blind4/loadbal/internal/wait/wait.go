// Package wait polls tasks of load balancers.
package wait

import (
	"context"
	"errors"
	"fmt"
	"time"

	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"

	"example.org/blind4/loadbal/internal/lberr"
)

// ErrTaskFailed is given for a task that ended badly.
var ErrTaskFailed = errors.New("task failed")

// TaskAPI is the part of the client that is needed to wait.
type TaskAPI interface {
	DescribeTaskStatusWithContext(ctx context.Context, request *clb.DescribeTaskStatusRequest) (*clb.DescribeTaskStatusResponse, error)
}

// Task waits for the end of a task.
func Task(ctx context.Context, api TaskAPI, id string) error {
	request := clb.NewDescribeTaskStatusRequest()
	request.TaskId = common.StringPtr(id)
	for {
		response, err := api.DescribeTaskStatusWithContext(ctx, request)
		if err != nil && !lberr.Retriable(err) {
			return lberr.In("describe task", id, err)
		}
		if err == nil {
			switch *response.Response.Status {
			case 0:
				return nil
			case 1:
				return fmt.Errorf("%w: %s", ErrTaskFailed, id)
			}
		}
		if err := Sleep(ctx, 2*time.Second); err != nil {
			return err
		}
	}
}

// TaskOnce asks once; a task that is unknown has ended long ago.
func TaskOnce(ctx context.Context, client *clb.Client, id string) (done bool, err error) {
	request := clb.NewDescribeTaskStatusRequest()
	request.TaskId = common.StringPtr(id)
	response, err := client.DescribeTaskStatusWithContext(ctx, request)
	if e := lberr.As(err); e != nil && e.Code == "FailedOperation.TaskNotFound" { // WANT wrongservice
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return *response.Response.Status == 0, nil
}

// Sleep waits, but not longer than the context lives.
func Sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Retry calls do until it succeeds or fails with something that waiting does not mend.
func Retry[T any](ctx context.Context, retriable func(error) bool, do func() (T, error)) (T, error) {
	for pause := time.Second; ; pause *= 2 {
		value, err := do()
		if err == nil || !retriable(err) {
			return value, err
		}
		if sleepErr := Sleep(ctx, pause); sleepErr != nil {
			return value, errors.Join(sleepErr, err)
		}
	}
}

// Eventually calls do until it succeeds, at most attempts times.
func Eventually(ctx context.Context, attempts int, do func() error) error {
	var err error
	for range attempts {
		if err = do(); err == nil {
			return nil
		}
		if sleepErr := Sleep(ctx, time.Second); sleepErr != nil {
			return sleepErr
		}
	}
	return err
}
