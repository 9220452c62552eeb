// Package readers has functions that read data of an answer and never look at its Error.
package readers

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

type chunk struct {
	Choices []struct{ Delta struct{ Content string } }
	Error   struct{ Code, Message string } `json:"Error"`
	Total   int
	Closed  bool
}

type answer struct {
	Response chunk `json:"Response"`
}

func text(c *chunk) string {
	if len(c.Choices) > 0 {
		return c.Choices[0].Delta.Content
	}
	return ""
}

func copied(c chunk) string { return text(&c) }

func (a *answer) total() int { return a.Response.Total }

func byPointer(resp *http.Response, w io.Writer) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used, but nothing looks at its Response\.Error`
		return err
	}
	io.WriteString(w, text(&a.Response))
	return nil
}

func byValue(resp *http.Response, w io.Writer) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return err
	}
	fmt.Fprintln(w, copied(a.Response))
	return nil
}

func byMethod(resp *http.Response) (int, error) {
	a := new(answer)
	if err := json.NewDecoder(resp.Body).Decode(a); err != nil { // want `uncheckedresponse: .* is used`
		return 0, err
	}
	return a.total(), nil
}

// Each event of a stream is a Response.
func events(resp *http.Response, w io.Writer) error {
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		data, isEvent := strings.CutPrefix(lines.Text(), "data:")
		if !isEvent {
			continue
		}
		var c chunk
		if err := json.Unmarshal([]byte(data), &c); err != nil { // want `uncheckedresponse: "c" is used, but nothing looks at its Error`
			return err
		}
		io.WriteString(w, text(&c))
	}
	return lines.Err()
}

// What follows is right.

func checkedEvents(resp *http.Response, w io.Writer) error {
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		data, isEvent := strings.CutPrefix(lines.Text(), "data:")
		if !isEvent {
			continue
		}
		var c chunk
		if err := json.Unmarshal([]byte(data), &c); err != nil {
			return err
		}
		if c.Error.Code != "" {
			return errors.New(c.Error.Message)
		}
		io.WriteString(w, text(&c))
	}
	return lines.Err()
}

// The function looks.
func (a *answer) failure() error {
	if a.Response.Error.Code != "" {
		return errors.New(a.Response.Error.Message)
	}
	return nil
}

func byFailure(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	return a.total(), a.failure()
}

// The zero data of a failed answer ends in an error.
func first(c *chunk) (string, error) {
	if len(c.Choices) == 0 {
		return "", errors.New("no choices")
	}
	return c.Choices[0].Delta.Content, nil
}

func byFirst(resp *http.Response, w io.Writer) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	content, err := first(&a.Response)
	if err != nil {
		return err
	}
	io.WriteString(w, content)
	return nil
}

// What is read decides.
func byContent(resp *http.Response, w io.Writer) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	content := text(&a.Response)
	if content == "" {
		return errors.New("empty")
	}
	io.WriteString(w, content)
	return nil
}

// It is kept, and whoever has it may look.
type cache struct{ last *chunk }

func (k *cache) keep(c *chunk) int {
	k.last = c
	return c.Total
}

func (k *cache) fetch(resp *http.Response) (int, error) {
	a := new(answer)
	if err := json.NewDecoder(resp.Body).Decode(a); err != nil {
		return 0, err
	}
	return k.keep(&a.Response), nil
}

func (k *cache) err() error {
	if k.last.Error.Code != "" {
		return errors.New(k.last.Error.Message)
	}
	return nil
}

// The answer is changed by what looks at it.
func closing(c *chunk) bool {
	c.Closed = c.Total == 0
	return c.Closed
}

func byClosing(resp *http.Response) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	if closing(&a.Response) {
		return errors.New("closed")
	}
	return nil
}

// The error returned is made for the zero data.
func found(resp *http.Response, name string) (string, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return "", err
	}
	if a.Response.Total <= 0 {
		return "", fmt.Errorf("no answer to %s", name)
	}
	return text(&a.Response), nil
}

// A write of nothing may fail where the last error is asked for.
func written(resp *http.Response, w *bufio.Writer) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	w.WriteString(text(&a.Response))
	return w.Flush()
}

type sink struct {
	out  *bufio.Writer
	fail error
}

func (s *sink) missing() error { return s.fail }

// What it is asked of was given the data by way of a field.
func (s *sink) writtenToField(resp *http.Response) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	s.out.WriteString(text(&a.Response))
	return s.out.Flush()
}

// A method of the program may make an error.
func (s *sink) own(resp *http.Response) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	if a.Response.Total > 0 {
		s.out.WriteString(text(&a.Response))
		return nil
	}
	return s.missing()
}
