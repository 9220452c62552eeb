// Package lib decodes JSON for others and has no shape of an answer itself.
package lib

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

type Client struct{ HTTP *http.Client }

func (c *Client) Do(req *http.Request, out any) error { // want Do:`decodes\(2\)`
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return c.read(resp.Body, out)
}

func (c *Client) read(body io.Reader, out interface{}) error {
	d := json.NewDecoder(body)
	d.UseNumber()
	return d.Decode(out)
}

func Unmarshal(data []byte, out any) error { // want Unmarshal:`decodes\(1 of 0\)`
	if len(data) == 0 {
		return errors.New("no answer")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(out)
}

func Into[T any](req *http.Request, out *T) error { // want Into:`decodes\(1\)`
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, out)
}

func Get[T any](req *http.Request) (*T, error) { // want Get:`fresh`
	var out T
	if err := Into(req, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

func Value[T any](data []byte) (out T, err error) { // want Value:`fresh of 0`
	err = json.Unmarshal(data, &out)
	return out, err
}

// It looks before it decodes.
func Checked(req *http.Request, out any) error {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if strings.Contains(string(body), `"Error"`) {
		return errors.New(string(body))
	}
	return json.Unmarshal(body, out)
}

// Who it gives the value to may look.
func Validated(req *http.Request, out any, validate func(any) error) error {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		return err
	}
	return validate(out)
}

func Print(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}
