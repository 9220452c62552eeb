// Package renamed has Go names of its own; the tags say what the fields are.
package renamed

type reply struct {
	Body struct {
		Failure struct {
			Kind string `json:"Code"`
			Text string `json:"Message"`
		} `json:"Error"`
	} `json:"Response"`
}

func kind(r reply) string {
	switch r.Body.Failure.Kind {
	case "":
		return "ok"
	case "ResourceNotFound":
		return "gone"
	case "ResourceUnavailabel": // want `unknowncode: .* did you mean "ResourceUnavailable"`
		return "later"
	}
	return r.Body.Failure.Text
}
