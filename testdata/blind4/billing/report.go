package billing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"example.org/blind4/billing/batch"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	monitor "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/monitor/v20180724"
	ssl "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssl/v20191205"
	tag "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tag/v20180813"
)

// Line is a line of a report.
type Line struct {
	Name  string
	Value float64
	Note  string
}

// Print writes what became of jobs.
func Print(w io.Writer, r *batch.Report) {
	var codes []string
	for code := range r.Failed {
		codes = append(codes, code)
	}
	sort.Strings(codes)
	fmt.Fprintf(w, "done %d, skipped %d\n", r.Done, r.Skipped)
	for _, code := range codes {
		fmt.Fprintf(w, "%6d %s\n", r.Failed[code], code)
	}
}

// Usage reads a metric.
func Usage(ctx context.Context, client *monitor.Client, namespace, metric string) (Line, error) {
	req := monitor.NewGetMonitorDataRequest()
	req.Namespace = common.StringPtr(namespace)
	req.MetricName = common.StringPtr(metric)
	resp, err := client.GetMonitorDataWithContext(ctx, req)
	if err != nil {
		if batch.Any(err, "FailedOperation.DataColumnNotFound", "FailedOperation.DataTableNotFound") {
			return Line{Name: metric, Note: "no data"}, nil
		}
		return Line{}, err
	}
	line := Line{Name: metric}
	for _, p := range resp.Response.DataPoints {
		for _, v := range p.Values {
			line.Value += *v
		}
	}
	return line, nil
}

// Silence removes an alarm.
func Silence(ctx context.Context, client *monitor.Client, policy string) error {
	req := monitor.NewDeleteAlarmPolicyRequest()
	req.Module = common.StringPtr("monitor")
	req.PolicyIds = common.StringPtrs([]string{policy})
	_, err := client.DeleteAlarmPolicyWithContext(ctx, req)
	if e := batch.AsAPI(err); e != nil && strings.Contains("ResourceNotFound", e.Code) { // WANT swappedargs
		return nil
	}
	return err
}

// Certificate tells when a certificate ends.
func Certificate(ctx context.Context, client *ssl.Client, id string) (string, error) {
	req := ssl.NewDescribeCertificateRequest()
	req.CertificateId = common.StringPtr(id)
	resp, err := client.DescribeCertificateWithContext(ctx, req)
	if err != nil {
		switch batch.Code(err) {
		case "FailedOperation.CertificateNotFound":
			return "never", nil
		case "FailedOperation.AuthError":
			return "", fmt.Errorf("certificate %s belongs to somebody else: %w", id, err)
		}
		return "", err
	}
	return *resp.Response.CertEndTime, nil
}

// Expiring counts the certificates that end soon.
func Expiring(ctx context.Context, client *ssl.Client, ids []string, before time.Time) (soon int, err error) {
	for _, id := range ids {
		end, err := Certificate(ctx, client, id)
		var e *sdkerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "FailedOperation.CertificateInvalid" {
			soon++
			continue
		}
		if err != nil {
			return soon, err
		}
		if t, err := time.Parse(time.DateTime, end); err == nil && t.Before(before) {
			soon++
		}
	}
	return soon, nil
}

// Owner makes sure that the owner's tag is there.
func Owner(ctx context.Context, client *tag.Client, name string) error {
	req := tag.NewCreateTagRequest()
	req.TagKey = common.StringPtr("owner")
	req.TagValue = common.StringPtr(name)
	_, err := client.CreateTagWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		if e.Code == "ResourceInUse.TagDuplicate" { // WANT dropped
			return nil
		}
		return fmt.Errorf("owner %s: %w", name, e)
	}
	return nil
}

// Disown removes the owner's tag.
func Disown(ctx context.Context, client *tag.Client, name string) error {
	req := tag.NewDeleteTagRequest()
	req.TagKey = common.StringPtr("owner")
	req.TagValue = common.StringPtr(name)
	_, err := client.DeleteTagWithContext(ctx, req)
	if err == nil || batch.Any(err, "ResourceNotFound.TagNonExist") {
		return nil
	}
	if batch.Any(err, "FailedOperation.TagAttachedResource", "ResourceInUse.TagKeyAttached") {
		return fmt.Errorf("%s still owns something: %w", name, err)
	}
	return err
}

// Reowner gives everything to another owner.
func Reowner(ctx context.Context, client *tag.Client, from, to string) error {
	if err := Owner(ctx, client, to); err != nil {
		return err
	}
	err := Disown(ctx, client, from)
	if e := batch.AsAPI(err); e != nil && e.Code == "ResourceNotFound.CamTagKeyNotExist" { // WANT wrongservice
		return nil
	}
	return err
}
