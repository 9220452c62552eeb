// Package errutil knows nothing of the cloud.
package errutil

import "errors"

// As is errors.As with a type parameter.
func As[T error](err error) (T, bool) {
	var target T
	if !errors.As(err, &target) {
		var none T
		return none, false
	}
	return target, true
}

// Is asserts.
func Is[T error](err error) (T, bool) {
	found, ok := err.(T)
	return found, ok
}

// Through is As again.
func Through[T error](err error) (T, bool) {
	found, ok := As[T](err)
	return found, ok
}

// Other is another error if there is none.
func Other[T error](err error) (T, bool) {
	var target T
	if errors.As(errors.Unwrap(err), &target) {
		return target, true
	}
	return target, true
}

// Inner is the error that one wraps.
func Inner[T error](err error) (T, bool) {
	var target T
	ok := errors.As(errors.Unwrap(err), &target)
	return target, ok
}

// None tells whether there is one, and keeps it.
func None[T error](err error) (T, bool) {
	var target, none T
	ok := errors.As(err, &target)
	return none, ok
}
