// Package steps decodes the outside first, and then what is inside.
package steps

import (
	"encoding/json"
	"errors"
	"net/http"
)

type failure struct{ Code, Message string }

type list struct {
	Error *failure
	Total int
}

func total(resp *http.Response) (int, error) {
	var outer struct{ Response json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&outer); err != nil {
		return 0, err
	}
	var inner list
	if err := json.Unmarshal(outer.Response, &inner); err != nil { // want `uncheckedresponse: "inner" is used`
		return 0, err
	}
	return inner.Total, nil
}

func checked(resp *http.Response) (int, error) {
	var outer struct{ Response json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&outer); err != nil {
		return 0, err
	}
	var inner list
	if err := json.Unmarshal(outer.Response, &inner); err != nil {
		return 0, err
	}
	if inner.Error != nil {
		return 0, errors.New(inner.Error.Message)
	}
	return inner.Total, nil
}

// As in dujiao-next: the Error first, then the data.
func twice(resp *http.Response) (int, error) {
	var outer struct{ Response json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&outer); err != nil {
		return 0, err
	}
	var status struct{ Error *failure }
	if json.Unmarshal(outer.Response, &status) != nil || status.Error != nil {
		return 0, errors.New("failed")
	}
	var inner list
	if err := json.Unmarshal(outer.Response, &inner); err != nil {
		return 0, err
	}
	return inner.Total, nil
}

func given(raw json.RawMessage) (int, error) {
	var inner list
	if err := json.Unmarshal(raw, &inner); err != nil {
		return 0, err
	}
	return inner.Total, nil
}
