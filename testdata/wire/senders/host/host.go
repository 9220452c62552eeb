// Package host names one host itself, and asks other services by another package.
package host

import (
	"encoding/json"
	"net/http"
	"strings"

	"example.com/wire/senders/given"
	"example.com/wire/senders/raw"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

func own() bool {
	resp, err := http.Post("https://cvm.tencentcloudapi.com", "application/json", strings.NewReader("{}"))
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	var a answer
	err = json.NewDecoder(resp.Body).Decode(&a)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func posted() bool {
	body, err := raw.Post("https://cvm.tencentcloudapi.com", "{}")
	var a answer
	if err != nil || json.Unmarshal(body, &a) != nil {
		return false
	}
	return a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

// From here on: the service may be another one.

func other(service, action string) bool {
	var a answer
	return given.Do(service, "2018-06-06", action, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists"
}

func ask(service, action string, out any) error { return given.Do(service, "2018-06-06", action, out) }

func asked(service, action string) bool {
	var a answer
	return ask(service, action, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists"
}

func passed(body []byte) bool {
	var a answer
	return json.Unmarshal(body, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists"
}
