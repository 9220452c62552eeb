package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

const endpoint = "https://cdb.tencentcloudapi.com"

// Signer signs a request.
type Signer func(r *http.Request, body []byte)

type failure struct {
	Code    string
	Message string
}

type slowLogs struct {
	Response struct {
		Error      *failure
		TotalCount int
		Items      []struct{ Name, Date string }
		RequestId  string
	}
}

func post(ctx context.Context, sign Signer, action string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-TC-Action", action)
	r.Header.Set("X-TC-Version", "2017-03-20")
	sign(r, body)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// SlowLogs lists the slow logs of a database.
func SlowLogs(ctx context.Context, sign Signer, id string) ([]string, error) {
	data, err := post(ctx, sign, "DescribeSlowLogs", fmt.Appendf(nil, `{"InstanceId":%q}`, id))
	if err != nil {
		return nil, err
	}
	var answer slowLogs
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, err
	}
	if e := answer.Response.Error; e != nil {
		return nil, fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	names := make([]string, 0, answer.Response.TotalCount)
	for _, item := range answer.Response.Items {
		names = append(names, item.Name)
	}
	return names, nil
}

// CountSlowLogs counts the slow logs of a database.
func CountSlowLogs(ctx context.Context, sign Signer, id string) (int, error) {
	data, err := post(ctx, sign, "DescribeSlowLogs", fmt.Appendf(nil, `{"InstanceId":%q,"Limit":1}`, id))
	if err != nil {
		return 0, err
	}
	var answer slowLogs
	if err := json.Unmarshal(data, &answer); err != nil { // WANT uncheckedresponse
		return 0, err
	}
	return answer.Response.TotalCount, nil
}

// StopReplication stops a replica.
func StopReplication(ctx context.Context, sign Signer, id string) error {
	_, err := post(ctx, sign, "StopReplication", fmt.Appendf(nil, `{"InstanceId":%q}`, id)) // WANT uncheckedresponse
	return err
}
