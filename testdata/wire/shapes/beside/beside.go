// Package beside has types that embed an answer beside data of their own.
package beside

import (
	"encoding/json"
	"errors"
	"io"
)

type status struct {
	Response struct {
		Error struct{ Code, Message string }
	}
}

type reply struct {
	status
	Reply struct{ Total int } `json:"Reply"`
}

type deep struct {
	*reply
	Trace string `json:"Trace"`
}

func isGone(code string) bool { return code == "ResourceNotFound" }

// Each read of the embedded answer is one of the same answer.
func twice(body io.Reader) (int, error) {
	var r reply
	if err := json.NewDecoder(body).Decode(&r); err != nil {
		return 0, err
	}
	if r.Response.Error.Code != "" {
		if isGone(r.Response.Error.Code) {
			return 0, nil
		}
		if isGone(r.Response.Error.Code) { // want `deadtest: "ResourceNotFound", which isGone looks for, never gets here`
			return 1, nil
		}
		return 0, errors.New(r.Response.Error.Message)
	}
	return r.Reply.Total, nil
}

func unchecked(body io.Reader) (int, error) {
	var d deep
	if err := json.NewDecoder(body).Decode(&d); err != nil { // want `uncheckedresponse: "d" is used`
		return 0, err
	}
	return d.Reply.Total, nil
}

func checked(body io.Reader) (int, error) {
	var d deep
	if err := json.NewDecoder(body).Decode(&d); err != nil {
		return 0, err
	}
	if isGone(d.Response.Error.Code) {
		return 0, nil
	}
	if d.Response.Error.Code != "" {
		return 0, errors.New(d.Response.Error.Message)
	}
	return d.Reply.Total, nil
}

// Somebody else's: its Response has more than an answer has, and no tag.
type other struct {
	Response struct {
		Error struct{ Code, Message string }
	}
	Page int
}

type page struct {
	other
	Next string `json:"next"`
}

func next(body io.Reader) (string, error) {
	var p page
	if err := json.NewDecoder(body).Decode(&p); err != nil {
		return "", err
	}
	return p.Next, nil
}
