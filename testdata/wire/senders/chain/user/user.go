// Package user asks by way of two packages.
package user

import (
	"encoding/json"
	"net/http"

	"example.com/wire/senders/chain"
	"example.com/wire/senders/clients"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func purge() bool {
	var a answer
	return chain.Purge(&a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func ask() bool {
	var a answer
	return chain.Ask("DescribeZones", "cvm", &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "ResourceNotFound.CdnHostNotExists" // want `wrongservice: no API of cvm`
}

func sign(req *http.Request) bool {
	chain.Sign(req)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	var a answer
	err = json.NewDecoder(resp.Body).Decode(&a)
	return err == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func fetch(url string) (int, error) {
	body, err := chain.Fetch(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

func signed(req *http.Request) (int, error) {
	body, err := chain.Signed(req)
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func signedCode(req *http.Request) bool {
	body, err := chain.Signed(req)
	var a answer
	if err != nil || json.Unmarshal(body, &a) != nil {
		return false
	}
	return a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

// From here on: the service is not known, or somebody has looked.

func own(c *clients.Client) bool {
	var a answer
	return chain.Own(c, &a) == nil && a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound"
}

func matches(url string) (int, error) {
	body, err := chain.Matches(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a)
	return a.Response.Total, err
}
