// Package paths reads paths of package gjson.
package paths

import "github.com/tidwall/gjson"

func limited(body []byte) bool {
	return gjson.GetBytes(body, "Response.Error.Code").Str == "RequestLimitExceded" // want `unknowncode: .* did you mean "RequestLimitExceeded"`
}

func denied(body string) bool {
	failure := gjson.Parse(body).Get("Response.Error")
	if !failure.Exists() {
		return false
	}
	return failure.Get("Code").String() == "UnauthorizedOperatoin" // want `unknowncode: .* did you mean "UnauthorizedOperation"`
}

func status(body string) bool {
	return gjson.Get(body, "Response.Status").String() == "RequestLimitExceded" ||
		gjson.Get(body, "error.code").String() == "RequestLimitExceded" ||
		gjson.Get(body, "Error.Code").String() == "RequestLimitExceded"
}
