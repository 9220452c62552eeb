// Package fates calls the API in every form that the map knows. The comment on
// the line of a call says what becomes of AuthFailure, RequestLimitExceeded and
// UnauthorizedOperation there; one word, if it is the same for all.
package fates

import (
	"context"
	stderrors "errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	avastretry "github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"
)

type api interface {
	StopInstances(*cvm.StopInstancesRequest) (*cvm.StopInstancesResponse, error)
}

type server struct {
	client *cvm.Client
	last   error
	failed map[string]error
}

var request = cvm.NewStopInstancesRequest()

// Surfaced.

func returned(c *cvm.Client) (*cvm.StopInstancesResponse, error) {
	return c.StopInstances(request) // fates: surfaced
}

func wrapped(c *cvm.Client) error {
	if _, err := c.StopInstances(request); err != nil { // fates: surfaced
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

func replaced(c *cvm.Client) error {
	if _, err := c.StopInstances(request); err != nil { // fates: surfaced
		return stderrors.New("cannot stop")
	}
	return nil
}

func namedResult(c *cvm.Client) (err error) {
	defer func() { log.Print("done") }()
	_, err = c.StopInstances(request) // fates: surfaced
	return
}

func logged(c *cvm.Client) {
	if _, err := c.StopInstances(request); err != nil { // fates: logged
		log.Print(err)
	}
}

func stored(s *server) {
	_, s.last = s.client.StopInstances(request) // fates: surfaced
}

func storedInMap(s *server) {
	_, err := s.client.StopInstances(request) // fates: surfaced
	s.failed["stop"] = err
}

func sent(c *cvm.Client, failures chan<- error) {
	_, err := c.StopInstances(request) // fates: surfaced
	failures <- err
}

func panics(c *cvm.Client) {
	if _, err := c.StopInstances(request); err != nil { // fates: surfaced
		panic(err)
	}
}

func exits(c *cvm.Client) {
	if _, err := c.StopInstances(request); err != nil { // fates: surfaced
		os.Exit(1)
	}
}

func goroutine(c *cvm.Client, failures chan error) {
	go func() {
		_, err := c.StopInstances(request) // fates: surfaced
		failures <- err
	}()
}

// Swallowed.

func ignored(c *cvm.Client) {
	c.StopInstances(request) // fates: swallowed
}

func blank(c *cvm.Client) bool {
	response, _ := c.StopInstances(request) // fates: swallowed
	return response != nil
}

func deferred(c *cvm.Client) {
	defer c.StopInstances(request) // fates: swallowed
}

func spawned(c *cvm.Client) {
	go c.StopInstances(request) // fates: swallowed
}

func success(c *cvm.Client) error {
	if _, err := c.StopInstances(request); err != nil { // fates: swallowed
		return nil
	}
	return nil
}

func onlyNotFound(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: swallowed
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			return fmt.Errorf("no such instance: %w", err)
		}
		return nil
	}
	return err
}

func eachItem(c *cvm.Client, requests []*cvm.StopInstancesRequest) {
	for _, r := range requests {
		if _, err := c.StopInstances(r); err != nil { // fates: swallowed
			continue
		}
	}
}

// Handled, and success.

func equal(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: handled surfaced surfaced
	if e, ok := err.(*errors.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "AuthFailure") {
		return fmt.Errorf("bad keys: %w", err)
	}
	return err
}

func switched(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: surfaced success surfaced
	var e *errors.TencentCloudSDKError
	if stderrors.As(err, &e) {
		switch strings.Split(e.GetCode(), ".")[0] {
		case "RequestLimitExceeded":
			return nil
		}
	}
	return err
}

func partly(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: surfaced handled+surfaced surfaced
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "RequestLimitExceeded" {
		return fmt.Errorf("slow down: %w", err)
	}
	return err
}

func denied(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.Code, "UnauthorizedOperation")
}

func helped(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: surfaced surfaced handled
	if denied(err) {
		return fmt.Errorf("ask for the right: %w", err)
	}
	return err
}

// Retried, and stopped.

func looped(c *cvm.Client) error {
	for {
		_, err := c.StopInstances(request) // fates: retried
		if err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
}

func threeTimes(c *cvm.Client) error {
	var err error
	for range 3 {
		if _, err = c.StopInstances(request); err == nil { // fates: retried+surfaced
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

func threeTimesInMemory(c *cvm.Client) (err error) {
	defer func() {
		if err != nil {
			log.Print("gave up")
		}
	}()
	for range 3 {
		if _, err = c.StopInstances(request); err == nil { // fates: retried+surfaced
			break
		}
		time.Sleep(time.Second)
	}
	if err != nil {
		return err
	}
	return nil
}

func always(c *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		if _, err := c.StopInstances(request); err != nil { // fates: retried
			return retry.RetryableError(err)
		}
		return nil
	})
}

func named(c *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := c.StopInstances(request) // fates: stopped handled stopped
		if err == nil {
			return nil
		}
		if e, ok := err.(*errors.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return retry.RetryableError(err)
		}
		return retry.NonRetryableError(err)
	})
}

func never(c *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		if _, err := c.StopInstances(request); err != nil { // fates: surfaced
			return retry.NonRetryableError(err)
		}
		return nil
	})
}

func backedOff(c *cvm.Client) error {
	return backoff.Retry(func() error {
		_, err := c.StopInstances(request) // fates: retried
		return err
	}, backoff.NewExponentialBackOff())
}

func avast(c *cvm.Client) error {
	return avastretry.Do(func() error {
		_, err := c.StopInstances(request) // fates: retried
		return err
	})
}

func polled(ctx context.Context, c *cvm.Client) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, time.Minute, true, func(ctx context.Context) (bool, error) {
		if _, err := c.StopInstancesWithContext(ctx, request); err != nil { // fates: retried
			return false, nil
		}
		return true, nil
	})
}

// Unknown.

func isServerSide(err error) bool { return len(err.Error())%2 == 0 }

func classified(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: unknown
	if err != nil && isServerSide(err) {
		return nil
	}
	return err
}

func byText(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: surfaced+unknown
	if err != nil && strings.Contains(err.Error(), "gone") {
		return nil
	}
	return err
}

func asked(c *cvm.Client) bool {
	_, err := c.StopInstances(request) // fates: unknown
	return err == nil
}

func seenLater(c *cvm.Client) {
	var err error
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	_, err = c.StopInstances(request) // fates: surfaced
}

func lastOfMany(c *cvm.Client, requests []*cvm.StopInstancesRequest) error {
	var last error
	for _, r := range requests {
		if _, err := c.StopInstances(r); err != nil { // fates: surfaced+unknown
			last = err
		}
	}
	return last
}

// Other ways to call.

func byInterface(a api) error {
	_, err := a.StopInstances(request) // fates: surfaced
	return err
}

func byValue(c *cvm.Client) error {
	stop := c.StopInstances
	_, err := stop(request) // fates: surfaced
	return err
}

func call[Request, Response any](f func(Request) (Response, error), r Request) (Response, error) {
	return f(r)
}

func generic(c *cvm.Client) {
	call(c.StopInstances, request) // fates: swallowed
}

func methodExpression(c *cvm.Client) error {
	_, err := (*cvm.Client).StopInstances(c, request) // fates: surfaced
	return err
}

func common(c *cvm.Client) error {
	r := tchttp.NewCommonRequest("cvm", "2017-03-12", "StopInstances")
	return c.Send(r, tchttp.NewCommonResponse()) // fates: surfaced
}

var inVariable = func(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: surfaced
	return err
}

func constructor() (*cvm.Client, error) { return cvm.NewClientWithSecretId("", "", "") } // calls nothing

func again(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: retried
	if err != nil {
		_, err = c.StopInstances(request) // fates: surfaced
	}
	return err
}

func againInLiteral(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: retried
	if err != nil {
		err = retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
			if _, err := c.StopInstances(request); err != nil { // fates: surfaced
				return retry.NonRetryableError(err)
			}
			return nil
		})
	}
	return err
}

func firstOfMany(c *cvm.Client, requests []*cvm.StopInstancesRequest) (first error) {
	each := func(f func(r *cvm.StopInstancesRequest)) {
		for _, r := range requests {
			f(r)
		}
	}
	each(func(r *cvm.StopInstancesRequest) {
		if _, err := c.StopInstances(r); err != nil && first == nil { // fates: surfaced+unknown
			first = err
		}
	})
	return first
}

func retryThrottled(err error) *retry.RetryError {
	var e *errors.TencentCloudSDKError
	if stderrors.As(err, &e) && strings.HasPrefix(e.Code, "RequestLimitExceeded") {
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

func byHelper(c *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		if _, err := c.StopInstances(request); err != nil { // fates: stopped handled stopped
			return retryThrottled(err)
		}
		return nil
	})
}

// As in the Terraform provider, which takes the stack off again in its helper.
func wrappedForHelper(c *cvm.Client) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		if _, err := c.StopInstances(request); err != nil { // fates: unknown
			return retryThrottled(fmt.Errorf("stop: %w", err))
		}
		return nil
	})
}

// As the Terraform provider waits for a deletion.
func deleted(c *cvm.Client) error {
	gone := false
	err := retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		response, err := c.StopInstances(request) // fates: surfaced
		if err != nil {
			return retry.NonRetryableError(err)
		}
		gone = response == nil
		return nil
	})
	if gone {
		return nil
	}
	return err
}

// A literal that does not call the API, given to a function that might.
func nothing(c *cvm.Client) error {
	_, err := c.StopInstances(request) // fates: surfaced
	if err != nil {
		return err
	}
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError { return nil })
}

// A literal that captured the variable reads the error later.

func keptForLater(c *cvm.Client) func() error {
	var err error
	_, err = c.StopInstances(request) // fates: unknown
	return func() error { return err }
}

func lostForLater(c *cvm.Client) func() string {
	var err error
	_, err = c.StopInstances(request) // fates: swallowed
	_ = err
	id := "last"
	return func() string { return id }
}
