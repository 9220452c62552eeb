// Package right is correct code of a client with a state of its own: nothing in it
// may be reported.
package right

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v4"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
)

type Client struct {
	dns   *dnspod.Client
	cdn   *cdn.Client
	log   *slog.Logger
	stats struct{ calls, errs atomic.Uint64 }
	mu    sync.Mutex
	known map[string]uint64
	err   error
	ready chan struct{}
	once  sync.Once
}

func code(err error) string {
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return e.GetCode()
	}
	return ""
}

func (c *Client) count(err error) {
	c.stats.calls.Add(1)
	if err != nil {
		c.stats.errs.Add(1)
	}
}

func (c *Client) lookup(domain string) (uint64, bool) {
	r := dnspod.NewDescribeDomainRequest()
	r.Domain = &domain
	resp, err := c.dns.DescribeDomain(r)
	c.count(err)
	if code(err) == "ResourceNotFound.NoDataOfDomain" {
		return 0, false
	}
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		id, ok := c.known[domain]
		return id, ok
	}
	return *resp.Response.DomainInfo.DomainId, true
}

func (c *Client) remove(domain string) (removed bool, err error) {
	r := dnspod.NewDeleteDomainRequest()
	r.Domain = &domain
	if _, err := c.dns.DeleteDomain(r); err != nil {
		switch code(err) {
		case "ResourceNotFound.NoDataOfDomain", "InvalidParameterValue.DomainNotExists":
			return false, nil
		}
		return false, fmt.Errorf("remove %s: %w", domain, err)
	}
	return true, nil
}

func (c *Client) removeAll(domains []string) (n int, err error) {
	var errs []error
	for _, d := range domains {
		removed, err := c.remove(d)
		if err != nil {
			errs = append(errs, err)
		}
		if removed {
			n++
		}
	}
	return n, errors.Join(errs...)
}

func (c *Client) start(ctx context.Context, every time.Duration) {
	go func() {
		for {
			r := dnspod.NewDescribeDomainListRequest()
			resp, err := c.dns.DescribeDomainListWithContext(ctx, r)
			if code(err) == "ResourceNotFound.NoDataOfDomain" {
				c.once.Do(func() { close(c.ready) })
			} else if err != nil {
				c.mu.Lock()
				c.err = err
				c.mu.Unlock()
			} else {
				c.mu.Lock()
				for _, d := range resp.Response.DomainList {
					c.known[*d.Name] = *d.DomainId
				}
				c.err = nil
				c.mu.Unlock()
				c.once.Do(func() { close(c.ready) })
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(every):
			}
		}
	}()
}

func (c *Client) schedule(domain string) {
	r := dnspod.NewDeleteDomainRequest()
	r.Domain = &domain
	_, err := c.dns.DeleteDomain(r)
	if code(err) == "ResourceNotFound.NoDataOfDomain" {
		return
	}
	if err != nil {
		time.AfterFunc(time.Minute, func() { c.schedule(domain) })
	}
}

func (c *Client) requeue(domain string, queue chan<- string) {
	r := dnspod.NewDeleteDomainRequest()
	r.Domain = &domain
	_, err := c.dns.DeleteDomain(r)
	if code(err) == "ResourceNotFound.NoDataOfDomain" || err == nil {
		return
	}
	select {
	case queue <- domain:
	default:
		c.log.Warn("queue is full", "domain", domain)
	}
}

func (c *Client) abort(ctx context.Context, cancel context.CancelFunc, domain string) {
	r := dnspod.NewDeleteDomainRequest()
	r.Domain = &domain
	_, err := c.dns.DeleteDomainWithContext(ctx, r)
	if code(err) == "ResourceNotFound.NoDataOfDomain" {
		return
	}
	if err != nil {
		cancel()
	}
}

func (c *Client) push(urls []string) map[string]bool {
	ok := make(map[string]bool, len(urls))
	for _, u := range urls {
		r := cdn.NewPushUrlsCacheRequest()
		r.Urls = []*string{&u}
		_, err := c.cdn.PushUrlsCache(r)
		if code(err) == "LimitExceeded.CdnPushExceedDayLimit" {
			break
		}
		ok[u] = err == nil
	}
	return ok
}

func (c *Client) quota() (left int) {
	left = -1
	r := cdn.NewDescribePurgeQuotaRequest()
	resp, err := c.cdn.DescribePurgeQuota(r)
	if code(err) == "ResourceNotFound.CdnUserNotExists" {
		return 0
	}
	if err == nil {
		left = len(resp.Response.UrlPurge)
	}
	return
}

func (c *Client) page(w http.ResponseWriter, _ *http.Request) {
	var view struct {
		Domains []string
		Problem string
	}
	r := cdn.NewDescribeDomainsRequest()
	resp, err := c.cdn.DescribeDomains(r)
	switch code(err) {
	case "ResourceNotFound.CdnUserNotExists":
		view.Problem = "not activated"
	case "UnauthorizedOperation.CdnCamUnauthorized":
		view.Problem = "no permission"
	case "":
		if err != nil {
			view.Problem = "connection"
		}
	default:
		view.Problem = code(err)
	}
	if err == nil {
		for _, d := range resp.Response.Domains {
			view.Domains = append(view.Domains, *d.Domain)
		}
	}
	_ = json.NewEncoder(w).Encode(view)
}

type state string

func (c *Client) state(domain string) state {
	r := cdn.NewDescribeDomainsRequest()
	resp, err := c.cdn.DescribeDomains(r)
	if err != nil {
		if code(err) == "ResourceNotFound.CdnHostNotExists" {
			return "deleted"
		}
		return ""
	}
	for _, d := range resp.Response.Domains {
		if *d.Domain == domain {
			return state(*d.Status)
		}
	}
	return "deleted"
}

func (c *Client) online(domain string) bool { return c.state(domain) == "online" }

func (c *Client) stopAndWait(ctx context.Context, domain string) error {
	r := cdn.NewStopCdnDomainRequest()
	r.Domain = &domain
	if _, err := c.cdn.StopCdnDomainWithContext(ctx, r); err != nil && code(err) != "ResourceUnavailable.CdnHostIsNotOnline" {
		return err
	}
	for c.state(domain) != "offline" {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Second):
		}
	}
	return nil
}

func (c *Client) retried(ctx context.Context, domain string) error {
	policy := backoff.WithContext(backoff.NewExponentialBackOff(), ctx)
	return backoff.RetryNotify(func() error {
		r := cdn.NewStopCdnDomainRequest()
		r.Domain = &domain
		_, err := c.cdn.StopCdnDomainWithContext(ctx, r)
		switch code(err) {
		case "RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.IPLimitExceeded",
			"RequestLimitExceeded.GlobalRegionUinLimitExceeded", "InternalError":
			return err
		}
		if err != nil {
			return backoff.Permanent(err)
		}
		return nil
	}, policy, func(err error, d time.Duration) { c.log.Info("again", "in", d, "err", err) })
}

func (c *Client) slowly(domains []string, pause time.Duration) (failed []string) {
	for i := range domains {
		r := cdn.NewStopCdnDomainRequest()
		r.Domain = &domains[i]
		_, err := c.cdn.StopCdnDomain(r)
		if err != nil && code(err) != "ResourceUnavailable.CdnHostIsNotOnline" {
			failed = append(failed, domains[i])
		}
		if i < len(domains)-1 {
			time.Sleep(pause)
		}
	}
	sort.Strings(failed)
	return failed
}

func (c *Client) doubling(domain string) error {
	wait := 200 * time.Millisecond
	for try := 1; ; try++ {
		r := cdn.NewStopCdnDomainRequest()
		r.Domain = &domain
		_, err := c.cdn.StopCdnDomain(r)
		if err == nil {
			return nil
		}
		retryable := false
		switch code(err) {
		case "RequestLimitExceeded", "RequestLimitExceeded.UinLimitExceeded", "RequestLimitExceeded.IPLimitExceeded", "RequestLimitExceeded.GlobalRegionUinLimitExceeded":
			retryable = true
		}
		if !retryable || try == 5 {
			return err
		}
		time.Sleep(wait)
		wait *= 2
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	n := flag.Int("n", 1, "times")
	flag.Parse()
	c := &Client{}
	for i := 0; i < *n; i++ {
		r := dnspod.NewDescribeDomainListRequest()
		r.Keyword = ptr(strconv.Itoa(i))
		_, err := c.dns.DescribeDomainListWithContext(ctx, r)
		if code(err) == "ResourceNotFound.NoDataOfDomain" {
			fmt.Println("none")
			continue
		}
		if err != nil {
			log.Fatalln(err)
		}
	}
}

func ptr(s string) *string { return &s }

func TestLookup(t *testing.T) {
	c := &Client{}
	r := dnspod.NewDescribeDomainRequest()
	_, err := c.dns.DescribeDomain(r)
	if got := code(err); got != "ResourceNotFound.NoDataOfDomain" {
		t.Errorf("code = %q", got)
	}
	_, err = c.dns.DescribeDomain(r)
	if code(err) == "AuthFailure.SecretIdNotFound" {
		t.Skip("no key")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestTable(t *testing.T) {
	c := &Client{}
	for _, tt := range []struct {
		name, code string
	}{{"a", "ResourceNotFound.NoDataOfDomain"}} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := c.dns.DescribeDomain(dnspod.NewDescribeDomainRequest())
			if code(err) != tt.code {
				t.Errorf("got %v", err)
			}
		})
	}
}

type tracker interface{ Failed(op string) }

func (c *Client) tracked(tr tracker) {
	_, err := c.dns.DescribeDomain(dnspod.NewDescribeDomainRequest())
	switch {
	case err == nil, code(err) == "ResourceNotFound.NoDataOfDomain":
	default:
		tr.Failed("describe")
	}
}

func (c *Client) must(domain string) uint64 {
	r := dnspod.NewDescribeDomainRequest()
	r.Domain = &domain
	resp, err := c.dns.DescribeDomain(r)
	if code(err) == "ResourceNotFound.NoDataOfDomain" {
		return 0
	}
	if err != nil {
		panic(err)
	}
	return *resp.Response.DomainInfo.DomainId
}

type choice int

func (c *Client) decide() (ch choice) {
	_, err := c.dns.DescribeDomain(dnspod.NewDescribeDomainRequest())
	defer func() { c.log.Debug("decided", "choice", ch, "err", err) }()
	if code(err) == "ResourceNotFound.NoDataOfDomain" {
		return 1
	}
	return 0
}

func record(err *error) { log.Print(*err) }

func (c *Client) recorded() {
	var err error
	defer record(&err)
	_, err = c.dns.DescribeDomain(dnspod.NewDescribeDomainRequest())
	if code(err) == "ResourceNotFound.NoDataOfDomain" {
		log.Print("none")
	}
}
