// Package helpers hands the Error, the code and the answer on.
package helpers

import "encoding/json"

type failure struct{ Code, Message string }

type answer struct {
	Response struct{ Error *failure }
}

func is(code, want string) bool { return code == want }

func oneOf(f *failure, codes ...string) bool {
	for _, c := range codes {
		if f.Code == c {
			return true
		}
	}
	return false
}

func (a *answer) has(code string) bool {
	return a.Response.Error != nil && a.Response.Error.Code == code
}

func (a *answer) failure() *failure { return a.Response.Error }

func check(body []byte) string {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil || a.Response.Error == nil {
		return ""
	}
	if is(a.Response.Error.Code, "ResourceNotFond") { // want `unknowncode: .* did you mean "ResourceNotFound"`
		return "gone"
	}
	if oneOf(a.Response.Error, "LimitExceeded", "LimitExceded") { // want `unknowncode: .* did you mean "LimitExceeded"`
		return "full"
	}
	if a.has("InvalidParameterValu") { // want `unknowncode: .* did you mean "InvalidParameterValue"`
		return "wrong"
	}
	if a.failure().Code == "MissingParamter" { // want `unknowncode: .* did you mean "MissingParameter"`
		return "missing"
	}
	return a.Response.Error.Message
}
