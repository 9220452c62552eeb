package dnsops

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.org/blind4/dnsops/errs"
	"github.com/avast/retry-go/v4"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	dnspod "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/dnspod/v20210323"
)

var copyVerdicts = errs.Verdicts{
	{Code: "InvalidParameter.DomainSelfNoCopy", Text: "source and target are the same"},
	{Code: "InvalidParameter.GradeNotCopy", Text: "the package of the target is too small"},
	{Code: "InvalidParameter.CopiedLineGroupDuplicated", Text: "the target has such a group"},
}

// Lock locks the domain; one that is locked is fine.
func (m *Manager) Lock(ctx context.Context, days uint64) error {
	req := dnspod.NewModifyDomainLockRequest()
	req.Domain = common.StringPtr(m.domain)
	req.LockDays = common.Uint64Ptr(days)
	_, err := m.client.ModifyDomainLockWithContext(ctx, req)
	if errs.Matches(err, "InvalidParameter.UserAlreadyLocked") {
		return nil
	}
	return err
}

// Extend locks the domain for longer.
func (m *Manager) Extend(ctx context.Context, days uint64) error {
	req := dnspod.NewModifyDomainLockRequest()
	req.Domain = common.StringPtr(m.domain)
	req.LockDays = common.Uint64Ptr(days)
	_, err := m.client.ModifyDomainLockWithContext(ctx, req)
	if errs.Matches(err, "InvalidParameter.LockDayInvalid") { // WANT unknowncode
		return fmt.Errorf("%d days are too many", days)
	}
	return err
}

// CopyLines gives the domain's groups of lines to others.
func (m *Manager) CopyLines(ctx context.Context, req *dnspod.CreateLineGroupCopyRequest) (string, error) {
	_, err := m.client.CreateLineGroupCopyWithContext(ctx, req)
	if text := copyVerdicts.For(err); text != "" {
		return text, err
	}
	return "", err
}

// Group makes a group of domains with patience.
func (m *Manager) Group(ctx context.Context, name string) error {
	req := dnspod.NewCreateDomainGroupRequest()
	req.GroupName = common.StringPtr(name)
	err := retry.Do(func() error {
		_, err := m.client.CreateDomainGroupWithContext(ctx, req)
		return err
	}, retry.Attempts(4), retry.Delay(m.pause), retry.RetryIf(errs.PassesByItself), retry.LastErrorOnly(true))
	if errs.HasCode(err, "InvalidParameter.GroupNameExists", "InvalidParameter.GroupNameOccupied") {
		return nil
	}
	return err
}

// Grade reads the package of the domain with patience.
func (m *Manager) Grade(ctx context.Context) (grade string, err error) {
	req := dnspod.NewDescribeDomainRequest()
	req.Domain = common.StringPtr(m.domain)
	err = retry.Do(func() error {
		resp, err := m.client.DescribeDomainWithContext(ctx, req) // WANT retryall
		if err != nil {
			return err
		}
		grade = *resp.Response.DomainInfo.Grade
		return nil
	}, retry.Attempts(10), retry.Delay(3*time.Second))
	return grade, err
}

// Share lets another account change the domain.
func (m *Manager) Share(ctx context.Context, req *dnspod.ModifyDomainOwnerRequest) error {
	_, err := m.client.ModifyDomainOwnerWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) { // WANT dropped
		return fmt.Errorf("%s stays with its owner: %s", m.domain, e.Message)
	}
	return nil
}

// Purge removes the domain's group.
func (m *Manager) Purge(ctx context.Context, req *dnspod.DeleteRecordGroupRequest) error {
	_, err := m.client.DeleteRecordGroupWithContext(ctx, req)
	if err == nil {
		return nil
	}
	if code := errs.Code(err); code == "AuthFailure" || code == "UnauthorizedOperation" { // WANT criticalsuccess
		return nil
	}
	return errs.Wrap("purge", err)
}
