// Package azure has error.code, at the top level and below response.
package azure

import "encoding/json"

type answer struct {
	Error *struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

type wrapped struct {
	Response struct {
		Error struct {
			Code string `json:"code"`
		} `json:"error"`
	} `json:"response"`
}

func limited(a *answer) bool { return a.Error != nil && a.Error.Code == "RequestLimitExceded" }

func below(w *wrapped) bool { return w.Response.Error.Code == "RequestLimitExceded" }

func use(body []byte) (string, error) {
	var w wrapped
	err := json.Unmarshal(body, &w)
	return w.Response.Error.Code, err
}
