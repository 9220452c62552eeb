// Package paced waits between calls: between those for different things, which
// is no retry, and before the same request goes out again, which is one.
package paced

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"log"
	"log/slog"
	"os"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

func stopRequest(id string) *cvm.StopInstancesRequest {
	r := cvm.NewStopInstancesRequest()
	r.InstanceIds = []*string{&id}
	return r
}

func eachOfChannel(client *cvm.Client, ids <-chan string) {
	for id := range ids {
		if _, err := client.StopInstances(stopRequest(id)); err != nil && !tc.Gone(err) {
			log.Printf("stop %s: %v", id, err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func eachByIndex(client *cvm.Client, ids []string) error {
	for i := 0; i < len(ids); i++ {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&ids[i]}
		_, err := client.StopInstances(r)
		if tc.Gone(err) {
			continue
		}
		if err != nil {
			slog.Warn("stop", "id", ids[i], "err", err)
			time.Sleep(time.Second)
		}
	}
	return nil
}

func eachOfQueue(client *cvm.Client, queue []string) {
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		_, err := client.StopInstances(stopRequest(id))
		if err != nil && !tc.Gone(err) {
			log.Printf("stop %s: %v", id, err)
			time.Sleep(time.Second)
		}
	}
}

func eachLine(client *cvm.Client, file *os.File) error {
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		_, err := client.StopInstances(stopRequest(lines.Text()))
		if err != nil && !tc.Gone(err) {
			log.Printf("stop %s: %v", lines.Text(), err)
			time.Sleep(time.Second)
			continue
		}
	}
	return lines.Err()
}

func eachRow(ctx context.Context, client *cvm.Client, rows *sql.Rows) error {
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if _, err := client.StopInstancesWithContext(ctx, stopRequest(id)); err != nil {
			if tc.Gone(err) {
				continue
			}
			log.Printf("stop %s: %v", id, err)
			time.Sleep(time.Second)
		}
	}
	return rows.Err()
}

type queue struct{ items chan string }

func (q *queue) next(ctx context.Context) (string, bool) {
	select {
	case id := <-q.items:
		return id, true
	case <-ctx.Done():
		return "", false
	}
}

func eachOfOwnQueue(ctx context.Context, client *cvm.Client, q *queue) {
	for {
		id, ok := q.next(ctx)
		if !ok {
			return
		}
		_, err := client.StopInstances(stopRequest(id))
		if err != nil && !tc.Gone(err) {
			log.Printf("stop %s: %v", id, err)
			time.Sleep(time.Second)
			continue
		}
	}
}

// watch asks again whether the call succeeded or not.
func watch(client *cvm.Client, r *cvm.DescribeInstancesRequest, show func(int64)) {
	for range time.Tick(time.Minute) {
		resp, err := client.DescribeInstances(r)
		switch {
		case tc.Gone(err):
			show(0)
		case err != nil:
			log.Printf("describe: %v", err)
		default:
			show(*resp.Response.TotalCount)
		}
	}
}

func export(ctx context.Context, client *cvm.Client, r *cvm.DescribeInstancesRequest, gauge func(int64)) error {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		resp, err := client.DescribeInstancesWithContext(ctx, r)
		if tc.Throttled(err) {
			slog.Info("throttled, later")
		} else if err != nil {
			slog.Error("describe", "err", err)
		} else {
			gauge(*resp.Response.TotalCount)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// The same request goes out again, though it is made anew each time.
func sameAnew(client *cvm.Client, id string) error {
	for i := 0; i < 5; i++ {
		r := cvm.NewStopInstancesRequest()
		r.InstanceIds = []*string{&id}
		_, err := client.StopInstances(r)
		if err == nil {
			return nil
		}
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
			return nil
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("%s still runs", id)
}

// Each waits for its own: the inner loop retries, the outer does not.
func eachRetried(client *cvm.Client, ids []string) error {
	for _, id := range ids {
		for {
			_, err := client.StopInstances(stopRequest(id))
			if err == nil || tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried without end`
				break
			}
			time.Sleep(time.Second)
		}
	}
	return nil
}

// The delays are the items, not the requests.
func delays(client *cvm.Client, id string) (err error) {
	for _, delay := range []time.Duration{time.Second, 4 * time.Second, 9 * time.Second} {
		_, err = client.StopInstances(stopRequest(id))
		if err == nil || tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
			return nil
		}
		time.Sleep(delay)
	}
	return err
}

// The page is the same one as long as it fails.
func pages(client *cvm.Client) (all []*cvm.Instance, err error) {
	var offset int64
	for {
		r := cvm.NewDescribeInstancesRequest()
		r.Offset = &offset
		resp, err := client.DescribeInstances(r)
		if tc.Code(err) == "InvalidParameterValue.LimitExceeded" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried without end`
			return all, nil
		}
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		all = append(all, resp.Response.InstanceSet...)
		if len(all) >= int(*resp.Response.TotalCount) {
			return all, nil
		}
		offset = int64(len(all))
	}
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func throughHelper(ctx context.Context, client *cvm.Client, r *cvm.StopInstancesRequest) error {
	for {
		_, err := client.StopInstancesWithContext(ctx, r)
		if err == nil {
			return nil
		}
		if tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
			return err
		}
		if err := pause(ctx, time.Second); err != nil {
			return err
		}
	}
}

func inSelect(ctx context.Context, client *cvm.Client, r *cvm.StopInstancesRequest) error {
	for {
		_, err := client.StopInstancesWithContext(ctx, r)
		if err == nil || tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

func recursive(client *cvm.Client, r *cvm.StopInstancesRequest, left int) error {
	_, err := client.StopInstances(r)
	if err == nil || tc.Gone(err) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
		return nil
	}
	if left == 0 {
		return err
	}
	time.Sleep(time.Second)
	return recursive(client, r, left-1)
}

func recursiveRight(client *cvm.Client, r *cvm.StopInstancesRequest, left int) error {
	_, err := client.StopInstances(r)
	if left > 0 && tc.Throttled(err) {
		time.Sleep(time.Second)
		return recursiveRight(client, r, left-1)
	}
	return err
}

// Goes down a tree: each call asks for another node.
func recursivePages(client *cvm.Client, token string) error {
	r := cvm.NewDescribeInstancesRequest()
	r.InstanceIds = []*string{&token}
	_, err := client.DescribeInstances(r)
	if tc.Gone(err) {
		return nil
	}
	if err != nil {
		log.Print(err)
		return recursivePages(client, token[1:])
	}
	return nil
}
