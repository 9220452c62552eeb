// Package copies copies parts of the answer before it looks.
package copies

import (
	"encoding/json"
	"fmt"
)

type answer struct {
	Response struct {
		Error struct{ Code, Message string }
		Total int
	}
}

func total(body []byte) (int, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	r := a.Response
	e := r.Error
	if code := e.Code; code != "" {
		if code == "ResourceInUs" { // want `unknowncode: .* did you mean "ResourceInUse"`
			return 0, nil
		}
		return 0, fmt.Errorf("%s: %s", code, e.Message)
	}
	return r.Total, nil
}
