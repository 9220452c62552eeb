// Package text looks for codes in the text of errors.
package text

import (
	"errors"
	"strings"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

func typed(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && strings.Contains(e.Error(), "RequestLimitExceeded") // want `textmatch: "RequestLimitExceeded" is looked for in the text of the error`
}

func message(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && (strings.Contains(e.Message, "AuthFailure") || // want `textmatch: "AuthFailure" is looked for in the message`
		strings.HasPrefix(e.GetMessage(), "the instance is busy"))
}

func call(client *cvm.Client, request *cvm.DescribeZonesRequest) error {
	_, err := client.DescribeZones(request)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidParameter" {
		return nil
	}
	if err != nil && strings.Contains(err.Error(), "ResourceNotFound") { // want `textmatch: "ResourceNotFound" is looked for`
		return nil
	}
	if err != nil && strings.Contains(err.Error(), "connection reset") {
		return nil
	}
	return err
}

func unknown(err error) bool { return strings.Contains(err.Error(), "ResourceNotFound") }

func answer(a struct {
	Response struct {
		Error struct{ Code, Message string }
	}
}) bool {
	return strings.Contains(a.Response.Error.Message, "not exist")
}

// The text begins with "[TencentCloudSDKError]": a prefix that never matched
// would match then.
func begins(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.Error(), "AuthFailure") // want `textmatch: "AuthFailure" is looked for in the text of the error`
}

func dereferenced(e sdkerrors.TencentCloudSDKError, p *sdkerrors.TencentCloudSDKError) bool {
	return strings.Contains((*p).Error(), "AuthFailure") || // want `textmatch: "AuthFailure"`
		strings.Contains(e.GetMessage(), "ResourceNotFound") // want `textmatch: "ResourceNotFound" is looked for in the message`
}

func called(err error) bool {
	return strings.Contains(typedOf(err).Error(), "RequestLimitExceeded") // want `textmatch: "RequestLimitExceeded"`
}

func typedOf(err error) *sdkerrors.TencentCloudSDKError {
	e, _ := err.(*sdkerrors.TencentCloudSDKError)
	return e
}

func kept(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return false
	}
	text := e.Error()
	return strings.Contains(text, "RequestLimitExceeded") || // want `textmatch: "RequestLimitExceeded" is looked for in the text of the error`
		strings.Contains(strings.ToLower(text), "requestlimitexceeded")
}

// An error of its own says what it likes, and its Code is no field.
type ownError struct {
	Kind    string `json:"Code"`
	Message string
}

func (e *ownError) Error() string { return e.Message }

func (e *ownError) Code() string { return e.Kind }

func made(e *sdkerrors.TencentCloudSDKError) error { return &ownError{e.Code, e.Message} }

func own(err error) bool {
	e, ok := err.(*ownError)
	return ok && strings.Contains(e.Error(), "AuthFailure") // want `textmatch: "AuthFailure" is looked for in the text of the error`
}

func ranged(err error) string {
	if e := new(sdkerrors.TencentCloudSDKError); errors.As(err, &e) {
		for _, c := range []string{"AuthFailure", "yes"} { // want `textmatch: "AuthFailure" is looked for in the text of the error`
			if strings.Contains(err.Error(), c) {
				return c
			}
		}
	}
	return ""
}

func rangedUnknown(err error) string {
	for _, c := range []string{"AuthFailure", "UnauthorizedOperation"} {
		if strings.Contains(err.Error(), c) {
			return c
		}
	}
	return ""
}

var words = []string{
	"connection reset",
	"RequestLimitExceeded", // want `textmatch: "RequestLimitExceeded" is looked for in the message`
}

func rangedVariable(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	for _, w := range words {
		if ok && strings.Contains(e.Message, w) {
			return true
		}
	}
	return false
}

type phrase struct{ text, hint string }

func rangedRows(err error) string {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err.Error()
	}
	for _, p := range []phrase{
		{"no such user", "who is it?"},
		{"ResourceNotFound", "what is it?"}, // want `textmatch: "ResourceNotFound" is looked for in the text of the error`
	} {
		if strings.HasPrefix(e.Error(), p.text) {
			return p.hint
		}
	}
	return ""
}

// One error is the SDK's, the other is not known.
func another(err, other error) bool {
	_, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && strings.Contains(other.Error(), "ResourceNotFound")
}
