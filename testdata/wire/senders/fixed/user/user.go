// Package user asks by functions that know the services.
package user

import (
	"encoding/json"

	"example.com/wire/senders/fixed"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

func (a *answer) is(code string) bool {
	return a.Response.Error != nil && a.Response.Error.Code == code
}

func host() bool {
	var a answer
	return fixed.Host(&a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func constant() bool {
	var a answer
	return fixed.Constant(&a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func variable() bool {
	var a answer
	return fixed.Variable(&a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func scope(host, date string) bool {
	var a answer
	return fixed.Scope(host, date, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func action(host string) bool {
	var a answer
	return fixed.Action(host, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func text() bool {
	var a answer
	text, err := fixed.Text()
	if err != nil || json.Unmarshal([]byte(text), &a) != nil {
		return false
	}
	return a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

// From here on: the code may be answered.

func right() bool {
	var a answer
	return fixed.Host(&a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists"
}

func exported() bool {
	var a answer
	return fixed.Exported(&a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func either(old bool) bool {
	var a answer
	return fixed.Either(old, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func made(product string) bool {
	var a answer
	return fixed.Made(product, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func madeOrNot(product string) bool {
	var a, b answer
	if fixed.Host(&a) != nil || fixed.Made(product, &b) != nil || a.is("ResourceNotFound.CdnHostNotExists") {
		return false
	}
	return b.Response.Error != nil && b.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func shared(host string) bool {
	var a answer
	return fixed.Shared(host, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}
