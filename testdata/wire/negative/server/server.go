// Package server makes answers, as a fake of the API does.
package server

import (
	"encoding/json"
	"net/http"
)

type failure struct{ Code, Message string }

type answer struct {
	Response struct {
		Error     *failure
		RequestID string `json:"RequestId"`
	}
}

func fail(w http.ResponseWriter, code, message string) {
	var a answer
	a.Response.Error = &failure{Code: code, Message: message}
	_ = json.NewEncoder(w).Encode(a)
}

func handle(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-TC-Action") == "" {
		fail(w, "InvalidAction.Missing", "no action")
		return
	}
	fail(w, "MyOwnCode", "no such thing")
}
