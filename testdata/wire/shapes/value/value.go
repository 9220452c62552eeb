// Package value has everything by value: no Error is an empty Code.
package value

type answer struct {
	Response struct {
		Error struct {
			Code    string
			Message string
		}
		RequestId string
	}
}

func failed(a answer) bool { return a.Response.Error.Code != "" }

func retry(a answer) bool {
	return a.Response.Error.Code == "RequestLimitExceeded" || a.Response.Error.Code == "RequestLimitExceded" // want `unknowncode: .* did you mean "RequestLimitExceeded"`
}
