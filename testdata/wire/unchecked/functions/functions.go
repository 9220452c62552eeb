// Package functions decodes in functions of its own that do not look.
package functions

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

type answer struct {
	Response struct {
		Error  *struct{ Code, Message string }
		Status string
		Total  int
		Names  []string
		Zone   struct{ ID string }
	}
}

func do(req *http.Request, out any) error {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

func total(req *http.Request) (int, error) {
	var a answer
	if err := do(req, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func checked(req *http.Request) (int, error) {
	var a answer
	if err := do(req, &a); err != nil {
		return 0, err
	}
	if a.Response.Error != nil {
		return 0, errors.New(a.Response.Error.Code)
	}
	return a.Response.Total, nil
}

func get(req *http.Request) (*answer, error) {
	var a answer
	err := do(req, &a)
	return &a, err
}

func names(req *http.Request) ([]string, error) {
	a, err := get(req) // want `uncheckedresponse: "get" is used`
	if err != nil {
		return nil, err
	}
	return a.Response.Names, nil
}

func namesChecked(req *http.Request) ([]string, error) {
	a, err := get(req)
	if err != nil {
		return nil, err
	}
	if a.Response.Error != nil {
		return nil, errors.New(a.Response.Error.Code)
	}
	return a.Response.Names, nil
}

func post(url, body string) ([]byte, error) {
	resp, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func posted(url string) (int, error) {
	body, err := post(url, "{}")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}
