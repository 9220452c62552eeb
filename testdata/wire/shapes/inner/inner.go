// Package inner has the type parameter on the level of the Response.
package inner

type Envelope[T any] struct {
	Response T `json:"Response"`
}

type status struct {
	Error *struct {
		Code    string `json:"Code"`
		Message string `json:"Message"`
	} `json:"Error"`
}

func failed(e Envelope[status]) bool {
	return e.Response.Error != nil && e.Response.Error.Code == "UnsuportedOperation" // want `unknowncode: .* did you mean "UnsupportedOperation"`
}
