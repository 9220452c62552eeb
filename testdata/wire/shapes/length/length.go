// Package length asks whether there is an Error in other ways.
package length

import (
	"encoding/json"
	"errors"
	"net/http"
)

type answer struct {
	Response struct {
		Error struct{ Code, Message string }
		Total int
	}
}

func total(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if len(a.Response.Error.Code) > 0 {
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}

func another(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if a.Response.Error != (struct{ Code, Message string }{}) {
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}

func message(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if a.Response.Error.Message != "" {
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}

func allowed(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if len(a.Response.Error.Code) > 0 {
		if a.Response.Error.Code == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation" says`
			return 0, nil
		}
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}

func denied(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if a.Response.Error.Message != "" {
		if a.Response.Error.Code == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation" says`
			return 0, nil
		}
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}
