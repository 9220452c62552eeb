// Package unused decodes and does not use what it decoded.
package unused

import (
	"encoding/json"
	"net/http"
)

type answer struct {
	Response struct {
		Error  *struct{ Code, Message string }
		Status string
		Total  int
		Names  []string
		Zone   struct{ ID string }
	}
}

func send(resp *http.Response) error {
	var a answer
	return json.NewDecoder(resp.Body).Decode(&a)
}

func hand(resp *http.Response) (a answer, err error) {
	err = json.NewDecoder(resp.Body).Decode(&a)
	return
}

func response(resp *http.Response) (any, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return nil, err
	}
	return a.Response, nil
}

func noError(resp *http.Response) (int, error) {
	var a struct {
		Response struct{ Total int }
	}
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}
