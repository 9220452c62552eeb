// Package volcengine has ResponseMetadata.Error.Code.
package volcengine

import "encoding/json"

type answer struct {
	ResponseMetadata struct {
		RequestID string `json:"RequestId"`
		Error     *struct{ Code, Message string }
	}
	Result struct{ Total int }
}

func total(body []byte) (int, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	if a.ResponseMetadata.Error != nil && a.ResponseMetadata.Error.Code == "RequestLimitExceded" {
		return 0, nil
	}
	return a.Result.Total, nil
}
