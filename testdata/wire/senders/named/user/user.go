// Package user throws away what came by two others.
package user

import (
	"encoding/json"

	"example.com/wire/senders/named"
	"example.com/wire/senders/named/chain"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func count(c *named.Client) (int, error) {
	body, err := chain.Ask(c, "DescribeInstances")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used, but nothing looks at its Response.Error`
		return 0, err
	}
	return a.Response.Total, nil
}

func stop(c *named.Client) error {
	_, err := chain.Ask(c, "StopInstances") // want `uncheckedresponse: the answer of Ask is thrown away`
	return err
}

func get(c *named.Client) error {
	_, err := chain.Get(c, "https://status.example.com/")
	return err
}
