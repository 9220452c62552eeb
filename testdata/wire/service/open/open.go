// Package open makes the host that is signed: no service is known.
package open

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
)

type client struct{ address, service string }

type answer struct {
	Response struct {
		Error struct{ Code, Message string }
		Total int
	}
}

func (c *client) sign(action string) map[string]string {
	return map[string]string{
		"Host":          c.service + ".tencentcloudapi.com",
		"X-TC-Action":   action,
		"Authorization": "content-type:application/json\nhost:" + c.service + ".tencentcloudapi.com\nx-tc-action:" + action + "\n",
	}
}

func (c *client) call(action string, body []byte) (*answer, error) {
	req, err := http.NewRequest(http.MethodPost, c.address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for key, value := range c.sign(action) {
		req.Header.Set(key, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	a := new(answer)
	if err := json.NewDecoder(resp.Body).Decode(a); err != nil {
		return nil, err
	}
	if code := a.Response.Error.Code; code != "" {
		if code == "ResourceNotFound.RecordNotFound" || code == "ResourceNotFound.CdnHostNotExists" {
			return a, nil
		}
		return nil, errors.New(code)
	}
	return a, nil
}
