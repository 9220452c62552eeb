// Package calls keeps requests with their responses; nothing here is of the API.
package calls

import "encoding/json"

type failure struct {
	Code    string
	Message string
}

type response struct{ Error *failure }

type call struct {
	Request  string
	Response *response
}

func delete(c *call) error {
	if e := c.Response.Error; e != nil {
		if e.Code == "ResourceNotFond" {
			return nil
		}
	}
	return nil
}

func decode(body []byte) (string, error) {
	var c call
	if err := json.Unmarshal(body, &c); err != nil {
		return "", err
	}
	return c.Request, nil
}
