// Package constructor has a constructor, and codes of the catalog made up.
package constructor

import "errors"

type apiError struct{ Code, Message string }

func (e apiError) Error() string { return e.Code + ": " + e.Message }

func newError(code, message string) error { return apiError{code, message} }

type answer struct {
	Response struct {
		Error struct{ Code, Message string }
	}
}

func check(a *answer) error {
	if a.Response.Error.Code == "" {
		return nil
	}
	return newError(a.Response.Error.Code, a.Response.Error.Message)
}

func denied() error { return newError("AuthFailure", "no key") }

func limited(a *answer) bool {
	var e apiError
	return errors.As(check(a), &e) && e.Code == "RequestLimitExceded" // want `unknowncode: .* did you mean "RequestLimitExceeded"`
}
