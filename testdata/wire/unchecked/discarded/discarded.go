// Package discarded throws answers away: libdns-edgeone and ServerStatus do so
// with records that they change.
package discarded

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
)

const endpoint = "https://teo.tencentcloudapi.com"

type response struct {
	Response struct {
		Error *struct {
			Code    string
			Message string
		}
		RecordId  string
		RequestId string
	}
}

type provider struct {
	client *http.Client
	secret string
}

func (p *provider) request(ctx context.Context, action, data string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(data))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2022-09-01")
	req.Header.Set("Authorization", p.secret)
	return req, nil
}

// send returns the answer as it came.
func (p *provider) send(ctx context.Context, action, data string) ([]byte, error) {
	req, err := p.request(ctx, action, data)
	if err != nil {
		return nil, err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", action, resp.Status)
	}
	return io.ReadAll(resp.Body)
}

func (p *provider) create(ctx context.Context, data string) (string, error) {
	body, err := p.send(ctx, "CreateDnsRecord", data)
	if err != nil {
		return "", err
	}
	var answer response
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", err
	}
	if e := answer.Response.Error; e != nil {
		return "", errors.New(e.Code + ": " + e.Message)
	}
	return answer.Response.RecordId, nil
}

func (p *provider) modify(ctx context.Context, data string) error {
	_, err := p.send(ctx, "ModifyDnsRecords", data) // want `uncheckedresponse: the answer of send is thrown away`
	return err
}

func (p *provider) remove(ctx context.Context, id string) error {
	if _, err := p.send(ctx, "DeleteDnsRecords", `{"RecordIds":["`+id+`"]}`); err != nil { // want `uncheckedresponse: the answer of send is thrown away`
		return fmt.Errorf("remove %s: %w", id, err)
	}
	return nil
}

func (p *provider) removeAll(ctx context.Context, ids []string) error {
	var all error
	for _, id := range ids {
		var err error
		_, err = p.send(ctx, "DeleteDnsRecords", id) // want `uncheckedresponse: the answer of send is thrown away`
		all = errors.Join(all, err)
	}
	return all
}

// text returns the answer as text.
func (p *provider) text(ctx context.Context, action string) (string, error) {
	body, err := p.send(ctx, action, "{}")
	return string(body), err
}

func (p *provider) enable(ctx context.Context) error {
	_, err := p.text(ctx, "EnableZone") // want `uncheckedresponse: the answer of text is thrown away`
	return err
}

// do returns the answer of net/http.
func (p *provider) do(ctx context.Context, action string, data []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "POST", endpoint, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	req.Header = http.Header{"X-TC-Action": {action}}
	return p.client.Do(req)
}

func (p *provider) touch(ctx context.Context) error {
	_, err := p.do(ctx, "TouchZone", nil) // want `uncheckedresponse: the answer of do is thrown away`
	return err
}

// purge never reads the body.
func (p *provider) purge(ctx context.Context, data string) error {
	req, err := p.request(ctx, "CreatePurgeTask", data)
	if err != nil {
		return err
	}
	resp, err := p.client.Do(req) // want `uncheckedresponse: the answer of Do is thrown away`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("purge: %s", resp.Status)
	}
	return nil
}

// drain reads it for the sake of the connection.
func (p *provider) drain(ctx context.Context, data string) error {
	req, err := p.request(ctx, "CreatePrefetchTask", data)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req) // want `uncheckedresponse: the answer of Do is thrown away`
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.Body.Close()
}

// typed decodes for its callers, who look.
func (p *provider) typed(ctx context.Context, action string) (*response, error) {
	body, err := p.send(ctx, action, "{}")
	if err != nil {
		return nil, err
	}
	answer := new(response)
	return answer, json.Unmarshal(body, answer)
}

func (p *provider) pause(ctx context.Context) error {
	_, err := p.typed(ctx, "PauseZone") // want `uncheckedresponse: the answer of typed is thrown away`
	return err
}

// Nothing is wrong with the rest.

// checked looks for its callers.
func (p *provider) checked(ctx context.Context, action, data string) ([]byte, error) {
	body, err := p.send(ctx, action, data)
	if err != nil {
		return nil, err
	}
	var answer response
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if e := answer.Response.Error; e != nil {
		return nil, errors.New(e.Code)
	}
	return body, nil
}

func (p *provider) modifyChecked(ctx context.Context, data string) error {
	_, err := p.checked(ctx, "ModifyDnsRecords", data)
	return err
}

// logged tells of what came.
func (p *provider) logged(ctx context.Context, data string) error {
	body, err := p.send(ctx, "ModifyDnsRecords", data)
	log.Printf("%s", body)
	return err
}

// handed gives it to others.
func (p *provider) handed(ctx context.Context, data string, look func([]byte) error) error {
	body, err := p.send(ctx, "ModifyDnsRecords", data)
	if err != nil {
		return err
	}
	return look(body)
}

// fire asks for nothing: not even whether it was sent.
func (p *provider) fire(ctx context.Context, data string) {
	_, _ = p.send(ctx, "ReportEvent", data)
}

// ping calls somebody else.
func (p *provider) ping(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "https://status.example.com/ping", nil)
	if err != nil {
		return err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// hook posts to somebody else, too.
func (p *provider) hook(ctx context.Context, data string) ([]byte, error) {
	resp, err := http.Post("https://hooks.example.com/", "application/json", strings.NewReader(data))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func (p *provider) notify(ctx context.Context) error {
	_, err := p.hook(ctx, "{}")
	return err
}

// sign makes no request.
func (p *provider) sign(action string) (string, error) {
	req, err := p.request(context.Background(), action, "")
	if err != nil {
		return "", err
	}
	return req.Header.Get("Authorization"), nil
}

func (p *provider) trySign() error {
	_, err := p.sign("DescribeZones")
	return err
}

// read looks at the body by itself.
func (p *provider) read(ctx context.Context) error {
	req, err := p.request(ctx, "DescribeZones", "{}")
	if err != nil {
		return err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var answer response
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return err
	}
	if answer.Response.Error != nil {
		return errors.New(answer.Response.Error.Code)
	}
	return nil
}

// stored keeps the response for others.
func (p *provider) stored(ctx context.Context, into *http.Response) error {
	req, err := p.request(ctx, "DescribeZones", "{}")
	if err != nil {
		return err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return err
	}
	*into = *resp
	return nil
}

// A requester decodes into what it is given, as one-hub's does.
type requester interface {
	SendRequest(req *http.Request, into any) (*http.Response, error)
}

func (p *provider) requested(ctx context.Context, r requester) (string, error) {
	req, err := p.request(ctx, "DescribeZones", "{}")
	if err != nil {
		return "", err
	}
	var answer response
	if _, err = r.SendRequest(req, &answer); err != nil {
		return "", err
	}
	if answer.Response.Error != nil {
		return "", errors.New(answer.Response.Error.Code)
	}
	return answer.Response.RecordId, nil
}

func (p *provider) literal(ctx context.Context) error {
	_, err := func(action string) ([]byte, error) { // want `uncheckedresponse: the answer is thrown away`
		req, err := (&provider{}).request(context.Background(), action, "{}")
		if err != nil {
			return nil, err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		return io.ReadAll(resp.Body)
	}("DeleteDnsRecords")
	return err
}
