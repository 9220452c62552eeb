// Package hidden has types that embed an answer and hide its Response behind one of
// their own: decoding fills the outer one alone (seen in ddns-go).
package hidden

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

type status struct {
	Response struct {
		Error struct{ Code, Message string }
	}
}

type list struct {
	status
	Response struct {
		Total int
		Names []string
	}
}

func decode(resp *http.Response, out any) error {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return errors.New(text("status %d: %s", resp.StatusCode, string(body)))
	}
	return json.Unmarshal(body, out)
}

var printer = message.NewPrinter(language.English)

func text(format string, args ...any) string { return printer.Sprintf(format, args...) }

func count(resp *http.Response) (int, error) {
	var l list
	if err := json.NewDecoder(resp.Body).Decode(&l); err != nil { // want `uncheckedresponse: "l" is used, but nothing fills its Response.Error: list embeds it, and hides it behind a Response of its own`
		return 0, err
	}
	return l.Response.Total, nil
}

func names(resp *http.Response) (l list, err error) {
	err = decode(resp, &l)
	return
}

func sync(resp *http.Response, name string) {
	l, err := names(resp) // want `uncheckedresponse: "names" is used, but nothing fills its Response.Error`
	if err != nil {
		log.Print(err)
		return
	}
	if l.Response.Total > 0 {
		change(l.Response.Names[0], name)
	} else {
		create(name)
	}
}

func change(old, name string) {}

func create(name string) {}

// To look at what nothing fills is no look.
func looked(resp *http.Response) (int, error) {
	var l list
	if err := decode(resp, &l); err != nil { // want `uncheckedresponse: "l" is used, but nothing fills its Response.Error`
		return 0, err
	}
	if e := l.status.Response.Error; e.Code != "" {
		return 0, fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	return l.Response.Total, nil
}

type wrapped struct {
	*status
	Response *struct {
		Total int `json:"Total"`
	} `json:"Response"`
}

func fetch[T any](resp *http.Response) (answer T, err error) {
	err = json.NewDecoder(resp.Body).Decode(&answer)
	return answer, err
}

func generic(resp *http.Response) (int, error) {
	answer, err := fetch[wrapped](resp) // want `uncheckedresponse: "fetch" is used, but nothing fills its Response.Error: wrapped embeds it`
	if err != nil {
		return 0, err
	}
	if answer.Response == nil {
		return 0, nil
	}
	return answer.Response.Total, nil
}

// What follows is right.

// The outer Response has the Error too.
type full struct {
	status
	Response struct {
		Error struct{ Code, Message string }
		Total int
	}
}

func whole(resp *http.Response) (int, error) {
	var f full
	if err := decode(resp, &f); err != nil {
		return 0, err
	}
	if f.Response.Error.Code != "" {
		return 0, errors.New(f.Response.Error.Message)
	}
	return f.Response.Total, nil
}

// The JSON is decoded into the embedded answer as well.
func twice(body io.Reader) (int, error) {
	data, err := io.ReadAll(body)
	if err != nil {
		return 0, err
	}
	var l list
	if err := errors.Join(json.Unmarshal(data, &l), json.Unmarshal(data, &l.status)); err != nil {
		return 0, err
	}
	if l.status.Response.Error.Code != "" {
		return 0, errors.New(l.status.Response.Error.Message)
	}
	return l.Response.Total, nil
}

// The Error is looked at before the answer is decoded.
func first(resp *http.Response, out any) error {
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	var s status
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	if s.Response.Error.Code != "" {
		return errors.New(s.Response.Error.Message)
	}
	return json.Unmarshal(data, out)
}

func after(resp *http.Response) (int, error) {
	var l list
	if err := first(resp, &l); err != nil {
		return 0, err
	}
	return l.Response.Total, nil
}

// It decodes itself.
type own struct {
	status
	Response struct{ Total int }
}

func (o *own) UnmarshalJSON(data []byte) error {
	var total struct{ Response struct{ Total int } }
	if err := json.Unmarshal(data, &o.status); err != nil {
		return err
	}
	o.Response.Total = total.Response.Total
	return json.Unmarshal(data, &total)
}

func itself(resp *http.Response) (int, error) {
	var o own
	if err := decode(resp, &o); err != nil {
		return 0, err
	}
	if o.status.Response.Error.Code != "" {
		return 0, errors.New(o.status.Response.Error.Message)
	}
	return o.Response.Total, nil
}

// The outer field has another key: the embedded Response is filled.
type beside struct {
	status
	Reply struct{ Total int } `json:"Reply"`
}

func both(resp *http.Response) (int, error) {
	var b beside
	if err := decode(resp, &b); err != nil {
		return 0, err
	}
	if b.Response.Error.Code != "" {
		return 0, errors.New(b.Response.Error.Message)
	}
	return b.Reply.Total, nil
}
