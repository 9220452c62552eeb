// Package conversion makes errors of its own from answers.
package conversion

import (
	"encoding/json"
	"errors"
	"strings"
)

type APIError struct { // want APIError:`wire\(own\)`
	Code, Message, RequestID string
}

func (e *APIError) Error() string { return e.Code + ": " + e.Message }

type answer struct {
	Response struct {
		Error     *struct{ Code, Message string }
		RequestID string
	}
}

func check(body []byte) error {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		return &APIError{Code: strings.TrimSpace(e.Code), Message: e.Message, RequestID: a.Response.RequestID}
	}
	return nil
}

func call(body []byte) error {
	err := check(body)
	var e *APIError
	if errors.As(err, &e) && e.Code == "RequestLimitExceded" { // want `unknowncode: .* did you mean "RequestLimitExceeded"`
		return nil
	}
	return err
}

func gone(err error) bool {
	e, ok := err.(*APIError)
	return ok && strings.HasPrefix(e.Code, "ResourceNotFond") // want `unknowncode: "ResourceNotFond" begins no`
}
