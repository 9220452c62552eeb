// Package rawerror decodes the Error in a step of its own.
package rawerror

import (
	"encoding/json"
	"fmt"
)

type answer struct {
	Response struct {
		Error     json.RawMessage `json:"Error"`
		RequestId string
	}
}

type failure struct{ Code, Message string }

func check(body []byte) error {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return err
	}
	if len(a.Response.Error) == 0 {
		return nil
	}
	var f failure
	if err := json.Unmarshal(a.Response.Error, &f); err != nil {
		return err
	}
	if f.Code == "ResourceNotFond" { // want `unknowncode: .* did you mean "ResourceNotFound"`
		return fmt.Errorf("gone: %s", f.Message)
	}
	return fmt.Errorf("%s", f.Message)
}
