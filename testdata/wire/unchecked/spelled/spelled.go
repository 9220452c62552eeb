// Package spelled hands answers, as texts, to functions that are not in sight: they may
// look into them.
package spelled

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

type client struct {
	check func(text string) error
	count func(action string)
	sign  func(req *http.Request, body string)
}

func request(action, body string) (*http.Request, error) {
	req, err := http.NewRequest(http.MethodPost, "https://cvm.tencentcloudapi.com", strings.NewReader(body))
	if err == nil {
		req.Header.Set("X-TC-Action", action)
	}
	return req, err
}

func send(action, body string) ([]byte, error) {
	req, err := request(action, body)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func (c *client) converted(action string) ([]byte, error) {
	body, err := send(action, "{}")
	if err != nil {
		return nil, err
	}
	return body, c.check(string(body))
}

func (c *client) convertedTotal() (int, error) {
	body, err := c.converted("DescribeInstances")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func (c *client) convertedStop() error {
	_, err := c.converted("StopInstances")
	return err
}

func (c *client) variable(action string) ([]byte, error) {
	body, err := send(action, "{}")
	if err != nil {
		return nil, err
	}
	text := string(body)
	if err := c.check(text); err != nil {
		return nil, err
	}
	return body, nil
}

func (c *client) variableStop() error {
	_, err := c.variable("StopInstances")
	return err
}

func (c *client) buffered(action string) ([]byte, error) {
	req, err := request(action, "{}")
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var into bytes.Buffer
	if _, err := io.Copy(&into, resp.Body); err != nil {
		return nil, err
	}
	return into.Bytes(), c.check(into.String())
}

func (c *client) bufferedStop() error {
	_, err := c.buffered("StopInstances")
	return err
}

// What follows hands over other texts.

func (c *client) named(action string) ([]byte, error) {
	body, err := send(action, "{}")
	if err != nil {
		return nil, err
	}
	for _, word := range strings.Fields(action) {
		c.count(word)
	}
	c.count(action)
	return body, nil
}

func (c *client) namedStop() error {
	_, err := c.named("StopInstances") // want `uncheckedresponse: the answer of named is thrown away`
	return err
}

func (c *client) signed(action string, in any) ([]byte, error) {
	data, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	req, err := request(action, string(data))
	if err != nil {
		return nil, err
	}
	c.sign(req, string(data))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	c.count(string(data))
	return io.ReadAll(resp.Body)
}

func (c *client) signedStop() error {
	_, err := c.signed("StopInstances", nil) // want `uncheckedresponse: the answer of signed is thrown away`
	return err
}
