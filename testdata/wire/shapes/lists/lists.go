// Package lists compares with lists, by letter case and after trimming.
package lists

import "strings"

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

var retryable = map[string]bool{
	"InternalError":        true,
	"RequestLimitExceeded": true,
	"ResourceInsuficient":  true, // want `unknowncode: .* did you mean "ResourceInsufficient"`
}

func retry(a *answer) bool {
	if a.Response.Error == nil {
		return false
	}
	code := strings.TrimSpace(a.Response.Error.Code)
	return retryable[code] || strings.EqualFold(code, "requestlimitexceded") || // want `unknowncode: .* did you mean "RequestLimitExceeded"`
		strings.Contains("RequestLimitExceeded", code) // want `swappedargs: looks for the code in "RequestLimitExceeded"`
}
