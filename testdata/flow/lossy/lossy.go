// Package lossy has one fault a function.
package lossy

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"sync"
	"time"

	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
	clientretry "k8s.io/client-go/util/retry"
)

func sdk(err error) (*tcerr.TencentCloudSDKError, bool) {
	var e *tcerr.TencentCloudSDKError
	ok := errors.As(err, &e)
	return e, ok
}

type server struct {
	dns   *dnspod.Client
	cache map[string]string
	mu    sync.Mutex
}

func (s *server) create(w http.ResponseWriter, req *http.Request) {
	r := dnspod.NewCreateRecordRequest()
	_, err := s.dns.CreateRecordWithContext(req.Context(), r)
	if e, ok := sdk(err); ok && e.Code == "InvalidParameter.DomainRecordExist" { // want `missingcritical: `
		http.Error(w, "exists", http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintln(w, "created")
}

func (s *server) sync(domain string) {
	r := dnspod.NewDescribeRecordListRequest()
	r.Domain = &domain
	resp, err := s.dns.DescribeRecordList(r)
	if e, ok := sdk(err); ok {
		if e.Code == "ResourceNotFound.NoDataOfRecord" { // want `missingcritical: `
			s.mu.Lock()
			delete(s.cache, domain)
			s.mu.Unlock()
		}
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, rec := range resp.Response.RecordList {
		s.cache[*rec.Name] = *rec.Value
	}
}

type verdict string

func (s *server) verdict(r *dnspod.DescribeDomainRequest) verdict {
	_, err := s.dns.DescribeDomain(r)
	e, ok := sdk(err)
	if !ok {
		return "fine"
	}
	switch e.Code {
	case "ResourceNotFound.NoDataOfDomain": // want `missingcritical: `
		return "missing"
	default:
		return "fine"
	}
}

func (s *server) workers(ctx context.Context, jobs <-chan *dnspod.DeleteRecordRequest, results chan<- error) {
	for r := range jobs {
		_, err := s.dns.DeleteRecordWithContext(ctx, r)
		e, ok := sdk(err)
		if ok && e.Code == "InvalidParameter.RecordIdInvalid" { // want `missingcritical: `
			results <- fmt.Errorf("record %d: invalid", *r.RecordId)
			continue
		}
		results <- nil
	}
}

func (s *server) conflict(r *dnspod.ModifyRecordRequest) error {
	return clientretry.OnError(clientretry.DefaultRetry, func(err error) bool {
		e, ok := sdk(err)
		return ok && e.Code != "InvalidParameter.RecordIdInvalid" // want `missingcritical: `
	}, func() error {
		_, err := s.dns.ModifyRecord(r)
		return err
	})
}

func (s *server) slow(r *dnspod.ModifyRecordRequest) (err error) {
	for delay := time.Second; delay < time.Minute; delay *= 2 {
		_, err = s.dns.ModifyRecord(r)
		if err == nil {
			return nil
		}
		if e, ok := sdk(err); ok && e.Code == "InvalidParameter.RecordIdInvalid" { // want `missingcritical: `
			return err
		}
		log.Printf("again in %s: %v", delay, err)
		time.Sleep(delay)
	}
	return err
}

func (s *server) locked(r *dnspod.ModifyRecordRequest) error {
	deadline := time.Now().Add(time.Minute)
	for {
		_, err := s.dns.ModifyRecord(r)
		e, ok := sdk(err)
		if !ok || e.Code != "InternalError" { // want `missingcritical: RequestLimitExceeded is final while "InternalError" is retried`
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("still locked: %w", err)
		}
		time.Sleep(time.Second)
	}
}

func (s *server) total(c *cvm.Client, zones []string) (n int) {
	for _, z := range zones {
		r := cvm.NewDescribeInstancesRequest()
		r.Filters = []*cvm.Filter{{Values: []*string{&z}}}
		_, err := c.DescribeInstances(r)
		if e, ok := sdk(err); ok && e.Code == "InvalidZone.MismatchRegion" { // want `missingcritical: `
			log.Print("no such zone: ", z)
			continue
		}
		n++
	}
	return n
}

func closing(c *cvm.Client, r *cvm.TerminateInstancesRequest) (err error) {
	defer func() {
		e, ok := sdk(err)
		if ok && e.Code == "UnsupportedOperation" { // want `missingcritical: `
			err = errors.New("not now")
			return
		}
		err = nil
	}()
	_, err = c.TerminateInstances(r)
	return err
}

type attempt struct {
	n    int
	last error
}

func (a *attempt) run(f func() error) error {
	for a.n = 0; a.n < 5; a.n++ {
		if a.last = f(); a.last == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return a.last
}

func useAttempt(c *cvm.Client, r *cvm.TerminateInstancesRequest) error {
	var a attempt
	return a.run(func() error {
		_, err := c.TerminateInstances(r)
		if e, ok := sdk(err); ok && e.Code == "InvalidInstanceId.NotFound" { // want `missingcritical: `
			return nil
		}
		return err
	})
}
