// Package canonical has the host among the headers that are signed.
package canonical

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
)

type client struct{ address, secret string }

type answer struct {
	Response struct {
		Error struct{ Code, Message string }
		Total int
	}
}

func (c *client) sign(action string, body []byte) map[string]string {
	headers := "content-type:application/json\nhost:dnspod.tencentcloudapi.com\nx-tc-action:" + action + "\n"
	mac := hmac.New(sha256.New, []byte(c.secret))
	mac.Write([]byte(headers))
	mac.Write(body)
	return map[string]string{
		"Host":          "dnspod.tencentcloudapi.com",
		"X-TC-Action":   action,
		"Authorization": hex.EncodeToString(mac.Sum(nil)),
	}
}

func (c *client) call(action string, body []byte) (*answer, error) {
	req, err := http.NewRequest(http.MethodPost, c.address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for key, value := range c.sign(action, body) {
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
		if gone[code] {
			return a, nil
		}
		return nil, errors.New(code)
	}
	return a, nil
}

var gone = map[string]bool{
	"ResourceNotFound.NoDataOfRecord": true,
	"InvalidParameter.RecordNotFound": true, // want `unknowncode: .* no API of dnspod answers one like it`
	"ResourceNotFound.RecordNotFound": true, // want `wrongservice: no API of dnspod answers`
}
