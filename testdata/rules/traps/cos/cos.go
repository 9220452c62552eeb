// Package cos has the shape of the errors of Tencent's object storage, whose
// codes are another list.
package cos

type ErrorResponse struct {
	Code, Message, RequestID string
}

func (e *ErrorResponse) Error() string { return e.Code + ": " + e.Message }

func Get(name string) error { return &ErrorResponse{Code: "NoSuchKey"} }
