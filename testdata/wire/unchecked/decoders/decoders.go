// Package decoders has answers that decode themselves: they fail where they find an Error.
package decoders

import (
	"encoding/json"
	"errors"
	"net/http"
)

type failure struct{ Code, Message string }

// strict fails where the API answers an error.
type strict struct {
	Response struct {
		Error *failure
		Total int
	}
}

func (s *strict) UnmarshalJSON(data []byte) error {
	type plain strict
	if err := json.Unmarshal(data, (*plain)(s)); err != nil {
		return err
	}
	if s.Response.Error != nil {
		return errors.New(s.Response.Error.Code)
	}
	return nil
}

func total(resp *http.Response) (int, error) {
	var s strict
	if err := json.NewDecoder(resp.Body).Decode(&s); err != nil {
		return 0, err
	}
	return s.Response.Total, nil
}

// inner does so within the answer.
type inner struct {
	Error *failure
	Total int
}

func (i *inner) UnmarshalJSON(data []byte) error {
	type plain inner
	if err := json.Unmarshal(data, (*plain)(i)); err != nil {
		return err
	}
	if i.Error != nil {
		return errors.New(i.Error.Code)
	}
	return nil
}

type outer struct{ Response inner }

func innerTotal(data []byte) (int, error) {
	var o outer
	if err := json.Unmarshal(data, &o); err != nil {
		return 0, err
	}
	return o.Response.Total, nil
}

// bare has no place for an error, and need not have one.
type bare struct {
	Response struct {
		Total     int
		RequestId string
	}
}

func (b *bare) UnmarshalJSON(data []byte) error {
	var s strict
	err := json.Unmarshal(data, &s)
	b.Response.Total = s.Response.Total
	return err
}

func bareTotal(resp *http.Response) (int, error) {
	var b bare
	if err := json.NewDecoder(resp.Body).Decode(&b); err != nil {
		return 0, err
	}
	return b.Response.Total, nil
}

// encodes only writes itself.
type encodes struct {
	Response struct {
		Error *failure
		Total int
	}
}

func (e *encodes) MarshalJSON() ([]byte, error) { return json.Marshal(e.Response.Total) }

func encodesTotal(resp *http.Response) (int, error) {
	var e encodes
	if err := json.NewDecoder(resp.Body).Decode(&e); err != nil { // want `uncheckedresponse: "e" is used, but nothing looks at its Response.Error`
		return 0, err
	}
	return e.Response.Total, nil
}
