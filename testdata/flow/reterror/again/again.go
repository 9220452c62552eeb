// Package again calls functions again that say whether to, and knows nothing of the
// cloud.
package again

import (
	"context"
	"fmt"
	"time"
)

// Error says whether a call may be made again.
type Error struct {
	Cause error
	Retry bool
	After time.Duration
}

// Later asks for another try.
func Later(err error) *Error { return &Error{Cause: err, Retry: true, After: time.Second} }

// Never ends the tries.
func Never(err error) *Error { return &Error{Cause: err} }

// Call calls f until it succeeds, or says that it never will.
func Call(ctx context.Context, f func() *Error) error {
	for {
		e := f()
		if e == nil {
			return nil
		}
		if !e.Retry {
			return fmt.Errorf("not again: %w", e.Cause)
		}
		select {
		case <-ctx.Done():
			return e.Cause
		case <-time.After(e.After):
		}
	}
}

// Outcome says whether a try was the last.
type Outcome struct {
	Err  error
	Last bool
}

// Try calls f until it is the last.
func Try[T any](tries int, f func() (T, Outcome)) (T, error) {
	var value T
	var o Outcome
	for range tries {
		value, o = f()
		if o.Err == nil {
			return value, nil
		}
		if o.Last {
			break
		}
		time.Sleep(time.Second)
	}
	return value, o.Err
}
