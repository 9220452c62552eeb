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

type problem = struct{ Code, Message string }

type page struct {
	Response struct {
		Error *problem
		Total int
	}
}

// sum keeps the problem of each page in one variable, which it clears before.
func sum(bodies [][]byte) (total int, err error) {
	var last problem
	for _, body := range bodies {
		var p page
		if err := json.Unmarshal(body, &p); err != nil {
			return 0, err
		}
		last = problem{}
		if p.Response.Error != nil {
			last = *p.Response.Error
		}
		switch last.Code {
		case "":
			total += p.Response.Total
		case "ResourceNotFuond": // want `unknowncode: "ResourceNotFuond" is not .* did you mean "ResourceNotFound"`
		default:
			return 0, fmt.Errorf("%s: %s", last.Code, last.Message)
		}
	}
	return total, nil
}
