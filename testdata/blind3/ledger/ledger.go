// Package ledger reads the bills by plain HTTP, for the department that pays.
package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/tidwall/gjson"
)

// Endpoint of the API.
var Endpoint = "https://billing.tencentcloudapi.com"

type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

type Ledger struct {
	Doer Doer
	Sign func(r *http.Request, body []byte)
}

func (l *Ledger) raw(action string, body []byte) (string, error) {
	r, err := http.NewRequest(http.MethodPost, Endpoint, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header["X-TC-Action"] = []string{action}
	r.Header["X-TC-Version"] = []string{"2018-07-09"}
	l.Sign(r, body)
	resp, err := l.Doer.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

// Balance in yuan.
func (l *Ledger) Balance() (float64, error) {
	s, err := l.raw("DescribeAccountBalance", []byte("{}"))
	if err != nil {
		return 0, err
	}
	response := gjson.Get(s, "Response")
	if e := response.Get("Error"); e.Exists() {
		return 0, fmt.Errorf("%s: %s", e.Get("Code"), e.Get("Message"))
	}
	return response.Get("RealBalance").Float() / 100, nil
}

// Credit in yuan.
func (l *Ledger) Credit() (float64, error) {
	s, err := l.raw("DescribeAccountBalance", []byte("{}"))
	if err != nil {
		return 0, err
	}
	return gjson.Get(s, "Response.CreditAmount").Float() / 100, nil // WANT uncheckedresponse
}

type summary struct {
	Response struct {
		Error *struct{ Code, Message string }
		Ready int
		Rows  []struct {
			BusinessCode string
			RealCost     string `json:"RealTotalCost"`
		} `json:"SummaryOverview"`
	}
}

// ready is asked before the rows are read.
func (s *summary) ready() (bool, error) {
	if e := s.Response.Error; e != nil {
		return false, errors.New(e.Code)
	}
	return s.Response.Ready == 1, nil
}

// ByProduct sums up a month.
func (l *Ledger) ByProduct(month string) (map[string]string, error) {
	text, err := l.raw("DescribeBillSummaryByProduct", []byte(`{"BeginTime":"`+month+`"}`))
	if err != nil {
		return nil, err
	}
	var s summary
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&s); err != nil {
		return nil, err
	}
	ok, err := s.ready()
	if err != nil || !ok {
		return nil, err
	}
	out := map[string]string{}
	for _, r := range s.Response.Rows {
		out[r.BusinessCode] = r.RealCost
	}
	return out, nil
}

// Total of one product.
func (l *Ledger) Total(month, product string) (string, error) {
	text, err := l.raw("DescribeBillSummaryByProduct", []byte(`{"BeginTime":"`+month+`"}`))
	if err != nil {
		return "", err
	}
	var s summary
	if err := json.Unmarshal([]byte(text), &s); err != nil { // WANT uncheckedresponse
		return "", err
	}
	for _, r := range s.Response.Rows {
		if r.BusinessCode == product {
			return r.RealCost, nil
		}
	}
	return "0", nil
}

// Rows counts, only where the answer carries an error it says so.
func (l *Ledger) Rows(month string) (int, error) {
	text, err := l.raw("DescribeBillSummaryByProduct", []byte(`{"BeginTime":"`+month+`"}`))
	if err != nil {
		return 0, err
	}
	var s summary
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return 0, err
	}
	if s.Response.Error == nil {
		return len(s.Response.Rows), nil
	}
	if s.Response.Error.Code == "ResourceNotFound" {
		return 0, nil
	}
	return 0, errors.New(s.Response.Error.Message)
}

// Detail gives what came, for the page that shows it.
func (l *Ledger) Detail(month string) (*summary, error) {
	text, err := l.raw("DescribeBillSummaryByProduct", []byte(`{"BeginTime":"`+month+`"}`))
	if err != nil {
		return nil, err
	}
	s := new(summary)
	return s, json.Unmarshal([]byte(text), s)
}

// Pay pays an order.
func (l *Ledger) Pay(order string) error {
	_, err := l.raw("PayDeals", []byte(`{"OrderIds":["`+order+`"]}`)) // WANT uncheckedresponse
	return err
}

// Cancel cancels one and looks at the answer.
func (l *Ledger) Cancel(order string) error {
	text, err := l.raw("CancelOrder", []byte(`{"OrderId":"`+order+`"}`))
	if err != nil {
		return err
	}
	if strings.Contains(text, `"Error"`) {
		return errors.New(text)
	}
	return nil
}

// Deals lists orders by a map.
func (l *Ledger) Deals() (int, error) {
	text, err := l.raw("DescribeDealsByCond", []byte("{}"))
	if err != nil {
		return 0, err
	}
	var m map[string]map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return 0, err
	}
	if e, bad := m["Response"]["Error"]; bad {
		return 0, fmt.Errorf("deals: %v", e)
	}
	n, _ := m["Response"]["TotalCount"].(float64)
	return int(n), nil
}

// Vouchers does so, too.
func (l *Ledger) Vouchers() (int, error) {
	text, err := l.raw("DescribeVoucherInfo", []byte("{}"))
	if err != nil {
		return 0, err
	}
	var m map[string]map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil { // WANT uncheckedresponse
		return 0, err
	}
	n, _ := m["Response"]["TotalCount"].(float64)
	return int(n), nil
}

// invoice is the answer of our own bookkeeping, which has codes as well.
type invoice struct {
	Code int
	Data struct{ Number string }
}

// Invoice asks the bookkeeping.
func (l *Ledger) Invoice(id string) (string, error) {
	r, err := http.NewRequest(http.MethodGet, "https://books.example.org/"+id, nil)
	if err != nil {
		return "", err
	}
	resp, err := l.Doer.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var v invoice
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil {
		return "", err
	}
	return v.Data.Number, nil
}
