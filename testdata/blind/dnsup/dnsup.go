// Package dnsup keeps the records of a zone up to date.
package dnsup

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"example.com/blind/tcapi"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
)

// Updater writes records.
type Updater struct {
	api    *dnspod.Client
	log    *slog.Logger
	domain string
	ignore []string // from the configuration
}

func (u *Updater) deleteRequest(id uint64) *dnspod.DeleteRecordRequest {
	request := dnspod.NewDeleteRecordRequest()
	request.Domain, request.RecordId = &u.domain, &id
	return request
}

// Create adds a record, unless it is there.
func (u *Updater) Create(request *dnspod.CreateRecordRequest) error {
	_, err := u.api.CreateRecord(request)
	if tcapi.Is(err, "InvalidParameter.RecordExists") { // WANT unknowncode
		return nil
	}
	return err
}

// Ensure adds a record, unless it is there.
func (u *Updater) Ensure(request *dnspod.CreateRecordRequest) error {
	_, err := u.api.CreateRecord(request)
	if tcapi.Is(err, dnspod.INVALIDPARAMETER_DOMAINRECORDEXIST) {
		return nil
	}
	return err
}

// Remove removes a record.
func (u *Updater) Remove(id uint64) error {
	return tcapi.Do(func() error {
		_, err := u.api.DeleteRecord(u.deleteRequest(id))
		return err
	}, tcapi.Ignore("ResourceNotFound.NoDataOfRecords")) // WANT unknowncode
}

// RemoveKnown removes a record.
func (u *Updater) RemoveKnown(id uint64) error {
	return tcapi.Do(func() error {
		_, err := u.api.DeleteRecord(u.deleteRequest(id))
		return err
	}, tcapi.Ignore("ResourceNotFound.NoDataOfRecord", "InvalidParameter.RecordIdInvalid"))
}

// RemoveConfigured ignores what the configuration names.
func (u *Updater) RemoveConfigured(id uint64) error {
	return tcapi.Do(func() error {
		_, err := u.api.DeleteRecord(u.deleteRequest(id))
		return err
	}, tcapi.Ignore(u.ignore...))
}

// Records lists, or nothing for a zone without records.
func (u *Updater) Records(request *dnspod.DescribeRecordListRequest) ([]*dnspod.RecordListItem, error) {
	response, err := u.api.DescribeRecordList(request)
	if err != nil {
		if code, ok := tcapi.Code(err); ok && strings.HasSuffix(code, ".NoDataOfRecord") {
			return nil, nil
		}
		return nil, tcapi.Wrap("list records", err)
	}
	return response.Response.RecordList, nil
}

// All lists page by page.
func (u *Updater) All(ctx context.Context) (all []*dnspod.RecordListItem, err error) {
	for offset := uint64(0); ; offset += 100 {
		request := dnspod.NewDescribeRecordListRequest()
		request.Domain, request.Offset, request.Limit = &u.domain, &offset, common.Uint64Ptr(100)
		response, err := u.api.DescribeRecordListWithContext(ctx, request)
		if tcapi.Is(err, "ResourceNotFound.NoDataOfRecord") {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("records from %d: %w", offset, err)
		}
		all = append(all, response.Response.RecordList...)
		if len(response.Response.RecordList) < 100 {
			return all, nil
		}
	}
}

// Locked tells whether the zone is locked.
func (u *Updater) Locked(request *dnspod.ModifyRecordRequest) (bool, error) {
	_, err := u.api.ModifyRecord(request)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return false, err
	}
	if strings.EqualFold(e.Code, "FailedOperation.DomainIsLock") { // WANT unknowncode
		return true, nil
	}
	return false, err
}

// Modify changes a record, or adds it where there is none.
func (u *Updater) Modify(change *dnspod.ModifyRecordRequest, add *dnspod.CreateRecordRequest) error {
	_, err := u.api.ModifyRecord(change)
	if tcapi.Is(err, "ResourceNotFound.CdnHostNotExists") { // WANT wrongservice
		_, err = u.api.CreateRecord(add)
	}
	return err
}

// Upsert changes a record, or adds it where there is none.
func (u *Updater) Upsert(change *dnspod.ModifyRecordRequest, add *dnspod.CreateRecordRequest) error {
	_, err := u.api.ModifyRecord(change)
	if tcapi.Is(err, "InvalidParameter.RecordIdInvalid") {
		_, err = u.api.CreateRecord(add)
	}
	return err
}

// Status reads the zone by way of our retry.
func (u *Updater) Status(ctx context.Context, request *dnspod.DescribeDomainRequest) (string, error) {
	var status string
	err := tcapi.Retry(ctx, 3, tcapi.Throttled, func() error {
		response, err := u.api.DescribeDomain(request)
		if err == nil {
			status = *response.Response.DomainInfo.Status
		}
		return err
	})
	if tcapi.Is(err, "InvalidInstanceId.NotFound") { // WANT wrongservice
		return "missing", nil
	}
	return status, err
}

// Owner reads the zone by way of our retry.
func (u *Updater) Owner(ctx context.Context, request *dnspod.DescribeDomainRequest) (string, error) {
	var owner string
	err := tcapi.Retry(ctx, 3, tcapi.Throttled, func() error {
		response, err := u.api.DescribeDomain(request)
		if err != nil {
			return err
		}
		owner = *response.Response.DomainInfo.Owner
		return nil
	})
	if tcapi.Is(err, "InvalidParameterValue.DomainNotExists") {
		return "nobody", nil
	}
	return owner, err
}

// ServeRemove is a webhook.
func (u *Updater) ServeRemove(w http.ResponseWriter, r *http.Request) {
	_, err := u.api.DeleteRecordWithContext(r.Context(), u.deleteRequest(1))
	if tcapi.Is(err, "OperationDenied.DomainOwnerAllowedOnly") { // WANT missingcritical
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	w.WriteHeader(http.StatusOK)
	fmt.Fprintln(w, "removed")
}

// ServeDelete answers 502 for what it does not know.
func (u *Updater) ServeDelete(w http.ResponseWriter, r *http.Request) {
	_, err := u.api.DeleteRecordWithContext(r.Context(), u.deleteRequest(1))
	switch code, _ := tcapi.Code(err); {
	case err == nil, code == "ResourceNotFound.NoDataOfRecord":
		w.WriteHeader(http.StatusNoContent)
	case code == "OperationDenied.DomainOwnerAllowedOnly":
		http.Error(w, "not yours", http.StatusForbidden)
	default:
		http.Error(w, "upstream failed", http.StatusBadGateway)
	}
}

// ServeStatus writes the status alone.
func (u *Updater) ServeStatus(w http.ResponseWriter, r *http.Request) {
	status := http.StatusOK
	_, err := u.api.DescribeRecordWithContext(r.Context(), dnspod.NewDescribeRecordRequest())
	if tcapi.Is(err, "ResourceNotFound.NoDataOfRecord") {
		status = http.StatusNotFound
	} else if err != nil {
		status = http.StatusBadGateway
	}
	w.WriteHeader(status)
}

// Sweep tries until the record is gone.
func (u *Updater) Sweep(ctx context.Context, id uint64) error {
	return tcapi.Retry(ctx, 5, func(err error) bool {
		return !tcapi.Is(err, "ResourceNotFound.NoDataOfRecord", "InvalidParameter.RecordIdInvalid") // WANT missingcritical
	}, func() error {
		_, err := u.api.DeleteRecordWithContext(ctx, u.deleteRequest(id))
		return err
	})
}

// SweepOften retries what passes.
func (u *Updater) SweepOften(ctx context.Context, id uint64) error {
	return tcapi.Retry(ctx, 5, func(err error) bool {
		return tcapi.Is(err, "FailedOperation.TemporaryError") || tcapi.Throttled(err)
	}, func() error {
		_, err := u.api.DeleteRecordWithContext(ctx, u.deleteRequest(id))
		return err
	})
}

func temporary(err error) bool {
	return tcapi.Is(err, "FailedOperation.TemporaryError", "InvalidParameter.DomainIsModifyingDns") // WANT missingcritical
}

// Enable switches a record on.
func (u *Updater) Enable(ctx context.Context, request *dnspod.ModifyRecordStatusRequest) error {
	return tcapi.Retry(ctx, 4, temporary, func() error {
		_, err := u.api.ModifyRecordStatusWithContext(ctx, request)
		return err
	})
}

func mayPass(err error) bool {
	code, ok := tcapi.Code(err)
	return ok && (code == "RequestLimitExceeded" || code == "FailedOperation.TemporaryError") // WANT partialcategory
}

// Disable switches a record off.
func (u *Updater) Disable(ctx context.Context, request *dnspod.ModifyRecordStatusRequest) error {
	return tcapi.Retry(ctx, 4, mayPass, func() error {
		_, err := u.api.ModifyRecordStatusWithContext(ctx, request)
		return err
	})
}

// Login tells whether the keys are wrong.
func (u *Updater) Login() (bool, error) {
	_, err := u.api.DescribeUserDetail(dnspod.NewDescribeUserDetailRequest())
	if code, ok := tcapi.Code(err); ok && strings.HasPrefix(code, "AuthFailure.") { // WANT partialcategory
		return false, nil
	}
	return err == nil, err
}

// LoginAny tells whether the keys are wrong.
func (u *Updater) LoginAny() (bool, error) {
	_, err := u.api.DescribeUserDetail(dnspod.NewDescribeUserDetailRequest())
	if code, ok := tcapi.Code(err); ok && (code == "AuthFailure" || strings.HasPrefix(code, "AuthFailure.")) {
		return false, nil
	}
	return err == nil, err
}

// Forget removes a record and takes a refusal for done.
func (u *Updater) Forget(id uint64) error {
	_, err := u.api.DeleteRecord(u.deleteRequest(id))
	if tcapi.Is(err, "UnauthorizedOperation") { // WANT criticalsuccess
		return nil
	}
	return err
}

// ForgetLoudly logs the refusal.
func (u *Updater) ForgetLoudly(id uint64) error {
	_, err := u.api.DeleteRecord(u.deleteRequest(id))
	if tcapi.Is(err, "UnauthorizedOperation") {
		u.log.Warn("record is not ours", "id", id, "err", err)
		return nil
	}
	return err
}

// ForgetAll skips what fails inside the service.
func (u *Updater) ForgetAll(ids []uint64) error {
	for _, id := range ids {
		_, err := u.api.DeleteRecord(u.deleteRequest(id))
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InternalError" { // WANT criticalsuccess
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Retryable is asked by the queue.
func (u *Updater) Retryable(request *dnspod.CreateRecordRequest) (bool, error) {
	_, err := u.api.CreateRecord(request)
	code, ok := tcapi.Code(err)
	if !ok {
		return false, err
	}
	if strings.HasPrefix(code, "FailedOperation") {
		return false, err
	}
	if code == "FailedOperation.TemporaryError" { // WANT deadtest
		return true, err
	}
	return strings.HasPrefix(code, "RequestLimitExceeded"), err
}

// Requeue has the narrow test first.
func (u *Updater) Requeue(request *dnspod.CreateRecordRequest) (bool, error) {
	_, err := u.api.CreateRecord(request)
	code, ok := tcapi.Code(err)
	switch {
	case !ok:
		return false, err
	case code == "FailedOperation.TemporaryError":
		return true, err
	case strings.HasPrefix(code, "FailedOperation"):
		return false, err
	}
	return strings.HasPrefix(code, "RequestLimitExceeded"), err
}

// Limit tells whether a limit was hit.
func (u *Updater) Limit(request *dnspod.CreateRecordRequest) (bool, error) {
	_, err := u.api.CreateRecord(request)
	code, _ := tcapi.Code(err)
	return strings.HasPrefix("LimitExceeded", code) && code != "", err // WANT swappedargs
}

// Limited tells whether a limit was hit.
func (u *Updater) Limited(request *dnspod.CreateRecordRequest) (bool, error) {
	_, err := u.api.CreateRecord(request)
	code, _ := tcapi.Code(err)
	return strings.Contains(code, "LimitExceeded"), err
}

// Drop forgets errors of the transport.
func (u *Updater) Drop(id uint64) error {
	_, err := u.api.DeleteRecord(u.deleteRequest(id))
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok { // WANT dropped
		if e.Code == "ResourceNotFound.NoDataOfRecord" {
			return nil
		}
		return e
	}
	return nil
}

// Clear names no code and forgets errors of the transport.
func (u *Updater) Clear(id uint64) error {
	_, err := u.api.DeleteRecord(u.deleteRequest(id))
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok { // WANT dropped
		return fmt.Errorf("delete %d: %s", id, e.Message)
	}
	u.log.Info("deleted", "id", id)
	return nil
}

// Erase is the official sample.
func (u *Updater) Erase(id uint64) error {
	_, err := u.api.DeleteRecord(u.deleteRequest(id))
	if _, ok := err.(*tcerr.TencentCloudSDKError); ok {
		return fmt.Errorf("the API answered: %w", err)
	}
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	return nil
}

// Typed returns the nil of the assertion.
func (u *Updater) Typed(id uint64) error {
	_, err := u.api.DeleteRecord(u.deleteRequest(id))
	if err == nil {
		return nil
	}
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return e // WANT typednil
	}
	u.log.Error("delete", "code", e.Code, "request", e.RequestId)
	return err
}

// Asserted returns the error itself.
func (u *Updater) Asserted(id uint64) error {
	_, err := u.api.DeleteRecord(u.deleteRequest(id))
	if err == nil {
		return nil
	}
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if !ok {
		return err
	}
	u.log.Error("delete", "code", e.Code, "request", e.RequestId)
	return e
}

func (u *Updater) describe(request *dnspod.DescribeRecordRequest) error {
	if _, err := u.api.DescribeRecord(request); err != nil {
		return fmt.Errorf("describe record: %w", err)
	}
	return nil
}

// Has asserts what was wrapped.
func (u *Updater) Has(request *dnspod.DescribeRecordRequest) (bool, error) {
	err := u.describe(request)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.NoDataOfRecord" { // WANT deadassert
		return false, nil
	}
	return err == nil, err
}

// Have unwraps.
func (u *Updater) Have(request *dnspod.DescribeRecordRequest) (bool, error) {
	err := u.describe(request)
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "ResourceNotFound.NoDataOfRecord" {
		return false, nil
	}
	return err == nil, err
}

// Count asserts after the error has gone.
func (u *Updater) Count(request *dnspod.DescribeRecordListRequest) (int, error) {
	response, err := u.api.DescribeRecordList(request)
	if err != nil {
		return 0, err
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.NoDataOfRecord" { // WANT deadassert
		return 0, nil
	}
	return len(response.Response.RecordList), nil
}

// Follow asks again every minute, after successes too.
func (u *Updater) Follow(ctx context.Context, request *dnspod.DescribeRecordListRequest, out chan<- int) error {
	for {
		response, err := u.api.DescribeRecordListWithContext(ctx, request)
		switch {
		case tcapi.Is(err, "ResourceNotFound.NoDataOfRecord"):
			out <- 0
		case err != nil:
			u.log.Error("list", "err", err)
		default:
			out <- len(response.Response.RecordList)
		}
		if err := tcapi.Pause(ctx, time.Minute); err != nil {
			return err
		}
	}
}

// Sync writes records in turn, ten a second.
func (u *Updater) Sync(ctx context.Context, requests []*dnspod.CreateRecordRequest) (exist int, err error) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for _, request := range requests {
		select {
		case <-ctx.Done():
			return exist, ctx.Err()
		case <-tick.C:
		}
		_, err := u.api.CreateRecordWithContext(ctx, request)
		if tcapi.Is(err, "InvalidParameter.DomainRecordExist") {
			exist++
			continue
		}
		if err != nil {
			return exist, err
		}
	}
	return exist, nil
}
