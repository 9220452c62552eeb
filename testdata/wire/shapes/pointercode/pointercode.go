// Package pointercode has pointers to strings, as the SDK's own types do.
package pointercode

type answer struct {
	Response *struct {
		Error *struct {
			Code    *string `json:"Code,omitempty"`
			Message *string `json:"Message,omitempty"`
		} `json:"Error,omitempty"`
	} `json:"Response"`
}

func limited(a *answer) bool {
	if a.Response.Error == nil || a.Response.Error.Code == nil {
		return false
	}
	return *a.Response.Error.Code == "RequestLimitExceded" // want `unknowncode: .* did you mean "RequestLimitExceeded"`
}
