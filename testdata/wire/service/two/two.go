// Package two calls two services; a function says which.
package two

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

func send(url string, out any) error {
	resp, err := http.Post(url, "application/json", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

func cdn() error {
	var a answer
	if err := send("https://cdn.tencentcloudapi.com/", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" { // want `wrongservice: no API of cdn answers`
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}

func cvm() error {
	var a answer
	if err := send("https://cvm.ap-guangzhou.tencentcloudapi.com/", &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}

func either(quick bool) error {
	var a answer
	url := "https://cvm.tencentcloudapi.com/"
	if quick {
		url = "https://cdn.tencentcloudapi.com/"
	}
	if err := send(url, &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	} else if e != nil {
		return errors.New(e.Message)
	}
	return nil
}
