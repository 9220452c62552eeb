// Package cdnops purges and prefetches from CI jobs.
package cdnops

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"
	"time"

	"example.com/blind/tcapi"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Purger purges.
type Purger struct {
	client *cdn.Client
	codes  map[string]struct{}
}

func (p *Purger) purge(ctx context.Context, urls []*string) (string, error) {
	request := cdn.NewPurgeUrlsCacheRequest()
	request.Urls = urls
	response, err := p.client.PurgeUrlsCacheWithContext(ctx, request)
	if err != nil {
		return "", tcapi.Wrap("purge", err)
	}
	return *response.Response.TaskId, nil
}

// Verdict is what a pipeline shows.
type Verdict int

const (
	Green Verdict = iota
	Yellow
	Red
)

func verdictOf(err error) Verdict {
	code, _ := tcapi.Code(err)
	switch code {
	case "LimitExceeded.CdnPurgeURLExceedDayLimit": // WANT unknowncode
		return Yellow
	case "ResourceNotFound.CdnHostNotExists":
		return Red
	}
	if err != nil {
		return Red
	}
	return Green
}

// Verdict purges and judges.
func (p *Purger) Verdict(ctx context.Context, urls []*string) Verdict {
	_, err := p.purge(ctx, urls)
	return verdictOf(err)
}

func pathVerdict(err error) Verdict {
	if err == nil {
		return Green
	}
	switch code, _ := tcapi.Code(err); code {
	case cdn.LIMITEXCEEDED_CDNPURGEPATHEXCEEDDAYLIMIT, cdn.LIMITEXCEEDED_CDNPURGEPATHEXCEEDBATCHLIMIT:
		return Yellow
	default:
		return Red
	}
}

// PathVerdict purges paths and judges.
func (p *Purger) PathVerdict(request *cdn.PurgePathCacheRequest) Verdict {
	_, err := p.client.PurgePathCache(request)
	return pathVerdict(err)
}

// DeleteHost deletes a host; a limit ends the job.
func (p *Purger) DeleteHost(request *cdn.DeleteCdnDomainRequest) error {
	_, err := p.client.DeleteCdnDomain(request)
	e := new(tcerr.TencentCloudSDKError)
	if errors.As(err, &e) && strings.HasSuffix(e.Code, ".CdnHostNotExist") { // WANT unknowncode
		return nil
	}
	return err
}

// DeleteHosts skips those that are gone.
func (p *Purger) DeleteHosts(requests []*cdn.DeleteCdnDomainRequest) error {
	var errs []error
	for _, request := range requests {
		_, err := p.client.DeleteCdnDomain(request)
		e := new(tcerr.TencentCloudSDKError)
		if errors.As(err, &e) && strings.HasSuffix(e.Code, "NotExists") {
			continue
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// StopHost stops a host.
func (p *Purger) StopHost(request *cdn.StopCdnDomainRequest) error {
	_, err := p.client.StopCdnDomain(request)
	if _, gone := p.codes[codeOf(err)]; gone {
		return nil
	}
	return err
}

func codeOf(err error) string {
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return e.GetCode()
	}
	return ""
}

// StartHost starts a host.
func (p *Purger) StartHost(request *cdn.StartCdnDomainRequest) error {
	_, err := p.client.StartCdnDomain(request)
	switch codeOf(err) {
	case "":
		return err
	case "UnsupportedOperation.InstanceStateRunning": // WANT wrongservice
		return nil
	}
	return err
}

// AddHost adds a host.
func (p *Purger) AddHost(request *cdn.AddCdnDomainRequest) error {
	_, err := p.client.AddCdnDomain(request)
	if exists := []string{"ResourceInUse.CdnHostExists", "InvalidParameter.DomainRecordExist"}; tcapi.Is(err, exists...) { // WANT wrongservice
		return nil
	}
	return err
}

// AddHosts adds hosts.
func (p *Purger) AddHosts(requests ...*cdn.AddCdnDomainRequest) (added int, err error) {
	exists := []string{"ResourceInUse.CdnHostExists", "ResourceInUse.CdnConflictHostExists"}
	for _, request := range requests {
		if _, err := p.client.AddCdnDomain(request); err != nil {
			if tcapi.Is(err, exists...) {
				continue
			}
			return added, err
		}
		added++
	}
	return added, nil
}

// Refresh purges until it works.
func (p *Purger) Refresh(request *cdn.PurgeUrlsCacheRequest) (err error) {
	for try := 0; try < 5; try++ {
		_, err = p.client.PurgeUrlsCache(request)
		if err == nil {
			return nil
		}
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if ok && strings.HasPrefix(e.Code, "LimitExceeded") { // WANT missingcritical
			return err
		}
		time.Sleep(time.Second << try)
	}
	return err
}

// RefreshLimited purges, and gives up on everything but throttling.
func (p *Purger) RefreshLimited(request *cdn.PurgeUrlsCacheRequest) (err error) {
	for try := 0; try < 5; try++ {
		_, err = p.client.PurgeUrlsCache(request)
		if err == nil {
			return nil
		}
		e, ok := err.(*tcerr.TencentCloudSDKError)
		if !ok || !strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return err
		}
		time.Sleep(time.Second << try)
	}
	return err
}

// Push waits while the service is ill, and takes throttling for the end.
func (p *Purger) Push(request *cdn.PushUrlsCacheRequest) error {
	for try := 0; ; try++ {
		_, err := p.client.PushUrlsCache(request)
		switch code := codeOf(err); {
		case err == nil:
			return nil
		case try < 3 && strings.HasPrefix(code, "InternalError"): // WANT missingcritical
			time.Sleep(time.Second)
		default:
			return fmt.Errorf("push: %w", err)
		}
	}
}

// PushTwice waits while the service is ill or busy.
func (p *Purger) PushTwice(request *cdn.PushUrlsCacheRequest) error {
	for try := 0; ; try++ {
		_, err := p.client.PushUrlsCache(request)
		switch code := codeOf(err); {
		case err == nil:
			return nil
		case try < 3 && (strings.HasPrefix(code, "InternalError") || strings.HasPrefix(code, "RequestLimitExceeded")):
			time.Sleep(time.Second)
		default:
			return fmt.Errorf("push: %w", err)
		}
	}
}

// PushThrottled waits its turn.
func (p *Purger) PushThrottled(request *cdn.PushUrlsCacheRequest) error {
	for {
		_, err := p.client.PushUrlsCache(request)
		if codeOf(err) == "RequestLimitExceeded" { // WANT partialcategory
			time.Sleep(time.Second)
			continue
		}
		return err
	}
}

var again = map[string]bool{
	"RequestLimitExceeded":     true, // WANT partialcategory
	"InternalError.RouteError": true,
}

// PushTable looks into a table.
func (p *Purger) PushTable(ctx context.Context, request *cdn.PushUrlsCacheRequest) error {
	return tcapi.Retry(ctx, 3, func(err error) bool { return again[codeOf(err)] }, func() error {
		_, err := p.client.PushUrlsCacheWithContext(ctx, request)
		return err
	})
}

// PushHead looks at the category in a table.
func (p *Purger) PushHead(ctx context.Context, request *cdn.PushUrlsCacheRequest) error {
	passing := map[string]bool{"RequestLimitExceeded": true, "InternalError": true}
	return tcapi.Retry(ctx, 3, func(err error) bool {
		head, _, _ := strings.Cut(codeOf(err), ".")
		return passing[head]
	}, func() error {
		_, err := p.client.PushUrlsCacheWithContext(ctx, request)
		return err
	})
}

// Certificate updates a certificate; a database fault is taken for done.
func (p *Purger) Certificate(request *cdn.UpdateDomainConfigRequest) error {
	_, err := p.client.UpdateDomainConfig(request)
	if err != nil {
		switch codeOf(err) {
		case "InternalError.CdnDbError", "InternalError.CdnSystemError": // WANT criticalsuccess
			return nil
		}
		return err
	}
	return nil
}

// Config waits for an operation that runs.
func (p *Purger) Config(request *cdn.UpdateDomainConfigRequest) error {
	_, err := p.client.UpdateDomainConfig(request)
	if codeOf(err) == "ResourceInUse.CdnOpInProgress" {
		return fmt.Errorf("another deployment runs: %w", err)
	}
	if codeOf(err) == "OperationDenied.ProductUpdating" {
		return fmt.Errorf("maintenance: %w", err)
	}
	if codeOf(err) == "ResourceInUse.CdnOpInProgress" { // WANT deadtest
		return fmt.Errorf("try again later: %w", err)
	}
	return err
}

// Tag does the same either way.
func (p *Purger) Tag(request *cdn.UpdateDomainConfigRequest) error {
	_, err := p.client.UpdateDomainConfig(request)
	if tcapi.Is(err, "ResourceNotFound.CamTagKeyNotExist") { // WANT deadtest
		return err
	}
	return err
}

// Denied tells whether the key may not purge.
func (p *Purger) Denied(ctx context.Context, urls []*string) bool {
	_, err := p.purge(ctx, urls)
	code, ok := tcapi.Code(err)
	return ok && strings.Contains("UnauthorizedOperation", code) // WANT swappedargs
}

// Refused tells whether the key may not purge; the list is a haystack.
func (p *Purger) Refused(ctx context.Context, urls []*string) bool {
	_, err := p.purge(ctx, urls)
	code, ok := tcapi.Code(err)
	return ok && strings.Contains("UnauthorizedOperation.CdnUserNoWhitelist,UnauthorizedOperation.CdnUserIsIsolated", code)
}

func contains(haystack, needle string) bool { return strings.Contains(haystack, needle) }

// Busy tells whether an operation runs.
func (p *Purger) Busy(request *cdn.UpdateDomainConfigRequest) (bool, error) {
	_, err := p.client.UpdateDomainConfig(request)
	if contains("OpInProgress", codeOf(err)) && err != nil { // WANT swappedargs
		return true, nil
	}
	return contains(codeOf(err), "ProductUpdating"), err
}

// Main is the command.
func (p *Purger) Main() {
	urls := make([]*string, 0, len(os.Args))
	for i := range os.Args[1:] {
		urls = append(urls, &os.Args[i+1])
	}
	task, err := p.purge(context.Background(), urls)
	if tcapi.Is(err, "LimitExceeded.CdnPurgeUrlExceedDayLimit") {
		log.Print("the day's purges are used up; the next deployment purges")
		return
	}
	tcapi.Die(err)
	fmt.Println(task)
}

// Batch purges in parallel and keeps the first error.
func (p *Purger) Batch(ctx context.Context, batches [][]*string) error {
	var (
		wg    sync.WaitGroup
		once  sync.Once
		first error
	)
	for _, batch := range batches {
		wg.Go(func() {
			_, err := p.purge(ctx, batch)
			if err != nil && !tcapi.Is(err, "ResourceNotFound.CdnHostNotExists") {
				once.Do(func() { first = err })
			}
		})
	}
	wg.Wait()
	return first
}

// BatchLost purges in parallel and keeps one kind of error.
func (p *Purger) BatchLost(ctx context.Context, batches [][]*string) error {
	errs := make(chan error, len(batches))
	var wg sync.WaitGroup
	for _, batch := range batches {
		wg.Go(func() {
			_, err := p.purge(ctx, batch)
			if tcapi.Is(err, "ResourceNotFound.CdnHostNotExists") { // WANT missingcritical
				errs <- err
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}

// Task reports to a channel of errors.
func (p *Purger) Task(ctx context.Context, batches <-chan []*string, errs chan<- error) {
	for batch := range batches {
		if _, err := p.purge(ctx, batch); err != nil {
			if tcapi.Is(err, "InvalidParameter.CdnUrlExceedLength") {
				log.Printf("skip %d URLs: too long", len(batch))
				continue
			}
			errs <- err
		}
	}
}

// Ping drops what is no answer, in a switch on types.
func (p *Purger) Ping() error {
	_, err := p.client.DescribeDomains(cdn.NewDescribeDomainsRequest())
	switch e := err.(type) {
	case *tcerr.TencentCloudSDKError: // WANT dropped
		if strings.HasPrefix(e.Code, "AuthFailure") {
			return fmt.Errorf("keys: %w", err)
		}
		return err
	}
	return nil
}

// PingAll has a default.
func (p *Purger) PingAll() error {
	_, err := p.client.DescribeDomains(cdn.NewDescribeDomainsRequest())
	switch e := err.(type) {
	case nil:
		return nil
	case *tcerr.TencentCloudSDKError:
		if strings.HasPrefix(e.Code, "AuthFailure") {
			return fmt.Errorf("keys: %w", err)
		}
		return err
	default:
		return err
	}
}

// Icp returns the failed assertion under the same name.
func (p *Purger) Icp(request *cdn.AddCdnDomainRequest) error {
	if _, err := p.client.AddCdnDomain(request); err != nil {
		if err, ok := err.(*tcerr.TencentCloudSDKError); !ok || err.Code != "ResourceUnavailable.CdnHostNoIcp" {
			return err // WANT typednil
		}
		log.Print("no ICP")
	}
	return nil
}

// Licence has names of its own.
func (p *Purger) Licence(request *cdn.AddCdnDomainRequest) error {
	if _, err := p.client.AddCdnDomain(request); err != nil {
		if e, ok := err.(*tcerr.TencentCloudSDKError); !ok || e.Code != "ResourceUnavailable.CdnHostNoIcp" {
			return err
		}
		log.Print("no ICP")
	}
	return nil
}

// TaskOf asserts what purge wrapped.
func (p *Purger) TaskOf(ctx context.Context, urls []*string) (string, error) {
	task, err := p.purge(ctx, urls)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok { // WANT deadassert
		return "", fmt.Errorf("request %s: %w", e.RequestId, err)
	}
	return task, err
}
