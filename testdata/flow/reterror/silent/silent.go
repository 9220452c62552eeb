// Package silent has loops that do not just ask a field whether to go on, and structs
// that are not just made: nothing is said of them.
package silent

import (
	"context"
	"errors"
	"log"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/flow/tc"
)

// Another condition on the error decides, too.
type asked struct {
	err   error
	retry bool
}

func asking(f func() *asked) error {
	for {
		r := f()
		if r == nil {
			return nil
		}
		if !r.retry || tc.Code(r.err) == "AuthFailure" {
			return r.err
		}
		time.Sleep(time.Second)
	}
}

func one(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return asking(func() *asked {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "InvalidParameterValue" {
			return &asked{err: err}
		}
		return &asked{err, true}
	})
}

// The first rounds are made whatever the field says.
type early struct {
	err   error
	retry bool
}

func atLeast(n int, f func() *early) error {
	for i := 0; ; i++ {
		r := f()
		if r == nil {
			return nil
		}
		if i < n {
			continue
		}
		if !r.retry {
			return r.err
		}
		time.Sleep(time.Second)
	}
}

func two(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return atLeast(3, func() *early {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &early{err, true}
		}
		return &early{err: err}
	})
}

// The end is a success.
type eased struct {
	err   error
	retry bool
}

func easing(f func() *eased) error {
	for {
		r := f()
		if r == nil || !r.retry {
			return nil
		}
		time.Sleep(time.Second)
	}
}

func three(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return easing(func() *eased {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &eased{err, true}
		}
		return &eased{err: err}
	})
}

// It asks again after a success, too.
type watched struct {
	err   error
	retry bool
}

func watching(f func() *watched) error {
	for {
		r := f()
		if r != nil && !r.retry {
			return r.err
		}
		time.Sleep(time.Second)
	}
}

func four(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return watching(func() *watched {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "InvalidParameterValue" {
			return &watched{err: err}
		}
		return &watched{err, true}
	})
}

// Two loops that mean the opposite.
type torn struct {
	err  error
	flag bool
}

func whileSet(f func() *torn) error {
	for {
		r := f()
		if r == nil {
			return nil
		}
		if !r.flag {
			return r.err
		}
	}
}

func whileUnset(f func() *torn) error {
	for {
		r := f()
		if r == nil {
			return nil
		}
		if r.flag {
			return r.err
		}
	}
}

func five(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	once := func() *torn {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &torn{err, true}
		}
		return &torn{err: err}
	}
	return errors.Join(whileSet(once), whileUnset(once))
}

// Two fields decide.
type twofold struct {
	err         error
	retry, once bool
}

func twice(f func() *twofold) error {
	for {
		r := f()
		if r == nil {
			return nil
		}
		if !r.retry {
			return r.err
		}
		if r.once {
			return r.err
		}
	}
}

func six(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return twice(func() *twofold {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &twofold{err: err, retry: true}
		}
		return &twofold{err: err}
	})
}

// The loop changes the field.
type changed struct {
	err   error
	retry bool
}

func changing(f func() *changed) error {
	for {
		r := f()
		if r == nil {
			return nil
		}
		if tc.Throttled(r.err) {
			r.retry = true
		}
		if !r.retry {
			return r.err
		}
		time.Sleep(time.Second)
	}
}

func (c *changed) look() { c.retry = c.retry || tc.Throttled(c.err) }

func seven(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return changing(func() *changed {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &changed{err, true}
		}
		return &changed{err: err}
	})
}

// A method of it changes the field.
type looked struct {
	err   error
	retry bool
}

func (l *looked) look() { l.retry = l.retry || tc.Throttled(l.err) }

func looking(f func() *looked) error {
	for {
		r := f()
		if r == nil {
			return nil
		}
		r.look()
		if !r.retry {
			return r.err
		}
		time.Sleep(time.Second)
	}
}

func eight(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return looking(func() *looked {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &looked{err, true}
		}
		return &looked{err: err}
	})
}

// Short rounds are final.
type timed struct {
	err   error
	retry bool
}

func timing(f func() *timed) error {
	for {
		begin := time.Now()
		r := f()
		if r == nil {
			return nil
		}
		if !r.retry || time.Now().Sub(begin) < time.Millisecond {
			return r.err
		}
		time.Sleep(time.Second)
	}
}

func nine(client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return timing(func() *timed {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "InvalidParameterValue" {
			return &timed{err: err}
		}
		return &timed{err, true}
	})
}

// A loop is understood, and what functions return is not just made.
type kept struct {
	err   error
	retry bool
	note  string
}

func keeping(ctx context.Context, f func() *kept) error {
	for ctx.Err() == nil {
		r := f()
		if r == nil {
			return nil
		}
		if !r.retry {
			return r.err
		}
		time.Sleep(time.Second)
	}
	return ctx.Err()
}

var slow bool

// A constructor that gives no error where another condition holds.
func lenient(err error) *kept {
	if slow {
		return nil
	}
	return &kept{err: err}
}

func unless(err error) *kept {
	if slow {
		return &kept{err: err, retry: true}
	}
	return &kept{err: err}
}

// soften changes what it is given.
func soften(k *kept) { k.retry = k.retry || tc.Throttled(k.err) }

func constructors(ctx context.Context, client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return errors.Join(keeping(ctx, func() *kept {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &kept{err: err, retry: true}
		}
		return lenient(err)
	}), keeping(ctx, func() *kept {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &kept{err: err, retry: true}
		}
		return unless(err)
	}))
}

func handed(ctx context.Context, client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return keeping(ctx, func() *kept {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &kept{err: err, retry: true}
		}
		k := &kept{err: err, note: "final"}
		soften(k)
		return k
	})
}

func set(ctx context.Context, client *cvm.Client, r *cvm.RebootInstancesRequest) error {
	return keeping(ctx, func() *kept {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &kept{err: err, retry: true}
		}
		k := &kept{err: err}
		if tc.Throttled(err) || slow {
			log.Print(k.note)
			k.retry = true
		}
		return k
	})
}

func pointed(ctx context.Context, client *cvm.Client, r *cvm.RebootInstancesRequest, decide func(*bool)) error {
	return keeping(ctx, func() *kept {
		_, err := client.RebootInstances(r)
		if err == nil {
			return nil
		}
		if tc.Code(err) == "MutexOperation.TaskRunning" {
			return &kept{err: err, retry: true}
		}
		k := &kept{err: err}
		flag := &k.retry
		*flag = false
		decide(flag)
		return k
	})
}

// A value of a type of which pointers are retried.
func plain(client *cvm.Client, r *cvm.RebootInstancesRequest) kept {
	_, err := client.RebootInstances(r)
	if tc.Code(err) == "MutexOperation.TaskRunning" {
		return kept{err: err, retry: true}
	}
	return kept{err: err}
}
