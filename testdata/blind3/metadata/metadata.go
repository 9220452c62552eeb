// Package metadata asks two more products of the API by hand: those that a
// machine needs when it boots, before anything is installed.
package metadata

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	cvmURL = "https://cvm.tencentcloudapi.com/"
	tagURL = "https://tag.tencentcloudapi.com/"
)

type signer interface {
	Sign(*http.Request, []byte) error
}

type Client struct {
	signer signer
	http   http.Client
}

// APIError is the Error of an answer.
type APIError struct {
	Code      string `json:"Code"`
	Message   string `json:"Message"`
	requestID string
}

func (e APIError) Error() string { return fmt.Sprintf("%s: %s (%s)", e.Code, e.Message, e.requestID) }

func (c *Client) post(ctx context.Context, url, action, version string, in any) (*http.Response, error) {
	b, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, "POST", url, bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", version)
	if err := c.signer.Sign(req, b); err != nil {
		return nil, err
	}
	return c.http.Do(req)
}

// answer is what each action gives, around T.
type answer[T any] struct {
	Response struct {
		Error     *APIError `json:"Error,omitempty"`
		RequestId string
		Data      T
	}
}

type instanceAnswer struct {
	Response struct {
		Error       *APIError
		InstanceSet []struct {
			InstanceId   string
			InstanceName string
		}
		RequestId string
	}
}

// Name is the name of a machine.
func (c *Client) Name(ctx context.Context, id string) (string, error) {
	resp, err := c.post(ctx, cvmURL, "DescribeInstances", "2017-03-12", map[string]any{"InstanceIds": []string{id}})
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var a instanceAnswer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return "", err
	}
	if a.Response.Error != nil {
		a.Response.Error.requestID = a.Response.RequestId
		return "", a.Response.Error
	}
	if len(a.Response.InstanceSet) != 1 {
		return "", errors.New("no such machine")
	}
	return a.Response.InstanceSet[0].InstanceName, nil
}

// Names is the name of all machines.
func (c *Client) Names(ctx context.Context) (map[string]string, error) {
	resp, err := c.post(ctx, cvmURL, "DescribeInstances", "2017-03-12", struct{}{})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return nil, errors.New(resp.Status)
	}
	a := new(instanceAnswer)
	if err := json.NewDecoder(resp.Body).Decode(a); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	names := map[string]string{}
	for _, in := range a.Response.InstanceSet {
		names[in.InstanceId] = in.InstanceName
	}
	return names, nil
}

func parse(r io.Reader) (a instanceAnswer, err error) {
	err = json.NewDecoder(r).Decode(&a)
	return a, err
}

// First is the id of the first machine.
func (c *Client) First(ctx context.Context) (string, error) {
	resp, err := c.post(ctx, cvmURL, "DescribeInstances", "2017-03-12", struct{}{})
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	a, err := parse(resp.Body)
	switch {
	case err != nil:
		return "", err
	case a.Response.Error != nil && a.Response.Error.Code != "":
		return "", a.Response.Error
	case len(a.Response.InstanceSet) == 0:
		return "", nil
	}
	return a.Response.InstanceSet[0].InstanceId, nil
}

// Tags of a machine.
func (c *Client) Tags(ctx context.Context, id string) (map[string]string, error) {
	resp, err := c.post(ctx, tagURL, "DescribeResourceTags", "2018-08-13", map[string]string{"ResourceId": id})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var a struct {
		Response struct {
			Error *APIError
			Rows  []struct{ TagKey, TagValue string }
		}
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, &a); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	tags := make(map[string]string, len(a.Response.Rows))
	for _, r := range a.Response.Rows {
		tags[r.TagKey] = r.TagValue
	}
	return tags, nil
}

// SetTag writes one.
func (c *Client) SetTag(ctx context.Context, res, key, value string) error {
	resp, err := c.post(ctx, tagURL, "AddResourceTag", "2018-08-13", map[string]string{"Resource": res, "TagKey": key, "TagValue": value})
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return check(resp.Body)
}

// check reads an answer of which only the error counts.
func check(r io.Reader) error {
	var a answer[struct{}]
	if err := json.NewDecoder(r).Decode(&a); err != nil {
		return err
	}
	if e := a.Response.Error; e != nil {
		e.requestID = a.Response.RequestId
		return e
	}
	return nil
}

// DropTag deletes one.
func (c *Client) DropTag(ctx context.Context, key, value string) error {
	if _, err := c.post(ctx, tagURL, "DeleteTag", "2018-08-13", map[string]string{"TagKey": key, "TagValue": value}); err != nil { // WANT uncheckedresponse
		return fmt.Errorf("drop %s: %w", key, err)
	}
	return nil
}

// legacy is the answer of the API of 2016, whose codes were numbers.
type legacy struct {
	Response struct {
		Error struct {
			Code    int
			Message string
		}
		ZoneSet []struct{ Zone string }
	}
}

// Zones of the region.
func (c *Client) Zones(ctx context.Context) (zones []string, err error) {
	resp, err := c.post(ctx, cvmURL, "DescribeZones", "2017-03-12", struct{}{})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var l legacy
	if err := json.NewDecoder(resp.Body).Decode(&l); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	if l.Response.Error.Code != 0 {
		return nil, errors.New(l.Response.Error.Message)
	}
	for _, z := range l.Response.ZoneSet {
		zones = append(zones, z.Zone)
	}
	return zones, nil
}

// Reboot waits until the API takes the order.
func (c *Client) Reboot(ctx context.Context, id string) error {
	for {
		resp, err := c.post(ctx, cvmURL, "RebootInstances", "2017-03-12", map[string]any{"InstanceIds": []string{id}})
		if err != nil {
			return err
		}
		err = check(resp.Body)
		resp.Body.Close()
		var e *APIError
		if !errors.As(err, &e) || e.Code != "OperationDenied.InstanceOperationInProgress" && !strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return err
		}
		time.Sleep(time.Second)
	}
}

// Done asks for the state of a task, which says SUCCESS when it is.
func (c *Client) Done(ctx context.Context, id string) (bool, error) {
	resp, err := c.post(ctx, cvmURL, "DescribeInstancesStatus", "2017-03-12", map[string]any{"InstanceIds": []string{id}})
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	var a answer[json.RawMessage]
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		return false, err
	}
	if a.Response.Error != nil {
		return false, a.Response.Error
	}
	var data struct{ Status string }
	if err := json.Unmarshal(a.Response.Data, &data); err != nil {
		return false, err
	}
	return data.Status == "SUCCESS", nil
}

// Settings are ours, in a file; they only look a bit like an answer.
type Settings struct {
	Response struct {
		Timeout int
		Retries int
	}
}

// Load reads the settings.
func Load(r io.Reader) (*Settings, error) {
	var s struct{ Settings Settings }
	if err := json.NewDecoder(r).Decode(&s); err != nil {
		return nil, err
	}
	if s.Settings.Response.Timeout == 0 {
		s.Settings.Response.Timeout = 30
	}
	return &s.Settings, nil
}
