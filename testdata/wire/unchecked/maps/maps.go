// Package maps reads answers of the API from maps.
package maps

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

const host = "https://cvm.tencentcloudapi.com"

func total(resp *http.Response) (float64, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil { // want `uncheckedresponse: "m" is used`
		return 0, err
	}
	response, ok := m["Response"].(map[string]any)
	if !ok {
		return 0, errors.New("no answer")
	}
	total, _ := response["TotalCount"].(float64)
	return total, nil
}

func names(resp *http.Response) error {
	m := make(map[string]any)
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil { // want `uncheckedresponse: "m" is used`
		return err
	}
	response, _ := m["Response"].(map[string]any)
	list, _ := response["Names"].([]any)
	for _, name := range list {
		fmt.Println(name)
	}
	return nil
}

func checked(resp *http.Response) (float64, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return 0, err
	}
	response, _ := m["Response"].(map[string]any)
	if e, ok := response["Error"].(map[string]any); ok {
		return 0, fmt.Errorf("%v", e["Message"])
	}
	total, _ := response["TotalCount"].(float64)
	return total, nil
}

func key(resp *http.Response) (float64, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return 0, err
	}
	response, _ := m["Response"].(map[string]any)
	if _, failed := response["Error"]; failed {
		return 0, errors.New("failed")
	}
	total, _ := response["TotalCount"].(float64)
	return total, nil
}

// Without what is asked for it panics, which nobody takes for success.
func panics(resp *http.Response) (string, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return "", err
	}
	return m["Response"].(map[string]any)["TargetText"].(string), nil
}

func missing(resp *http.Response) (string, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return "", err
	}
	response, _ := m["Response"].(map[string]any)
	text, ok := response["TargetText"].(string)
	if !ok {
		return "", errors.New("no text")
	}
	return text, nil
}

func handed(resp *http.Response, check func(map[string]any) error) (float64, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return 0, err
	}
	if err := check(m); err != nil {
		return 0, err
	}
	response, _ := m["Response"].(map[string]any)
	total, _ := response["TotalCount"].(float64)
	return total, nil
}

func inner(resp *http.Response, check func(map[string]any) error) (float64, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return 0, err
	}
	response, _ := m["Response"].(map[string]any)
	if err := check(response); err != nil {
		return 0, err
	}
	total, _ := response["TotalCount"].(float64)
	return total, nil
}

func all(resp *http.Response) (n int, err error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return 0, err
	}
	response, _ := m["Response"].(map[string]any)
	for name := range response {
		if name == "Error" {
			return 0, errors.New("failed")
		}
	}
	fmt.Println(response["TotalCount"])
	return len(response), nil
}

func any_(resp *http.Response, name string) (any, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return nil, err
	}
	response, _ := m["Response"].(map[string]any)
	if response[name] != nil {
		return nil, errors.New(name)
	}
	return response["TotalCount"], nil
}

func other(resp *http.Response) (float64, error) {
	var m map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&m); err != nil {
		return 0, err
	}
	total, _ := m["TotalCount"].(float64)
	return total, nil
}
