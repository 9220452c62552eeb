// Package raw sends any request, and hands on what comes.
package raw

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"regexp"
	"strings"
	"time"
)

func Post(url, body string) ([]byte, error) { // want Post:`sender\(raw\)`
	resp, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func Text(url string, in any) (text string, err error) { // want Text:`sender\(raw\)`
	data, err := json.Marshal(in)
	if err != nil {
		return
	}
	resp, err := http.Post(url, "application/json", bytes.NewReader(data))
	if err != nil {
		return
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	text = string(body)
	return
}

func Open(req *http.Request) (io.ReadCloser, error) { // want Open:`sender\(raw\)`
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	return resp.Body, nil
}

type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

func Send(d Doer, req *http.Request) (*http.Response, error) { // want Send:`sender\(raw\)`
	resp, err := d.Do(req)
	if err != nil {
		return nil, fmt.Errorf("cannot send: %w", err)
	}
	return resp, nil
}

func get(url string) (*http.Response, error) { return http.Get(url) }

// Again sends once more when the network fails, and logs what comes.
func Again(url string) ([]byte, error) { // want Again:`sender\(raw\)`
	for i := 0; ; i++ {
		resp, err := get(url)
		if err == nil {
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				return nil, err
			}
			log.Printf("%s: %s", url, body)
			return body, nil
		}
		if i == 3 {
			return nil, err
		}
		time.Sleep(time.Second)
	}
}

func Buffered(url string) (io.Reader, error) { // want Buffered:`sender\(raw\)`
	resp, err := get(url)
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(resp.Body), nil
}

func Same(url string) ([]byte, error) { return Post(url, "{}") } // want Same:`sender\(raw\)`

func read(resp *http.Response) ([]byte, error) {
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func Read(url string) ([]byte, error) { // want Read:`sender\(raw\)`
	resp, err := get(url)
	if err != nil {
		return nil, err
	}
	return read(resp)
}

func upTo(resp *http.Response, limit int64) ([]byte, error) {
	defer resp.Body.Close()
	return io.ReadAll(io.LimitReader(resp.Body, limit))
}

// Limited reads no more than its caller wants.
func Limited(url string, limit int64) ([]byte, error) { // want Limited:`sender\(raw\)`
	resp, err := get(url)
	if err != nil {
		return nil, err
	}
	return upTo(resp, 2*limit)
}

// From here on: somebody may have looked, or it is not what came.

// Ping sends, and returns nothing.
func Ping(url string) {
	if resp, err := http.Get(url); err == nil {
		resp.Body.Close()
	}
}

var errFailed = errors.New("the call failed")

// Begins looks how the text begins.
func Begins(url string) (string, error) {
	text, err := Text(url, nil)
	if strings.HasPrefix(text, `{"Response":{"Error":`) {
		return "", errFailed
	}
	return text, err
}

// Decodes has decoded what it returns.
func Decodes(url string, into any) (*http.Response, error) {
	resp, err := get(url)
	if err != nil {
		return nil, err
	}
	return resp, json.NewDecoder(resp.Body).Decode(into)
}

func Contains(url string) ([]byte, error) {
	body, err := Post(url, "{}")
	if err != nil {
		return nil, err
	}
	if bytes.Contains(body, []byte(`"Error"`)) {
		return nil, errors.New(string(body))
	}
	return body, nil
}

var failure = regexp.MustCompile(`"Error"`)

func Matches(url string) ([]byte, error) {
	body, err := Post(url, "{}")
	if err == nil && failure.Match(body) {
		err = errors.New(string(body))
	}
	return body, err
}

func Probes(url string) ([]byte, error) {
	body, err := Post(url, "{}")
	if err != nil {
		return nil, err
	}
	var probe struct {
		Response struct {
			Error *struct{ Code, Message string }
		}
	}
	if err := json.Unmarshal(body, &probe); err != nil {
		return nil, err
	}
	if probe.Response.Error != nil {
		return nil, errors.New(probe.Response.Error.Message)
	}
	return body, nil
}

func check(resp *http.Response) error {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return err
	}
	if m["error"] != nil {
		return fmt.Errorf("%v", m["error"])
	}
	return nil
}

func Checks(url string) (*http.Response, error) {
	resp, err := get(url)
	if err != nil {
		return nil, err
	}
	return resp, check(resp)
}

type Client struct {
	after     func([]byte) error
	transport func(*http.Request) (*http.Response, error)
}

func (c *Client) After(url string) ([]byte, error) {
	body, err := Post(url, "{}")
	if err != nil {
		return nil, err
	}
	return body, c.after(body)
}

func (c *Client) Transport(req *http.Request) (*http.Response, error) { return c.transport(req) }

func (c *Client) Given(url string, see func(*http.Response) error) (*http.Response, error) {
	resp, err := get(url)
	if err != nil {
		return nil, err
	}
	return resp, see(resp)
}

// Data returns a part of what came.
func Data(url string) (json.RawMessage, error) {
	body, err := Post(url, "{}")
	if err != nil {
		return nil, err
	}
	var whole struct{ Data json.RawMessage }
	err = json.Unmarshal(body, &whole)
	return whole.Data, err
}

// Token sends, and returns something else.
func Token(url string) (string, error) {
	resp, err := get(url)
	if err != nil {
		return "", err
	}
	return resp.Header.Get("Token"), resp.Body.Close()
}

func named(resp *http.Response) (string, error) { return resp.Header.Get("Token"), resp.Body.Close() }

// Named does so by another function.
func Named(url string) (string, error) {
	resp, err := get(url)
	if err != nil {
		return "", err
	}
	return named(resp)
}

func echo(url string, body []byte) ([]byte, error) {
	resp, err := http.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return body, resp.Body.Close()
}

func Echoes(url string, body []byte) ([]byte, error) { return echo(url, body) }

// Unpacked may be anything.
func Unpacked(url string) (io.Reader, error) {
	resp, err := get(url)
	if err != nil {
		return nil, err
	}
	return gzip.NewReader(resp.Body)
}

// Echo sends, and returns what it is given.
func Echo(url string, body []byte) ([]byte, error) {
	resp, err := http.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return body, resp.Body.Close()
}
