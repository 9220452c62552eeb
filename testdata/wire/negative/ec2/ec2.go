// Package ec2 decodes the answer of another cloud: Response.Errors.Error.Code.
package ec2

import "encoding/json"

type answer struct {
	Response struct {
		Errors struct {
			Error struct{ Code, Message string }
		}
		RequestID string
	}
}

func limited(body []byte) bool {
	var a answer
	return json.Unmarshal(body, &a) == nil && a.Response.Errors.Error.Code == "RequestLimitExceded"
}

type list struct {
	Response struct {
		Errors []struct{ Code, Message string }
	}
}

func first(l list) bool { return l.Response.Errors[0].Code == "RequestLimitExceded" }
