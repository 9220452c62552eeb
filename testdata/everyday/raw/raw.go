// Package raw speaks to the API by way of libraries.
package raw

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/bytedance/sonic"
	"github.com/go-resty/resty/v2"
	"github.com/hashicorp/go-retryablehttp"
	jsoniter "github.com/json-iterator/go"
	"github.com/tidwall/gjson"
)

const host = "https://cvm.tencentcloudapi.com/"

// Failure is what the API says of a failure.
type Failure struct {
	Code    string `json:"Code"`
	Message string `json:"Message"`
}

func (f *Failure) Error() string { return f.Code + ": " + f.Message }

type stopped struct {
	Response struct {
		Error     *Failure `json:"Error,omitempty"`
		TaskID    string   `json:"TaskId"`
		RequestID string   `json:"RequestId"`
	}
}

// envelope is the answer of any action.
type envelope[T any] struct {
	Response struct {
		Error *Failure `json:"Error"`
		Data  T
	}
}

type instances struct{ TotalCount int }

func byResty(client *resty.Client, body any) error {
	var out stopped
	_, err := client.R().SetHeader("X-TC-Action", "StopInstances").SetBody(body).SetResult(&out).Post(host)
	if err != nil {
		return err
	}
	if e := out.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
			return nil
		}
		return e
	}
	return nil
}

func byRestyBody(client *resty.Client, body any) error {
	resp, err := client.R().SetBody(body).Post(host)
	if err != nil {
		return err
	}
	var out stopped
	if err := json.Unmarshal(resp.Body(), &out); err != nil {
		return err
	}
	if out.Response.Error != nil && out.Response.Error.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return nil
	}
	if out.Response.Error != nil {
		return out.Response.Error
	}
	return nil
}

func byRetryable(ctx context.Context, client *retryablehttp.Client, body []byte) error {
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodPost, host, bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var out stopped
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return err
	}
	if e := out.Response.Error; e != nil && e.Code != "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return e
	}
	return nil
}

func byIterator(body []byte) error {
	var out stopped
	if err := jsoniter.ConfigCompatibleWithStandardLibrary.Unmarshal(body, &out); err != nil {
		return err
	}
	if e := out.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.Malformd" { // want `unknowncode: "InvalidInstanceId.Malformd"`
			return errors.New("bad id")
		}
		return e
	}
	return nil
}

var fast = jsoniter.ConfigFastest

func post(request io.Reader) ([]byte, error) {
	resp, err := http.Post(host, "application/json", request)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func byIteratorUnchecked(request io.Reader) (string, error) {
	body, err := post(request)
	if err != nil {
		return "", err
	}
	var out stopped
	if err := fast.Unmarshal(body, &out); err != nil { // want `uncheckedresponse: `
		return "", err
	}
	return out.Response.TaskID, nil
}

func bySonic(body []byte) error {
	var out stopped
	if err := sonic.Unmarshal(body, &out); err != nil {
		return err
	}
	if out.Response.Error != nil {
		switch out.Response.Error.Code {
		case "InvalidInstanceId.NotFond": // want `unknowncode: "InvalidInstanceId.NotFond"`
			return nil
		}
		return out.Response.Error
	}
	return nil
}

func bySonicText(request io.Reader) (string, error) {
	body, err := post(request)
	if err != nil {
		return "", err
	}
	var out stopped
	if err := sonic.UnmarshalString(string(body), &out); err != nil { // want `uncheckedresponse: `
		return "", err
	}
	return out.Response.TaskID, nil
}

func byPath(body []byte) error {
	if code := gjson.GetBytes(body, "Response.Error.Code").String(); code != "" {
		if code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
			return nil
		}
		return errors.New(code)
	}
	return nil
}

func byResult(body []byte) error {
	failure := gjson.GetBytes(body, "Response.Error")
	if failure.Exists() {
		switch failure.Get("Code").String() {
		case "InvalidInstanceId.Malformd": // want `unknowncode: "InvalidInstanceId.Malformd"`
			return errors.New("bad id")
		}
		return errors.New(failure.Get("Message").String())
	}
	return nil
}

func byEnvelope(r io.Reader) (int, error) {
	var out envelope[instances]
	if err := json.NewDecoder(r).Decode(&out); err != nil {
		return 0, err
	}
	if e := out.Response.Error; e != nil {
		if e.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
			return 0, nil
		}
		return 0, e
	}
	return out.Response.Data.TotalCount, nil
}

// call decodes the answer of any action.
func call[T any](ctx context.Context, client *http.Client, action string, body io.Reader) (data T, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, host, body)
	if err != nil {
		return data, err
	}
	req.Header.Set("X-TC-Action", action)
	resp, err := client.Do(req)
	if err != nil {
		return data, err
	}
	defer resp.Body.Close()
	var out envelope[T]
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return data, fmt.Errorf("%s: %w", action, err)
	}
	if out.Response.Error != nil {
		return data, out.Response.Error
	}
	return out.Response.Data, nil
}

func count(ctx context.Context, client *http.Client) (int, error) {
	data, err := call[instances](ctx, client, "DescribeInstances", http.NoBody)
	var f *Failure
	if errors.As(err, &f) && f.Code == "InvalidInstanceId.NotFond" { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return 0, nil
	}
	return data.TotalCount, err
}

func countRight(ctx context.Context, client *http.Client) (int, error) {
	data, err := call[instances](ctx, client, "DescribeInstances", http.NoBody)
	var f *Failure
	if errors.As(err, &f) && f.Code == "InvalidInstanceId.NotFound" {
		return 0, nil
	}
	return data.TotalCount, err
}
