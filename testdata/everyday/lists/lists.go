// Package lists keeps codes wherever programs keep them.
package lists

import (
	"context"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func code(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// What cannot be read: nothing is said about what these lists lack.

var fromEnv = strings.Split(os.Getenv("RETRY_CODES"), ",")

func byEnv(err error) *retry.RetryError {
	if slices.Contains(fromEnv, code(err)) || code(err) == "InternalError" {
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

var extra = flag.String("retry", "", "one more code to retry")

func byFlag(err error) *retry.RetryError {
	for _, c := range []string{"InternalError", "ResourceInUze", *extra} { // want `unknowncode: "ResourceInUze"`
		if code(err) == c {
			return retry.RetryableError(err)
		}
	}
	return retry.NonRetryableError(err)
}

type settings struct{ Retry []string }

func (s *settings) byField(err error) *retry.RetryError {
	again := append([]string{"InternalError"}, s.Retry...)
	if slices.Contains(again, code(err)) {
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

func load() []string { return strings.Fields(os.Getenv("RETRY_CODES")) }

func byFunction(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	return retry.RetryContext(context.Background(), time.Minute, func() *retry.RetryError {
		_, err := c.RunInstances(r)
		if err == nil {
			return nil
		}
		if slices.Contains(load(), code(err)) || code(err) == "InternalServerError" {
			return retry.RetryableError(err)
		}
		return retry.NonRetryableError(err)
	})
}

func swallowsSome(c *cvm.Client, r *cvm.StopInstancesRequest, s *settings) error {
	_, err := c.StopInstances(r)
	if slices.Contains(s.Retry, code(err)) {
		return err
	}
	return nil
}

func concat(err error, s *settings) *retry.RetryError {
	if slices.Contains(slices.Concat([]string{"InternalError"}, s.Retry), code(err)) {
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

func byMap(err error, more map[string]bool) *retry.RetryError {
	again := map[string]bool{"InternalError": true}
	for c := range more {
		again[c] = true
	}
	if again[code(err)] {
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

// What can be read.

var table = []struct {
	code string
	wait time.Duration
}{
	{"InternalServerError", time.Second},
	{code: "ResourceInUze", wait: time.Minute}, // want `unknowncode: "ResourceInUze"`
}

func pause(err error) time.Duration {
	for _, row := range table {
		if row.code == code(err) {
			return row.wait
		}
	}
	return 0
}

var byOperation = map[string][]string{
	"stop":  {"InvalidInstanceId.NotFound", "UnsupportedOperation.InstanceStateStoped"}, // want `unknowncode: "UnsupportedOperation.InstanceStateStoped"`
	"start": {"InvalidInstanceId.NotFound"},
}

func stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if slices.Contains(byOperation["stop"], code(err)) {
		return errors.New("cannot stop")
	}
	return err
}

func operate(err error, op string) bool {
	for _, c := range byOperation[op] {
		if c == code(err) {
			return true
		}
	}
	return false
}

// set is a set of the program's own.
type set map[string]struct{}

func (s set) has(c string) bool { _, ok := s[c]; return ok }

var busy = set{
	"MutexOperation.TaskRunning": {},
	"MutexOperation.TaskRuning":  {}, // want `unknowncode: "MutexOperation.TaskRuning"`
}

func inUse(err error) bool { return busy.has(code(err)) }

type codes []string

func (l codes) match(err error) bool { return slices.Contains(l, code(err)) }

func invalid(c *cvm.Client, r *cvm.RunInstancesRequest) error {
	_, err := c.RunInstances(r)
	if (codes{"InvalidParameterValue", "InvalidParameterValu"}).match(err) { // want `unknowncode: "InvalidParameterValu"`
		return errors.New("invalid")
	}
	return err
}

type word string

func (w word) is(err error) bool { return string(w) == code(err) }

const throttled word = "RequestLimitExceded"

func slow(err error) bool {
	return throttled.is(err) || // want `unknowncode: "RequestLimitExceded"`
		word("InternalEror").is(err) // want `unknowncode: "InternalEror"`
}

type checker struct{ absent []string }

func newChecker(absent ...string) *checker { return &checker{absent: absent} }

func (k *checker) find(c *cvm.Client, r *cvm.DescribeInstancesRequest) (bool, error) {
	_, err := c.DescribeInstances(r)
	for _, a := range k.absent {
		if code(err) == a {
			return false, nil
		}
	}
	return err == nil, err
}

var instances = newChecker("InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond") // want `unknowncode: "InvalidInstanceId.NotFond"`

var literal = &checker{absent: []string{"InvalidInstanceId.NotFoun"}} // want `unknowncode: "InvalidInstanceId.NotFoun"`

var passing = []string{"InternalError"}

func init() {
	passing = append(passing, "RequestLimitExceded") // want `unknowncode: "RequestLimitExceded"`
}

func passes(err error) bool { return slices.Contains(passing, code(err)) }

var all = slices.Concat(passing, []string{"ResourceInUze"}) // want `unknowncode: "ResourceInUze"`

func oneOfAll(err error) bool { return slices.Contains(all, code(err)) }

func listed() []string {
	return []string{"InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond"} // want `unknowncode: "InvalidInstanceId.NotFond"`
}

func fromFunction(err error) bool { return slices.Contains(listed(), code(err)) }

// Words that are no codes stay unreported.
var words = []string{"yes", "no"}

func agreed(s string) bool { return slices.Contains(words, s) }

var colours = []struct{ name, code string }{{"red", "ff0000"}, {"green", "00ff00"}}

func colour(name string) string {
	for _, c := range colours {
		if c.name == name {
			return c.code
		}
	}
	return ""
}

var units = map[string]time.Duration{"s": time.Second, "m": time.Minute}

func unit(s string) time.Duration { return units[s] }
