// Package discarded sends requests, and hands on what comes.
package discarded

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Request makes a request.
func Request(action string) (*http.Request, error) { // want Request:`sender\(cdn, action #0\)`
	req, err := http.NewRequest(http.MethodPost, "https://cdn.tencentcloudapi.com", strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	return req, nil
}

// Send hands on the response.
func Send(action string) (*http.Response, error) { // want Send:`sender\(cdn, action #0, raw\)`
	req, err := Request(action)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}

// Call hands on the bytes.
func Call(action string) ([]byte, error) { // want Call:`sender\(cdn, action #0, raw\)`
	resp, err := Send(action)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Checked looks.
func Checked(action string) ([]byte, error) { // want Checked:`sender\(cdn, action #0\)`
	body, err := Call(action)
	if err != nil {
		return nil, err
	}
	var failure struct {
		Response struct{ Error json.RawMessage }
	}
	if err := json.Unmarshal(body, &failure); err != nil {
		return nil, err
	}
	if failure.Response.Error != nil {
		return nil, errors.New(string(failure.Response.Error))
	}
	return body, nil
}

// Fetch sends any request.
func Fetch(url string) ([]byte, error) { // want Fetch:`sender\(raw\)`
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}
