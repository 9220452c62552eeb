// Package dead takes the Error, and does nothing with it on the way to success.
package dead

import (
	"encoding/json"
	"errors"
	"net/http"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

const debug = false

func taken(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	if e := a.Response.Error; debug && e != nil {
		return 0, errors.New(e.Message)
	}
	return a.Response.Total, nil
}

func late(resp *http.Response, strict bool) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	e := a.Response.Error
	if strict {
		if e != nil {
			return 0, errors.New(e.Message)
		}
	}
	return a.Response.Total, nil
}

func asked(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	e := a.Response.Error
	if e != nil {
		return 0, errors.New(e.Message)
	}
	return a.Response.Total, nil
}

func handed(resp *http.Response, note func(any)) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	note(a.Response.Error)
	return a.Response.Total, nil
}
