// Package before sends requests that functions which nobody sees have signed, and hands
// on what comes.
package before

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// A Signer signs requests.
type Signer interface {
	Sign(r *http.Request, payload []byte) error
}

// Client asks the API.
type Client struct {
	HTTP   *http.Client
	Signer Signer
	Sign   func(r *http.Request, body []byte)
	Check  func(body []byte) error
}

func request(ctx context.Context, action string, body []byte) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://cdn.tencentcloudapi.com", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-TC-Action", action)
	return r, nil
}

func (c *Client) do(r *http.Request) ([]byte, error) {
	resp, err := c.HTTP.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Field calls the function in a field.
func (c *Client) Field(ctx context.Context, action string, body []byte) ([]byte, error) { // want Field:`sender\(cdn, action #1, raw\)`
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	c.Sign(r, body)
	return c.do(r)
}

// Method calls a method of an interface.
func (c *Client) Method(ctx context.Context, action string, body []byte) ([]byte, error) { // want Method:`sender\(cdn\?, action #1, raw\)`
	r, err := request(ctx, action, body)
	if err != nil {
		return nil, err
	}
	if err := c.Signer.Sign(r, body); err != nil {
		return nil, err
	}
	return c.do(r)
}

// Through calls another that does.
func (c *Client) Through(ctx context.Context, action string, body []byte) ([]byte, error) { // want Through:`sender\(cdn, action #1, raw\)`
	data, err := c.Field(ctx, action, body)
	if err != nil {
		return nil, err
	}
	return data, nil
}

// Attempts signs again for each.
func (c *Client) Attempts(ctx context.Context, action string, body []byte) ([]byte, error) { // want Attempts:`sender\(cdn, action #1, raw\)`
	for i := 0; ; i++ {
		r, err := request(ctx, action, body)
		if err != nil {
			return nil, err
		}
		c.Sign(r, body)
		data, err := c.do(r)
		if err == nil || i == 3 {
			return data, err
		}
	}
}

// After has the body checked.
func (c *Client) After(ctx context.Context, action string, body []byte) ([]byte, error) { // want After:`sender\(cdn\?, action #1\)`
	data, err := c.Field(ctx, action, body)
	if err != nil {
		return nil, err
	}
	return data, c.Check(data)
}

// Both signs and checks by one function.
func (c *Client) Both(ctx context.Context, action string, body []byte) ([]byte, error) { // want Both:`sender\(cdn\?, action #1\)`
	if err := c.verify(body); err != nil {
		return nil, err
	}
	data, err := c.Field(ctx, action, body)
	if err != nil {
		return nil, err
	}
	return data, c.verify(data)
}

func (c *Client) verify(body []byte) error { return c.Check(body) }

// Given has the response looked at.
func (c *Client) Given(ctx context.Context, action string, look func(*http.Response) error) (*http.Response, error) { // want Given:`sender\(cdn, action #1\)`
	r, err := request(ctx, action, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.HTTP.Do(r)
	if err != nil {
		return nil, err
	}
	return resp, look(resp)
}

// Again shows each answer before the next is asked for.
func (c *Client) Again(ctx context.Context, action string) ([]byte, error) { // want Again:`sender\(cdn\?, action #1\)`
	var data []byte
	for i := 0; ; i++ {
		if err := c.Check(data); err != nil || i == 3 {
			return data, err
		}
		r, err := request(ctx, action, nil)
		if err != nil {
			return nil, err
		}
		if data, err = c.do(r); err != nil {
			return nil, err
		}
	}
}
