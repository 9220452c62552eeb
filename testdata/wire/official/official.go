// Package official decodes the example of the official page in different ways.
package official

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

const answer = `{
    "Response": {
        "Error": {
            "Code": "AuthFailure.SignatureFailure",
            "Message": "The provided credentials could not be validated. Please check your signature is correct."
        },
        "RequestId": "ed93f3cb-f35e-473f-b9f3-0d451b8b79c6"
    }
}`

// By a struct with tags.
func tagged() error {
	var a struct {
		Response struct {
			Error *struct {
				Code    string `json:"Code"`
				Message string `json:"Message"`
			} `json:"Error"`
			RequestID string `json:"RequestId"`
		} `json:"Response"`
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		switch e.Code {
		case "AuthFailure.SignatureFailure", "AuthFailure.SignatureExpire":
			return fmt.Errorf("sign again: %s", e.Message)
		case "AuthFailure.SignatureExpired": // want `unknowncode: "AuthFailure.SignatureExpired" is not a Tencent Cloud error code; did you mean "AuthFailure.SignatureExpire"`
			return fmt.Errorf("mind the clock: %s", e.Message)
		}
		return fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	return nil
}

// By Go's own matching of names, which ignores letter case.
func untagged() error {
	var a struct {
		Response struct {
			Error struct{ Code, Message string }
		}
	}
	if err := json.NewDecoder(strings.NewReader(answer)).Decode(&a); err != nil {
		return err
	}
	if a.Response.Error.Code == "authfailure.signaturefailure" { // want `unknowncode: .* did you mean "AuthFailure.SignatureFailure"`
		return fmt.Errorf("signature: %s", a.Response.Error.Message)
	}
	if a.Response.Error.Code != "" {
		return fmt.Errorf("failed: %s", a.Response.Error.Message)
	}
	return nil
}

type failure struct{ Code, Message string }

func (f failure) expired() bool { return f.Code == "AuthFailure.SignatureExpire" }

func (f failure) wrong() bool { return f.Code == "AuthFailure.SignatureFailed" } // want `unknowncode: .* did you mean "AuthFailure.SignatureFailure"`

type response struct {
	Error     *failure
	RequestId string
}

// By named types, nested.
func named() bool {
	var a struct{ Response response }
	if err := json.Unmarshal([]byte(answer), &a); err != nil {
		return false
	}
	return a.Response.Error != nil && (a.Response.Error.expired() || a.Response.Error.wrong())
}

// In two steps.
func raw() error {
	var outer struct{ Response json.RawMessage }
	if err := json.Unmarshal([]byte(answer), &outer); err != nil {
		return err
	}
	var inner struct {
		Error *struct{ Code, Message string }
	}
	if err := json.Unmarshal(outer.Response, &inner); err != nil {
		return err
	}
	if inner.Error != nil && inner.Error.Code == "AuthFailure.SignatureFailur" { // want `unknowncode: .* did you mean "AuthFailure.SignatureFailure"`
		return fmt.Errorf("signature: %s", inner.Error.Message)
	}
	if inner.Error != nil {
		return fmt.Errorf("failed: %s", inner.Error.Message)
	}
	return nil
}

// By maps.
func maps() error {
	var m map[string]any
	if err := json.Unmarshal([]byte(answer), &m); err != nil {
		return err
	}
	e, ok := m["Response"].(map[string]any)["Error"].(map[string]any)
	if !ok {
		return nil
	}
	if e["Code"].(string) == "AuthFailure.SignatureFailur" { // want `unknowncode: .* did you mean "AuthFailure.SignatureFailure"`
		return fmt.Errorf("signature: %v", e["Message"])
	}
	if e["Code"] == "AuthFailure.SignatureFailed" { // want `unknowncode: .* did you mean "AuthFailure.SignatureFailure"`
		return fmt.Errorf("signature: %v", e["Message"])
	}
	return fmt.Errorf("failed: %v", e["Message"])
}

// By a path.
func path() error {
	switch code := gjson.Get(answer, "Response.Error.Code").String(); code {
	case "":
		return nil
	case "AuthFailure.SignatureFailure":
		return fmt.Errorf("signature")
	case "AuthFailure.SecretIdNotFund": // want `unknowncode: .* did you mean "AuthFailure.SecretIdNotFound"`
		return fmt.Errorf("key")
	default:
		return fmt.Errorf("failed: %s", code)
	}
}
