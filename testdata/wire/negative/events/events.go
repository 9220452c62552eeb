// Package events reads the events of a language model: response.error.code.
package events

import (
	"encoding/json"

	"github.com/tidwall/gjson"
)

type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

type event struct {
	Type     string `json:"type"`
	Response *struct {
		Error *failure `json:"error"`
	} `json:"response"`
}

func limited(body []byte) (bool, error) {
	var e event
	if err := json.Unmarshal(body, &e); err != nil {
		return false, err
	}
	return e.Response != nil && e.Response.Error != nil && e.Response.Error.Code == "rate_limit_exceeded", nil
}

func path(body []byte) bool {
	return gjson.GetBytes(body, "response.error.code").String() == "RequestLimitExceded"
}
