// Package bill exports what we spend.
package bill

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"sync"
	"time"

	"example.com/blind/tcapi"
	billing "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/billing/v20180709"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Exporter shows balances to Prometheus.
type Exporter struct {
	mu      sync.Mutex
	client  *billing.Client
	balance float64
	errors  map[string]int
	err     error
}

// Scrape counts errors by code.
func (x *Exporter) Scrape(ctx context.Context) {
	response, err := x.client.DescribeAccountBalanceWithContext(ctx, billing.NewDescribeAccountBalanceRequest())
	x.mu.Lock()
	defer x.mu.Unlock()
	if err != nil {
		code, ok := tcapi.Code(err)
		if !ok {
			code = "transport"
		}
		x.errors[code]++
		return
	}
	x.balance = *response.Response.RealBalance
}

// Collect counts two kinds.
func (x *Exporter) Collect(ctx context.Context) {
	response, err := x.client.DescribeAccountBalanceWithContext(ctx, billing.NewDescribeAccountBalanceRequest())
	switch {
	case tcapi.Denied(err):
		x.errors["denied"]++
	case err != nil:
		x.errors["other"]++
	default:
		x.balance = *response.Response.RealBalance
	}
}

// Keep keeps the error in a field, for /healthz.
func (x *Exporter) Keep(ctx context.Context) {
	_, x.err = x.client.DescribeAccountBalanceWithContext(ctx, billing.NewDescribeAccountBalanceRequest())
}

// Healthz tells of the last scrape.
func (x *Exporter) Healthz(w http.ResponseWriter, _ *http.Request) {
	switch {
	case tcapi.Throttled(x.err):
		log.Printf("throttled, which passes: %v", x.err)
	case x.err != nil:
		http.Error(w, x.err.Error(), http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// Ready is well after any failure but one.
func (x *Exporter) Ready(w http.ResponseWriter, r *http.Request) {
	_, err := x.client.DescribeAccountBalanceWithContext(r.Context(), billing.NewDescribeAccountBalanceRequest())
	if tcapi.Is(err, "FailedOperation.QueryDBFailed") { // WANT missingcritical
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	fmt.Fprintln(w, "ready")
}

// Run scrapes every five minutes.
func (x *Exporter) Run(ctx context.Context) {
	for {
		x.Scrape(ctx)
		select {
		case <-ctx.Done():
			log.Print(context.Cause(ctx))
			return
		case <-time.After(5 * time.Minute):
		}
	}
}

// Summary waits for data.
func (x *Exporter) Summary(ctx context.Context, request *billing.DescribeBillSummaryByProductRequest) (*billing.DescribeBillSummaryByProductResponseParams, error) {
	for {
		response, err := x.client.DescribeBillSummaryByProductWithContext(ctx, request)
		if err == nil {
			return response.Response, nil
		}
		if !tcapi.Is(err, "FailedOperation.SummaryDataNotReady") && !tcapi.Throttled(err) {
			return nil, err
		}
		if err := tcapi.Pause(ctx, time.Minute); err != nil {
			return nil, err
		}
	}
}

// Products waits for data, and gives up when throttled.
func (x *Exporter) Products(ctx context.Context, request *billing.DescribeBillSummaryByProductRequest) (n int, err error) {
	for {
		response, err := x.client.DescribeBillSummaryByProductWithContext(ctx, request)
		if err == nil {
			return len(response.Response.SummaryOverview), nil
		}
		if !tcapi.Is(err, "FailedOperation.SummaryDataNotReady") { // WANT missingcritical
			return 0, err
		}
		if err := tcapi.Pause(ctx, time.Minute); err != nil {
			return 0, err
		}
	}
}

// Months asks for each month; one that fails is told of.
func (x *Exporter) Months(requests map[string]*billing.DescribeBillSummaryByProductRequest) (missing []string) {
	for month, request := range requests {
		if _, err := x.client.DescribeBillSummaryByProduct(request); err != nil {
			if code, ok := tcapi.Code(err); ok && code == "FailedOperation.SummaryDataNotReady" {
				missing = append(missing, month+" (soon)")
				continue
			}
			missing = append(missing, month)
		}
	}
	return missing
}

// Pay looks for a code of other services.
func (x *Exporter) Pay(request *billing.PayDealsRequest) error {
	_, err := x.client.PayDeals(request)
	if tcapi.Is(err, "InvalidAccount.UnpaidOrder") { // WANT wrongservice
		return fmt.Errorf("pay the other order first: %w", err)
	}
	return err
}

// PayAll stops without money.
func (x *Exporter) PayAll(requests []*billing.PayDealsRequest) (paid int, err error) {
	for _, request := range requests {
		_, err := x.client.PayDeals(request)
		if tcapi.Is(err, "FailedOperation.BalanceInsufficient") {
			return paid, fmt.Errorf("no money after %d orders: %w", paid, err)
		}
		if err != nil {
			return paid, err
		}
		paid++
	}
	return paid, nil
}

// Forbidden tells whether the key may not read bills.
func (x *Exporter) Forbidden(request *billing.DescribeBillSummaryByProductRequest) bool {
	_, err := x.client.DescribeBillSummaryByProduct(request)
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && strings.Contains(e.Code, "CamNoAuht") // WANT unknowncode
}

// Unauthorized tells whether the key may not read bills.
func (x *Exporter) Unauthorized(request *billing.DescribeBillSummaryByProductRequest) bool {
	_, err := x.client.DescribeBillSummaryByProduct(request)
	var e *tcerr.TencentCloudSDKError
	return errors.As(err, &e) && strings.Contains(e.Code, "CamNoAuth")
}
