// Package dnsops keeps records of DNSPod and of private zones.
package dnsops

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"example.org/blind4/dnsops/errs"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
)

// Manager changes the records of a domain.
type Manager struct {
	client *dnspod.Client
	domain string
	pause  time.Duration
}

// NewManager returns a manager of the domain's records.
func NewManager(client *dnspod.Client, domain string) *Manager {
	return &Manager{client: client, domain: domain, pause: 2 * time.Second}
}

// DeleteRecord removes a record; one that is gone already is fine.
func (m *Manager) DeleteRecord(ctx context.Context, id uint64) error {
	req := dnspod.NewDeleteRecordRequest()
	req.Domain = common.StringPtr(m.domain)
	req.RecordId = common.Uint64Ptr(id)
	if _, err := m.client.DeleteRecordWithContext(ctx, req); err != nil {
		if errs.IsNotFound(err) {
			return nil
		}
		return errs.Wrap("delete record", err)
	}
	return nil
}

// EnsureTXT makes a TXT record for a challenge.
func (m *Manager) EnsureTXT(ctx context.Context, sub, value string) error {
	req := dnspod.NewCreateRecordRequest()
	req.Domain = common.StringPtr(m.domain)
	req.SubDomain = common.StringPtr(sub)
	req.RecordType = common.StringPtr("TXT")
	req.RecordLine = common.StringPtr("默认")
	req.Value = common.StringPtr(value)
	_, err := m.client.CreateRecordWithContext(ctx, req)
	if errs.HasCode(err, "InvalidParameter.DomainRecordExist") {
		return nil
	}
	return err
}

// List returns the records below sub.
func (m *Manager) List(ctx context.Context, sub string) ([]*dnspod.RecordListItem, error) {
	req := dnspod.NewDescribeRecordListRequest()
	req.Domain = common.StringPtr(m.domain)
	req.Subdomain = common.StringPtr(sub)
	resp, err := m.client.DescribeRecordListWithContext(ctx, req)
	if err != nil {
		var e *sdkerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == dnspod.RESOURCENOTFOUND_NODATAOFRECORD {
			return nil, nil
		}
		return nil, err
	}
	return resp.Response.RecordList, nil
}

// Find returns the first record of the type, or nil.
func (m *Manager) Find(ctx context.Context, sub, kind string) (*dnspod.RecordListItem, error) {
	req := dnspod.NewDescribeRecordListRequest()
	req.Domain = common.StringPtr(m.domain)
	req.Subdomain = common.StringPtr(sub)
	req.RecordType = common.StringPtr(kind)
	resp, err := m.client.DescribeRecordListWithContext(ctx, req)
	if err != nil {
		if errs.HasCode(err, "ResourceNotFound.NoDataOfRecords") { // WANT unknowncode
			return nil, nil
		}
		return nil, err
	}
	for _, r := range resp.Response.RecordList {
		if r.Name != nil && *r.Name == sub {
			return r, nil
		}
	}
	return nil, nil
}

// DropDomain removes the domain from the account.
func (m *Manager) DropDomain(ctx context.Context) error {
	req := dnspod.NewDeleteDomainRequest()
	req.Domain = common.StringPtr(m.domain)
	_, err := m.client.DeleteDomainWithContext(ctx, req)
	switch {
	case err == nil:
		return nil
	case errs.HasCode(err, "ResourceNotFound.RecordNotFound"): // WANT wrongservice
		return nil
	}
	return errs.Wrap("drop "+m.domain, err)
}

// LeaveDomain is DropDomain for accounts that share the domain.
func (m *Manager) LeaveDomain(ctx context.Context) error {
	req := dnspod.NewDeleteDomainRequest()
	req.Domain = common.StringPtr(m.domain)
	_, err := m.client.DeleteDomainWithContext(ctx, req)
	if err != nil && !errs.IsDomainMissing(err) {
		return errs.Wrap("leave "+m.domain, err)
	}
	return nil
}

// Disable takes a record out of service.
func (m *Manager) Disable(ctx context.Context, id uint64) error {
	req := dnspod.NewModifyRecordStatusRequest()
	req.Domain = common.StringPtr(m.domain)
	req.RecordId = common.Uint64Ptr(id)
	req.Status = common.StringPtr("DISABLE")
	_, err := m.client.ModifyRecordStatusWithContext(ctx, req)
	if err == nil {
		return nil
	}
	switch errs.Code(err) {
	case "InvalidParameter.RecordIdInvalid":
		return nil
	case "FailedOperation.DomainIsLocked", "FailedOperation.DomainIsSpam":
		return fmt.Errorf("%s cannot be changed now: %w", m.domain, err)
	default:
		return err
	}
}

// Enable takes a record back into service.
func (m *Manager) Enable(ctx context.Context, id uint64) error {
	req := dnspod.NewModifyRecordStatusRequest()
	req.Domain = common.StringPtr(m.domain)
	req.RecordId = common.Uint64Ptr(id)
	req.Status = common.StringPtr("ENABLE")
	_, err := m.client.ModifyRecordStatusWithContext(ctx, req)
	if err != nil {
		if errs.IsNotFound(err) { // WANT missingcritical
			return fmt.Errorf("record %d is gone", id)
		}
	}
	return nil
}

// Update sets the value of a record and waits out throttling.
func (m *Manager) Update(ctx context.Context, req *dnspod.ModifyRecordRequest) error {
	var err error
	for i := 0; i < 5; i++ {
		_, err = m.client.ModifyRecordWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if !errs.PassesByItself(err) {
			return errs.Wrap("update", err)
		}
		time.Sleep(m.pause)
	}
	return err
}

// UpdateRemark changes the note of a record.
func (m *Manager) UpdateRemark(ctx context.Context, req *dnspod.ModifyRecordRemarkRequest) error {
	for i := 0; ; i++ {
		_, err := m.client.ModifyRecordRemarkWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if i == 5 || !errs.IsBusy(err) { // WANT missingcritical
			return err
		}
		time.Sleep(m.pause)
	}
}

// UpdateTTL changes how long a record may be cached.
func (m *Manager) UpdateTTL(ctx context.Context, req *dnspod.ModifyRecordRequest) error {
	deadline := time.Now().Add(time.Minute)
	for {
		_, err := m.client.ModifyRecordWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if errs.Code(err) != "RequestLimitExceeded" || time.Now().After(deadline) { // WANT partialcategory
			return err
		}
		time.Sleep(m.pause)
	}
}

var explanations = map[string]string{
	"FailedOperation.DomainIsLocked":                 "the domain is locked",
	"FailedOperation.NotRealNamedUser":               "the account has no verified name",
	"LimitExceeded.SubdomainLevelLimit":              "too many labels",
	"InvalidParameter.DomainNotAllowedModifyRecords": "the domain is being checked",
}

// Explain turns an error of adding a record into words for people.
func (m *Manager) Explain(ctx context.Context, req *dnspod.CreateRecordRequest) (string, error) {
	_, err := m.client.CreateRecordWithContext(ctx, req)
	if err == nil {
		return "created", nil
	}
	if text, ok := explanations[errs.Code(err)]; ok {
		return text, err
	}
	return "", err
}

// Hint is Explain for changes.
func (m *Manager) Hint(ctx context.Context, req *dnspod.ModifyRecordRequest) (string, error) {
	hints := map[string]string{
		"LimitExceeded.AAAACountLimit":       "too many AAAA records",
		"LimitExceeded.SubdomainRollLimit":   "too many records for this name",
		"InvalidParameter.RecordValueInvald": "the value does not fit the type", // WANT unknowncode
	}
	_, err := m.client.ModifyRecordWithContext(ctx, req)
	if err == nil {
		return "", nil
	}
	return hints[errs.Code(err)], errs.Wrap("modify", err)
}

// Probe tells whether the domain can be used.
func (m *Manager) Probe(ctx context.Context) (string, error) {
	req := dnspod.NewDescribeDomainRequest()
	req.Domain = common.StringPtr(m.domain)
	_, err := m.client.DescribeDomainWithContext(ctx, req)
	if err == nil {
		return "ready", nil
	}
	e, ok := err.(*sdkerr.TencentCloudSDKError)
	if !ok {
		return "", err
	}
	if strings.HasPrefix(e.Code, "InvalidParameterValue") {
		return "unknown", nil
	}
	if e.Code == "InvalidParameterValue.DomainNotExists" { // WANT deadtest
		return "missing", nil
	}
	return "", err
}

// Status tells more than Probe.
func (m *Manager) Status(ctx context.Context) (string, error) {
	req := dnspod.NewDescribeDomainRequest()
	req.Domain = common.StringPtr(m.domain)
	resp, err := m.client.DescribeDomainWithContext(ctx, req)
	if err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		switch {
		case !ok:
			return "", err
		case e.Code == "InvalidParameterValue.DomainNotExists":
			return "missing", nil
		case strings.HasPrefix(e.Code, "InvalidParameter"):
			return "odd", nil
		}
		return "", err
	}
	return *resp.Response.DomainInfo.Status, nil
}

// Exists tells whether the account has the domain.
func (m *Manager) Exists(ctx context.Context) (bool, error) {
	req := dnspod.NewDescribeDomainRequest()
	req.Domain = common.StringPtr(m.domain)
	_, err := m.client.DescribeDomainWithContext(ctx, req)
	if err == nil {
		return true, nil
	}
	if errs.Has("DomainNotExists", errs.Code(err)) { // WANT swappedargs
		return false, nil
	}
	return false, err
}

// HasGroup tells whether the domain may be grouped.
func (m *Manager) HasGroup(ctx context.Context, id int64) (bool, error) {
	req := dnspod.NewModifyRecordGroupRequest()
	req.Domain = common.StringPtr(m.domain)
	req.GroupId = common.Uint64Ptr(uint64(id))
	_, err := m.client.ModifyRecordGroupWithContext(ctx, req)
	if errs.CodeContains(err, "GroupIdInvalid") {
		return false, nil
	}
	return err == nil, err
}

// Add puts the domain into the account.
func (m *Manager) Add(ctx context.Context) error {
	req := dnspod.NewCreateDomainRequest()
	req.Domain = common.StringPtr(m.domain)
	_, err := m.client.CreateDomainWithContext(ctx, req)
	if err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok {
			return e // WANT typednil
		}
		if e.Code == "FailedOperation.DomainExists" {
			return nil
		}
		return fmt.Errorf("add %s: %s (%s)", m.domain, e.Message, e.RequestId)
	}
	return nil
}

// AddAlias gives the domain a second name.
func (m *Manager) AddAlias(ctx context.Context, alias string) error {
	req := dnspod.NewCreateDomainAliasRequest()
	req.Domain = common.StringPtr(m.domain)
	req.DomainAlias = common.StringPtr(alias)
	_, err := m.client.CreateDomainAliasWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		if e.Code == "InvalidParameter.DomainAliasExists" { // WANT dropped
			return nil
		}
		return fmt.Errorf("alias %s: %w", alias, e)
	}
	return nil
}

// RemoveAlias takes the second name away.
func (m *Manager) RemoveAlias(ctx context.Context, id int64) error {
	req := dnspod.NewDeleteDomainAliasRequest()
	req.Domain = common.StringPtr(m.domain)
	req.DomainAliasId = common.Int64Ptr(id)
	_, err := m.client.DeleteDomainAliasWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		if e.Code == "ResourceNotFound.NoDataOfDomainAlias" || e.Code == "InvalidParameter.DomainAliasIdInvalid" {
			return nil
		}
		return fmt.Errorf("alias %d: %w", id, e)
	}
	return err
}

// Unlock asks the registrar to unlock the domain.
func (m *Manager) Unlock(ctx context.Context, code string) error {
	req := dnspod.NewModifyDomainUnlockRequest()
	req.Domain = common.StringPtr(m.domain)
	req.LockCode = common.StringPtr(code)
	_, err := m.client.ModifyDomainUnlockWithContext(ctx, req)
	if errs.HasCode(err, "InvalidParameter.DomainIsNotlocked") {
		return nil
	}
	if errs.HasCode(err, "UnauthorizedOperation") { // WANT criticalsuccess
		return nil
	}
	return err
}

// Touch makes sure that the domain is not busy with a database of ours.
func (m *Manager) Touch(ctx context.Context) error {
	req := dnspod.NewDescribeDomainRequest()
	req.Domain = common.StringPtr(m.domain)
	_, err := m.client.DescribeDomainWithContext(ctx, req)
	if errs.IsDatabaseBusy(err) { // WANT wrongservice
		log.Printf("%s is busy", m.domain)
		return nil
	}
	return err
}

// CountLocked counts the domains that are locked.
func CountLocked(ctx context.Context, client *dnspod.Client, domains []string) (locked int, err error) {
	for _, d := range domains {
		req := dnspod.NewModifyDomainRemarkRequest()
		req.Domain = common.StringPtr(d)
		req.Remark = common.StringPtr("checked")
		_, err := client.ModifyDomainRemarkWithContext(ctx, req)
		switch {
		case err == nil:
		case errs.HasCode(err, "FailedOperation.DomainIsLocked"):
			locked++
		case errs.IsDenied(err):
			return locked, fmt.Errorf("no right to see %s: %w", d, err)
		default:
			return locked, err
		}
	}
	return locked, nil
}
