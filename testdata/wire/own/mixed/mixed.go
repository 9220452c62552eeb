// Package mixed fills its errors with other things than codes too.
package mixed

import (
	"errors"
	"strconv"
)

type apiError struct{ Code, Message string }

func (e *apiError) Error() string { return e.Code + ": " + e.Message }

type answer struct {
	Response struct {
		Error struct{ Code, Message string }
	}
}

func check(a *answer) error {
	if a.Response.Error.Code == "" {
		return nil
	}
	return &apiError{Code: a.Response.Error.Code}
}

func status(code int) error { return &apiError{Code: strconv.Itoa(code)} }

func timeout() error { return &apiError{Code: "RequestTimeOut"} }

func limited(err error) bool {
	var e *apiError
	return errors.As(err, &e) && (e.Code == "RequestLimitExceded" || e.Code == "429")
}
