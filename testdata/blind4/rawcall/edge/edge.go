// Package edge asks CDN by hand.
package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/tidwall/gjson"
)

const endpoint = "https://cdn.tencentcloudapi.com"

// Signer puts the signature on a request.
type Signer func(req *http.Request, action string, body []byte)

// Caller asks CDN.
type Caller struct {
	http *http.Client
	sign Signer
}

func (c *Caller) post(ctx context.Context, action string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2018-06-06")
	c.sign(req, action, body)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// Hosts lists the hosts.
func (c *Caller) Hosts(ctx context.Context) ([]string, error) {
	body, err := c.post(ctx, "DescribeDomains", []byte(`{"Limit":1000}`))
	if err != nil {
		return nil, err
	}
	if code := gjson.GetBytes(body, "Response.Error.Code"); code.Exists() {
		return nil, errors.New(code.String())
	}
	var hosts []string
	for _, d := range gjson.GetBytes(body, "Response.Domains.#.Domain").Array() {
		hosts = append(hosts, d.String())
	}
	return hosts, nil
}

// Count counts the hosts.
func (c *Caller) Count(ctx context.Context) (int64, error) {
	body, err := c.post(ctx, "DescribeDomains", []byte(`{"Limit":1}`))
	if err != nil {
		return 0, err
	}
	return gjson.GetBytes(body, "Response.TotalNumber").Int(), nil // WANT uncheckedresponse
}

// Traffic returns the traffic of a day.
func (c *Caller) Traffic(ctx context.Context, query []byte) (any, error) {
	body, err := c.post(ctx, "DescribeCdnData", query)
	if err != nil {
		return nil, err
	}
	var answer map[string]map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if e, ok := answer["Response"]["Error"]; ok {
		return nil, fmt.Errorf("traffic: %v", e)
	}
	return answer["Response"]["Data"], nil
}

// Quota returns how many purges are left.
func (c *Caller) Quota(ctx context.Context) (any, error) {
	body, err := c.post(ctx, "DescribePurgeQuota", []byte(`{}`))
	if err != nil {
		return nil, err
	}
	var answer map[string]map[string]any
	if err := json.Unmarshal(body, &answer); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	return answer["Response"]["UrlPurge"], nil
}

// Purge purges addresses.
func (c *Caller) Purge(ctx context.Context, request []byte) error {
	_, err := c.post(ctx, "PurgeUrlsCache", request) // WANT uncheckedresponse
	return err
}

// Disable takes a host out of service.
func (c *Caller) Disable(ctx context.Context, request []byte) error {
	body, err := c.post(ctx, "StopCdnDomain", request)
	if err != nil {
		return err
	}
	var answer struct {
		Response struct {
			Error *struct{ Code, Message string }
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return err
	}
	if e := answer.Response.Error; e != nil && e.Code != "ResourceUnavailable.CdnHostIsNotOnline" {
		return fmt.Errorf("stop: %s: %s", e.Code, e.Message)
	}
	return nil
}
