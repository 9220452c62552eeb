// Package signed signs what it sends with functions that are not in sight: they
// get the request, not the answer.
package signed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"example.com/wire/signed/tc3"
)

const host = "https://cvm.tencentcloudapi.com/"

type answer struct {
	Response struct {
		Error      *struct{ Code, Message string }
		TotalCount int
	}
}

type signer interface{ Sign(*http.Request, []byte) }

type client struct {
	sign   func(*http.Request, []byte)
	signer signer
	trace  func(label any)
	see    func([]byte) error
}

func (c *client) field(in any) (*http.Response, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest("POST", host, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	c.sign(r, body)
	return http.DefaultClient.Do(r)
}

func (c *client) countField() (int, error) {
	resp, err := c.field(nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var a answer
	err = json.NewDecoder(resp.Body).Decode(&a) // want `uncheckedresponse: "a" is used`
	return a.Response.TotalCount, err
}

func (c *client) method(in any) ([]byte, error) {
	var body []byte
	var err error
	if body, err = json.MarshalIndent(in, "", "\t"); err != nil {
		return nil, err
	}
	r, err := http.NewRequest("POST", host, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	c.signer.Sign(r, body)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func (c *client) countMethod() (int, error) {
	data, err := c.method(nil)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(data, &a) // want `uncheckedresponse: "a" is used`
	return a.Response.TotalCount, err
}

func post(payload map[string]string) (*http.Response, error) {
	body, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest("POST", host, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	tc3.Sign(r, []byte(string(body)))
	return http.DefaultClient.Do(r)
}

func countPosted() (int, error) {
	resp, err := post(nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var a answer
	err = json.NewDecoder(resp.Body).Decode(&a) // want `uncheckedresponse: "a" is used`
	return a.Response.TotalCount, err
}

func (c *client) constant() (*http.Response, error) {
	r, err := http.NewRequest("POST", host, bytes.NewReader([]byte(`{}`)))
	if err != nil {
		return nil, err
	}
	c.trace("DescribeInstances")
	c.sign(r, []byte(`{}`))
	return http.DefaultClient.Do(r)
}

func (c *client) countConstant() (int, error) {
	resp, err := c.constant()
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var a answer
	err = json.NewDecoder(resp.Body).Decode(&a) // want `uncheckedresponse: "a" is used`
	return a.Response.TotalCount, err
}

// From here on: a function that is not in sight sees the answer, and may look.

func (c *client) seen(in any) ([]byte, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest("POST", host, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	c.sign(r, body)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	return data, c.see(data)
}

func (c *client) countSeen() (int, error) {
	data, err := c.seen(nil)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(data, &a)
	return a.Response.TotalCount, err
}

// reused keeps request and answer in one variable.
func (c *client) reused(in any) ([]byte, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	resp, err := http.Post(host, "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if body, err = io.ReadAll(resp.Body); err != nil {
		return nil, err
	}
	return body, c.see(body)
}

func (c *client) countReused() (int, error) {
	data, err := c.reused(nil)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(data, &a)
	return a.Response.TotalCount, err
}

// filled gives a function that is not in sight the variable itself.
func (c *client) filled(fill func(*[]byte, string)) ([]byte, error) {
	body, err := json.Marshal(nil)
	if err != nil {
		return nil, err
	}
	fill(&body, host)
	return body, c.see(body)
}

func (c *client) countFilled() (int, error) {
	data, err := c.filled(nil)
	if err != nil {
		return 0, err
	}
	var a answer
	err = json.Unmarshal(data, &a)
	return a.Response.TotalCount, err
}

func (c *client) counted() (int, error) {
	resp, err := c.field(nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if a.Response.Error != nil {
		return 0, fmt.Errorf("%s: %s", a.Response.Error.Code, a.Response.Error.Message)
	}
	return a.Response.TotalCount, nil
}
