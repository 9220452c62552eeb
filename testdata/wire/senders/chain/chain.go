// Package chain sends by functions of other packages, and has no shape of an answer.
package chain

import (
	"fmt"
	"io"
	"net/http"

	"example.com/wire/senders/clients"
	"example.com/wire/senders/given"
	"example.com/wire/senders/raw"
	"example.com/wire/senders/signs"
)

// Purge asks one service.
func Purge(out any) error { // want Purge:`decodes\(0\)` Purge:`sender\(cdn, action PurgeUrlsCache, version 2018-06-06, scope cdn\)`
	if err := given.Do("cdn", "2018-06-06", "PurgeUrlsCache", out); err != nil {
		return fmt.Errorf("purge: %w", err)
	}
	return nil
}

// Ask takes the service.
func Ask(action, service string, out any) error { // want Ask:`decodes\(2\)` Ask:`sender\(action #0, version 2018-06-06, scope #1, pending\)`
	return given.Do(service, "2018-06-06", action, out)
}

// Sign signs for one service.
func Sign(req *http.Request) { signs.Sign(req, "2026-01-01", "cdn") } // want Sign:`sender\(cdn, scope cdn\)`

// Fetch hands on the bytes.
func Fetch(url string) ([]byte, error) { // want Fetch:`sender\(raw\)`
	body, err := raw.Post(url, "{}")
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	return body, nil
}

// Signed signs, sends, and hands on the bytes.
func Signed(req *http.Request) ([]byte, error) { // want Signed:`sender\(cdn, raw\)`
	signs.CDN(req, "2026-01-01")
	body, err := raw.Open(req)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(body)
}

// Own asks a service that is not known.
func Own(c *clients.Client, out any) error { // want Own:`decodes\(1\)` Own:`sender\(\?, action DescribeZones\)`
	return c.Own(nil, "DescribeZones", out)
}

// Matches hands on what somebody looked into.
func Matches(url string) ([]byte, error) {
	body, err := raw.Matches(url)
	if err != nil {
		return nil, err
	}
	return body, nil
}
