// Package retried waits and tries again.
package retried

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

type answer struct {
	Response struct {
		Error struct{ Code, Message string }
		Total int
	}
}

func total(get func() (*http.Response, error)) (int, error) {
	var a answer
	for range 5 {
		resp, err := get()
		if err != nil {
			return 0, err
		}
		if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
			return 0, err
		}
		switch {
		case a.Response.Error.Code == "":
			return a.Response.Total, nil
		case strings.HasPrefix(a.Response.Error.Code, "RequestLimitExceeded"):
			time.Sleep(time.Second)
		default:
			return 0, errors.New(a.Response.Error.Message)
		}
	}
	return 0, errors.New("too many requests")
}

func always(get func() (*http.Response, error)) (int, error) {
	for {
		resp, err := get()
		if err != nil {
			return 0, err
		}
		var a answer
		if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
			return 0, err
		}
		if a.Response.Error.Code == "ResourceNotFound" { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
			return 0, errors.New("gone")
		}
		if a.Response.Error.Code != "" {
			time.Sleep(time.Second)
			continue
		}
		return a.Response.Total, nil
	}
}
