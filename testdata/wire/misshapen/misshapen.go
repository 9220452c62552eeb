// Package misshapen decodes answers into types that cannot tell a failure.
package misshapen

import (
	"encoding/json"
	"net/http"
)

const endpoint = "https://dnspod.tencentcloudapi.com/"

type records struct {
	Response struct {
		RecordList []struct{ Name, Value string }
		RequestId  string
	}
}

func list(resp *http.Response) ([]string, error) {
	var answer records
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil { // want `uncheckedresponse: records has no place for Response\.Error: a call that failed reads as success`
		return nil, err
	}
	var names []string
	for _, r := range answer.Response.RecordList {
		names = append(names, r.Name)
	}
	return names, nil
}

type created struct {
	Response struct {
		Error struct {
			Code    int    `json:"Code"`
			Message string `json:"Message"`
		} `json:"Error"`
		RecordId int
	} `json:"Response"`
}

func create(body []byte) (int, error) {
	answer := new(created)
	if err := json.Unmarshal(body, answer); err != nil { // want `uncheckedresponse: created has a number for Response\.Error\.Code`
		return 0, err
	}
	return answer.Response.RecordId, nil
}

// Not an answer of the API: its Response is something else.
type page struct {
	Response string
	Next     int
}

func other(body []byte) (page, error) {
	var p page
	err := json.Unmarshal(body, &p)
	return p, err
}
