// Package named sends requests by itself, and names the errors of the SDK.
package named

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Client asks one service.
type Client struct {
	HTTP    *http.Client
	Service string
	Sign    func(*http.Request, []byte) error
}

func (c *Client) request(action string, payload []byte) (*http.Request, error) {
	req, err := http.NewRequest(http.MethodPost, "https://"+c.Service+".tencentcloudapi.com/", bytes.NewReader(payload))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	return req, c.Sign(req, payload)
}

// Post hands on what came.
func (c *Client) Post(action string, payload []byte) ([]byte, error) { // want Post:`sender\(action \?, raw\)`
	req, err := c.request(action, payload)
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

// Fetch asks anybody.
func (c *Client) Fetch(url string) ([]byte, error) { // want Fetch:`sender\(raw\)`
	resp, err := c.HTTP.Get(url)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Checked looks.
func (c *Client) Checked(action string, payload []byte) ([]byte, error) {
	body, err := c.Post(action, payload)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Response struct {
			Error     *struct{ Code, Message string }
			RequestId string
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if e := answer.Response.Error; e != nil {
		return nil, sdkerr.NewTencentCloudSDKError(e.Code, e.Message, answer.Response.RequestId)
	}
	return body, nil
}
