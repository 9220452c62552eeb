// Package user has its requests signed by functions of another package.
package user

import (
	"encoding/json"
	"net/http"

	"example.com/wire/senders/signs"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

func send(req *http.Request) (a answer, err error) {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&a)
	return a, err
}

func sign(req *http.Request) bool {
	signs.Sign(req, "2026-01-01", "cdn")
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func formatted(req *http.Request, date string) bool {
	const service = "cvm"
	signs.Formatted(req, service, date)
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func joined(req *http.Request, date string) bool {
	req.Header.Set("Authorization", signs.Joined(date, "cdn"))
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func cdn(req *http.Request, date string) bool {
	signs.CDN(req, date)
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func cvm(req *http.Request, date string) bool {
	signs.CVM(req, date)
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func method(req *http.Request, s signs.Signer) bool {
	s.Sign(req, "cdn")
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func signed(req *http.Request) { signs.Sign(req, "2026-01-01", "cdn") }

func within(req *http.Request) bool {
	signed(req)
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

// From here on: the code may be answered.

func right(req *http.Request) bool {
	signs.Sign(req, "2026-01-01", "cvm")
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func own(req *http.Request, s signs.Signer) bool {
	s.Own(req)
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func region(req *http.Request) bool {
	signs.Region(req, "ap-guangzhou")
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func expression(req *http.Request, s signs.Signer) bool {
	signs.Signer.Sign(s, req, "cdn") // its first argument is the receiver
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func value(req *http.Request) bool {
	sign := signs.Sign
	sign(req, "2026-01-01", "cvm")
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func twice(req *http.Request, again bool) bool {
	signs.CDN(req, "2026-01-01")
	if again {
		signs.Sign(req, "2026-01-01", req.Header.Get("Service"))
	}
	a, err := send(req)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}
