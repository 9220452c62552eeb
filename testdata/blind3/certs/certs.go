// Package certs renews certificates and puts them where they are used.
package certs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/avast/retry-go/v4"
	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	ssl "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssl/v20191205"

	"example.org/blind3/tcerr"
)

var ErrPending = errors.New("certs: pending")

type Manager struct {
	ssl *ssl.Client
	cdn *cdn.Client
	log *slog.Logger
}

func asSDK(err error) (*sdkerrors.TencentCloudSDKError, bool) {
	return errors.AsType[*sdkerrors.TencentCloudSDKError](err)
}

func (m *Manager) get(ctx context.Context, id string) (*ssl.DescribeCertificateDetailResponseParams, error) {
	req := ssl.NewDescribeCertificateDetailRequest()
	req.CertificateId = &id
	resp, err := m.ssl.DescribeCertificateDetailWithContext(ctx, req)
	if e, ok := asSDK(err); ok && e.Code == "FailedOperation.CertificateNotFound" {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", id, err)
	}
	return resp.Response, nil
}

func (m *Manager) apply(ctx context.Context, domain string) (string, error) {
	req := ssl.NewApplyCertificateRequest()
	req.DomainName, req.DvAuthMethod = &domain, common.StringPtr("DNS_AUTO")
	resp, err := m.ssl.ApplyCertificateWithContext(ctx, req)
	if e, ok := asSDK(err); ok {
		switch e.Code {
		case ssl.FAILEDOPERATION_EXCEEDSFREELIMIT, ssl.FAILEDOPERATION_PACKAGECOUNTLIMIT:
			return "", fmt.Errorf("buy a package: %w", err)
		case "FailedOperation.MainDomainCertificateCountLimited": // WANT unknowncode
			return "", fmt.Errorf("too many for %s: %w", domain, err)
		}
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.CertificateId, nil
}

func (m *Manager) remove(ctx context.Context, id string) error {
	req := ssl.NewDeleteCertificateRequest()
	req.CertificateId = &id
	_, err := m.ssl.DeleteCertificateWithContext(ctx, req)
	if e, ok := asSDK(err); ok && e.Code == "FailedOperation.CertificateNotFound" {
		return nil
	} else if ok && slices.Contains([]string{"FailedOperation.CannotBeDeletedWithinHour", "FailedOperation.DeleteFailedTimeNotUp"}, e.Code) {
		return ErrPending
	}
	return err
}

func (m *Manager) removeBound(ctx context.Context, id string) error {
	req := ssl.NewDeleteCertificateRequest()
	req.CertificateId = &id
	_, err := m.ssl.DeleteCertificateWithContext(ctx, req)
	if e, ok := asSDK(err); ok && slices.Contains([]string{
		"FailedOperation.BoundResources",
		"FailedOperation.DeleteResourceFails", // WANT unknowncode
	}, e.Code) {
		return ErrPending
	}
	return err
}

func (m *Manager) revoke(ctx context.Context, id string) error {
	req := ssl.NewRevokeCertificateRequest()
	req.CertificateId = &id
	_, err := m.ssl.RevokeCertificateWithContext(ctx, req)
	if e, ok := asSDK(err); ok && e.Code == "FailedOperation.SslCertNotFound" { // WANT wrongservice
		return nil
	}
	return err
}

// upload gives the id of the certificate, also when it was there before.
func (m *Manager) upload(ctx context.Context, pem, key string) (string, error) {
	req := ssl.NewUploadCertificateRequest()
	req.CertificatePublicKey, req.CertificatePrivateKey = &pem, &key
	req.Repeatable = common.BoolPtr(false)
	resp, err := m.ssl.UploadCertificateWithContext(ctx, req)
	if err == nil {
		return *resp.Response.CertificateId, nil
	}
	e, ok := asSDK(err)
	if ok && e.Code == "FailedOperation.CertificateExists" {
		return m.find(ctx, pem)
	}
	if ok && (e.Code == "FailedOperation.CertificateMismatch" || e.Code == "InvalidParameter.MissMatchPrivateKey") {
		return "", fmt.Errorf("the key is not that of the certificate: %w", err)
	}
	return "", err
}

func (m *Manager) find(ctx context.Context, pem string) (string, error) {
	req := ssl.NewDescribeCertificatesRequest()
	resp, err := m.ssl.DescribeCertificatesWithContext(ctx, req)
	if err != nil {
		return "", err
	}
	for _, c := range resp.Response.Certificates {
		if c.Alias != nil && strings.Contains(pem, *c.Alias) {
			return *c.CertificateId, nil
		}
	}
	return "", errors.New("not listed")
}

// deployCDN puts a certificate on a host of the CDN.
func (m *Manager) deployCDN(ctx context.Context, host, id string) error {
	req := cdn.NewUpdateDomainConfigRequest()
	req.Domain = &host
	req.Https = &cdn.Https{Switch: common.StringPtr("on"), CertInfo: &cdn.ServerCert{CertId: &id}}
	_, err := m.cdn.UpdateDomainConfigWithContext(ctx, req)
	e, ok := asSDK(err)
	if !ok {
		return err
	}
	switch code := e.Code; {
	case code == "ResourceInUse.CdnOpInProgress" || code == "LimitExceeded.CdnHostOpTooOften":
		return ErrPending
	case code == "InvalidParameter.CdnCertInfoNotFound":
		return fmt.Errorf("cdn does not know %s", id)
	case code == "FailedOperation.CertificateNotFound": // WANT wrongservice
		return fmt.Errorf("ssl does not know %s", id)
	}
	return err
}

func (m *Manager) deployAll(ctx context.Context, hosts []string, id string) error {
	for _, h := range hosts {
		err := retry.Do(
			func() error { return m.deployCDN(ctx, h, id) },
			retry.Attempts(10),
			retry.Delay(5*time.Second),
			retry.RetryIf(func(err error) bool { return errors.Is(err, ErrPending) || tcerr.Throttled(err) }),
		)
		if err != nil {
			return tcerr.Wrap(h, err)
		}
	}
	return nil
}

func (m *Manager) download(ctx context.Context, id string) (content string, err error) {
	req := ssl.NewDownloadCertificateRequest()
	req.CertificateId = &id
	err = retry.Do(func() error {
		resp, err := m.ssl.DownloadCertificateWithContext(ctx, req)
		if err != nil {
			if e, ok := asSDK(err); ok && e.Code == "FailedOperation.CertificateStatusNotAllowDownload" { // WANT missingcritical
				return retry.Unrecoverable(err)
			}
			return err
		}
		content = *resp.Response.Content
		return nil
	}, retry.Attempts(20), retry.Delay(time.Second))
	return content, err
}

func (m *Manager) downloadOnce(ctx context.Context, id string) (string, error) {
	req := ssl.NewDownloadCertificateRequest()
	req.CertificateId = &id
	resp, err := m.ssl.DownloadCertificateWithContext(ctx, req)
	if err != nil {
		e, ok := err.(*sdkerrors.TencentCloudSDKError)
		if !ok {
			return "", e // WANT typednil
		}
		if e.Code == "FailedOperation.CertificateNotAllowDownload" {
			return "", ErrPending
		}
		return "", err
	}
	return *resp.Response.Content, nil
}

func (m *Manager) verify(ctx context.Context, id string) (bool, error) {
	req := ssl.NewCheckCertificateDomainVerificationRequest()
	req.CertificateId = &id
	_, err := m.ssl.CheckCertificateDomainVerificationWithContext(ctx, req)
	if e, ok := asSDK(err); ok && strings.HasPrefix(e.Code, "FailedOperation.CertificateStatusNotAllow") {
		return false, nil
	}
	return err == nil, err
}

func (m *Manager) cancel(ctx context.Context, id string) error {
	req := ssl.NewCancelCertificateOrderRequest()
	req.CertificateId = &id
	_, err := m.ssl.CancelCertificateOrderWithContext(ctx, req)
	if e, ok := asSDK(err); ok {
		if e.Code == "FailedOperation.CancelOrderFailed" { // WANT deadtest
			return err
		}
		return err
	}
	return err
}

// renew replaces what expires within the month.
func (m *Manager) renew(ctx context.Context, id, domain string, hosts []string) error {
	c, err := m.get(ctx, id)
	if err != nil {
		if tcerr.Denied(err) {
			m.log.Error("no right to read certificates", "id", id, "request", tcerr.RequestID(err))
		}
		return err
	}
	if c != nil && *c.CertEndTime > time.Now().AddDate(0, 1, 0).Format(time.DateTime) {
		return nil
	}
	fresh, err := m.apply(ctx, domain)
	if err != nil {
		return err
	}
	if err := m.deployAll(ctx, hosts, fresh); err != nil {
		return err
	}
	if err := m.remove(ctx, id); err != nil && !errors.Is(err, ErrPending) {
		m.log.Warn("old certificate stays", "id", id, "err", err)
	}
	return nil
}

// alias names a certificate. The name is for people, so only some failures matter.
func (m *Manager) alias(ctx context.Context, id, name string) error {
	req := ssl.NewModifyCertificateAliasRequest()
	req.CertificateId, req.Alias = &id, &name
	_, err := m.ssl.ModifyCertificateAliasWithContext(ctx, req)
	if e, ok := asSDK(err); ok && strings.HasPrefix(e.Code, "FailedOperation.Certificate") { // WANT missingcritical
		return err
	} else if ok {
		return nil
	}
	return err
}

// packages counts what is left.
func (m *Manager) packages(ctx context.Context) (int, error) {
	resp, err := m.ssl.DescribePackagesWithContext(ctx, ssl.NewDescribePackagesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		return 0, fmt.Errorf("packages (%s): %s", e.RequestId, e.Message)
	}
	if err != nil {
		return 0, err
	}
	return len(resp.Response.Packages), nil
}

func (m *Manager) managers(ctx context.Context) error {
	req := ssl.NewDescribeManagersRequest()
	_, err := m.ssl.DescribeManagersWithContext(ctx, req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok { // WANT dropped
		return fmt.Errorf("managers (%s): %s", e.RequestId, e.Message)
	}
	return nil
}

func (m *Manager) rateLimited(err error) bool {
	e, ok := asSDK(err)
	return ok && (strings.HasPrefix(e.Code, "RequestLimitExceeded") || e.Code == "LimitExceeded.RateLimitExceed") // WANT unknowncode
}
