// Package half decodes the outside into a struct and the inside into maps.
package half

import "encoding/json"

type answer struct {
	Response map[string]any `json:"Response"`
}

func code(body []byte) string {
	var a answer
	if json.Unmarshal(body, &a) != nil {
		return ""
	}
	if e, ok := a.Response["Error"].(map[string]any); ok {
		switch e["Code"] {
		case "ResourceNotFond": // want `unknowncode: .* did you mean "ResourceNotFound"`
			return "gone"
		case "ResourceNotFound":
			return "gone too"
		}
		return "failed"
	}
	if a.Response["Status"] == "RUNING" {
		return "running"
	}
	return ""
}
