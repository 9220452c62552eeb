// Package shared has one type for the errors of two clouds.
package shared

import "encoding/json"

type Error struct{ Code, Message string }

type tencent struct {
	Response struct{ Error *Error }
}

type other struct {
	Error *Error `json:"error"`
}

func limited(e *Error) bool { return e.Code == "RequestLimitExceded" }

func tencentLimited(t *tencent) bool {
	return t.Response.Error != nil && t.Response.Error.Code == "RequestLimitExceded" // want `unknowncode: .* did you mean "RequestLimitExceeded"`
}

func otherLimited(o *other) bool { return o.Error != nil && o.Error.Code == "RequestLimitExceded" }

func both(body []byte) bool {
	var t tencent
	var o other
	return json.Unmarshal(body, &t) == nil && limited(t.Response.Error) || json.Unmarshal(body, &o) == nil && limited(o.Error)
}
