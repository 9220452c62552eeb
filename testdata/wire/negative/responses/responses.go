// Package responses reads "Response" from maps and paths of somebody else's.
package responses

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/tidwall/gjson"
)

func total(resp *http.Response) (float64, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return 0, err
	}
	response, _ := m["Response"].(map[string]any)
	total, _ := response["TotalCount"].(float64)
	return total, nil
}

func path(resp *http.Response) (int64, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	return gjson.GetBytes(body, "Response.TotalCount").Int(), nil
}
