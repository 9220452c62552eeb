// Package evaluated has conditions and uses that are judged for the case that the
// call failed: then all data is zero.
package evaluated

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"strings"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
		Limit int
		Names []string
	}
}

// Whether there is an Error is asked, whatever is done with the answer.

func observed(resp *http.Response, observe func(bool)) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	observe(a.Response.Error == nil)
	return a.Response.Total, nil
}

func unobserved(resp *http.Response, observe func(bool)) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	observe(resp.StatusCode == http.StatusOK)
	return a.Response.Total, nil
}

// A literal that has the answer may tell of its Error.

func told(resp *http.Response, do func(func())) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	do(func() { log.Print(a) })
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" {
		return errors.New("gone")
	}
	return nil
}

func untold(resp *http.Response, do func(func())) error {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return err
	}
	do(func() { log.Print(resp.Status) })
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: .* swallowed`
		return errors.New("gone")
	}
	return nil
}

// A function that changes the answer may do so by its Error.

func complete(a *answer) { a.Response.Limit = 20 }

func completed(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	complete(&a)
	return a.Response.Total, nil
}

// Data that is put elsewhere first decides all the same.

func elsewhere(resp *http.Response, which int) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	pair := [2]int{a.Response.Total, a.Response.Limit}
	if pair[which] == 0 {
		return 0, errors.New("nothing")
	}
	return a.Response.Total, nil
}

func others(resp *http.Response, which, least int) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	pair := [2]int{least, 2 * least}
	if pair[which] == 0 {
		return 0, errors.New("nothing")
	}
	return a.Response.Total, nil
}

// Only data is empty beside a failure.

func named(resp *http.Response, names []string) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil { // want `uncheckedresponse: "a" is used`
		return 0, err
	}
	if len(names) == 0 {
		return 0, errors.New("no names")
	}
	return a.Response.Total, nil
}

func answered(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if len(a.Response.Names) == 0 {
		return 0, errors.New("no names")
	}
	return a.Response.Total, nil
}

// A body that is copied to a file is read; one that is thrown away is not.

func request(action string) (*http.Response, error) {
	req, err := http.NewRequest(http.MethodPost, "https://cvm.tencentcloudapi.com", strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2017-03-12")
	return http.DefaultClient.Do(req)
}

func save(w io.Writer, action string) error {
	req, err := http.NewRequest(http.MethodPost, "https://cvm.tencentcloudapi.com", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2017-03-12")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(w, resp.Body)
	return err
}

func drain(action string) error {
	req, err := http.NewRequest(http.MethodPost, "https://cvm.tencentcloudapi.com", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2017-03-12")
	resp, err := http.DefaultClient.Do(req) // want `uncheckedresponse: the answer of Do is thrown away`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
