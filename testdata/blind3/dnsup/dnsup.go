// Command-line dynamic DNS: keeps A and AAAA records at the address of this host.
package dnsup

import (
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
)

// ErrNoZone is returned for domains that are not in the account.
var ErrNoZone = errors.New("no such zone")

type Updater struct {
	Client *dnspod.Client
	Domain string
	TTL    uint64
}

// find lists the records of a name. A name without any is no error.
func (u *Updater) find(sub, typ string) ([]*dnspod.RecordListItem, error) {
	req := dnspod.NewDescribeRecordListRequest()
	req.Domain = &u.Domain
	req.Subdomain = &sub
	req.RecordType = &typ
	resp, err := u.Client.DescribeRecordList(req)
	if err != nil {
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.NoDataOfRecord" {
			return nil, nil
		}
		return nil, fmt.Errorf("list %s %s: %w", typ, sub, err)
	}
	return resp.Response.RecordList, nil
}

// count is find for the status page.
func (u *Updater) count() (int, error) {
	req := dnspod.NewDescribeRecordListRequest()
	req.Domain = &u.Domain
	resp, err := u.Client.DescribeRecordList(req)
	if err != nil {
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.NoDataOfRecords" { // WANT unknowncode
			return 0, nil
		}
		return 0, err
	}
	return len(resp.Response.RecordList), nil
}

func (u *Updater) create(sub, typ, value string) error {
	req := dnspod.NewCreateRecordRequest()
	req.Domain, req.SubDomain, req.RecordType, req.Value = &u.Domain, &sub, &typ, &value
	req.RecordLine = common.StringPtr("默认")
	req.TTL = &u.TTL
	_, err := u.Client.CreateRecord(req)
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	switch e.Code {
	case "InvalidParameter.DomainRecordExist":
		return nil
	case "InvalidParameterValue.DomainNotExists", dnspod.RESOURCENOTFOUND_NODATAOFDOMAIN:
		return ErrNoZone
	case "FailedOperation.DomainIsLocked", "FailedOperation.DomainIsSpam":
		return fmt.Errorf("zone %s does not accept changes: %w", u.Domain, err)
	default:
		return err
	}
}

func (u *Updater) createOnce(sub, typ, value string) error {
	req := dnspod.NewCreateRecordRequest()
	req.Domain, req.SubDomain, req.RecordType, req.Value = &u.Domain, &sub, &typ, &value
	_, err := u.Client.CreateRecord(req)
	if err == nil {
		return nil
	}
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidParameter.DomainRecordExists": // WANT unknowncode
			return nil
		case "InvalidParameter.RecordValueInvalid":
			return fmt.Errorf("%q is no address", value)
		}
	}
	return err
}

func (u *Updater) modify(id uint64, sub, typ, value string) error {
	req := dnspod.NewModifyRecordRequest()
	req.Domain, req.SubDomain, req.RecordType, req.Value = &u.Domain, &sub, &typ, &value
	req.RecordId = &id
	if _, err := u.Client.ModifyRecord(req); err != nil {
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidParameter.RecordIdInvalid" {
			return u.create(sub, typ, value)
		}
		return err
	}
	return nil
}

func (u *Updater) remove(id uint64) error {
	req := dnspod.NewDeleteRecordRequest()
	req.Domain = &u.Domain
	req.RecordId = &id
	_, err := u.Client.DeleteRecord(req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "ResourceNotFound.NoDataOfRecord" { // WANT dropped
			return nil
		}
		return err
	}
	return nil
}

// removeAll goes on after a failure and tells of all of them.
func (u *Updater) removeAll(ids []uint64) error {
	var errs []error
	for _, id := range ids {
		req := dnspod.NewDeleteRecordRequest()
		req.Domain = &u.Domain
		req.RecordId = common.Uint64Ptr(id)
		if _, err := u.Client.DeleteRecord(req); err != nil {
			if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == dnspod.INVALIDPARAMETER_RECORDIDINVALID {
				continue
			}
			errs = append(errs, fmt.Errorf("record %d: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

// zoneExists tells whether the domain is served by DNSPod in this account.
func (u *Updater) zoneExists() (bool, error) {
	req := dnspod.NewDescribeDomainRequest()
	req.Domain = &u.Domain
	_, err := u.Client.DescribeDomain(req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidParameterValue.DomainNotExists" { // WANT missingcritical
			return false, nil
		}
		return true, nil
	}
	return err == nil, err
}

func (u *Updater) ensureZone() error {
	req := dnspod.NewCreateDomainRequest()
	req.Domain = &u.Domain
	_, err := u.Client.CreateDomain(req)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && (e.Code == "FailedOperation.DomainExists" || e.Code == "InvalidParameter.DomainAliasExists") {
		return nil
	}
	return err
}

// throttled is what update below waits for.
func throttled(err error) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return false
	}
	return strings.HasPrefix(e.Code, "RequestLimitExceeded") || e.Code == "FailedOperation.FrequencyLimit"
}

// Update sets the record and waits for its turn when DNSPod is busy.
func (u *Updater) Update(sub, typ, value string) error {
	for wait := time.Second; ; wait *= 2 {
		err := u.update(sub, typ, value)
		if err == nil {
			return nil
		}
		if !throttled(err) || wait > time.Minute {
			return err
		}
		log.Printf("busy, next try in %s", wait)
		time.Sleep(wait)
	}
}

func (u *Updater) update(sub, typ, value string) error {
	req := dnspod.NewModifyDynamicDNSRequest()
	req.Domain, req.SubDomain, req.Value = &u.Domain, &sub, &value
	req.RecordLine = common.StringPtr("默认")
	_, err := u.Client.ModifyDynamicDNS(req)
	return err
}

// Touch sets the TTL, whatever it takes.
func (u *Updater) Touch(id uint64) error {
	for i := 0; i < 30; i++ {
		req := dnspod.NewModifyRecordRequest()
		req.Domain, req.RecordId, req.TTL = &u.Domain, &id, &u.TTL
		_, err := u.Client.ModifyRecord(req)
		if err == nil {
			return nil
		}
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.NoDataOfRecord" { // WANT missingcritical
			return err
		}
		time.Sleep(2 * time.Second)
	}
	return fmt.Errorf("record %d: gave up", id)
}

// Hold pauses a record; DNSPod answers that it is paused already with a success.
func (u *Updater) Hold(id uint64) error {
	req := dnspod.NewModifyRecordStatusRequest()
	req.Domain, req.RecordId, req.Status = &u.Domain, &id, common.StringPtr("DISABLE")
	_, err := u.Client.ModifyRecordStatus(req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" { // WANT wrongservice
		return nil
	}
	return err
}

// Remark writes a comment, which is nice to have only.
func (u *Updater) Remark(id uint64, text string) {
	req := dnspod.NewModifyRecordRemarkRequest()
	req.Domain, req.RecordId, req.Remark = &u.Domain, &id, &text
	if _, err := u.Client.ModifyRecordRemark(req); err != nil {
		if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidParameter.RemarkTooLong" {
			log.Printf("remark of %d is too long, left alone", id)
			return
		}
		log.Printf("remark of %d: %v", id, err)
	}
}

// Group finds a group by name or makes it.
func (u *Updater) Group(name string) (uint64, error) {
	req := dnspod.NewCreateDomainGroupRequest()
	req.GroupName = &name
	resp, err := u.Client.CreateDomainGroup(req)
	if err == nil {
		return uint64(*resp.Response.GroupId), nil
	}
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok || (e.Code != "InvalidParameter.GroupNameExists" && e.Code != "InvalidParameter.GroupNameOccupied") {
		return 0, err
	}
	list, err := u.Client.DescribeDomainGroupList(dnspod.NewDescribeDomainGroupListRequest())
	if err != nil {
		return 0, err
	}
	for _, g := range list.Response.GroupList {
		if g.GroupName != nil && *g.GroupName == name {
			return uint64(*g.GroupId), nil
		}
	}
	return 0, fmt.Errorf("group %s exists, but is not listed", name)
}

// Unlock opens the zone for a change.
func (u *Updater) Unlock(code string) error {
	req := dnspod.NewModifyDomainUnlockRequest()
	req.Domain, req.LockCode = &u.Domain, &code
	_, err := u.Client.ModifyDomainUnlock(req)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidParameter.DomainIsNotLocked": // WANT unknowncode
			return nil
		case "InvalidParameter.UnLockCodeInvalid", "InvalidParameter.UnLockCodeExpired":
			return fmt.Errorf("the code was refused: %s", e.Message)
		}
		return e
	}
	return err
}

// Sync is the job of the timer.
func (u *Updater) Sync(sub string, addrs map[string]string) error {
	for typ, value := range addrs {
		have, err := u.find(sub, typ)
		if err != nil {
			return explain(err)
		}
		switch {
		case len(have) == 0:
			err = u.create(sub, typ, value)
		case *have[0].Value != value:
			err = u.modify(*have[0].RecordId, sub, typ, value)
		}
		if err != nil {
			return explain(err)
		}
	}
	return nil
}

// explain makes a line for people of an error.
func explain(err error) error {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	switch {
	case e.Code == "OperationDenied.NoPermissionToOperateDomain", strings.HasPrefix(e.Code, "AuthFailure"):
		return fmt.Errorf("the key may not change this zone: %w", err)
	case e.Code == "FailedOperation.NotRealNamedUser":
		return fmt.Errorf("finish the real-name check first: %w", err)
	case e.Code == "LimitExceeded.RecordTtlLimit":
		return fmt.Errorf("the plan does not allow this TTL: %w", err)
	case e.Code == "ClientError.NetworkError":
		return fmt.Errorf("no network: %w", err)
	}
	return err
}

// lost tells whether a listing failed because the zone has gone.
func (u *Updater) lost() bool {
	_, err := u.find("@", "NS")
	e, ok := err.(*sdkerrors.TencentCloudSDKError) // WANT deadassert
	return ok && e.Code == "FailedOperation.DomainNotInService"
}

// gone asks the same about one name.
func (u *Updater) gone(sub string) (bool, error) {
	_, err := u.find(sub, "CNAME")
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "FailedOperation.DomainNotInService" {
		return true, nil
	}
	return false, err
}
