// Package legacywire is an exporter which somebody wrote in an afternoon.
package legacywire

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

const host = "https://cvm.tencentcloudapi.com/?"

type regions struct {
	Response struct {
		TotalCount int
		RegionSet  []struct {
			Region      string
			RegionName  string
			RegionState string
		}
		RequestId string
	}
}

// Regions has no room for an error.
func Regions(q url.Values) (names []string, err error) {
	resp, err := http.Get(host + q.Encode())
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var r regions
	if err := json.NewDecoder(resp.Body).Decode(&r); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	for _, x := range r.Response.RegionSet {
		names = append(names, x.RegionName)
	}
	return names, nil
}

// Probe only wants to know whether the host answers.
func Probe() (string, error) {
	resp, err := http.Get(host)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 500 {
		return "", fmt.Errorf("status %s", resp.Status)
	}
	return resp.Header.Get("X-TC-RequestId"), nil
}
