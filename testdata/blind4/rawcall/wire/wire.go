// Package wire speaks to the cloud API without its SDK.
package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Client calls one service.
type Client struct {
	HTTP    *http.Client
	Service string
	Version string
	Region  string
	Sign    func(*http.Request, []byte) error
}

// Fault is the Error of an answer.
type Fault struct {
	Code    string
	Message string
}

// Base is what every answer has.
type Base struct {
	Response struct {
		Error     *Fault
		RequestId string
	}
}

// Err returns the error that the answer holds.
func (b *Base) Err() error {
	if b.Response.Error == nil {
		return nil
	}
	return sdkerr.NewTencentCloudSDKError(b.Response.Error.Code, b.Response.Error.Message, b.Response.RequestId)
}

// Post sends a request and returns the body of what came.
func (c *Client) Post(ctx context.Context, action string, in any) ([]byte, error) {
	payload, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	url := "https://" + c.Service + ".tencentcloudapi.com/"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(payload))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", c.Version)
	req.Header.Set("X-TC-Region", c.Region)
	if err := c.Sign(req, payload); err != nil {
		return nil, err
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", action, resp.Status)
	}
	return io.ReadAll(resp.Body)
}

// Call sends a request and decodes what came into out.
func (c *Client) Call(ctx context.Context, action string, in, out any) error {
	body, err := c.Post(ctx, action, in)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, out)
}

// Verify returns the error that a body holds.
func Verify(body []byte) error {
	var b Base
	if err := json.Unmarshal(body, &b); err != nil {
		return err
	}
	return b.Err()
}

// Checked is Call that returns an error where the answer holds one.
func (c *Client) Checked(ctx context.Context, action string, in, out any) error {
	body, err := c.Post(ctx, action, in)
	if err != nil {
		return err
	}
	if err := Verify(body); err != nil {
		return err
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(body, out)
}

// CodeOf returns the code of what Checked returned.
func CodeOf(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// IsThrottled reports whether the API asks for patience.
func IsThrottled(err error) bool { return strings.HasPrefix(CodeOf(err), "RequestLimitExceeded") }
