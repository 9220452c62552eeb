// Package numbers has a Code that is a number, as the old API had.
package numbers

import "encoding/json"

type answer struct {
	Response struct {
		Error struct {
			Code    int
			Message string
		}
		CodeDesc string
	}
}

func limited(body []byte) bool {
	var a answer
	return json.Unmarshal(body, &a) == nil && (a.Response.Error.Code == 4000 || a.Response.CodeDesc == "RequestLimitExceded")
}
