// Package rawapi speaks to the API without the SDK.
package rawapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"time"
)

const (
	cvmHost    = "https://cvm.tencentcloudapi.com/"
	dnspodHost = "https://dnspod.tencentcloudapi.com/"
)

// APIError is Response.Error.
type APIError struct {
	Code    string
	Message string
}

func (e *APIError) Error() string { return e.Code + ": " + e.Message }

type instancesAnswer struct {
	Response struct {
		Error       *APIError
		TotalCount  int
		InstanceSet []struct{ InstanceId, InstanceState string }
		RequestId   string
	}
}

type recordsAnswer struct {
	Response struct {
		Error      *APIError `json:"Error,omitempty"`
		RecordList []struct {
			RecordID uint64 `json:"RecordId"`
			Name     string
			Value    string
		}
		RequestID string `json:"RequestId"`
	}
}

type zoneAnswer struct {
	Response struct {
		Error struct {
			Code    string `json:"Code"`
			Message string `json:"Message"`
		} `json:"Error"`
		DomainInfo struct {
			Status string
			Grade  string
		}
	}
}

// Client signs and posts.
type Client struct {
	http *http.Client
	sign func(*http.Request, []byte)
}

func (c *Client) post(ctx context.Context, host, action string, in any) (*http.Response, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, host, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("X-TC-Action", action)
	c.sign(request, body)
	return c.http.Do(request)
}

// Machines counts machines.
func (c *Client) Machines(ctx context.Context) (int, error) {
	response, err := c.post(ctx, cvmHost, "DescribeInstances", struct{}{})
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	var answer instancesAnswer
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil { // WANT uncheckedresponse
		return 0, err
	}
	return answer.Response.TotalCount, nil
}

// Running lists machines that run.
func (c *Client) Running(ctx context.Context) (ids []string, err error) {
	response, err := c.post(ctx, cvmHost, "DescribeInstances", struct{}{})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer instancesAnswer
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if answer.Response.Error != nil {
		return nil, answer.Response.Error
	}
	for _, instance := range answer.Response.InstanceSet {
		if instance.InstanceState == "RUNNING" {
			ids = append(ids, instance.InstanceId)
		}
	}
	return ids, nil
}

// Records lists records after a look at the HTTP status alone.
func (c *Client) Records(ctx context.Context, domain string) (map[string]string, error) {
	response, err := c.post(ctx, dnspodHost, "DescribeRecordList", map[string]string{"Domain": domain})
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HTTP %s", response.Status)
	}
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	answer := new(recordsAnswer)
	if err := json.Unmarshal(data, answer); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	records := make(map[string]string)
	for _, record := range answer.Response.RecordList {
		records[record.Name] = record.Value
	}
	return records, nil
}

// call posts and decodes; whoever calls looks at the error.
func (c *Client) call(ctx context.Context, host, action string, in, out any) error {
	response, err := c.post(ctx, host, action, in)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return json.NewDecoder(response.Body).Decode(out)
}

// Zone forgets to look at the error.
func (c *Client) Zone(ctx context.Context, domain string) (string, error) {
	var answer zoneAnswer
	err := c.call(ctx, dnspodHost, "DescribeDomain", map[string]string{"Domain": domain}, &answer) // WANT uncheckedresponse
	if err != nil {
		return "", err
	}
	return answer.Response.DomainInfo.Status, nil
}

// Grade looks at the error.
func (c *Client) Grade(ctx context.Context, domain string) (string, error) {
	var answer zoneAnswer
	if err := c.call(ctx, dnspodHost, "DescribeDomain", map[string]string{"Domain": domain}, &answer); err != nil {
		return "", err
	}
	if answer.Response.Error.Code != "" {
		return "", fmt.Errorf("%s: %s", answer.Response.Error.Code, answer.Response.Error.Message)
	}
	return answer.Response.DomainInfo.Grade, nil
}

// checked posts, decodes the error first and the rest after.
func (c *Client) checked(ctx context.Context, host, action string, in, out any) error {
	response, err := c.post(ctx, host, action, in)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var failed struct{ Response struct{ Error *APIError } }
	if err := json.Unmarshal(data, &failed); err != nil {
		return err
	}
	if failed.Response.Error != nil {
		return failed.Response.Error
	}
	return json.Unmarshal(data, out)
}

// Total has a type without a place for the error, which checked looks at.
func (c *Client) Total(ctx context.Context) (int, error) {
	var answer struct{ Response struct{ TotalCount int } }
	err := c.checked(ctx, cvmHost, "DescribeInstances", struct{}{}, &answer)
	return answer.Response.TotalCount, err
}

// Delete looks for one code and takes the rest for success.
func (c *Client) Delete(ctx context.Context, id uint64) (deleted bool, err error) {
	var answer recordsAnswer
	if err := c.call(ctx, dnspodHost, "DeleteRecord", map[string]uint64{"RecordId": id}, &answer); err != nil {
		return false, err
	}
	if e := answer.Response.Error; e != nil && e.Code == "InvalidParameter.RecordIdInvalid" { // WANT missingcritical
		return false, e
	}
	return true, nil
}

// Remove returns what it does not know.
func (c *Client) Remove(ctx context.Context, id uint64) error {
	var answer recordsAnswer
	if err := c.call(ctx, dnspodHost, "DeleteRecord", map[string]uint64{"RecordId": id}, &answer); err != nil {
		return err
	}
	switch e := answer.Response.Error; {
	case e == nil, e.Code == "ResourceNotFound.NoDataOfRecord":
		return nil
	case strings.HasPrefix(e.Code, "AuthFailure"):
		return fmt.Errorf("check the keys: %w", e)
	default:
		return e
	}
}

// Expired tells whether the clock is wrong.
func (c *Client) Expired(ctx context.Context) (bool, error) {
	var answer instancesAnswer
	if err := c.call(ctx, cvmHost, "DescribeInstances", struct{}{}, &answer); err != nil {
		return false, err
	}
	if e := answer.Response.Error; e != nil {
		return e.Code == "AuthFailure.SignatureExpired", e // WANT unknowncode
	}
	return false, nil
}

// Token tells whether the token is wrong.
func (c *Client) Token(ctx context.Context) (bool, error) {
	var answer instancesAnswer
	if err := c.call(ctx, cvmHost, "DescribeInstances", struct{}{}, &answer); err != nil {
		return false, err
	}
	if e := answer.Response.Error; e != nil {
		return e.Code == "AuthFailure.TokenFailure", e
	}
	return false, nil
}

// Throttled retries the bare code alone.
func (c *Client) Throttled(ctx context.Context) (int, error) {
	for {
		var answer instancesAnswer
		if err := c.call(ctx, cvmHost, "DescribeInstances", struct{}{}, &answer); err != nil {
			return 0, err
		}
		e := answer.Response.Error
		if e == nil {
			return answer.Response.TotalCount, nil
		}
		if e.Code == "RequestLimitExceeded" { // WANT partialcategory
			time.Sleep(time.Second)
			continue
		}
		return 0, e
	}
}

// Patient retries all throttling.
func (c *Client) Patient(ctx context.Context) (int, error) {
	for {
		var answer instancesAnswer
		if err := c.call(ctx, cvmHost, "DescribeInstances", struct{}{}, &answer); err != nil {
			return 0, err
		}
		e := answer.Response.Error
		if e == nil {
			return answer.Response.TotalCount, nil
		}
		if strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			time.Sleep(time.Second)
			continue
		}
		return 0, e
	}
}

// Map reads a map.
func (c *Client) Map(ctx context.Context) (float64, error) {
	response, err := c.post(ctx, cvmHost, "DescribeInstances", struct{}{})
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	var answer map[string]map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil { // WANT uncheckedresponse
		return 0, err
	}
	total, _ := answer["Response"]["TotalCount"].(float64)
	return total, nil
}

// MapChecked reads a map, its error first.
func (c *Client) MapChecked(ctx context.Context) (float64, error) {
	response, err := c.post(ctx, cvmHost, "DescribeInstances", struct{}{})
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	var answer map[string]map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return 0, err
	}
	if e, failed := answer["Response"]["Error"]; failed {
		return 0, fmt.Errorf("describe: %v", e)
	}
	total, _ := answer["Response"]["TotalCount"].(float64)
	return total, nil
}

type envelope struct{ Response json.RawMessage }

// Two decodes in two steps and never looks.
func (c *Client) Two(ctx context.Context) (string, error) {
	response, err := c.post(ctx, dnspodHost, "CreateRecord", struct{}{})
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var e envelope
	if err := json.NewDecoder(response.Body).Decode(&e); err != nil {
		return "", err
	}
	var created struct {
		Error     *APIError
		RecordId  uint64
		RequestId string
	}
	if err := json.Unmarshal(e.Response, &created); err != nil { // WANT uncheckedresponse
		return "", err
	}
	return fmt.Sprint(created.RecordId), nil
}

// Steps decodes in two steps and looks.
func (c *Client) Steps(ctx context.Context) (uint64, error) {
	var e envelope
	if err := c.call(ctx, dnspodHost, "CreateRecord", struct{}{}, &e); err != nil {
		return 0, err
	}
	var created struct {
		Error    *APIError
		RecordId uint64
	}
	if err := json.Unmarshal(e.Response, &created); err != nil {
		return 0, err
	}
	if created.Error != nil {
		return 0, created.Error
	}
	return created.RecordId, nil
}

// Late looks at the error on one path only.
func (c *Client) Late(ctx context.Context, strict bool) (int, error) {
	response, err := c.post(ctx, cvmHost, "DescribeInstances", struct{}{})
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	var answer instancesAnswer
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil { // WANT uncheckedresponse
		return 0, err
	}
	if strict && answer.Response.Error != nil {
		return 0, answer.Response.Error
	}
	return len(answer.Response.InstanceSet), nil
}

func decode[T any](body io.ReadCloser) (T, error) {
	defer body.Close()
	var v T
	err := json.NewDecoder(body).Decode(&v)
	return v, err
}

// Generic decodes with a generic helper.
func (c *Client) Generic(ctx context.Context) (int, error) {
	response, err := c.post(ctx, cvmHost, "DescribeInstances", struct{}{})
	if err != nil {
		return 0, err
	}
	answer, err := decode[instancesAnswer](response.Body) // WANT uncheckedresponse
	if err != nil {
		return 0, err
	}
	return answer.Response.TotalCount, nil
}

// err is the error of the answer, if any.
func (a *zoneAnswer) err() error {
	if a.Response.Error.Code == "" {
		return nil
	}
	return &APIError{a.Response.Error.Code, a.Response.Error.Message}
}

// GenericChecked decodes with a generic helper.
func (c *Client) GenericChecked(ctx context.Context) (string, error) {
	response, err := c.post(ctx, dnspodHost, "DescribeDomain", struct{}{})
	if err != nil {
		return "", err
	}
	answer, err := decode[zoneAnswer](response.Body)
	if err = errors.Join(err, answer.err()); err != nil {
		return "", err
	}
	return answer.Response.DomainInfo.Status, nil
}

// Noted takes the error and asks nothing of it.
func (c *Client) Noted(ctx context.Context) (string, error) {
	response, err := c.post(ctx, dnspodHost, "DescribeDomain", struct{}{})
	if err != nil {
		return "", err
	}
	answer, err := decode[recordsAnswer](response.Body) // WANT uncheckedresponse
	if err != nil {
		return "", err
	}
	_ = answer.Response.Error
	if len(answer.Response.RecordList) == 0 {
		return "", nil
	}
	return answer.Response.RecordList[0].Value, nil
}

// Logged logs the answer.
func (c *Client) Logged(ctx context.Context) (int, error) {
	response, err := c.post(ctx, cvmHost, "DescribeInstances", struct{}{})
	if err != nil {
		return 0, err
	}
	answer, err := decode[instancesAnswer](response.Body)
	if err != nil {
		return 0, err
	}
	log.Printf("answer: %+v", answer)
	return answer.Response.TotalCount, nil
}

// Answer returns it all.
func (c *Client) Answer(ctx context.Context) (*recordsAnswer, error) {
	answer := new(recordsAnswer)
	return answer, c.call(ctx, dnspodHost, "DescribeRecordList", struct{}{}, answer)
}

// FirstRecord reads what Answer returned without a look.
func (c *Client) FirstRecord(ctx context.Context) (uint64, error) {
	answer, err := c.Answer(ctx) // WANT uncheckedresponse
	if err != nil || len(answer.Response.RecordList) == 0 {
		return 0, err
	}
	return answer.Response.RecordList[0].RecordID, nil
}

// LastRecord looks.
func (c *Client) LastRecord(ctx context.Context) (uint64, error) {
	answer, err := c.Answer(ctx)
	if err != nil {
		return 0, err
	}
	if e := answer.Response.Error; e != nil {
		return 0, e
	}
	n := len(answer.Response.RecordList)
	if n == 0 {
		return 0, nil
	}
	return answer.Response.RecordList[n-1].RecordID, nil
}

// Limit has the arguments the wrong way round.
func (c *Client) Limit(ctx context.Context) (bool, error) {
	answer, err := c.Answer(ctx)
	if err != nil || answer.Response.Error == nil {
		return false, err
	}
	return strings.HasPrefix("RequestLimitExceeded", answer.Response.Error.Code), answer.Response.Error // WANT swappedargs
}

// legacyAnswer is of API 2.0, which has codeDesc.
type legacyAnswer struct {
	Code     int    `json:"code"`
	CodeDesc string `json:"codeDesc"`
	Message  string `json:"message"`
	Total    int    `json:"totalCount"`
}

// Legacy speaks API 2.0.
func Legacy(body io.ReadCloser) (int, error) {
	answer, err := decode[legacyAnswer](body)
	if err != nil {
		return 0, err
	}
	if answer.CodeDesc == "InvalidInstance.NotExists" {
		return 0, nil
	}
	if answer.Code != 0 {
		return 0, errors.New(answer.Message)
	}
	return answer.Total, nil
}

// webhook is our own answer.
type webhook struct {
	Code int    `json:"code"`
	Data string `json:"data"`
}

// Hook posts to our own gateway.
func Hook(body io.ReadCloser) (string, error) {
	answer, err := decode[webhook](body)
	if err != nil {
		return "", err
	}
	if answer.Code != 0 {
		return "", fmt.Errorf("gateway: %d", answer.Code)
	}
	return answer.Data, nil
}
