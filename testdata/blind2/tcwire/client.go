// Package tcwire speaks to the API without the SDK.
package tcwire

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
	"net/http"
	"strings"
	"time"
)

// Error is what the API says of a failure.
type Error struct {
	Code      string `json:"Code"`
	Message   string `json:"Message"`
	RequestID string `json:"-"`
}

func (e *Error) Error() string { return e.Code + ": " + e.Message + " [" + e.RequestID + "]" }

// Client signs with TC3-HMAC-SHA256.
type Client struct {
	ID, Key, Token string
	HTTP           *http.Client
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func (c *Client) sign(r *http.Request, service string, body []byte, now time.Time) {
	date := now.UTC().Format(time.DateOnly)
	canonical := strings.Join([]string{r.Method, "/", "", "content-type:application/json\nhost:" + r.URL.Host + "\n", "content-type;host", sum(body)}, "\n")
	scope := date + "/" + service + "/tc3_request"
	text := fmt.Sprintf("TC3-HMAC-SHA256\n%d\n%s\n%s", now.Unix(), scope, sum([]byte(canonical)))
	key := mac(mac(mac([]byte("TC3"+c.Key), date), service), "tc3_request")
	r.Header.Set("Authorization", fmt.Sprintf("TC3-HMAC-SHA256 Credential=%s/%s, SignedHeaders=content-type;host, Signature=%x", c.ID, scope, mac(key, text)))
	r.Header.Set("X-TC-Timestamp", fmt.Sprint(now.Unix()))
}

// post sends and hands back the body as it is.
func (c *Client) post(ctx context.Context, service, version, action string, in any) ([]byte, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+service+".tencentcloudapi.com", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-TC-Action", action)
	r.Header.Set("X-TC-Version", version)
	c.sign(r, service, body, time.Now())
	resp, err := c.HTTP.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: HTTP status %s", action, resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, 1<<20))
}

type envelope struct {
	Response json.RawMessage
}

type status struct {
	Error     *Error
	RequestId string
}

// call decodes in two steps, the first of which looks for an error.
func (c *Client) call(ctx context.Context, service, version, action string, in, out any) error {
	raw, err := c.post(ctx, service, version, action, in)
	if err != nil {
		return err
	}
	var env envelope
	if err := json.Unmarshal(raw, &env); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	var st status
	if err := json.Unmarshal(env.Response, &st); err != nil {
		return err
	}
	if st.Error != nil {
		st.Error.RequestID = st.RequestId
		return st.Error
	}
	return json.Unmarshal(env.Response, out)
}

// Instance of cvm.
type Instance struct{ InstanceId, InstanceState string }

// Instances lists through call.
func (c *Client) Instances(ctx context.Context) ([]Instance, error) {
	var out struct {
		InstanceSet []Instance
		TotalCount  int
	}
	if err := c.call(ctx, "cvm", "2017-03-12", "DescribeInstances", struct{}{}, &out); err != nil {
		return nil, err
	}
	return out.InstanceSet, nil
}

// IsNotFound is for errors of this package.
func IsNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && (strings.HasPrefix(e.Code, "ResourceNotFound") || strings.HasSuffix(e.Code, ".NotFound"))
}

// Answer is the shape of all answers.
type Answer[T any] struct {
	Response struct {
		Error     *Error
		RequestId string
		Data      T
	}
}

// Err is what the answer says.
func (a *Answer[T]) Err() error {
	if a.Response.Error == nil {
		return nil
	}
	return a.Response.Error
}

func decode[T any](r io.Reader) (*Answer[T], error) {
	a := new(Answer[T])
	if err := json.NewDecoder(r).Decode(a); err != nil {
		return nil, err
	}
	return a, a.Err()
}

// Names goes through the generic helper.
func Names(r io.Reader) ([]string, error) {
	a, err := decode[[]string](r)
	if err != nil {
		return nil, err
	}
	return a.Response.Data, nil
}

type recordList struct {
	Response struct {
		Error struct {
			Code    string
			Message string
		}
		RecordList []struct {
			RecordId    uint64
			Name, Value string
		}
		RecordCountInfo struct{ TotalCount int }
		RequestId       string
	}
}

// Records tests the code against the empty string.
func (c *Client) Records(ctx context.Context, domain string) (map[string]string, error) {
	raw, err := c.post(ctx, "dnspod", "2021-03-23", "DescribeRecordList", map[string]string{"Domain": domain})
	if err != nil {
		return nil, err
	}
	var list recordList
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, err
	}
	switch code := list.Response.Error.Code; code {
	case "":
	case "ResourceNotFound.NoDataOfRecord":
		return map[string]string{}, nil
	default:
		return nil, fmt.Errorf("%s: %s", code, list.Response.Error.Message)
	}
	out := make(map[string]string)
	for _, r := range list.Response.RecordList {
		out[r.Name] = r.Value
	}
	return out, nil
}

// check is used by several functions.
func (l *recordList) check() error {
	if e := l.Response.Error; e.Code != "" {
		return &Error{e.Code, e.Message, l.Response.RequestId}
	}
	return nil
}

// Total asks the method.
func Total(body []byte) (int, error) {
	var l recordList
	if err := errors.Join(json.Unmarshal(body, &l), l.check()); err != nil {
		return 0, err
	}
	if err := l.check(); err != nil {
		return 0, err
	}
	return l.Response.RecordCountInfo.TotalCount, nil
}

// First reads an answer before anything was asked of it.
func (c *Client) First(ctx context.Context, domain string) (uint64, bool, error) {
	raw, err := c.post(ctx, "dnspod", "2021-03-23", "DescribeRecordList", map[string]string{"Domain": domain})
	if err != nil {
		return 0, false, err
	}
	var list recordList // WANT uncheckedresponse
	if err := json.Unmarshal(raw, &list); err != nil {
		return 0, false, err
	}
	for _, r := range list.Response.RecordList {
		return r.RecordId, true, nil
	}
	return 0, false, nil
}

type diskAnswer struct {
	Response struct {
		DiskSet []struct{ DiskId, DiskState string }
		Error   *Error `json:"Error,omitempty"`
	} `json:"Response"`
}

// Disks takes the error out, and does not ask whether there is one.
func (c *Client) Disks(ctx context.Context) (states map[string]string, err error) {
	raw, err := c.post(ctx, "cbs", "2017-03-12", "DescribeDisks", nil)
	if err != nil {
		return nil, err
	}
	var a diskAnswer
	if err = json.Unmarshal(raw, &a); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	states = make(map[string]string, len(a.Response.DiskSet))
	for _, d := range a.Response.DiskSet {
		states[d.DiskId] = d.DiskState
	}
	_ = a.Response.Error
	return states, nil
}

// Attached waits for a state which a failed answer cannot have.
func (c *Client) Attached(ctx context.Context, disk string) (bool, error) {
	raw, err := c.post(ctx, "cbs", "2017-03-12", "DescribeDisks", map[string]any{"DiskIds": []string{disk}})
	if err != nil {
		return false, err
	}
	var a diskAnswer
	if err := json.Unmarshal(raw, &a); err != nil {
		return false, err
	}
	if len(a.Response.DiskSet) == 1 && a.Response.DiskSet[0].DiskState == "ATTACHED" {
		return true, nil
	}
	if a.Response.Error != nil {
		return false, a.Response.Error
	}
	return false, nil
}

// Retry sends again what was throttled.
func (c *Client) Retry(ctx context.Context, service, version, action string, in, out any) (err error) {
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		err = c.call(ctx, service, version, action, in, out)
		var e *Error
		if !errors.As(err, &e) || !strings.HasPrefix(e.Code, "RequestLimitExceeded") || wait > 10*time.Second {
			return err
		}
		time.Sleep(wait)
	}
}
