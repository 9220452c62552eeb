// Package user throws answers away.
package user

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"example.com/wire/senders/discarded"
	"example.com/wire/senders/given"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

func decode(body []byte) error {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return err
	}
	if a.Response.Error != nil {
		return errors.New(a.Response.Error.Message)
	}
	return nil
}

func call() error {
	_, err := discarded.Call("PurgeUrlsCache") // want `uncheckedresponse: the answer of Call is thrown away`
	return err
}

func wrapped() error {
	if _, err := discarded.Call("PurgeUrlsCache"); err != nil { // want `uncheckedresponse: the answer of Call is thrown away`
		return fmt.Errorf("purge: %w", err)
	}
	return nil
}

func send() error {
	_, err := discarded.Send("PurgeUrlsCache") // want `uncheckedresponse: the answer of Send is thrown away`
	return err
}

type client struct{ http *http.Client }

func (c client) receive(action string) ([]byte, error) {
	req, err := discarded.Request(action)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func (c client) received() error {
	_, err := c.receive("PurgeUrlsCache") // want `uncheckedresponse: the answer of receive is thrown away`
	return err
}

func around(action string) ([]byte, error) {
	body, err := discarded.Call(action)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return body, nil
}

func code(action string) bool {
	body, err := discarded.Call(action)
	var a answer
	if err != nil || json.Unmarshal(body, &a) != nil {
		return false
	}
	return a.Response.Error != nil && a.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

func read() error {
	body, err := discarded.Call("PurgeUrlsCache")
	if err != nil {
		return err
	}
	return decode(body)
}

func checked() error {
	_, err := discarded.Checked("PurgeUrlsCache")
	return err
}

func fetch(url string) error {
	_, err := discarded.Fetch(url) // any server's
	return err
}

// ping sends a request to somebody else as well.
func ping() error {
	var a answer
	if err := given.Do("cdn", "2018-06-06", "PurgeUrlsCache", &a); err != nil {
		return err
	}
	if a.Response.Error != nil {
		return errors.New(a.Response.Error.Message)
	}
	resp, err := http.Get("https://example.com/ping")
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func neither() {
	_, _ = discarded.Call("PurgeUrlsCache") // the error is not handled either
}
