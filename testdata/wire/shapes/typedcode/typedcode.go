// Package typedcode has a type of its own for codes.
package typedcode

import "strings"

type Code string

const Limited Code = "RequestLimitExceded"

type answer struct {
	Response struct {
		Error struct {
			Code    Code
			Message string
		}
	}
}

func limited(a answer) bool {
	return a.Response.Error.Code == Limited // want `unknowncode: .* did you mean "RequestLimitExceeded"`
}

func category(a answer) string {
	head, _, _ := strings.Cut(string(a.Response.Error.Code), ".")
	if head == "AuthFailur" { // want `unknowncode: "AuthFailur" is not a category`
		return "auth"
	}
	return head
}
