// Package headers names the service by X-TC-Action and X-TC-Version; the host
// is made at run time.
package headers

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
	}
}

const version = "2018-06-06"

func request(service string) (*http.Request, error) {
	return http.NewRequest(http.MethodPost, "https://"+service+".tencentcloudapi.com", strings.NewReader("{}"))
}

func send(req *http.Request) (*answer, error) {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	a := new(answer)
	return a, json.NewDecoder(resp.Body).Decode(a)
}

func set(host string) error {
	req, err := request(host)
	if err != nil {
		return err
	}
	req.Header.Set("X-TC-Action", "PurgeUrlsCache")
	req.Header.Set("X-TC-Version", version)
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers "InvalidInstanceId.NotFound"`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func index(host string) error {
	req, err := request(host)
	if err != nil {
		return err
	}
	action := "DescribeInstances"
	req.Header["X-TC-Action"] = []string{action}
	req.Header["X-TC-Version"] = []string{"2017-03-12"}
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func literal(host string) error {
	req, err := request(host)
	if err != nil {
		return err
	}
	for name, value := range map[string]string{"X-TC-Action": "PurgeUrlsCache", "X-TC-Version": version} {
		req.Header.Set(name, value)
	}
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

// Two services have DescribeAccounts at this version.
func shared(host string) error {
	req, err := request(host)
	if err != nil {
		return err
	}
	req.Header = http.Header{"X-TC-Action": {"DescribeAccounts"}, "X-TC-Version": {"2017-03-12"}}
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}

// A version alone says nothing: services that are not known may have it too.
func alone(host, action string) error {
	req, err := request(host)
	if err != nil {
		return err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", version)
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}

// One of two actions.
func either(host string, quick bool) error {
	req, err := request(host)
	if err != nil {
		return err
	}
	action := "DescribeDomains"
	if quick {
		action = "DescribeInstances"
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", version)
	a, err := send(req)
	if err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}
