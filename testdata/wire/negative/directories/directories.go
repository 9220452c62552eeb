// Package directories has values with the names but none of the shape.
package directories

import "encoding/json"

type response struct{ Error error }

type call struct{ Response *response }

type code struct{ Code string }

func limited(c *call) bool {
	return c.Response.Error != nil && c.Response.Error.Error() == "RequestLimitExceded"
}

func is(c code) bool { return c.Code == "RequestLimitExceded" }

func decode(body []byte) (code, error) {
	var c code
	err := json.Unmarshal(body, &c)
	return c, err
}
