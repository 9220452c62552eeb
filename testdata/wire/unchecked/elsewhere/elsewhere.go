// Package elsewhere hands the answer, or its JSON, to where nobody sees what is
// looked at.
package elsewhere

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

type answer struct {
	Response struct {
		Error  *struct{ Code, Message string }
		Status string
		Total  int
		Names  []string
		Zone   struct{ ID string }
	}
}

type store struct{ last *answer }

func (s *store) keep(resp *http.Response) (int, error) {
	a := new(answer)
	if err := json.NewDecoder(resp.Body).Decode(a); err != nil {
		return 0, err
	}
	s.last = a
	return a.Response.Total, nil
}

func send(resp *http.Response, to chan<- *answer) (int, error) {
	a := new(answer)
	if err := json.NewDecoder(resp.Body).Decode(a); err != nil {
		return 0, err
	}
	to <- a
	return a.Response.Total, nil
}

func given(resp *http.Response, check func(*answer) error) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if err := check(&a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func twice(body []byte) (int, error) {
	var probe struct {
		Response struct {
			Error *struct{ Code, Message string }
		}
	}
	if err := json.Unmarshal(body, &probe); err != nil {
		return 0, err
	}
	if probe.Response.Error != nil {
		return 0, errors.New(probe.Response.Error.Message)
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func text(resp *http.Response) (int, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	if strings.Contains(string(body), `"Error"`) {
		return 0, errors.New(string(body))
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func fetch(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if err := failed(body); err != nil {
		return nil, err
	}
	return body, nil
}

func failed(body []byte) error {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return err
	}
	if a.Response.Error != nil {
		return errors.New(a.Response.Error.Message)
	}
	return nil
}

func fetched(url string) (int, error) {
	body, err := fetch(url)
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}
