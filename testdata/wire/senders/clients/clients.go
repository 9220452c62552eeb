// Package clients has clients whose methods send.
package clients

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// A Client signs and sends.
type Client struct {
	HTTP    *http.Client
	id, key string
	service string
	see     func([]byte) error
}

// New returns a client for a service.
func New(id, key, service string) *Client {
	return &Client{HTTP: http.DefaultClient, id: id, key: key, service: service}
}

func (c *Client) request(ctx context.Context, service, action string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+service+".tencentcloudapi.com", strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("Authorization", c.id+"/2026-01-01/"+service+"/tc3_request"+c.key)
	return req, nil
}

// Do takes the service.
func (c *Client) Do(ctx context.Context, service, action string, out any) error { // want Do:`decodes\(4\)` Do:`sender\(action #2, scope #1, pending\)`
	req, err := c.request(ctx, service, action)
	if err != nil {
		return err
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// CDN asks one service.
func (c *Client) CDN(ctx context.Context, action string, out any) error { // want CDN:`decodes\(3\)` CDN:`sender\(cdn, action #1, scope cdn\)`
	return c.Do(ctx, "cdn", action, out)
}

// Raw hands on the bytes.
func (c *Client) Raw(ctx context.Context, service, action string) (body []byte, err error) { // want Raw:`sender\(action #2, scope #1, pending, raw\)`
	req, err := c.request(ctx, service, action)
	if err != nil {
		return nil, err
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// CVM is a client of one service.
type CVM struct{ Client }

// Call asks one service, by a client that is embedded.
func (c CVM) Call(ctx context.Context, action string, out any) error { // want Call:`decodes\(3\)` Call:`sender\(cvm, action #1, scope cvm\)`
	return c.Client.Do(ctx, "cvm", action, out)
}

// An API sends.
type API interface {
	Send(ctx context.Context, service, action string, out any) error
}

// From here on: the service is not known, or the answer may have been looked at.

// Own asks the service of the client.
func (c *Client) Own(ctx context.Context, action string, out any) error { // want Own:`decodes\(3\)` Own:`sender\(\?, action #1, scope \?\)`
	return c.Do(ctx, c.service, action, out)
}

// Seen gives the bytes to a function in a field.
func (c *Client) Seen(ctx context.Context, action string) ([]byte, error) { // want Seen:`sender\(cdn\?, action #1, scope cdn\)`
	body, err := c.Raw(ctx, "cdn", action)
	if err != nil {
		return nil, err
	}
	return body, c.see(body)
}

// Checked looks at the Error.
func (c *Client) Checked(ctx context.Context, action string) ([]byte, error) { // want Checked:`sender\(cdn, action #1, scope cdn\)`
	body, err := c.Raw(ctx, "cdn", action)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(body), `"Error"`) {
		return nil, errors.New(string(body))
	}
	return body, nil
}
