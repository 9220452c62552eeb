// Package recursive has answers whose parts contain themselves.
package recursive

import (
	"encoding/json"
	"errors"
	"net/http"
)

type cause struct {
	Code  string
	Inner *cause
	Also  []cause
}

type answer struct {
	Response struct {
		Error struct {
			Code, Message string
			Cause         *cause
		}
		Next  *answer
		Total int
	} `json:"Response"`
}

func total(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	switch a.Response.Error.Code {
	case "":
		return a.Response.Total, nil
	case "ResourceNotFuond": // want `unknowncode: "ResourceNotFuond"`
		return 0, nil
	}
	return 0, errors.New(a.Response.Error.Message)
}
