// Package pointers decodes into pointers that are nil before.
package pointers

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func total(resp *http.Response) (int, error) {
	var a *answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func checked(resp *http.Response) (int, error) {
	var a *answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
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

func get(resp *http.Response) (a *answer, err error) {
	err = json.NewDecoder(resp.Body).Decode(&a)
	return a, err
}

func gotten(resp *http.Response) (int, error) {
	a, err := get(resp) // want `uncheckedresponse: "get" is used`
	if err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func unmarshal(data []byte, out any) error { return json.Unmarshal(data, out) }

func helped(get func() ([]byte, error)) (int, error) {
	resp, err := http.Get("https://cvm.tencentcloudapi.com")
	if err != nil {
		return 0, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	var a *answer
	if err := unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}

func looks(body []byte) (int, error) {
	var a *answer
	if err := unmarshal(body, &a); err != nil {
		return 0, err
	}
	if a.Response.Error != nil {
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}
