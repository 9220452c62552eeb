// Package legacy asks for balances; it is older than the rest.
package legacy

import (
	"encoding/json"
	"fmt"
	"net/http"
)

const host = "billing.tencentcloudapi.com"

type balance struct {
	Response struct {
		Balance   int64
		RequestId string
	}
}

// Get returns the balance of the account.
func Get(client *http.Client, query string) (int64, error) {
	resp, err := client.Get(fmt.Sprintf("https://%s/?%s", host, query))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var b balance
	if err := json.NewDecoder(resp.Body).Decode(&b); err != nil { // WANT uncheckedresponse
		return 0, err
	}
	return b.Response.Balance, nil
}
