package edgecert

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"example.com/blind2/sdkerr"
	"github.com/avast/retry-go/v4"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	txerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	ssl "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssl/v20191205"
)

// Deployer uploads certificates and puts them on domains.
type Deployer struct {
	ssl   *ssl.Client
	cdn   *cdn.Client
	log   *slog.Logger
	tries uint
}

type handler func(d *Deployer, domain string, e *txerr.TencentCloudSDKError) error

func ignore(*Deployer, string, *txerr.TencentCloudSDKError) error { return nil }

func annotate(text string) handler {
	return func(_ *Deployer, domain string, e *txerr.TencentCloudSDKError) error {
		return fmt.Errorf("%s: %s: %w", domain, text, e)
	}
}

var dispatch = map[string]handler{
	"ResourceNotFound.CdnHostNotExists":          ignore,
	"ResourceUnavailable.CdnHostIsNotOnline":     annotate("the domain is offline"),
	"ResourceUnavailable.CdnHostIsLocked":        annotate("the domain is locked"),
	"UnauthorizedOperation.CdnHostIsUsedByOther": annotate("it is another account's"),
	"LimitExceeded.CdnHostOpTooOften":            annotate("try again in an hour"),
}

// Put sets the certificate of a domain.
func (d *Deployer) Put(ctx context.Context, domain, cert string) error {
	req := cdn.NewUpdateDomainConfigRequest()
	req.Domain = &domain
	req.Https = &cdn.Https{CertInfo: &cdn.ServerCert{CertId: &cert}}
	_, err := d.cdn.UpdateDomainConfigWithContext(ctx, req)
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*txerr.TencentCloudSDKError](err)
	if !ok {
		return err
	}
	if h, ok := dispatch[e.Code]; ok {
		return h(d, domain, e)
	}
	return e
}

// Upload answers the id of the certificate, also of one that is there already.
func (d *Deployer) Upload(ctx context.Context, pem, key string) (id string, err error) {
	req := ssl.NewUploadCertificateRequest()
	req.CertificatePublicKey, req.CertificatePrivateKey = &pem, &key
	req.Repeatable = common.BoolPtr(false)
	resp, err := d.ssl.UploadCertificateWithContext(ctx, req)
	if err != nil {
		if code := sdkerr.Code(err); code == ssl.FAILEDOPERATION_CERTIFICATEEXISTS {
			return d.find(ctx, pem)
		}
		return "", fmt.Errorf("upload: %w", err)
	}
	return *resp.Response.CertificateId, nil
}

func (d *Deployer) find(ctx context.Context, pem string) (string, error) {
	if _, err := x509.ParseCertificate([]byte(pem)); err != nil {
		return "", err
	}
	resp, err := d.ssl.DescribeCertificatesWithContext(ctx, ssl.NewDescribeCertificatesRequest())
	if err != nil {
		return "", err
	}
	for _, c := range resp.Response.Certificates {
		return *c.CertificateId, nil
	}
	return "", errors.New("not there after all")
}

func retryable(err error) bool {
	var e *txerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	if e.Code == "InternalError" || strings.HasPrefix(e.Code, "InternalError.") {
		return true
	}
	return e.Code == "RequestLimitExceeded" || strings.HasPrefix(e.Code, "RequestLimitExceeded.")
}

// Purge retries what is worth it.
func (d *Deployer) Purge(ctx context.Context, urls []string) (task string, err error) {
	req := cdn.NewPurgeUrlsCacheRequest()
	req.Urls = common.StringPtrs(urls)
	err = retry.Do(func() error {
		resp, err := d.cdn.PurgeUrlsCacheWithContext(ctx, req)
		if err != nil {
			return err
		}
		task = *resp.Response.TaskId
		return nil
	}, retry.Attempts(d.tries), retry.RetryIf(retryable), retry.Context(ctx), retry.LastErrorOnly(true))
	return task, err
}

// PurgePaths marks errors that are final.
func (d *Deployer) PurgePaths(ctx context.Context, paths []string) error {
	req := cdn.NewPurgePathCacheRequest()
	req.Paths = common.StringPtrs(paths)
	return retry.Do(func() error {
		_, err := d.cdn.PurgePathCacheWithContext(ctx, req)
		if err == nil || retryable(err) {
			return err
		}
		return retry.Unrecoverable(err)
	}, retry.Attempts(4), retry.Delay(time.Second))
}

// Revoke: a certificate that is not there is revoked.
func (d *Deployer) Revoke(id string) error {
	req := ssl.NewDeleteCertificateRequest()
	req.CertificateId = &id
	_, err := d.ssl.DeleteCertificate(req)
	return retireError(err)
}

// retireError is shared by the commands.
func retireError(err error) error {
	if err == nil {
		return nil
	}
	var e *txerr.TencentCloudSDKError
	if errors.As(err, &e) && slices.Contains(retired, e.Code) {
		return nil
	}
	return err
}

var retired = []string{ssl.FAILEDOPERATION_CERTIFICATENOTFOUND, "FailedOperation.CertificateNotFoundOrCantCancel"}

// Domains lists, page by page, and stops at a refused page with what it has plus the error.
func (d *Deployer) Domains(ctx context.Context) (out []string, err error) {
	for off := int64(0); ; off += 100 {
		req := cdn.NewDescribeDomainsRequest()
		req.Offset, req.Limit = &off, common.Int64Ptr(100)
		resp, err := d.cdn.DescribeDomainsWithContext(ctx, req)
		if err != nil {
			return out, err
		}
		if len(resp.Response.Domains) == 0 {
			return out, nil
		}
		for _, dom := range resp.Response.Domains {
			out = append(out, *dom.Domain)
		}
	}
}

// Stop the domain first, delete it then. Neither minds that there is none.
func (d *Deployer) Stop(domain string) error {
	stop := cdn.NewStopCdnDomainRequest()
	stop.Domain = &domain
	if _, err := d.cdn.StopCdnDomain(stop); err != nil {
		switch sdkerr.Code(err) {
		case "ResourceNotFound.CdnHostNotExists":
			return nil
		case "ResourceUnavailable.CdnHostIsNotOnline":
		default:
			return err
		}
	}
	del := cdn.NewDeleteCdnDomainRequest()
	del.Domain = &domain
	_, err := d.cdn.DeleteCdnDomain(del)
	return sdkerr.Ignore(err, "ResourceNotFound.CdnHostNotExists")
}

// Quota falls back to the documented default and says so.
func (d *Deployer) Quota(ctx context.Context) int64 {
	resp, err := d.cdn.DescribePurgeQuotaWithContext(ctx, cdn.NewDescribePurgeQuotaRequest())
	if err != nil {
		d.log.WarnContext(ctx, "quota unknown", "err", err)
		return 10000
	}
	for _, q := range resp.Response.UrlPurge {
		return *q.Total
	}
	return 0
}

// Issued waits until the authority has signed.
func (d *Deployer) Issued(ctx context.Context, id string) (bool, error) {
	req := ssl.NewDescribeCertificateRequest()
	req.CertificateId = &id
	resp, err := d.ssl.DescribeCertificateWithContext(ctx, req)
	if err != nil {
		return false, err
	}
	return *resp.Response.Status == 1, nil
}

// Push warms caches in batches; a batch over the limit is cut in two.
func (d *Deployer) Push(ctx context.Context, urls []string) error {
	req := cdn.NewPushUrlsCacheRequest()
	req.Urls = common.StringPtrs(urls)
	_, err := d.cdn.PushUrlsCacheWithContext(ctx, req)
	if sdkerr.Is(err, cdn.LIMITEXCEEDED_CDNPUSHEXCEEDBATCHLIMIT) && len(urls) > 1 {
		half := len(urls) / 2
		return errors.Join(d.Push(ctx, urls[:half]), d.Push(ctx, urls[half:]))
	}
	return err
}

// Logs tells a missing domain from an empty day.
func (d *Deployer) Logs(ctx context.Context, domain string) (links []string, known bool, err error) {
	req := cdn.NewDescribeCdnDomainLogsRequest()
	req.Domain = &domain
	resp, err := d.cdn.DescribeCdnDomainLogsWithContext(ctx, req)
	var e *txerr.TencentCloudSDKError
	switch {
	case errors.As(err, &e) && e.Code == "ResourceNotFound.CdnHostNotExists":
		return nil, false, nil
	case err != nil:
		return nil, false, err
	}
	for _, l := range resp.Response.DomainLogs {
		links = append(links, *l.LogPath)
	}
	return links, true, nil
}

// Start is Stop's other half.
func (d *Deployer) Start(domain string) error {
	req := cdn.NewStartCdnDomainRequest()
	req.Domain = &domain
	_, err := d.cdn.StartCdnDomain(req)
	if e, ok := err.(*txerr.TencentCloudSDKError); ok {
		switch e.Code {
		case "ResourceUnavailable.CdnHostIsNotOffline", "ResourceUnavailable.CdnHostIsOnline": // WANT unknowncode
			return nil
		}
	}
	return err
}

var benign = map[string]bool{
	"ResourceNotFound.CdnHostNotExists": true,
	"FailedOperation.CertificateExists": true, // WANT wrongservice
}

// Drop deletes domains, and passes over what is benign.
func (d *Deployer) Drop(domains []string) error {
	for _, dom := range domains {
		req := cdn.NewDeleteCdnDomainRequest()
		req.Domain = &dom
		if _, err := d.cdn.DeleteCdnDomain(req); err != nil {
			e, ok := err.(*txerr.TencentCloudSDKError)
			if ok && benign[e.Code] {
				continue
			}
			return fmt.Errorf("drop %s: %w", dom, err)
		}
	}
	return nil
}

// Preheat tries for a while.
func (d *Deployer) Preheat(ctx context.Context, req *cdn.PushUrlsCacheRequest) error {
	return retry.Do(func() error {
		_, err := d.cdn.PushUrlsCacheWithContext(ctx, req)
		return err
	}, retry.RetryIf(func(err error) bool { // WANT missingcritical
		var e *txerr.TencentCloudSDKError
		return errors.As(err, &e) && !strings.HasPrefix(e.Code, "LimitExceeded") && !strings.HasPrefix(e.Code, "InvalidParameter")
	}), retry.Attempts(8))
}

// Reissue has seen the codes for throttling, but only half of them.
func (d *Deployer) Reissue(req *ssl.ReplaceCertificateRequest) error {
	return retry.Do(func() error {
		_, err := d.ssl.ReplaceCertificate(req)
		return err
	}, retry.RetryIf(func(err error) bool {
		e, ok := err.(*txerr.TencentCloudSDKError)
		return ok && strings.HasPrefix(e.Code, "RequestLimitExceeded.") // WANT partialcategory
	}))
}

// Apply orders a certificate.
func (d *Deployer) Apply(req *ssl.ApplyCertificateRequest) (id string, err error) {
	err = retry.Do(func() error {
		resp, err := d.ssl.ApplyCertificate(req) // WANT retryall
		if err != nil {
			return err
		}
		id = *resp.Response.CertificateId
		return nil
	}, retry.Attempts(3), retry.Delay(10*time.Second))
	return
}

// Traffic shows zero on days without permission.
func (d *Deployer) Traffic(ctx context.Context, req *cdn.DescribeCdnDataRequest) (sum float64, err error) {
	resp, err := d.cdn.DescribeCdnDataWithContext(ctx, req)
	switch code := sdkerr.Code(err); {
	case strings.HasPrefix(code, "UnauthorizedOperation"): // WANT criticalsuccess
		return 0, nil
	case err != nil:
		return 0, err
	}
	for _, d := range resp.Response.Data {
		for _, c := range d.CdnData {
			sum += *c.SummarizedData.Value
		}
	}
	return sum, nil
}

// Check asks whether a certificate may be deployed.
func (d *Deployer) Check(id string) (ok bool, err error) {
	req := ssl.NewDescribeCertificateDetailRequest()
	req.CertificateId = &id
	_, err = d.ssl.DescribeCertificateDetail(req)
	if err == nil {
		return true, nil
	}
	if e, is := err.(*txerr.TencentCloudSDKError); is { // WANT missingcritical
		if e.Code == ssl.INTERNALERROR {
			return false, err
		}
		return true, nil
	}
	return false, err
}

// Complete does the same either way.
func (d *Deployer) Complete(req *ssl.CompleteCertificateRequest) error {
	_, err := d.ssl.CompleteCertificate(req)
	var e *txerr.TencentCloudSDKError
	if errors.As(err, &e) {
		if e.Code == "FailedOperation.CertificateNotFound" { // WANT deadtest
			return fmt.Errorf("complete: %w", err)
		}
		return fmt.Errorf("complete: %w", err)
	}
	return err
}

// Cancel keeps the pointer around a little too long.
func (d *Deployer) Cancel(req *ssl.CancelCertificateOrderRequest) error {
	_, err := d.ssl.CancelCertificateOrder(req)
	if err == nil {
		return nil
	}
	var apiErr *txerr.TencentCloudSDKError
	if errors.As(err, &apiErr) && apiErr.Code == ssl.FAILEDOPERATION_CANCELORDERFAILED {
		return fmt.Errorf("cancel: %w", apiErr)
	}
	if apiErr == nil {
		d.log.Error("cancel", "err", err)
		return apiErr // WANT typednil
	}
	return err
}
