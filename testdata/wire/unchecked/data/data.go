// Package data asks the data of the answer what the Error would say.
package data

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

type answer struct {
	Response struct {
		Error  *struct{ Code, Message string }
		Status string
		Total  int
		Names  []string
		Zone   struct{ ID string }

		RequestID string `json:"RequestId"`
	}
}

func status(resp *http.Response) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	if a.Response.Status != "SUCCESS" {
		return errors.New("no success")
	}
	return nil
}

func zone(resp *http.Response) (string, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return "", err
	}
	if a.Response.Zone.ID == "" {
		return "", errors.New("no zone")
	}
	return a.Response.Zone.ID, nil
}

func find(resp *http.Response, want string) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	at := -1
	for i, name := range a.Response.Names {
		if name == want {
			at = i
			break
		}
	}
	if at < 0 {
		return 0, errors.New("no such name")
	}
	return at, nil
}

func wait(get func() (*http.Response, error)) error {
	for range 10 {
		resp, err := get()
		if err != nil {
			return err
		}
		var a answer
		if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
			return err
		}
		if a.Response.Status == "RUNNING" {
			return nil
		}
		time.Sleep(time.Second)
	}
	return errors.New("timeout")
}

func ready(resp *http.Response, isReady func(string) bool) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	if !isReady(a.Response.Status) {
		return errors.New("not ready")
	}
	return nil
}

func request(resp *http.Response) (string, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return "", err
	}
	if a.Response.RequestID == "" {
		return "", nil // not an answer at all
	}
	return strings.ToLower(a.Response.RequestID), nil
}

func first(resp *http.Response) (string, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return "", err
	}
	if len(a.Response.Names) == 0 {
		return "", errors.New("no names")
	}
	return a.Response.Names[0], nil
}
