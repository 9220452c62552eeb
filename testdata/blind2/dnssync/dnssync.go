// Command-like package that mirrors a zone file into DNSPod.
package dnssync

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v4"
	backoff5 "github.com/cenkalti/backoff/v5"
	tcerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
)

type set map[string]struct{}

func of(codes ...string) set {
	s := make(set, len(codes))
	for _, c := range codes {
		s[c] = struct{}{}
	}
	return s
}

func (s set) has(err error) bool {
	var e *tcerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	_, ok := s[e.Code]
	return ok
}

var (
	noRecord = of("ResourceNotFound.NoDataOfRecord", "InvalidParameter.RecordIdInvalid")
	noDomain = of("ResourceNotFound.NoDataOfDomain", "InvalidParameterValue.DomainNotExists")
	exists   = of("InvalidParameter.DomainRecordExist")
)

// Syncer has the settings of a run.
type Syncer struct {
	client *dnspod.Client
	dry    bool
	report func(kind, name string, err error)
}

// Option changes a Syncer.
type Option func(*Syncer) error

// WithProbe makes New ask whether the domain is ours.
func WithProbe(domain string) Option {
	return func(s *Syncer) error {
		req := dnspod.NewDescribeDomainRequest()
		req.Domain = &domain
		if _, err := s.client.DescribeDomain(req); noDomain.has(err) {
			return fmt.Errorf("%s is not hosted here", domain)
		} else if err != nil {
			return fmt.Errorf("probe %s: %w", domain, err)
		}
		return nil
	}
}

// New applies the options.
func New(c *dnspod.Client, opts ...Option) (*Syncer, error) {
	s := &Syncer{client: c, report: func(string, string, error) {}}
	for _, o := range opts {
		if err := o(s); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Records iterates over all records; an error is the last thing that comes.
func (s *Syncer) Records(ctx context.Context, domain string) iter.Seq2[*dnspod.RecordListItem, error] {
	return func(yield func(*dnspod.RecordListItem, error) bool) {
		var offset uint64
		for {
			req := dnspod.NewDescribeRecordListRequest()
			req.Domain, req.Offset = &domain, &offset
			resp, err := s.client.DescribeRecordListWithContext(ctx, req)
			if noRecord.has(err) { // the API says so of an empty page
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, r := range resp.Response.RecordList {
				if !yield(r, nil) {
					return
				}
			}
			offset += uint64(len(resp.Response.RecordList))
			if offset >= *resp.Response.RecordCountInfo.TotalCount {
				return
			}
		}
	}
}

// Find stops at the first.
func (s *Syncer) Find(ctx context.Context, domain, name string) (*dnspod.RecordListItem, error) {
	for r, err := range s.Records(ctx, domain) {
		if err != nil {
			return nil, err
		}
		if *r.Name == name {
			return r, nil
		}
	}
	return nil, nil
}

// Upsert creates or, when there is one, modifies.
func (s *Syncer) Upsert(ctx context.Context, create *dnspod.CreateRecordRequest, modify *dnspod.ModifyRecordRequest) error {
	_, err := s.client.CreateRecordWithContext(ctx, create)
	if exists.has(err) {
		_, err = s.client.ModifyRecordWithContext(ctx, modify)
	}
	return err
}

// Delete does not mind when there is none.
func (s *Syncer) Delete(ctx context.Context, domain string, id uint64) error {
	req := dnspod.NewDeleteRecordRequest()
	req.Domain, req.RecordId = &domain, &id
	_, err := s.client.DeleteRecordWithContext(ctx, req)
	if err != nil && !noRecord.has(err) {
		return err
	}
	return nil
}

// Slow goes through backoff: what is not throttling is permanent.
func (s *Syncer) Slow(ctx context.Context, req *dnspod.CreateRecordRequest) error {
	op := func() error {
		_, err := s.client.CreateRecordWithContext(ctx, req)
		var e *tcerrors.TencentCloudSDKError
		if errors.As(err, &e) && (strings.HasPrefix(e.Code, "RequestLimitExceeded") || e.Code == "FailedOperation.FrequencyLimit" || e.Code == "InternalError") {
			return err
		}
		if err != nil {
			return backoff.Permanent(err)
		}
		return nil
	}
	return backoff.Retry(op, backoff.WithContext(backoff.NewExponentialBackOff(), ctx))
}

// Slower is the same with the new version of the library.
func (s *Syncer) Slower(ctx context.Context, req *dnspod.DescribeRecordRequest) (*dnspod.RecordInfo, error) {
	return backoff5.Retry(ctx, func() (*dnspod.RecordInfo, error) {
		resp, err := s.client.DescribeRecordWithContext(ctx, req)
		if err == nil {
			return resp.Response.RecordInfo, nil
		}
		e, ok := errors.AsType[*tcerrors.TencentCloudSDKError](err)
		if !ok {
			return nil, backoff5.Permanent(err)
		}
		switch {
		case e.Code == "RequestLimitExceeded", strings.HasPrefix(e.Code, "RequestLimitExceeded."):
			return nil, backoff5.RetryAfter(2)
		case e.Code == "FailedOperation.TemporaryError":
			return nil, e
		}
		return nil, backoff5.Permanent(e)
	}, backoff5.WithMaxTries(6))
}

// Purge removes a whole zone, and keeps count.
func (s *Syncer) Purge(ctx context.Context, domain string) (removed int, err error) {
	for r, rerr := range s.Records(ctx, domain) {
		if rerr != nil {
			return removed, rerr
		}
		if derr := s.Delete(ctx, domain, *r.RecordId); derr != nil {
			s.report("delete", *r.Name, derr)
			err = errors.Join(err, derr)
			continue
		}
		removed++
	}
	return
}

// Hosted is asked for every name in the file.
func (s *Syncer) Hosted(domain string) (bool, error) {
	req := dnspod.NewDescribeDomainRequest()
	req.Domain = &domain
	_, err := s.client.DescribeDomain(req)
	switch {
	case err == nil:
		return true, nil
	case noDomain.has(err):
		return false, nil
	default:
		return false, err
	}
}

// Lock logs what it does not hand on, and the caller is told by the result.
func (s *Syncer) Lock(domain string) (locked bool) {
	req := dnspod.NewModifyDomainLockRequest()
	req.DomainId = nil
	_, err := s.client.ModifyDomainLock(req)
	if err != nil {
		log.Printf("lock %s: %v", domain, err)
	}
	return err == nil
}

// retryFunc is used by several commands.
type retryFunc func(error) bool

func (f retryFunc) run(n int, op func() error) (err error) {
	for range n {
		if err = op(); err == nil || !f(err) {
			return err
		}
		time.Sleep(500 * time.Millisecond)
	}
	return err
}

// Status toggles a record.
func (s *Syncer) Status(req *dnspod.ModifyRecordStatusRequest) error {
	again := retryFunc(func(err error) bool {
		e, ok := err.(*tcerrors.TencentCloudSDKError)
		return ok && (strings.HasPrefix(e.Code, "RequestLimitExceeded") || strings.HasPrefix(e.Code, "InternalError"))
	})
	return again.run(5, func() error {
		_, err := s.client.ModifyRecordStatus(req)
		return err
	})
}

// Remark is retried, but not for what the operator must mend.
func (s *Syncer) Remark(req *dnspod.ModifyRecordRemarkRequest) error {
	again := retryFunc(func(err error) bool { // WANT missingcritical
		e, ok := err.(*tcerrors.TencentCloudSDKError)
		return ok && e.Code != "ResourceNotFound.NoDataOfRecord" && !strings.HasPrefix(e.Code, "InvalidParameter")
	})
	return again.run(5, func() error {
		_, err := s.client.ModifyRecordRemark(req)
		return err
	})
}

var noGroup = of("InvalidParameter.GroupIdInvalid", "InvalidParameter.GroupNameInvalid", "InvalidParameter.GroupNotExists") // WANT unknowncode

// DropGroup is for the weekly clean-up.
func (s *Syncer) DropGroup(req *dnspod.DeleteRecordGroupRequest) error {
	_, err := s.client.DeleteRecordGroup(req)
	if noGroup.has(err) {
		return nil
	}
	return err
}

// Alias adds one; of two domains one is enough.
func (s *Syncer) Alias(req *dnspod.CreateDomainAliasRequest) error {
	_, err := s.client.CreateDomainAlias(req)
	var e *tcerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == dnspod.INVALIDPARAMETER_DOMAINALIASEXISTS {
		return nil
	} else if errors.As(err, &e) && e.Code == "ResourceInUse.CdnHostExists" { // WANT wrongservice
		return nil
	}
	return err
}

// Snapshot tries until it has one.
func (s *Syncer) Snapshot(ctx context.Context, req *dnspod.CreateSnapshotRequest) error {
	return backoff.Retry(func() error {
		_, err := s.client.CreateSnapshotWithContext(ctx, req) // WANT retryall
		return err
	}, backoff.WithContext(backoff.NewConstantBackOff(5*time.Second), ctx))
}

// Whois reads the text, since the wrapper of the team keeps it.
func (s *Syncer) Whois(req *dnspod.DescribeDomainWhoisRequest) (*dnspod.WhoisInfo, error) {
	resp, err := s.client.DescribeDomainWhois(req)
	if err != nil {
		var e *tcerrors.TencentCloudSDKError
		if !errors.As(err, &e) {
			return nil, err
		}
		if strings.Contains(err.Error(), "FailedOperation.GetWhoisFailed") { // WANT textmatch
			return nil, nil
		}
		return nil, e
	}
	return resp.Response.Info, nil
}

// Dynamic updates the address of the office.
func (s *Syncer) Dynamic(req *dnspod.ModifyDynamicDNSRequest) error {
	_, err := s.client.ModifyDynamicDNS(req)
	var e *tcerrors.TencentCloudSDKError
	if errors.As(err, &e) { // WANT dropped
		if noRecord.has(e) {
			log.Print("dynamic: no record yet")
		}
		return e
	}
	return nil
}

// Analytics gives up at once on a crowded day.
func (s *Syncer) Analytics(ctx context.Context, req *dnspod.DescribeDomainAnalyticsRequest) (n int, err error) {
	op := func() error {
		resp, err := s.client.DescribeDomainAnalyticsWithContext(ctx, req)
		if err != nil {
			e, ok := err.(*tcerrors.TencentCloudSDKError)
			if ok && (e.Code == "InternalError" || e.Code == "FailedOperation.TemporaryError") { // WANT missingcritical
				return err
			}
			return backoff.Permanent(err)
		}
		n = len(resp.Response.Data)
		return nil
	}
	err = backoff.Retry(op, backoff.NewExponentialBackOff())
	return n, err
}

// Owned never sees the last case.
func (s *Syncer) Owned(req *dnspod.DescribeDomainRequest) (string, error) {
	resp, err := s.client.DescribeDomain(req)
	e, ok := err.(*tcerrors.TencentCloudSDKError)
	if ok {
		switch e.Code {
		case "InvalidParameterValue.DomainNotExists", "FailedOperation.NotDomainOwner":
			return "", nil
		case "OperationDenied.NoPermissionToOperateDomain":
			return "other", nil
		}
		if e.Code == "FailedOperation.NotDomainOwner" { // WANT deadtest
			return "someone", nil
		}
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.DomainInfo.OwnerNick, nil
}
