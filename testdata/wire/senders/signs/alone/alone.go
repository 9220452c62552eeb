// Package alone names one host, and has its requests signed by another package, which
// sends none: what it decodes came from that host.
package alone

import (
	"encoding/json"
	"net/http"
	"strings"

	"example.com/wire/senders/signs"
)

const endpoint = "https://cdn.tencentcloudapi.com"

func request(body, date string) (*http.Request, error) {
	req, err := http.NewRequest(http.MethodPost, endpoint, strings.NewReader(body))
	if err == nil {
		signs.CDN(req, date)
	}
	return req, err
}

func gone(data []byte) bool {
	var answer struct {
		Response struct {
			Error *struct{ Code, Message string }
		}
	}
	if err := json.Unmarshal(data, &answer); err != nil || answer.Response.Error == nil {
		return false
	}
	return answer.Response.Error.Code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn`
}

// The code may be answered.
func missing(data []byte) bool {
	var answer struct {
		Response struct {
			Error *struct{ Code, Message string }
		}
	}
	if err := json.Unmarshal(data, &answer); err != nil || answer.Response.Error == nil {
		return false
	}
	return answer.Response.Error.Code == "ResourceNotFound.CdnHostNotExists"
}
