// Package steps walks maps step by step, with and without asking.
package steps

import "encoding/json"

func code(body []byte) string {
	var m map[string]interface{}
	if json.Unmarshal(body, &m) != nil {
		return ""
	}
	response, ok := m["Response"].(map[string]interface{})
	if !ok {
		return ""
	}
	failure, ok := response["Error"].(map[string]interface{})
	if !ok {
		return ""
	}
	code, _ := failure["Code"].(string)
	if code == "AuthFailure.SecretIdNotFond" { // want `unknowncode: .* did you mean "AuthFailure.SecretIdNotFound"`
		return "key"
	}
	if status, ok := response["Status"].(string); ok && status == "RUNING" {
		return "running"
	}
	return code
}

func other(m map[string]interface{}) bool {
	failure, _ := m["error"].(map[string]interface{})
	return failure["Code"] == "ResourceNotFond"
}
