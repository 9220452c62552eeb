// Package ok is correct.
package ok

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"example.com/everyday/forms/lib"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/retry"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func gone(err error) bool {
	code, ok := lib.Get(err)
	return ok && code == "InvalidInstanceId.NotFound"
}

type task struct {
	ctx    context.Context
	errs   [2]error
	byName map[string]*result
	result *result
}

type result struct {
	Err  error
	Name string
}

func (t *task) b1() error {
	if gone(t.errs[0]) {
		return nil
	}
	if t.errs[0] != nil {
		return t.errs[0]
	}
	return nil
}

func (t *task) b2() error {
	if gone(t.result.Err) {
		return nil
	}
	if t.result.Err != nil {
		return fmt.Errorf("%s: %w", t.result.Name, t.result.Err)
	}
	return nil
}

func (t *task) b3(name string) error {
	if gone(t.byName[name].Err) {
		return nil
	}
	if t.byName[name].Err != nil {
		return t.byName[name].Err
	}
	return nil
}

func (t *task) b4() error {
	if gone(t.ctx.Err()) {
		return nil
	}
	if t.ctx.Err() != nil {
		return t.ctx.Err()
	}
	return nil
}

func b5(results map[string]result) (err error) {
	for name := range results {
		if gone(results[name].Err) {
			continue
		}
		if results[name].Err != nil {
			return results[name].Err
		}
	}
	return nil
}

func b6(list []*result) error {
	for _, r := range list {
		if gone(r.Err) {
			continue
		}
		if r.Err != nil {
			return r.Err
		}
	}
	return nil
}

type getter interface{ Err() error }

func b7(g interface{ Result() getter }) error {
	res := g.Result()
	if gone(res.Err()) {
		return nil
	}
	if err := res.Err(); err != nil {
		return err
	}
	return nil
}

func b8(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	var once sync.Once
	var last error
	once.Do(func() { _, last = c.StopInstances(r) })
	if gone(last) {
		return nil
	}
	return last
}

func b9(ctx context.Context, c *cvm.Client, ids []string) error {
	g, ctx := errgroup.WithContext(ctx)
	errs := make([]error, len(ids))
	for i := range ids {
		g.Go(func() error {
			_, errs[i] = c.StopInstancesWithContext(ctx, cvm.NewStopInstancesRequest())
			if gone(errs[i]) {
				errs[i] = nil
			}
			return errs[i]
		})
	}
	return g.Wait()
}

type option func(*conf)
type conf struct{ retry []string }

func withRetry(codes ...string) option { return func(c *conf) { c.retry = append(c.retry, codes...) } }

func newConf(opts ...option) *conf {
	c := &conf{retry: []string{"InternalServerError"}}
	for _, o := range opts {
		o(c)
	}
	return c
}

func (k *conf) b10(err error) *retry.RetryError {
	if code, _ := lib.Get(err); slices.Contains(k.retry, code) {
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

var standard = newConf(withRetry(strings.Fields(os.Getenv("CODES"))...))

func b11(err error) *retry.RetryError { return standard.b10(err) }

func codesFrom(lines []string) (list []string) {
	for _, l := range lines {
		list = append(list, strings.TrimSpace(l))
	}
	return append(list, "InternalServerError")
}

func b12(err error, lines []string) *retry.RetryError {
	code, _ := lib.Get(err)
	for _, c := range codesFrom(lines) {
		if c == code {
			return retry.RetryableError(err)
		}
	}
	return retry.NonRetryableError(err)
}

type store interface{ Codes() []string }

func b13(err error, s store) *retry.RetryError {
	code, _ := lib.Get(err)
	if code == "InternalServerError" || slices.Contains(s.Codes(), code) {
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

func b14(err error, again func(string) bool) *retry.RetryError {
	code, _ := lib.Get(err)
	if code == "InternalServerError" || again(code) {
		return retry.RetryableError(err)
	}
	return retry.NonRetryableError(err)
}

func b15(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	info := lib.Describe(err)
	switch {
	case info.Is("InvalidInstanceId.NotFound"):
		return nil
	case info.OK:
		return errors.New(info.Message)
	}
	return err
}

func b16(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch s := lib.Status(err); {
	case s == 404:
		return nil
	case s >= 400 && err != nil:
		return fmt.Errorf("%d: %w", s, err)
	}
	return err
}

func b17(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err = lib.Wrap(err); err == nil || errors.Is(err, lib.ErrGone) {
		return nil
	}
	return err
}

func b18(c *cvm.Client, r *cvm.StopInstancesRequest) string {
	_, err := c.StopInstances(r)
	counts := map[string]int{}
	code, _ := lib.Get(err)
	counts[code]++
	if counts["Some.Thing"] > 3 {
		return "many"
	}
	return code
}

type label struct{ Code, Text string }

func (l label) is(code string) bool { return l.Code == code }

func b19(err error) bool {
	l := label{"yes", "no"}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InternalError" {
		l.Text = e.Message
	}
	return l.is("yess")
}

func b20(c *cvm.Client, r *cvm.StopInstancesRequest, ignore ...error) error {
	_, err := c.StopInstances(r)
	for _, i := range ignore {
		if errors.Is(err, i) {
			return nil
		}
	}
	if gone(err) {
		return nil
	}
	return err
}
