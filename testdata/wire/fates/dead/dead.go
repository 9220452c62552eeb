// Package dead has a test that never matches.
package dead

import (
	"encoding/json"
	"strings"
)

type answer struct {
	Response struct {
		Error struct{ Code, Message string }
	}
}

func kind(a answer) string {
	code := a.Response.Error.Code
	switch {
	case strings.HasPrefix(code, "AuthFailure"):
		return "auth"
	case code == "AuthFailure.SignatureExpire": // want `deadtest: "AuthFailure.SignatureExpire" never gets here`
		return "expired"
	}
	return "other"
}

func reused(bodies [][]byte) int {
	var a answer
	n := 0
	for _, body := range bodies {
		if err := json.Unmarshal(body, &a); err != nil {
			continue
		}
		if a.Response.Error.Code == "AuthFailure.SignatureExpire" {
			continue
		}
		if err := json.Unmarshal(body, &a); err != nil {
			continue
		}
		if a.Response.Error.Code == "AuthFailure.SignatureExpire" {
			n++
		}
	}
	return n
}
