// Package generic has an envelope for any data.
package generic

import (
	"encoding/json"
	"fmt"
)

type Failure struct{ Code, Message string } // want Failure:`wire\(3\)`

type Envelope[T any] struct {
	Response struct {
		Error *Failure `json:"Error"`
		Data  T        `json:"Data"`
	} `json:"Response"`
}

type zone struct{ Name string }

func zones(body []byte) ([]zone, error) {
	var e Envelope[[]zone]
	if err := json.Unmarshal(body, &e); err != nil {
		return nil, err
	}
	if f := e.Response.Error; f != nil {
		if f.Code == "ResourceUnavailable" {
			return nil, nil
		}
		if f.Code == "AuthFailure.TokenFailur" { // want `unknowncode: .* did you mean "AuthFailure.TokenFailure"`
			return nil, fmt.Errorf("token: %s", f.Message)
		}
		return nil, fmt.Errorf("%s", f.Message)
	}
	return e.Response.Data, nil
}

func decode[T any](body []byte) (T, error) {
	var e Envelope[T]
	if err := json.Unmarshal(body, &e); err != nil {
		return e.Response.Data, err
	}
	if e.Response.Error != nil && e.Response.Error.Code == "InvalidParametr" { // want `unknowncode: .* did you mean "InvalidParameter"`
		return e.Response.Data, fmt.Errorf("%s", e.Response.Error.Message)
	}
	if e.Response.Error != nil {
		return e.Response.Data, fmt.Errorf("%s", e.Response.Error.Message)
	}
	return e.Response.Data, nil
}
