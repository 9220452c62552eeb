// Package chain asks by another package, and names the errors of the SDK as well.
package chain

import (
	"encoding/json"
	"errors"
	"fmt"

	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.com/wire/senders/named"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func count(c *named.Client) (int, error) {
	body, err := c.Post("DescribeInstances", nil)
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil {
		return 0, errors.New(e.Code)
	}
	return a.Response.Total, nil
}

// Ask hands on what came.
func Ask(c *named.Client, action string) ([]byte, error) { // want Ask:`sender\(action \?, raw\)`
	body, err := c.Post(action, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return body, nil
}

// Get asks anybody.
func Get(c *named.Client, url string) ([]byte, error) { // want Get:`sender\(raw\)`
	body, err := c.Fetch(url)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	return body, nil
}

func code(err error) string {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func stop(c *named.Client) error {
	_, err := c.Post("StopInstances", nil) // want `uncheckedresponse: the answer of Post is thrown away`
	if code(err) == "ResourceNotFound" {
		return nil
	}
	return err
}

func fetch(c *named.Client) error {
	_, err := c.Fetch("https://status.example.com/")
	return err
}

func checked(c *named.Client) error {
	_, err := c.Checked("StopInstances", nil)
	return err
}
