// Package purge drops pages from the CDN after a deploy.
package purge

import (
	"context"
	stderrors "errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.org/blind3/tcerr"
)

type purger interface {
	PurgeUrlsCacheWithContext(ctx context.Context, request *cdn.PurgeUrlsCacheRequest) (*cdn.PurgeUrlsCacheResponse, error)
	PurgePathCacheWithContext(ctx context.Context, request *cdn.PurgePathCacheRequest) (*cdn.PurgePathCacheResponse, error)
}

var _ purger = (*cdn.Client)(nil)

var errQuota = stderrors.New("today's quota is used up")

// Main is the program; it gives the exit status.
func Main(args []string, client *cdn.Client, stderr io.Writer) int {
	fs := flag.NewFlagSet("purge", flag.ContinueOnError)
	dir := fs.Bool("dir", false, "purge directories")
	if err := fs.Parse(args); err != nil {
		return 2
	}
	var err error
	if *dir {
		err = paths(context.Background(), client, fs.Args())
	} else {
		err = urls(context.Background(), client, fs.Args())
	}
	switch {
	case err == nil:
		return 0
	case stderrors.Is(err, errQuota):
		fmt.Fprintln(stderr, "purge: quota used up, the cache will expire by itself")
		return 3
	case tcerr.Denied(err):
		fmt.Fprintln(stderr, "purge: check TENCENTCLOUD_SECRET_ID:", err)
		return 4
	}
	fmt.Fprintln(stderr, "purge:", err)
	return 1
}

func urls(ctx context.Context, p purger, list []string) error {
	req := cdn.NewPurgeUrlsCacheRequest()
	req.Urls = common.StringPtrs(list)
	_, err := p.PurgeUrlsCacheWithContext(ctx, req)
	if sdkErr, ok := err.(*errors.TencentCloudSDKError); ok {
		switch sdkErr.Code {
		case cdn.LIMITEXCEEDED_CDNPURGEURLEXCEEDDAYLIMIT, cdn.LIMITEXCEEDED_CDNPURGEEXCEEDDAYLIMIT:
			return errQuota
		case cdn.LIMITEXCEEDED_CDNPURGEURLEXCEEDBATCHLIMIT:
			return halves(ctx, p, list)
		}
	}
	return err
}

func halves(ctx context.Context, p purger, list []string) error {
	if len(list) < 2 {
		return stderrors.New("a single address is too much")
	}
	mid := len(list) / 2
	if err := urls(ctx, p, list[:mid]); err != nil {
		return err
	}
	return urls(ctx, p, list[mid:])
}

func paths(ctx context.Context, p purger, list []string) error {
	req := cdn.NewPurgePathCacheRequest()
	req.Paths = common.StringPtrs(list)
	req.FlushType = common.StringPtr("flush")
	_, err := p.PurgePathCacheWithContext(ctx, req)
	if sdkErr, ok := err.(*errors.TencentCloudSDKError); ok {
		switch sdkErr.Code {
		case "LimitExceeded.CdnPurgePathExceedDayLimits": // WANT unknowncode
			return errQuota
		case "InvalidParameter.CdnPurgeWildcardNotAllowed":
			return fmt.Errorf("no * in paths: %w", err)
		}
	}
	return err
}

// push warms the cache. It is best effort, the deploy goes on without.
func push(client *cdn.Client, list []string) (pushed bool) {
	req := cdn.NewPushUrlsCacheRequest()
	req.Urls = common.StringPtrs(list)
	if _, err := client.PushUrlsCache(req); err != nil {
		if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "LimitExceeded.CdnPushExceedDayLimit" {
			fmt.Fprintln(os.Stderr, "push: quota")
		}
		return false
	}
	return true
}

func pushAll(client *cdn.Client, batches [][]string) error {
	for _, b := range batches {
		req := cdn.NewPushUrlsCacheRequest()
		req.Urls = common.StringPtrs(b)
		_, err := client.PushUrlsCache(req)
		if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code != "LimitExceeded.CdnPushExceedBatchLimit" { // WANT missingcritical
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hostReady waits until a domain is deployed.
func hostReady(ctx context.Context, client *cdn.Client, host string) error {
	req := cdn.NewDescribeDomainsRequest()
	req.Filters = []*cdn.DomainFilter{{Name: common.StringPtr("domain"), Value: common.StringPtrs([]string{host})}}
	for {
		resp, err := client.DescribeDomainsWithContext(ctx, req)
		if err != nil {
			if !tcerr.Transient(err) {
				return tcerr.Wrap("describe "+host, err)
			}
		} else if len(resp.Response.Domains) == 1 && *resp.Response.Domains[0].Status == "online" {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Second):
		}
	}
}

func startHost(client *cdn.Client, host string) error {
	req := cdn.NewStartCdnDomainRequest()
	req.Domain = &host
	_, err := client.StartCdnDomain(req)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable.CdnHostIsNotOffline" {
		return nil
	}
	return err
}

func stopHost(client *cdn.Client, host string) error {
	req := cdn.NewStopCdnDomainRequest()
	req.Domain = &host
	_, err := client.StopCdnDomain(req)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "ResourceUnavailable.CdnHostIsNotOnLine" { // WANT unknowncode
		return nil
	}
	return err
}

func addHost(client *cdn.Client, host string, origins []string) error {
	req := cdn.NewAddCdnDomainRequest()
	req.Domain = &host
	req.ServiceType = common.StringPtr("web")
	req.Origin = &cdn.Origin{Origins: common.StringPtrs(origins), OriginType: common.StringPtr("ip")}
	_, err := client.AddCdnDomain(req)
	var e *errors.TencentCloudSDKError
	if !stderrors.As(err, &e) {
		return err
	}
	if e.Code == "ResourceInUse.CdnHostExists" || e.Code == "ResourceInUse.CdnConflictHostExists" {
		return nil
	}
	if strings.HasPrefix(e.Code, "ResourceInUse") {
		return fmt.Errorf("%s is busy: %w", host, err)
	}
	if e.Code == "ResourceInUse.CdnOpInProgress" { // WANT deadtest
		return stderrors.New("wait for the deploy of " + host)
	}
	return err
}

func dropHost(client *cdn.Client, host string) error {
	req := cdn.NewDeleteCdnDomainRequest()
	req.Domain = &host
	_, err := client.DeleteCdnDomain(req)
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		if strings.HasPrefix(e.Code, "ResourceNotFound.CdnHostNotExist") {
			return nil
		}
	}
	return err
}

// dropHosts uses a few workers; the first failure is the result.
func dropHosts(client *cdn.Client, hosts []string) error {
	jobs := make(chan string)
	errc := make(chan error, len(hosts))
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for h := range jobs {
				if err := dropHost(client, h); err != nil {
					errc <- fmt.Errorf("%s: %w", h, err)
				}
			}
		}()
	}
	for _, h := range hosts {
		jobs <- h
	}
	close(jobs)
	wg.Wait()
	close(errc)
	return <-errc
}

// owner says who has a domain that we may not add.
func owner(client *cdn.Client, host string) (string, error) {
	req := cdn.NewVerifyDomainRecordRequest()
	req.Domain = &host
	_, err := client.VerifyDomainRecord(req)
	switch code := tcerr.Code(err); code {
	case "UnauthorizedOperation.CdnHostIsOwnedByOther", "UnauthorizedOperation.CdnHostIsUsedByOther":
		return "other account", nil
	case "UnauthorizedOperation.CdnDomainRecordNotVerified", "UnauthorizedOperation.CdnTxtRecordValueNotMatch":
		return "unverified", nil
	case "ResourceUnavailable.CdnHostExistsInTcb":
		return "tcb", nil
	case "ResourceNotFound.NoDataOfRecord": // WANT wrongservice
		return "nobody", nil
	default:
		return "", err
	}
}

// history reads the log of purges; an account that is new has none.
func history(client *cdn.Client) ([]*cdn.PurgeTask, error) {
	resp, err := client.DescribePurgeTasks(cdn.NewDescribePurgeTasksRequest())
	if err != nil {
		e, ok := err.(*errors.TencentCloudSDKError)
		if ok && e.GetCode() == "ResourceNotFound.CdnUserNotExists" {
			return nil, nil
		}
		return nil, err
	}
	return resp.Response.PurgeLogs, nil
}

// quota tells how many addresses may still be purged.
func quota(client *cdn.Client) (int64, error) {
	resp, err := client.DescribePurgeQuota(cdn.NewDescribePurgeQuotaRequest())
	if e, ok := err.(*errors.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "UnauthorizedOperation") { // WANT criticalsuccess
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	var n int64
	for _, q := range resp.Response.UrlPurge {
		n += *q.Available
	}
	return n, nil
}

// Run purges with patience.
func Run(ctx context.Context, p purger, list []string) error {
	return tcerr.Retry(ctx, 5, func(ctx context.Context) error {
		return urls(ctx, p, list)
	})
}
