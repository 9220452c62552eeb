// Package passed has one function that calls any service; those that call it
// say which.
package passed

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

func do(service, version, action string, out any) error {
	host := service + ".tencentcloudapi.com"
	req, err := http.NewRequest(http.MethodPost, "https://"+host, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "2026-01-01/"+service+"/tc3_request")
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", version)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

func purge() error {
	var a answer
	if err := do("cdn", "2018-06-06", "PurgeUrlsCache", &a); err != nil {
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

func instances(action string) error {
	var a answer
	if err := do("cvm", "2017-03-12", action, &a); err != nil {
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

func forward(service, action string) (a answer, err error) {
	err = do(service, "2018-06-06", action, &a)
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" {
		return a, nil
	} else if e != nil {
		return a, errors.New(e.Message)
	}
	return a, err
}

func forwarded() error {
	a, err := forward("cvm", "DescribeZones")
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

type settings struct{ service string }

func (s settings) any(action string) error {
	var a answer
	if err := do(s.service, "2018-06-06", action, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}
