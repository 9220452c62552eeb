// Package decoded has an error type that answers of two clouds fill.
package decoded

import (
	"encoding/json"
	"errors"
)

type cloudError struct{ Code, Message string }

func (e *cloudError) Error() string { return e.Code + ": " + e.Message }

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

func tencent(a *answer) error {
	if e := a.Response.Error; e != nil {
		return &cloudError{e.Code, e.Message}
	}
	return nil
}

func aliyun(body []byte) error {
	e := new(cloudError)
	if err := json.Unmarshal(body, e); err != nil {
		return err
	}
	return e
}

func limited(err error) bool {
	var e *cloudError
	return errors.As(err, &e) && e.Code == "RequestLimitExceded"
}
