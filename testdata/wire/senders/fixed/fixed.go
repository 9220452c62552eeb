// Package fixed sends requests to services that it names itself.
package fixed

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

func decode(resp *http.Response, err error, out any) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// Host names a host.
func Host(out any) error { // want Host:`decodes\(0\)` Host:`sender\(cdn\)`
	resp, err := http.Post("https://cdn.tencentcloudapi.com", "application/json", strings.NewReader("{}"))
	return decode(resp, err, out)
}

const endpoint = "https://cvm.tencentcloudapi.com"

// Constant names one by a constant.
func Constant(out any) error { // want Constant:`decodes\(0\)` Constant:`sender\(cvm\)`
	resp, err := http.Post(endpoint, "application/json", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

var address = "https://cdn.tencentcloudapi.com"

// Variable names one by a variable that nobody changes.
func Variable(out any) error { // want Variable:`decodes\(0\)` Variable:`sender\(cdn\)`
	resp, err := http.Post(address, "application/json", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// Scope signs for one service.
func Scope(host, date string, out any) error { // want Scope:`decodes\(2\)` Scope:`sender\(cdn, scope cdn\)`
	req, err := http.NewRequest(http.MethodPost, host, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", fmt.Sprintf("%s/cdn/tc3_request", date))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// Action names the action, and its version.
func Action(host string, out any) error { // want Action:`decodes\(1\)` Action:`sender\(cdn, action PurgeUrlsCache, version 2018-06-06\)`
	req, err := http.NewRequest(http.MethodPost, host, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("X-TC-Action", "PurgeUrlsCache")
	req.Header.Set("X-TC-Version", "2018-06-06")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

func post(host string) (*http.Response, error) {
	return http.Post(host, "application/json", strings.NewReader("{}"))
}

// Text hands on the text.
func Text() (string, error) { // want Text:`sender\(cdn, raw\)`
	resp, err := post("https://cdn.tencentcloudapi.com")
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	return string(body), nil
}

// From here on: the service is not known.

// Endpoint is for other packages to change.
var Endpoint = "https://cdn.tencentcloudapi.com"

func Exported(out any) error { // want Exported:`decodes\(0\)`
	resp, err := http.Post(Endpoint, "application/json", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// Either asks one of two.
func Either(old bool, out any) error { // want Either:`decodes\(1\)` Either:`sender\(cdn cvm\)`
	host := endpoint
	if old {
		host = "https://cdn.tencentcloudapi.com"
	}
	resp, err := http.Post(host, "application/json", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// Made makes the name of the host.
func Made(product string, out any) error { // want Made:`decodes\(1\)` Made:`sender\(pending\)`
	resp, err := http.Post("https://"+product+".tencentcloudapi.com", "application/json", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

// Shared names an action that two services have.
func Shared(host string, out any) error { // want Shared:`decodes\(1\)` Shared:`sender\(action DescribeAccounts, version 2017-03-12\)`
	req, err := http.NewRequest(http.MethodPost, host, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("X-TC-Action", "DescribeAccounts")
	req.Header.Set("X-TC-Version", "2017-03-12")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}
