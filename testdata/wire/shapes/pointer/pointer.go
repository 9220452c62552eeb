// Package pointer has the Error behind a pointer, and the answer too.
package pointer

import (
	"encoding/json"
	"fmt"
)

type answer struct {
	Response *struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func total(body []byte) (int, error) {
	a := new(answer)
	if err := json.Unmarshal(body, a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFuond" { // want `unknowncode: "ResourceNotFuond" is not .* did you mean "ResourceNotFound"`
			return 0, nil
		}
		return 0, fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	return a.Response.Total, nil
}

// inTurn decodes into what another function makes anew each time.
func inTurn(body []byte, locked func(func())) (int, error) {
	var a *answer
	locked(func() { a = new(answer) })
	if err := json.Unmarshal(body, a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil && e.Code == "ResourceInUse" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation .* swallowed`
		return 0, fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	return a.Response.Total, nil
}

func inTurnChecked(body []byte, locked func(func())) (int, error) {
	var a *answer
	locked(func() { a = new(answer) })
	if err := json.Unmarshal(body, a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil {
		return 0, fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	return a.Response.Total, nil
}
