// Package scope names the service in what it signs; the host is made of parts,
// as in ddns-go.
package scope

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

func send(req *http.Request) (*answer, error) {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	a := new(answer)
	return a, json.NewDecoder(resp.Body).Decode(a)
}

func sign(req *http.Request, date string) {
	service := "cdn"
	req.Host = service + ".tencentcloudapi.com"
	scope := date + "/" + service + "/tc3_request"
	req.Header.Set("Authorization", scope)
}

func local(req *http.Request, date string) error {
	sign(req, date)
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func constant(req *http.Request, date string) error {
	req.Header.Set("Authorization", date+"/cvm/tc3_request")
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

var product = "cvm"

func format(req *http.Request, date string) error {
	req.Header.Set("Authorization", fmt.Sprintf("%s/%s/tc3_request", date, product))
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func join(req *http.Request, date string) error {
	req.Header.Set("Authorization", strings.Join([]string{date, "cvm", "tc3_request"}, "/"))
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

type client struct{ service string }

func (c client) field(req *http.Request, date string) error {
	req.Header.Set("Authorization", date+"/"+c.service+"/tc3_request")
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && e.Code == "ResourceNotFound.CdnHostNotExists" {
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}
