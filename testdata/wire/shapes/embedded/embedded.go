// Package embedded has the Error in a struct that each Response embeds.
package embedded

import "strings"

type base struct {
	Error     *failure `json:"Error,omitempty"`
	RequestID string   `json:"RequestId"`
}

type failure struct {
	Code    string `json:"Code"`
	Message string `json:"Message"`
}

type zones struct {
	Response struct {
		base
		TotalCount int
	} `json:"Response"`
}

func throttled(z *zones) bool {
	return z.Response.Error != nil && z.Response.Error.Code == "RequestLimitExceeeded" // want `unknowncode: .* did you mean "RequestLimitExceeded"`
}

func denied(f *failure) bool {
	return strings.HasPrefix(f.Code, "UnauthorisedOperation") // want `unknowncode: "UnauthorisedOperation" begins no Tencent Cloud error code`
}
