// Package success has codes that say that all is well, or how one message
// fared.
package success

import (
	"encoding/json"
	"errors"
)

type answer struct {
	Response struct {
		Error         *struct{ Code, Message string }
		Success       struct{ Code, Message string }
		SendStatusSet []struct{ Code, Message string }
	}
}

func sent(a *answer) (bool, error) {
	if a.Response.Error != nil {
		return false, errors.New(a.Response.Error.Message)
	}
	if a.Response.Success.Code != "Success" {
		return false, nil
	}
	for _, s := range a.Response.SendStatusSet {
		if s.Code != "Ok" {
			return false, nil
		}
	}
	return true, nil
}

func check(body []byte) (bool, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return false, err
	}
	return sent(&a)
}
