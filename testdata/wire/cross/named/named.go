// Package named has its answers' types from another package, and names the host
// itself.
package named

import (
	"errors"
	"net/http"
	"strings"

	"example.com/wire/cross/client"
)

const endpoint = "https://cdn.tencentcloudapi.com"

func names() ([]string, error) {
	req, err := http.NewRequest(http.MethodPost, endpoint, strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	var z client.Zones
	if err := client.Do(req, &z); err != nil {
		return nil, err
	}
	if e := z.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers`
			return nil, nil
		}
		return nil, errors.New(e.Message)
	}
	return z.Response.Names, nil
}
