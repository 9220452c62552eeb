package tcwire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/tidwall/gjson"
)

// Zones reads by paths, after it asked for an error.
func (c *Client) Zones(ctx context.Context) ([]string, error) {
	raw, err := c.post(ctx, "cvm", "2017-03-12", "DescribeZones", struct{}{})
	if err != nil {
		return nil, err
	}
	res := gjson.ParseBytes(raw)
	if e := res.Get("Response.Error"); e.Exists() {
		return nil, &Error{Code: e.Get("Code").String(), Message: e.Get("Message").String()}
	}
	var out []string
	res.Get("Response.ZoneSet.#.Zone").ForEach(func(_, v gjson.Result) bool {
		out = append(out, v.String())
		return true
	})
	return out, nil
}

// Regions does the same with a code.
func (c *Client) Regions(ctx context.Context) (n int64, err error) {
	raw, err := c.post(ctx, "cvm", "2017-03-12", "DescribeRegions", struct{}{})
	if err != nil {
		return 0, err
	}
	if code := gjson.GetBytes(raw, "Response.Error.Code").String(); code != "" {
		return 0, errors.New(code)
	}
	return gjson.GetBytes(raw, "Response.TotalCount").Int(), nil
}

// Balance works on a map.
func (c *Client) Balance(ctx context.Context) (float64, error) {
	raw, err := c.post(ctx, "billing", "2018-07-09", "DescribeAccountBalance", struct{}{})
	if err != nil {
		return 0, err
	}
	var m map[string]map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		return 0, err
	}
	r := m["Response"]
	if e, bad := r["Error"]; bad {
		return 0, fmt.Errorf("balance: %v", e)
	}
	v, ok := r["Balance"].(float64)
	if !ok {
		return 0, errors.New("balance: no number")
	}
	return v / 100, nil
}

// Dump logs all of the answer and gives it back.
func (c *Client) Dump(ctx context.Context, service, version, action string) (map[string]any, error) {
	raw, err := c.post(ctx, service, version, action, nil)
	if err != nil {
		return nil, err
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, err
	}
	log.Printf("%s: %v", action, m)
	return m, nil
}

// Quota never looks.
func (c *Client) Quota(ctx context.Context) (int64, error) {
	raw, err := c.post(ctx, "cvm", "2017-03-12", "DescribeAccountQuota", struct{}{})
	if err != nil {
		return 0, err
	}
	return gjson.GetBytes(raw, "Response.AccountQuotaOverview.AccountQuota.PostPaidQuotaSet.0.RemainingQuota").Int(), nil // WANT uncheckedresponse
}

// Projects counts what is in a map.
func (c *Client) Projects(ctx context.Context) (int, error) {
	raw, err := c.post(ctx, "tag", "2018-08-13", "DescribeProjects", struct{}{})
	if err != nil {
		return 0, err
	}
	var m struct {
		Response map[string]any
	}
	if err := json.Unmarshal(raw, &m); err != nil { // WANT uncheckedresponse
		return 0, err
	}
	list, _ := m.Response["Projects"].([]any)
	return len(list), nil
}

// Keys asks in one branch only.
func (c *Client) Keys(ctx context.Context, verbose bool) (ids []string, err error) {
	raw, err := c.post(ctx, "cvm", "2017-03-12", "DescribeKeyPairs", struct{}{})
	if err != nil {
		return nil, err
	}
	var a Answer[[]struct{ KeyId string }]
	if err = json.Unmarshal(raw, &a); err != nil { // WANT uncheckedresponse
		return nil, err
	}
	if verbose {
		if err = a.Err(); err != nil {
			return nil, err
		}
	}
	for _, k := range a.Response.Data {
		ids = append(ids, k.KeyId)
	}
	return ids, nil
}

// Images counts.
func (c *Client) Images(ctx context.Context) (n int, err error) {
	var out struct{ TotalCount int }
	err = c.call(ctx, "cvm", "2017-03-12", "DescribeImages", struct{}{}, &out)
	var e *Error
	if errors.As(err, &e) {
		switch e.Code {
		case "AuthFailure.SignatureExpire":
			return 0, fmt.Errorf("set the clock: %w", e)
		}
	}
	return out.TotalCount, err
}

// Each hands the answer to a function that checks it.
func (c *Client) Each(ctx context.Context, actions ...string) error {
	for _, action := range actions {
		raw, err := c.post(ctx, "cvm", "2017-03-12", action, struct{}{})
		if err != nil {
			return err
		}
		var l recordList
		if err := json.Unmarshal(raw, &l); err != nil {
			return err
		}
		if err := verify(&l); err != nil {
			return err
		}
		fmt.Println(action, l.Response.RequestId, len(l.Response.RecordList))
	}
	return nil
}

func verify(l *recordList) error { return l.check() }

// Stream decodes line by line.
func (c *Client) Lines(ctx context.Context, lines [][]byte) (total int, err error) {
	for n, line := range lines {
		var l recordList
		if err := json.Unmarshal(line, &l); err != nil {
			return total, err
		}
		if l.Response.Error.Code != "" {
			return total, fmt.Errorf("line %d: %s", n, l.Response.Error.Code)
		}
		total += l.Response.RecordCountInfo.TotalCount
	}
	return total, nil
}

// Tail is Lines for those in a hurry.
func (c *Client) Tail(lines [][]byte) (ids []uint64, err error) {
	for _, line := range lines {
		l := new(recordList)
		if err := json.Unmarshal(line, l); err != nil { // WANT uncheckedresponse
			return nil, err
		}
		for _, r := range l.Response.RecordList {
			ids = append(ids, r.RecordId)
		}
	}
	return ids, nil
}
