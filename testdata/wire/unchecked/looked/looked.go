// Package looked looks at the Error, in many ways.
package looked

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
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

func (a *answer) err() error {
	if a.Response.Error != nil {
		return errors.New(a.Response.Error.Message)
	}
	return nil
}

func ok(a *answer) bool { return a.Response.Error == nil }

func decode(resp *http.Response) (*answer, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return nil, err
	}
	if a.Response.Error != nil {
		return nil, errors.New(a.Response.Error.Message)
	}
	return &a, nil
}

func total(resp *http.Response) (int, error) {
	a, err := decode(resp)
	if err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func method(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if err := a.err(); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func function(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil || !ok(&a) {
		return 0, fmt.Errorf("failed: %v", err)
	}
	return a.Response.Total, nil
}

func logged(resp *http.Response) int {
	var a answer
	if json.NewDecoder(resp.Body).Decode(&a) != nil {
		return 0
	}
	log.Printf("%+v", a)
	return a.Response.Total
}

func code(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil && e.Code != "ResourceNotFound" {
		return 0, errors.New(e.Message)
	}
	return a.Response.Total, nil
}

func deferred(resp *http.Response) (n int, err error) {
	var a answer
	defer func() {
		if a.Response.Error != nil {
			err = errors.New(a.Response.Error.Message)
		}
	}()
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}
