// Package conveyor moves work through stages: each stage is a goroutine, each
// item carries its error.
package conveyor

import (
	"context"
	"errors"
	"fmt"
	"log"
	"slices"
	"strings"
	"sync"
	"time"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcloud "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	sms "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sms/v20210111"
)

// ErrCode is a code of the API, as a type of its own.
type ErrCode string

// The ones that matter here.
const (
	CodeNoInstance ErrCode = "InvalidInstanceId.NotFound"
	CodeBadID      ErrCode = "InvalidInstanceId.Malformed"
	CodeBusy       ErrCode = "OperationDenied.InstanceOperationInProgress"
	CodeMutex      ErrCode = "MutexOperation.TaskRunning"
	CodeThrottle   ErrCode = "RequestLimitExceeded"
	CodeNoHost     ErrCode = "ResourceNotFound.CdnHostNotExists"
)

// Of answers the code of err.
func Of(err error) ErrCode {
	var e *tcloud.TencentCloudSDKError
	if errors.As(err, &e) {
		return ErrCode(e.Code)
	}
	return ""
}

// Within is for categories.
func (c ErrCode) Within(category ErrCode) bool {
	return c == category || strings.HasPrefix(string(c), string(category)+".")
}

// Head is the part before the first dot.
func (c ErrCode) Head() string {
	head, _, _ := strings.Cut(string(c), ".")
	return head
}

// Item goes through the stages.
type Item[T any] struct {
	Value T
	Err   error
	Tries int
}

// Stage applies f to all items without an error.
func Stage[In, Out any](in <-chan Item[In], f func(In) (Out, error)) <-chan Item[Out] {
	out := make(chan Item[Out])
	go func() {
		defer close(out)
		for it := range in {
			next := Item[Out]{Err: it.Err, Tries: it.Tries}
			if it.Err == nil {
				next.Value, next.Err = f(it.Value)
			}
			out <- next
		}
	}()
	return out
}

// Gather splits results from errors.
func Gather[T any](in <-chan Item[T]) (values []T, err error) {
	for it := range in {
		if it.Err != nil {
			err = errors.Join(err, it.Err)
			continue
		}
		values = append(values, it.Value)
	}
	return values, err
}

// Requeue puts throttled items back, a few times.
func Requeue[T any](items []Item[T], f func(T) error) (done, dead []Item[T]) {
	for len(items) > 0 {
		it := items[0]
		items = items[1:]
		it.Err = f(it.Value)
		switch code := Of(it.Err); {
		case it.Err == nil:
			done = append(done, it)
		case code.Within(CodeThrottle) && it.Tries < 5:
			it.Tries++
			items = append(items, it)
			time.Sleep(time.Duration(it.Tries) * time.Second)
		default:
			dead = append(dead, it)
		}
	}
	return done, dead
}

// Plant owns the clients.
type Plant struct {
	cvm *cvm.Client
	cdn *cdn.Client
	sms *sms.Client
	mu  sync.Mutex
	err map[string]error
}

func (p *Plant) note(id string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.err[id] = err
}

// Stop one instance. Unknown ids are not for this stage to judge.
func (p *Plant) Stop(id string) (string, error) {
	req := cvm.NewStopInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := p.cvm.StopInstances(req)
	switch Of(err) {
	case "":
		return id, err
	case CodeNoInstance, CodeBadID:
		p.note(id, err)
		return "", nil
	}
	return "", err
}

// StopAll runs a conveyor.
func (p *Plant) StopAll(ids ...string) ([]string, error) {
	in := make(chan Item[string])
	go func() {
		defer close(in)
		for _, id := range ids {
			in <- Item[string]{Value: id}
		}
	}()
	return Gather(Stage(in, p.Stop))
}

// Reboot waits for the lock of the instance.
func (p *Plant) Reboot(id string) (err error) {
	req := cvm.NewRebootInstancesRequest()
	req.InstanceIds = []*string{&id}
outer:
	for i := 0; i < 7; i++ {
		_, err = p.cvm.RebootInstances(req)
		switch code := Of(err); code {
		case CodeBusy, CodeMutex:
			time.Sleep(3 * time.Second)
			continue outer
		default:
			if code.Within(CodeThrottle) {
				time.Sleep(time.Second)
				continue outer
			}
			break outer
		}
	}
	return err
}

// Online asks for many domains at once and cancels the rest at the first refusal.
func (p *Plant) Online(ctx context.Context, domains []string) (on []string, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	for _, d := range domains {
		wg.Go(func() {
			req := cdn.NewDescribeDomainsConfigRequest()
			req.Filters = []*cdn.DomainFilter{{Name: common.StringPtr("domain"), Value: []*string{&d}}}
			resp, err := p.cdn.DescribeDomainsConfigWithContext(ctx, req)
			if err != nil {
				if h := Of(err).Head(); h == "AuthFailure" || h == "UnauthorizedOperation" {
					cancel(err)
				}
				p.note(d, err)
				return
			}
			if len(resp.Response.Domains) > 0 {
				p.mu.Lock()
				on = append(on, d)
				p.mu.Unlock()
			}
		})
	}
	wg.Wait()
	return on, context.Cause(ctx)
}

// Close takes a domain off, whether or not it is on.
func (p *Plant) Close(domain string) error {
	req := cdn.NewStopCdnDomainRequest()
	req.Domain = &domain
	_, err := p.cdn.StopCdnDomain(req)
	done := []ErrCode{CodeNoHost, cdn.RESOURCEUNAVAILABLE_CDNHOSTISNOTONLINE}
	if slices.ContainsFunc(done, func(c ErrCode) bool { return c == Of(err) }) {
		return nil
	}
	return err
}

// Tell sends a message and keeps what became of each number.
func (p *Plant) Tell(req *sms.SendSmsRequest) error {
	resp, err := p.sms.SendSms(req)
	if err != nil {
		return err
	}
	bad := slices.DeleteFunc(resp.Response.SendStatusSet, func(s *sms.SendStatus) bool { return *s.Code == "Ok" })
	for _, s := range bad {
		p.note(*s.PhoneNumber, errors.New(*s.Code))
	}
	return nil
}

// Zones in two tries.
func (p *Plant) Zones() (n uint64, err error) {
	call := sync.OnceValues(func() (*cvm.DescribeZonesResponse, error) { return p.cvm.DescribeZones(cvm.NewDescribeZonesRequest()) })
	resp, err := call()
	if Of(err).Within(CodeThrottle) {
		time.Sleep(time.Second)
		resp, err = p.cvm.DescribeZones(cvm.NewDescribeZonesRequest())
	}
	if err != nil {
		return 0, err
	}
	return *resp.Response.TotalCount, nil
}

// --- mistakes of others, kept for the review ---

// Start goes through the same switch with a wrong constant.
func (p *Plant) Start(id string) (string, error) {
	const codeRunning ErrCode = "UnsupportedOperation.InstanceStateRuning" // WANT unknowncode
	req := cvm.NewStartInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := p.cvm.StartInstances(req)
	if Of(err) == codeRunning {
		return id, nil
	}
	return id, err
}

// Open knows a code of dnspod.
func (p *Plant) Open(domain string) error {
	req := cdn.NewStartCdnDomainRequest()
	req.Domain = &domain
	_, err := p.cdn.StartCdnDomain(req)
	switch Of(err) {
	case CodeNoHost, "ResourceNotFound.NoDataOfDomain": // WANT wrongservice
		return fmt.Errorf("%s: no such domain: %w", domain, err)
	}
	return err
}

// Renew asks as long as the head of the code is not that of the caller's mistakes.
func (p *Plant) Renew(req *cvm.RenewInstancesRequest) error {
	for i := range 6 {
		_, err := p.cvm.RenewInstances(req)
		if err == nil || Of(err) == "" {
			return err
		}
		if h := Of(err).Head(); slices.Contains([]string{"InvalidParameter", "InvalidParameterValue", "MissingParameter", "InvalidInstanceId"}, h) { // WANT missingcritical
			return err
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	return errors.New("not renewed")
}

// Password is given up when throttled.
func (p *Plant) Password(req *cvm.ResetInstancesPasswordRequest) (err error) {
	for left := 10; left > 0; left-- {
		if _, err = p.cvm.ResetInstancesPassword(req); err == nil {
			return nil
		}
		if c := Of(err); c != CodeBusy && c != CodeMutex { // WANT missingcritical
			return fmt.Errorf("password: %w", err)
		}
		time.Sleep(time.Second)
	}
	return err
}

// Launch is the slow one.
func (p *Plant) Launch(req *cvm.RunInstancesRequest) (ids []*string, err error) {
	for {
		resp, err := p.cvm.RunInstances(req)
		if err == nil {
			return resp.Response.InstanceIdSet, nil
		}
		if Of(err) != CodeThrottle { // WANT partialcategory
			return nil, err
		}
		time.Sleep(time.Second)
	}
}

// Watch pages the night shift.
func (p *Plant) Watch(req *sms.SendSmsRequest, every time.Duration, stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(every):
			if resp, err := p.sms.SendSms(req); err != nil { // WANT uncheckedstatus
				p.note("sms", err)
			} else {
				log.Printf("paged, request %s", *resp.Response.RequestId)
			}
		}
	}
}

// Images is quiet about refusals.
func (p *Plant) Images() (n int64, err error) {
	resp, err := p.cvm.DescribeImages(cvm.NewDescribeImagesRequest())
	switch Of(err).Head() {
	case "UnauthorizedOperation": // WANT criticalsuccess
		return 0, nil
	case "":
		if err != nil {
			return 0, err
		}
		return *resp.Response.TotalCount, nil
	}
	return 0, err
}

// Keys passes over all that has a code.
func (p *Plant) Keys() (names []string, err error) {
	resp, err := p.cvm.DescribeKeyPairs(cvm.NewDescribeKeyPairsRequest())
	if code := Of(err); code == "InternalServerError" {
		return nil, err
	} else if code != "" { // WANT missingcritical
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, k := range resp.Response.KeyPairSet {
		names = append(names, *k.KeyName)
	}
	return names, nil
}

// Hosts has a case that Within took.
func (p *Plant) Hosts() (int, error) {
	resp, err := p.cvm.DescribeHosts(cvm.NewDescribeHostsRequest())
	c := Of(err)
	if c.Within("UnauthorizedOperation") || c.Within("AuthFailure") {
		return 0, fmt.Errorf("hosts: %w", err)
	}
	if c == "UnauthorizedOperation.MFAExpired" { // WANT deadtest
		return -1, err
	}
	if err != nil {
		return 0, err
	}
	return len(resp.Response.HostSet), nil
}

// Purge has the helper's arguments exchanged.
func (p *Plant) Purge(req *cdn.PurgeUrlsCacheRequest) error {
	_, err := p.cdn.PurgeUrlsCache(req)
	var e *tcloud.TencentCloudSDKError
	if errors.As(err, &e) && strings.Contains("LimitExceeded.CdnPurgeUrl", e.Code) { // WANT swappedargs
		return fmt.Errorf("tomorrow: %w", err)
	}
	return err
}
