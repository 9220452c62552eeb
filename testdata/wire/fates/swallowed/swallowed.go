// Package swallowed goes on to success whatever the code is.
package swallowed

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"

	"github.com/tidwall/gjson"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func total(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound" { // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation .* swallowed`
			return 0, nil
		}
	}
	return a.Response.Total, nil
}

func returned(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil {
		if e.Code == "ResourceNotFound" {
			return 0, nil
		}
		return 0, errors.New(e.Code)
	}
	return a.Response.Total, nil
}

func logged(resp *http.Response) (int, error) {
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return 0, err
	}
	if a.Response.Error != nil && a.Response.Error.Code != "ResourceNotFound" {
		log.Print(a.Response.Error.Message)
	}
	return a.Response.Total, nil
}

func removed(resp *http.Response) error {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if failure := gjson.GetBytes(body, "Response.Error"); failure.Exists() {
		switch failure.Get("Code").String() {
		case "ResourceInUse": // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation .* swallowed`
			return errors.New(failure.Get("Message").String())
		}
	}
	return nil
}

func removedOrNot(resp *http.Response) error {
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if failure := gjson.GetBytes(body, "Response.Error"); failure.Exists() {
		switch failure.Get("Code").String() {
		case "ResourceNotFound":
			return nil
		}
		return errors.New(failure.Get("Message").String())
	}
	return nil
}
