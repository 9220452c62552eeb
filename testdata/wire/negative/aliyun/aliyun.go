// Package aliyun has the Code at the top level.
package aliyun

import (
	"encoding/json"
	"errors"
)

type answer struct {
	RequestId string
	Code      string
	Message   string
}

func (a *answer) Error() string { return a.Code + a.Message }

func limited(body []byte) bool {
	var a answer
	return json.Unmarshal(body, &a) == nil && a.Code == "RequestLimitExceded"
}

func is(err error) bool {
	var a *answer
	return errors.As(err, &a) && a.Code == "RequestLimitExceded"
}
