// Package parameter parses what it is given, and nothing in the package looks.
package parameter

import "encoding/json"

type answer struct {
	Response struct {
		Error  *struct{ Code, Message string }
		Status string
		Total  int
		Names  []string
		Zone   struct{ ID string }
	}
}

func total(body []byte) (int, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	return a.Response.Total, nil
}
