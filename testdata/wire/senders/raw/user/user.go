// Package user decodes what another package received.
package user

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"example.com/wire/senders/raw"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func total(a answer, err error) (int, error) { return a.Response.Total, err }

func post(url string) (int, error) {
	body, err := raw.Post(url, "{}")
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

func text(url string) (int, error) {
	text, err := raw.Text(url, nil)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal([]byte(text), &a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

func open(req *http.Request) (int, error) {
	body, err := raw.Open(req)
	if err != nil {
		return 0, err
	}
	defer body.Close()
	var a answer
	err = json.NewDecoder(body).Decode(&a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

func send(req *http.Request) (int, error) {
	resp, err := raw.Send(http.DefaultClient, req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

func again(url string) (int, error) {
	body, err := raw.Again(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

func buffered(url string) (int, error) {
	r, err := raw.Buffered(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.NewDecoder(r).Decode(&a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

func same(url string) (int, error) {
	body, err := raw.Same(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

// ask is a function of this package around one of another.
func ask(url string) ([]byte, error) {
	body, err := raw.Post(url, "{}")
	if err != nil {
		return nil, errors.New("cannot ask: " + err.Error())
	}
	return body, nil
}

func asked(url string) (int, error) {
	body, err := ask(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a) // want `uncheckedresponse: "a" is used`
	return a.Response.Total, err
}

// From here on: all is looked at, or may be.

func looked(url string) (int, error) {
	body, err := raw.Post(url, "{}")
	if err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return 0, err
	}
	if a.Response.Error != nil {
		return 0, errors.New(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}

func lookedBefore(url string, see func([]byte) error) (int, error) {
	body, err := raw.Post(url, "{}")
	if err != nil {
		return 0, err
	}
	if err := see(body); err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a)
	return a.Response.Total, err
}

func decoded(body []byte, err error) (a answer, _ error) {
	if err == nil {
		err = json.Unmarshal(body, &a)
	}
	return a, err
}

func contains(url string) (int, error) {
	body, err := raw.Contains(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a)
	return a.Response.Total, err
}

func matches(url string) (int, error) {
	body, err := raw.Matches(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a)
	return a.Response.Total, err
}

func probes(url string) (int, error) {
	body, err := raw.Probes(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a)
	return a.Response.Total, err
}

func checks(url string) (int, error) {
	resp, err := raw.Checks(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.NewDecoder(resp.Body).Decode(&a)
	return a.Response.Total, err
}

func after(c *raw.Client, url string) (int, error) {
	body, err := c.After(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a)
	return a.Response.Total, err
}

func transport(c *raw.Client, req *http.Request) (int, error) {
	resp, err := c.Transport(req)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.NewDecoder(resp.Body).Decode(&a)
	return a.Response.Total, err
}

func data(url string) (int, error) {
	body, err := raw.Data(url)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a)
	return a.Response.Total, err
}

func echo(url string, body []byte) (int, error) {
	body, err := raw.Echo(url, body)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(body, &a)
	return a.Response.Total, err
}
