package swallowed

import (
	"encoding/json"
	"errors"
	"net/http"
)

var errInUse = errors.New("in use")

// inUse is given the whole answer.
func inUse(a *answer) bool {
	return a.Response.Error != nil && a.Response.Error.Code == "ResourceInUse"
}

func decode(resp *http.Response) (*answer, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return nil, err
	}
	return &a, nil
}

func askedWhole(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if inUse(&a) { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation .* swallowed`
		return 0, errInUse
	}
	return a.Response.Total, nil
}

func askedDecoded(resp *http.Response) (int, error) {
	a, err := decode(resp)
	if err != nil {
		return 0, err
	}
	if inUse(a) { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation .* swallowed`
		return 0, errInUse
	}
	return a.Response.Total, nil
}

func askedAll(resp *http.Response) (int, error) {
	a, err := decode(resp)
	if err != nil {
		return 0, err
	}
	if inUse(a) {
		return 0, errInUse
	}
	if e := a.Response.Error; e != nil {
		return 0, errors.New(e.Message)
	}
	return a.Response.Total, nil
}
