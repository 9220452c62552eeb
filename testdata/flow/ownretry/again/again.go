// Package again calls functions again: the program's own retry.
package again

import (
	"context"
	"time"
)

// If calls f again while hook says so.
func If(hook func(error) bool, f func() error) (err error) {
	for i := 0; i < 5; i++ {
		if err = f(); err == nil || !hook(err) {
			return err
		}
		time.Sleep(time.Second << i)
	}
	return err
}

// Unless calls f again until hook says that the error is final.
func Unless(ctx context.Context, f func(context.Context) error, hook func(error) bool) error {
	for {
		err := f(ctx)
		if err == nil {
			return nil
		}
		if hook(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Second):
		}
	}
}

// Always calls f again whatever the error.
func Always(tries int, f func() error) error {
	var err error
	for range tries {
		if err = f(); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return err
}

// Value is Always for functions with a result.
func Value[T any](f func() (T, error)) (T, error) {
	for tries := 0; ; tries++ {
		v, err := f()
		if err == nil || tries == 3 {
			return v, err
		}
		time.Sleep(time.Second)
	}
}

// Each calls f for every item, and again for none.
func Each(items []string, f func(string) error) error {
	for _, item := range items {
		if err := f(item); err != nil {
			return err
		}
	}
	return nil
}

// Poll asks again as long as f is not done; an error ends it.
func Poll(f func() (bool, error)) error {
	for {
		done, err := f()
		if err != nil {
			return err
		}
		if done {
			return nil
		}
		time.Sleep(time.Second)
	}
}

// Every calls f for ever.
func Every(d time.Duration, f func() error, report func(error)) {
	for {
		if err := f(); err != nil {
			report(err)
		}
		time.Sleep(d)
	}
}

// First calls f for its answer, and the hook for nothing but the name.
func First(hook func(error) bool, f func() error) (string, error) {
	err := f()
	if hook(err) {
		return "known", err
	}
	return "", err
}

// A Retrier calls again with what it was made with.
type Retrier struct {
	tries int
	fatal func(error) bool
}

// New makes a Retrier that stops at what is fatal.
func New(fatal func(error) bool, options ...Option) *Retrier {
	r := &Retrier{tries: 3, fatal: fatal}
	for _, o := range options {
		o(r)
	}
	return r
}

// An Option changes a Retrier.
type Option func(*Retrier)

// Fatal is an option.
func Fatal(fatal func(error) bool) Option { return func(r *Retrier) { r.fatal = fatal } }

// Run calls f until it succeeds or fails for good.
func (r *Retrier) Run(f func() error) (err error) {
	for i := 0; i < r.tries; i++ {
		if err = f(); err == nil || r.fatal(err) {
			return err
		}
		time.Sleep(time.Second)
	}
	return err
}
