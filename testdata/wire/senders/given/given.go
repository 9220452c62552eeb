// Package given sends requests to the service that its callers name.
package given

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Do takes service, version and action.
func Do(service, version, action string, out any) error { // want Do:`decodes\(3\)` Do:`sender\(action #2, version #1, scope #0, pending\)`
	req, err := http.NewRequest(http.MethodPost, "https://"+service+".tencentcloudapi.com", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "2026-01-01/"+service+"/tc3_request")
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", version)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// Act takes action and version alone.
func Act(endpoint, action, version string, out any) error { // want Act:`decodes\(3\)` Act:`sender\(action #1, version #2, pending\)`
	req, err := http.NewRequest(http.MethodPost, endpoint, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header["X-TC-Action"] = []string{action}
	req.Header["X-TC-Version"] = []string{version}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// CDN takes the action, and knows the version.
func CDN(endpoint, action string, out any) error { // want CDN:`decodes\(2\)` CDN:`sender\(action #1, version 2018-06-06, pending\)`
	return Act(endpoint, action, "2018-06-06", out)
}

// Into is generic, and takes what it sends.
func Into[T any](service, action string, in any) (*T, error) { // want Into:`fresh` Into:`sender\(action #1, scope #0, pending\)`
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodPost, fmt.Sprintf("https://%s.tencentcloudapi.com", service), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("Authorization", fmt.Sprintf("TC3-HMAC-SHA256 Credential=%s/%s/%s/tc3_request", "id", "2026-01-01", service))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var out T
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Through hands what it is given to what does the work.
func Through(action, service string, out any) error { // want Through:`decodes\(2\)` Through:`sender\(action #0, version 2017-03-12, scope #1, pending\)`
	if err := Do(service, "2017-03-12", action, out); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

// Old asks another service than the one it is given, if that is told.
func Old(old bool, service, action string, out any) error { // want Old:`decodes\(3\)` Old:`sender\(action #2, version 2017-03-12, scope cdn #1, pending\)`
	if old {
		return Do("cdn", "2017-03-12", action, out)
	}
	return Do(service, "2017-03-12", action, out)
}

// Guess asks the service that is configured, if none is given.
func Guess(service, action string, out any) error { // want Guess:`decodes\(2\)` Guess:`sender\(\?, action #1, version 2018-06-06, scope \?\)`
	if service == "" {
		service = configured
	}
	return Do(service, "2018-06-06", action, out)
}

// Configure sets the service that [Guess] asks.
func Configure(service string) { configured = service }

var configured = "cdn"
