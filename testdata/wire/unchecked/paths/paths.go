// Package paths reads answers of the API by paths.
package paths

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/tidwall/gjson"
)

const host = "https://dnspod.tencentcloudapi.com"

func total(resp *http.Response) (int64, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	return gjson.GetBytes(body, "Response.TotalCount").Int(), nil // want `uncheckedresponse: the answer is used`
}

func names(resp *http.Response) error {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	response := gjson.ParseBytes(body).Get("Response")
	for _, name := range response.Get("Names").Array() { // want `uncheckedresponse: the answer is used`
		fmt.Println(name.String())
	}
	return nil
}

func checked(resp *http.Response) (int64, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	if e := gjson.GetBytes(body, "Response.Error"); e.Exists() {
		return 0, errors.New(e.Get("Message").String())
	}
	return gjson.GetBytes(body, "Response.TotalCount").Int(), nil
}

func code(resp *http.Response) (int64, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	if code := gjson.GetBytes(body, "Response.Error.Code").String(); code != "" {
		return 0, errors.New(code)
	}
	return gjson.GetBytes(body, "Response.TotalCount").Int(), nil
}

// As in ServerStatus: without a list it is no answer.
func list(resp *http.Response) ([]string, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	result := gjson.GetBytes(body, "Response.RecordList")
	if !result.IsArray() {
		return nil, errors.New("not valid")
	}
	var names []string
	for _, v := range result.Array() {
		names = append(names, v.Get("Name").String())
	}
	return names, nil
}

func exists(resp *http.Response) error {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if !gjson.GetBytes(body, "Response.RecordId").Exists() {
		return errors.New("not valid")
	}
	return nil
}

func both(resp *http.Response) (int64, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	var probe struct {
		Response struct {
			Error *struct{ Code, Message string }
		}
	}
	if err := json.Unmarshal(body, &probe); err != nil || probe.Response.Error != nil {
		return 0, errors.New("failed")
	}
	return gjson.GetBytes(body, "Response.TotalCount").Int(), nil
}

func handed(resp *http.Response, check func([]byte) error) (int64, error) {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	if err := check(body); err != nil {
		return 0, err
	}
	return gjson.GetBytes(body, "Response.TotalCount").Int(), nil
}

type answer struct {
	Response struct {
		Error      *struct{ Code, Message string }
		TotalCount int64
	}
}

func typed(resp *http.Response) (int64, error) {
	body, err := io.ReadAll(resp.Body)
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
	return a.Response.TotalCount, nil
}
