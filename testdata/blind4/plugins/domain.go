// Package plugins has the resources of the provider.
package plugins

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	cdn "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606"
	ckafka "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka/v20190819"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkErrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	ssl "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssl/v20191205"
	tat "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tat/v20201028"

	"example.org/blind4/plugins/internal/resource"
)

// Meta has the clients of the provider.
type Meta struct {
	CDN   *cdn.Client
	Kafka *ckafka.Client
	SSL   *ssl.Client
	TAT   *tat.Client
}

// busyDomain is answered while a domain is being deployed.
var busyDomain = []string{cdn.RESOURCEINUSE_CDNOPINPROGRESS, "ResourceUnavailable.CdnHostIsLocked", "LimitExceeded.CdnHostOpTooOften"}

// DomainCreate adds a domain.
func DomainCreate(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := cdn.NewAddCdnDomainRequest()
	request.Domain = common.StringPtr(d.Get("domain"))
	request.ServiceType = common.StringPtr("web")
	err := resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		_, err := meta.CDN.AddCdnDomain(request)
		return resource.Check(err)
	})
	if resource.Expected(err, "ResourceInUse.CdnHostExists") {
		return fmt.Errorf("import %s instead: %w", d.Get("domain"), err)
	}
	if err != nil {
		return err
	}
	d.SetID(d.Get("domain"))
	return DomainRead(ctx, d, meta)
}

// DomainRead reads a domain.
func DomainRead(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := cdn.NewDescribeDomainsConfigRequest()
	request.Filters = []*cdn.DomainFilter{{Name: common.StringPtr("domain"), Value: common.StringPtrs([]string{d.ID()})}}
	var response *cdn.DescribeDomainsConfigResponse
	err := resource.Retry(ctx, resource.ReadTimeout, func() (result *resource.RetryError) {
		var err error
		response, err = meta.CDN.DescribeDomainsConfig(request)
		return resource.Check(err)
	})
	if err != nil {
		return resource.DropIfGone(d, err, "ResourceNotFound.CdnHostNotExists")
	}
	if len(response.Response.Domains) == 0 {
		d.SetID("")
		return nil
	}
	d.Set("status", *response.Response.Domains[0].Status)
	return nil
}

// DomainStop takes a domain offline.
func DomainStop(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := cdn.NewStopCdnDomainRequest()
	request.Domain = common.StringPtr(d.ID())
	err := resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		_, err := meta.CDN.StopCdnDomain(request)
		return resource.Check(err, busyDomain...)
	})
	if resource.Expected(err, "ResourceUnavailable.CdnHostIsNotOnLine") { // WANT unknowncode
		return nil
	}
	return err
}

// DomainDelete removes a domain that is offline.
func DomainDelete(ctx context.Context, d *resource.Data, meta *Meta) error {
	if err := DomainStop(ctx, d, meta); err != nil {
		return err
	}
	request := cdn.NewDeleteCdnDomainRequest()
	request.Domain = common.StringPtr(d.ID())
	return resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		_, err := meta.CDN.DeleteCdnDomain(request)
		if resource.Expected(err, "ResourceNotFound.CdnHostNotExists") {
			return nil
		}
		return resource.Check(err, "ResourceUnavailable.CdnHostIsNotOffline", "ResourceInUse.CdnOpInProgress")
	})
}

// DomainUpdate changes the origin of a domain.
func DomainUpdate(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := cdn.NewUpdateDomainConfigRequest()
	request.Domain = common.StringPtr(d.ID())
	request.Origin = &cdn.Origin{Origins: common.StringPtrs(strings.Split(d.Get("origins"), ","))}
	return resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		_, err := meta.CDN.UpdateDomainConfig(request)
		if err == nil {
			return nil
		}
		if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && e.Code == "ResourceInUse.CdnOpInProgress" { // WANT missingcritical
			return resource.Retryable(err)
		}
		return resource.Final(err)
	})
}

// DomainPurge empties the cache of a domain.
func DomainPurge(ctx context.Context, meta *Meta, urls []string) error {
	request := cdn.NewPurgeUrlsCacheRequest()
	request.Urls = common.StringPtrs(urls)
	return resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		_, err := meta.CDN.PurgeUrlsCacheWithContext(ctx, request)
		switch {
		case err == nil:
			return nil
		case resource.Expected(err, "LimitExceeded.CdnPurgeUrlExceedDayLimit"): // WANT missingcritical
			return resource.Final(fmt.Errorf("come again tomorrow: %w", err))
		}
		return resource.Retryable(err)
	})
}

// DomainCertificate gives a domain a certificate.
func DomainCertificate(ctx context.Context, d *resource.Data, meta *Meta, cert string) error {
	request := cdn.NewUpdateDomainConfigRequest()
	request.Domain = common.StringPtr(d.ID())
	request.Https = &cdn.Https{Switch: common.StringPtr("on"), CertInfo: &cdn.ServerCert{CertId: common.StringPtr(cert)}}
	_, err := meta.CDN.UpdateDomainConfigWithContext(ctx, request)
	switch {
	case resource.Expected(err, "FailedOperation.SslCertNotFound"):
		return fmt.Errorf("certificate %s is gone: %w", cert, err)
	case resource.Expected(err, "FailedOperation.CertificateNotFound"): // WANT wrongservice
		return fmt.Errorf("certificate %s was never there: %w", cert, err)
	}
	return err
}

// UserCreate makes a user of a kafka.
func UserCreate(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := ckafka.NewCreateUserRequest()
	request.InstanceId = common.StringPtr(d.Get("instance"))
	request.Name = common.StringPtr(d.Get("name"))
	request.Password = common.StringPtr(d.Get("password"))
	err := resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		_, err := meta.Kafka.CreateUser(request) // WANT uncheckedstatus
		return resource.Check(err)
	})
	if err != nil {
		return err
	}
	d.SetID(d.Get("instance") + "#" + d.Get("name"))
	return nil
}

// UserDelete removes a user of a kafka.
func UserDelete(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := ckafka.NewDeleteUserRequest()
	request.InstanceId = common.StringPtr(d.Get("instance"))
	request.Name = common.StringPtr(d.Get("name"))
	return resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		response, err := meta.Kafka.DeleteUser(request)
		if err != nil {
			if resource.Expected(err, ckafka.RESOURCENOTFOUND) {
				return nil
			}
			return resource.Check(err)
		}
		if result := response.Response.Result; *result.ReturnCode != "0" {
			return resource.Final(errors.New(*result.ReturnMessage))
		}
		return nil
	})
}

// CertificateCreate uploads a certificate.
func CertificateCreate(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := ssl.NewUploadCertificateRequest()
	request.CertificatePublicKey = common.StringPtr(d.Get("public"))
	request.CertificatePrivateKey = common.StringPtr(d.Get("private"))
	response, err := meta.SSL.UploadCertificateWithContext(ctx, request)
	if resource.Expected(err, "FailedOperation.CertificateExists") {
		return fmt.Errorf("the certificate is there already: %w", err)
	}
	if resource.Expected(err, "FailedOperation.CertificateMismatch", "FailedOperation.CertificateParseError") {
		return fmt.Errorf("the key does not fit the certificate: %w", err)
	}
	if err != nil {
		return err
	}
	d.SetID(*response.Response.CertificateId)
	return nil
}

// CertificateRead reads a certificate.
func CertificateRead(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := ssl.NewDescribeCertificateRequest()
	request.CertificateId = common.StringPtr(d.ID())
	response, err := meta.SSL.DescribeCertificateWithContext(ctx, request)
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok {
		if e.Code == ssl.FAILEDOPERATION_CERTIFICATENOTFOUND { // WANT dropped
			d.SetID("")
			return nil
		}
		return e
	}
	if response != nil && response.Response != nil && response.Response.Alias != nil {
		d.Set("alias", *response.Response.Alias)
	}
	return nil
}

// CertificateDelete removes a certificate.
func CertificateDelete(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := ssl.NewDeleteCertificateRequest()
	request.CertificateId = common.StringPtr(d.ID())
	err := resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		_, err := meta.SSL.DeleteCertificateWithContext(ctx, request)
		return resource.Check(err, "FailedOperation.CannotBeDeletedWithinHours") // WANT unknowncode
	})
	return resource.DropIfGone(d, err)
}

// CertificateAlias renames a certificate.
func CertificateAlias(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := ssl.NewModifyCertificateAliasRequest()
	request.CertificateId = common.StringPtr(d.ID())
	request.Alias = common.StringPtr(d.Get("alias"))
	return resource.Retry(ctx, resource.WriteTimeout, func() *resource.RetryError {
		if _, err := meta.SSL.ModifyCertificateAliasWithContext(ctx, request); err != nil { // WANT retryall
			return resource.Retryable(err)
		}
		return nil
	})
}

// CommandDelete removes a command.
func CommandDelete(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := tat.NewDeleteCommandRequest()
	request.CommandId = common.StringPtr(d.ID())
	for attempt := range 4 {
		_, err := meta.TAT.DeleteCommandWithContext(ctx, request)
		if err == nil || resource.Expected(err, "ResourceNotFound.CommandNotFound") {
			d.SetID("")
			return nil
		}
		if !resource.Expected(err, "RequestLimitExceeded", "ResourceUnavailable.CommandInExecuting") {
			return err
		}
		time.Sleep(time.Duration(attempt) * time.Second)
	}
	return fmt.Errorf("command %s is still executing", d.ID())
}

// CommandRead reads a command.
func CommandRead(ctx context.Context, d *resource.Data, meta *Meta) error {
	request := tat.NewDescribeCommandsRequest()
	request.CommandIds = common.StringPtrs([]string{d.ID()})
	response, err := meta.TAT.DescribeCommandsWithContext(ctx, request)
	if err := resource.DropIfGone(d, err); err != nil {
		return err
	}
	if d.ID() == "" || len(response.Response.CommandSet) == 0 {
		log.Printf("[WARN] a command is gone")
		d.SetID("")
		return nil
	}
	d.Set("name", *response.Response.CommandSet[0].CommandName)
	return nil
}

// CommandRun runs a command on machines.
func CommandRun(ctx context.Context, d *resource.Data, meta *Meta, machines []string) (string, error) {
	request := tat.NewInvokeCommandRequest()
	request.CommandId = common.StringPtr(d.ID())
	request.InstanceIds = common.StringPtrs(machines)
	response, err := meta.TAT.InvokeCommandWithContext(ctx, request)
	if err != nil {
		var e *sdkErrors.TencentCloudSDKError
		switch {
		case !errors.As(err, &e):
		case strings.HasPrefix(e.Code, "ResourceUnavailable.Agent"):
			return "", fmt.Errorf("start the agent first: %w", err)
		case strings.Contains(e.Code, "InstanceNotExists"): // WANT wrongservice
			return "", fmt.Errorf("a machine is gone: %w", err)
		}
		return "", err
	}
	return *response.Response.InvocationId, nil
}

// CommandCancel cancels a run that may have ended.
func CommandCancel(ctx context.Context, meta *Meta, run string) error {
	request := tat.NewCancelInvocationRequest()
	request.InvocationId = common.StringPtr(run)
	_, err := meta.TAT.CancelInvocationWithContext(ctx, request)
	if resource.NotFound(err) {
		return nil
	} else if resource.Expected(err, "OperationDenied") {
		return fmt.Errorf("run %s has ended: %w", run, err)
	}
	return err
}

// CommandStatus reads the state of a run.
func CommandStatus(ctx context.Context, meta *Meta, run string) (string, error) {
	request := tat.NewDescribeInvocationsRequest()
	request.InvocationIds = common.StringPtrs([]string{run})
	response, err := meta.TAT.DescribeInvocationsWithContext(ctx, request)
	e, ok := err.(*sdkErrors.TencentCloudSDKError)
	switch {
	case ok && strings.HasPrefix(e.Code, "ResourceNotFound"):
		return "gone", nil
	case ok && e.Code == "ResourceNotFound.InvocationNotFound": // WANT deadtest
		return "unknown", nil
	case err != nil:
		return "", err
	}
	return *response.Response.InvocationSet[0].InvocationStatus, nil
}
