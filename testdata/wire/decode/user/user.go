// Package user has the shape, and lets others decode.
package user

import (
	"errors"
	"net/http"
	"strings"

	"example.com/wire/decode/chain"
	"example.com/wire/decode/lib"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func method(c *lib.Client, req *http.Request) (int, error) {
	var a answer
	if err := c.Do(req, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func chained() (int, error) {
	var a answer
	if err := chain.Post("https://cvm.tencentcloudapi.com", &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func generic(req *http.Request) (int, error) {
	var a answer
	if err := lib.Into(req, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func gotten(req *http.Request) (int, error) {
	a, err := lib.Get[answer](req) // want `uncheckedresponse: "Get" is used`
	if err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func checked(c *lib.Client, req *http.Request) (int, error) {
	var a answer
	if err := c.Do(req, &a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFond" { // want `unknowncode: .* did you mean "ResourceNotFound"`
			return 0, nil
		}
		return 0, errors.New(e.Message)
	}
	return a.Response.Total, nil
}

// The helper has looked.
func elsewhere(req *http.Request) (int, error) {
	var a answer
	if err := lib.Checked(req, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func validated(req *http.Request, validate func(any) error) (int, error) {
	var a answer
	if err := lib.Validated(req, &a, validate); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

// The text was looked at before.
func text(data []byte) (int, error) {
	if strings.Contains(string(data), `"Error"`) {
		return 0, errors.New(string(data))
	}
	var a answer
	if err := lib.Unmarshal(data, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func twice(data []byte) (int, error) {
	probe, err := lib.Value[struct {
		Response struct {
			Error *struct{ Code, Message string }
		}
	}](data)
	if err != nil {
		return 0, err
	}
	if probe.Response.Error != nil {
		return 0, errors.New(probe.Response.Error.Message)
	}
	a, err := lib.Value[answer](data)
	if err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}
