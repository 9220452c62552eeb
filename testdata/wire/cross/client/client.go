// Package client is a client that other packages use.
package client

import (
	"encoding/json"
	"errors"
	"net/http"
)

type Failure struct { // want Failure:`wire\(3\)`
	Code    string `json:"Code"`
	Message string `json:"Message"`
}

type Zones struct {
	Response struct {
		Error *Failure `json:"Error"`
		Names []string
	} `json:"Response"`
}

type APIError struct{ Code, Message string } // want APIError:`wire\(own\)`

func (e *APIError) Error() string { return e.Code + ": " + e.Message }

func (z *Zones) Err() error { // want Err:`looks\(0\)`
	if e := z.Response.Error; e != nil {
		return &APIError{e.Code, e.Message}
	}
	return nil
}

func IsCode(err error, code string) bool { // want IsCode:`matches\(0 #1\)`
	var e *APIError
	return errors.As(err, &e) && e.Code == code
}

func Do(req *http.Request, out any) error { // want Do:`decodes\(1\)`
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

func Get(req *http.Request) (*Zones, error) { // want Get:`fresh`
	var z Zones
	err := Do(req, &z)
	return &z, err
}
