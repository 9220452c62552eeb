// Package rawapi speaks to the API with net/http and a signature made by hand:
// the SDK would be too much for the box that this runs on.
package rawapi

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"
)

const host = "dnspod.tencentcloudapi.com"

type Client struct {
	ID, Key string
	HTTP    *http.Client
}

// Error is what the API says of a failure.
type Error struct {
	Code    string
	Message string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func sum(key []byte, s string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(s))
	return h.Sum(nil)
}

func digest(b []byte) string {
	d := sha256.Sum256(b)
	return hex.EncodeToString(d[:])
}

func (c *Client) sign(req *http.Request, body []byte, now time.Time) {
	day, ts := now.UTC().Format("2006-01-02"), strconv.FormatInt(now.Unix(), 10)
	canonical := "POST\n/\n\ncontent-type:application/json\nhost:" + host + "\n\ncontent-type;host\n" + digest(body)
	scope := day + "/dnspod/tc3_request"
	toSign := "TC3-HMAC-SHA256\n" + ts + "\n" + scope + "\n" + digest([]byte(canonical))
	key := sum(sum(sum([]byte("TC3"+c.Key), day), "dnspod"), "tc3_request")
	req.Header.Set("X-TC-Timestamp", ts)
	req.Header.Set("Authorization", fmt.Sprintf("TC3-HMAC-SHA256 Credential=%s/%s, SignedHeaders=content-type;host, Signature=%s",
		c.ID, scope, hex.EncodeToString(sum(key, toSign))))
}

// send gives the body as it came.
func (c *Client) send(ctx context.Context, action string, params any) ([]byte, error) {
	body, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+host, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-TC-Action", action)
	req.Header.Set("X-TC-Version", "2021-03-23")
	c.sign(req, body, time.Now())
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("http status %s", resp.Status)
	}
	return io.ReadAll(resp.Body)
}

type record struct {
	RecordId uint64
	Name     string
	Type     string
	Value    string
}

type recordList struct {
	Response struct {
		Error      *Error
		RecordList []record
		RequestId  string
	}
}

// Records lists what a zone has.
func (c *Client) Records(ctx context.Context, domain string) ([]record, error) {
	body, err := c.send(ctx, "DescribeRecordList", map[string]string{"Domain": domain})
	if err != nil {
		return nil, err
	}
	var list recordList
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, err
	}
	if e := list.Response.Error; e != nil {
		if e.Code == "ResourceNotFound.NoDataOfRecord" {
			return nil, nil
		}
		return nil, e
	}
	return list.Response.RecordList, nil
}

// Names is Records for the completion of the shell.
func (c *Client) Names(ctx context.Context, domain string) ([]string, error) {
	body, err := c.send(ctx, "DescribeRecordList", map[string]string{"Domain": domain})
	if err != nil {
		return nil, err
	}
	var list recordList
	if err := json.Unmarshal(body, &list); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	var names []string
	for _, r := range list.Response.RecordList {
		names = append(names, r.Name)
	}
	return names, nil
}

// call decodes into out and looks at the error, for most of the actions below.
func (c *Client) call(ctx context.Context, action string, in, out any) error {
	body, err := c.send(ctx, action, in)
	if err != nil {
		return err
	}
	var envelope struct {
		Response json.RawMessage
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return err
	}
	var failure struct{ Error *Error }
	if err := json.Unmarshal(envelope.Response, &failure); err != nil {
		return err
	}
	if failure.Error != nil {
		return failure.Error
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(envelope.Response, out)
}

func (c *Client) Create(ctx context.Context, domain string, r record) (uint64, error) {
	var out struct{ RecordId uint64 }
	in := map[string]any{"Domain": domain, "SubDomain": r.Name, "RecordType": r.Type, "RecordLine": "默认", "Value": r.Value}
	if err := c.call(ctx, "CreateRecord", in, &out); err != nil {
		var e *Error
		if errors.As(err, &e) && e.Code == "InvalidParameter.DomainRecordExist" {
			return 0, os.ErrExist
		}
		return 0, err
	}
	return out.RecordId, nil
}

func (c *Client) Delete(ctx context.Context, domain string, id uint64) error {
	_, err := c.send(ctx, "DeleteRecord", map[string]any{"Domain": domain, "RecordId": id}) // WANT uncheckedresponse
	return err
}

func (c *Client) DeleteStrict(ctx context.Context, domain string, id uint64) error {
	err := c.call(ctx, "DeleteRecord", map[string]any{"Domain": domain, "RecordId": id}, nil)
	if e, ok := err.(*Error); ok && e.Code == "ResourceNotFound.NoDataOfRecord" {
		return nil
	}
	return err
}

func (c *Client) Pause(ctx context.Context, domain string, id uint64) error {
	body, err := c.send(ctx, "ModifyRecordStatus", map[string]any{"Domain": domain, "RecordId": id, "Status": "DISABLE"})
	if err != nil {
		return err
	}
	return failed(body)
}

// failed is the error that an answer tells of.
func failed(body []byte) error {
	if code := gjson.GetBytes(body, "Response.Error.Code").String(); code != "" {
		return &Error{code, gjson.GetBytes(body, "Response.Error.Message").String()}
	}
	return nil
}

// Serial reads one number of a zone.
func (c *Client) Serial(ctx context.Context, domain string) (int64, error) {
	body, err := c.send(ctx, "DescribeDomain", map[string]string{"Domain": domain})
	if err != nil {
		return 0, err
	}
	if err := failed(body); err != nil {
		return 0, err
	}
	return gjson.GetBytes(body, "Response.DomainInfo.RecordCount").Int(), nil
}

// Grade reads the plan of a zone.
func (c *Client) Grade(ctx context.Context, domain string) (string, error) {
	body, err := c.send(ctx, "DescribeDomain", map[string]string{"Domain": domain})
	if err != nil {
		return "", err
	}
	return gjson.GetBytes(body, "Response.DomainInfo.Grade").String(), nil // WANT uncheckedresponse
}

// Domains lists the zones by way of a map.
func (c *Client) Domains(ctx context.Context) ([]string, error) {
	body, err := c.send(ctx, "DescribeDomainList", struct{}{})
	if err != nil {
		return nil, err
	}
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	response, _ := answer["Response"].(map[string]any)
	list, _ := response["DomainList"].([]any)
	var names []string
	for _, d := range list {
		if m, ok := d.(map[string]any); ok {
			names = append(names, fmt.Sprint(m["Name"]))
		}
	}
	return names, nil
}

// Owner is done with a map as well.
func (c *Client) Owner(ctx context.Context, domain string) (string, error) {
	body, err := c.send(ctx, "DescribeDomain", map[string]string{"Domain": domain})
	if err != nil {
		return "", err
	}
	var answer struct{ Response map[string]any }
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", err
	}
	if e, ok := answer.Response["Error"].(map[string]any); ok {
		return "", fmt.Errorf("%v: %v", e["Code"], e["Message"])
	}
	info, _ := answer.Response["DomainInfo"].(map[string]any)
	return fmt.Sprint(info["OwnerNick"]), nil
}

type domainCount struct {
	Response struct {
		Error           Error
		DomainCountInfo struct {
			DomainTotal int
			VipTotal    int
		}
	}
}

func decodeCount(r io.Reader) (*domainCount, error) {
	var v domainCount
	if err := json.NewDecoder(r).Decode(&v); err != nil {
		return nil, err
	}
	return &v, nil
}

// Count counts the zones.
func Count(r io.Reader) (int, error) {
	v, err := decodeCount(r)
	if err != nil {
		return 0, err
	}
	if v.Response.Error.Code != "" {
		return 0, &v.Response.Error
	}
	return v.Response.DomainCountInfo.DomainTotal, nil
}

// VIP counts the zones that are paid for.
func VIP(resp *http.Response) (int, error) {
	defer resp.Body.Close()
	var v domainCount
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil { // WANT uncheckedresponse
		return 0, err
	}
	return v.Response.DomainCountInfo.VipTotal, nil
}

// Log writes the answer down and lets a human judge.
func Log(body []byte) error {
	var v domainCount
	if err := json.Unmarshal(body, &v); err != nil {
		return err
	}
	log.Printf("answer: %+v", v)
	return nil
}

type lines struct {
	Response struct {
		Error    *Error
		LineList []struct{ Name, LineId string }
	}
}

func (l *lines) err() error {
	if l.Response.Error == nil {
		return nil
	}
	return l.Response.Error
}

func (c *Client) Lines(ctx context.Context, domain string) (map[string]string, error) {
	body, err := c.send(ctx, "DescribeRecordLineList", map[string]string{"Domain": domain, "DomainGrade": "DP_FREE"})
	if err != nil {
		return nil, err
	}
	var l lines
	if err := json.Unmarshal(body, &l); err != nil {
		return nil, err
	}
	if err := l.err(); err != nil {
		return nil, err
	}
	out := make(map[string]string, len(l.Response.LineList))
	for _, x := range l.Response.LineList {
		out[x.Name] = x.LineId
	}
	return out, nil
}

// LineOf finds the id of a line.
func (c *Client) LineOf(ctx context.Context, domain, name string) (string, error) {
	body, err := c.send(ctx, "DescribeRecordLineList", map[string]string{"Domain": domain})
	if err != nil {
		return "", err
	}
	var l lines
	if err = json.Unmarshal(body, &l); err != nil { // WANT uncheckedresponse
		return "", err
	}
	for _, x := range l.Response.LineList {
		if x.Name == name {
			return x.LineId, nil
		}
	}
	return "", nil
}

// Wait polls until a zone is served. Failures of the API end it.
func (c *Client) Wait(ctx context.Context, domain string) error {
	for {
		var out struct{ DomainInfo struct{ DnsStatus string } }
		err := c.call(ctx, "DescribeDomain", map[string]string{"Domain": domain}, &out)
		var e *Error
		switch {
		case err == nil && out.DomainInfo.DnsStatus == "":
			return nil
		case errors.As(err, &e) && !strings.HasPrefix(e.Code, "RequestLimitExceeded"):
			return e
		case err != nil && e == nil:
			return err
		}
		time.Sleep(time.Second)
	}
}

// Add makes a zone.
func (c *Client) Add(ctx context.Context, domain string) error {
	err := c.call(ctx, "CreateDomain", map[string]string{"Domain": domain}, nil)
	var e *Error
	if errors.As(err, &e) && e.Code == "FailedOperation.DomainExists" {
		return nil
	}
	return err
}

// Remove drops a zone.
func (c *Client) Remove(ctx context.Context, domain string) error {
	err := c.call(ctx, "DeleteDomain", map[string]string{"Domain": domain}, nil)
	if e, ok := err.(*Error); ok && strings.HasPrefix(e.Code, "ResourceNotFound.NoDataOfDomain") {
		return nil
	}
	return err
}
