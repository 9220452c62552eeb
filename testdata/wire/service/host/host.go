// Package host names the service by its host.
package host

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

const endpoint = "https://cdn.tencentcloudapi.com"

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func call(action string, out any) error {
	req, err := http.NewRequest(http.MethodPost, endpoint, strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2018-06-06")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

func purge() error {
	var a answer
	if err := call("PurgeUrlsCache", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		switch e.Code {
		case "ResourceNotFound.CdnHostNotExist": // want `unknowncode: .* did you mean "ResourceNotFound.CdnHostNotExists"`
			return nil
		case "ResourceNotFound.CdnUserNotExists":
			return nil
		case "InvalidInstanceId.NotFound": // want `wrongservice: no API of cdn answers "InvalidInstanceId.NotFound"`
			return nil
		}
		return errors.New(e.Message)
	}
	return nil
}

func isForeign(code string) bool {
	return code == "InvalidInstanceId.NotFound" // want `wrongservice: no API of cdn answers "InvalidInstanceId.NotFound"`
}

func given() error {
	var a answer
	if err := call("PurgeUrlsCache", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && isForeign(e.Code) {
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}
