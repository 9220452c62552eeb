// Package raw speaks to the API without the SDK.
package raw

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"time"
)

type failure struct {
	Code    string
	Message string
}

func (f *failure) Error() string { return f.Code + ": " + f.Message }

type envelope struct {
	Response struct {
		Error     *failure `json:"Error,omitempty"`
		RequestId string
		Data      json.RawMessage
	}
}

func call(ctx context.Context, action string, params any) (json.RawMessage, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://cvm.tencentcloudapi.com/", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2017-03-12")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var e envelope
	if err := json.NewDecoder(resp.Body).Decode(&e); err != nil {
		return nil, err
	}
	if e.Response.Error != nil {
		return nil, e.Response.Error
	}
	return e.Response.Data, nil
}

func codeOf(err error) string {
	var f *failure
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

func stop(ctx context.Context, id string) error {
	_, err := call(ctx, "StopInstances", map[string]any{"InstanceIds": []string{id}})
	if codeOf(err) == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func stopAll(ctx context.Context, ids []string) (failed []string) {
	for _, id := range ids {
		_, err := call(ctx, "StopInstances", map[string]any{"InstanceIds": []string{id}})
		if err != nil && codeOf(err) != "InvalidInstanceId.NotFound" {
			failed = append(failed, id)
		}
	}
	return failed
}

func stopLossy(ctx context.Context, ids []string) {
	for _, id := range ids {
		_, err := call(ctx, "StopInstances", map[string]any{"InstanceIds": []string{id}})
		if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			log.Println(id, "is gone")
		}
	}
}

func handle(w http.ResponseWriter, r *http.Request) {
	_, err := call(r.Context(), "StopInstances", nil)
	switch codeOf(err) {
	case "InvalidInstanceId.NotFound":
		http.NotFound(w, r)
		return
	}
	if err != nil {
		http.Error(w, "bad gateway", http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func handleLossy(w http.ResponseWriter, r *http.Request) {
	_, err := call(r.Context(), "StopInstances", nil)
	if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
		http.NotFound(w, r)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func retry(ctx context.Context, id string) error {
	for i := 0; i < 5; i++ {
		_, err := call(ctx, "StopInstances", map[string]any{"InstanceIds": []string{id}})
		if err == nil {
			return nil
		}
		if codeOf(err) == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			return err
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("%s still runs", id)
}

func retrySome(ctx context.Context, id string) (err error) {
	for i := 0; i < 5; i++ {
		_, err = call(ctx, "StopInstances", map[string]any{"InstanceIds": []string{id}})
		switch codeOf(err) {
		case "RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.IPLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded":
			time.Sleep(time.Second)
			continue
		}
		return err
	}
	return err
}
