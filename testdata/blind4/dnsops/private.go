package dnsops

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.org/blind4/dnsops/errs"
	intlcommon "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common"
	intlerr "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common/errors"
	privatedns "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/privatedns/v20201028"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Zone is a private zone.
type Zone struct {
	client *privatedns.Client
	id     string
}

var alreadyThere = []string{
	"InvalidParameter.RecordExist",
	"InvalidParameter.RecordConflict",
}

var gone = []string{
	privatedns.INVALIDPARAMETER_RECORDNOTEXIST,
	privatedns.INVALIDPARAMETER_ZONENOTEXISTS,
}

// Put makes a record; one that is there already is fine.
func (z *Zone) Put(ctx context.Context, kind, sub, value string) error {
	req := privatedns.NewCreatePrivateZoneRecordRequest()
	req.ZoneId = intlcommon.StringPtr(z.id)
	req.RecordType = intlcommon.StringPtr(kind)
	req.SubDomain = intlcommon.StringPtr(sub)
	req.RecordValue = intlcommon.StringPtr(value)
	_, err := z.client.CreatePrivateZoneRecordWithContext(ctx, req)
	if err != nil && slices.Contains(alreadyThere, errs.IntlCode(err)) {
		return nil
	}
	return err
}

// Remove removes a record.
func (z *Zone) Remove(ctx context.Context, id string) error {
	req := privatedns.NewDeletePrivateZoneRecordRequest()
	req.ZoneId = intlcommon.StringPtr(z.id)
	req.RecordId = intlcommon.StringPtr(id)
	_, err := z.client.DeletePrivateZoneRecordWithContext(ctx, req)
	if errs.IntlHasCode(err, gone...) {
		return nil
	}
	return err
}

// RemoveAll removes records until one fails.
func (z *Zone) RemoveAll(ctx context.Context, ids []string) (int, error) {
	for i, id := range ids {
		if err := z.Remove(ctx, id); err != nil {
			return i, fmt.Errorf("record %s: %w", id, err)
		}
	}
	return len(ids), nil
}

// Change sets the value of a record.
func (z *Zone) Change(ctx context.Context, id, value string) error {
	req := privatedns.NewModifyPrivateZoneRecordRequest()
	req.ZoneId = intlcommon.StringPtr(z.id)
	req.RecordId = intlcommon.StringPtr(id)
	req.RecordValue = intlcommon.StringPtr(value)
	_, err := z.client.ModifyPrivateZoneRecordWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "ResourceNotFound" { // WANT deadassert
		return z.Put(ctx, "A", id, value)
	}
	return err
}

// Replace is Change that makes a record that is not there.
func (z *Zone) Replace(ctx context.Context, id, sub, value string) error {
	req := privatedns.NewModifyPrivateZoneRecordRequest()
	req.ZoneId = intlcommon.StringPtr(z.id)
	req.RecordId = intlcommon.StringPtr(id)
	req.RecordValue = intlcommon.StringPtr(value)
	_, err := z.client.ModifyPrivateZoneRecordWithContext(ctx, req)
	if e, ok := err.(*intlerr.TencentCloudSDKError); ok && e.Code == "InvalidParameter.RecordNotExist" {
		return z.Put(ctx, "A", sub, value)
	}
	return err
}

// Show returns a record's value, or "".
func (z *Zone) Show(ctx context.Context, id string) (string, error) {
	req := privatedns.NewDescribeRecordRequest()
	req.ZoneId = intlcommon.StringPtr(z.id)
	req.RecordId = intlcommon.StringPtr(id)
	resp, err := z.client.DescribeRecordWithContext(ctx, req)
	if err != nil {
		var e *intlerr.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "InvalidParameter.RecordIdInvalid" { // WANT wrongservice
			return "", nil
		}
		return "", err
	}
	return *resp.Response.RecordInfo.RecordValue, nil
}

// Close removes the forward rules of the zone.
func (z *Zone) Close(ctx context.Context, rules []*string) error {
	req := privatedns.NewDeleteForwardRuleRequest()
	req.RuleIdSet = rules
	for i := 0; i < 10; i++ {
		_, err := z.client.DeleteForwardRuleWithContext(ctx, req)
		if err == nil {
			return nil
		}
		code := errs.IntlCode(err)
		if !strings.HasPrefix(code, "RequestLimitExceeded") && code != "UnsupportedOperation.FrequencyLimit" {
			return err
		}
		time.Sleep(time.Second)
	}
	return errors.New("the rules stay")
}

// Open subscribes to the service where that was forgotten.
func (z *Zone) Open(ctx context.Context, domain string) error {
	req := privatedns.NewCreatePrivateZoneRequest()
	req.Domain = intlcommon.StringPtr(domain)
	_, err := z.client.CreatePrivateZoneWithContext(ctx, req)
	if errs.IntlHasCode(err, "ResourceNotFound.ServiceNotSubscribe") { // WANT unknowncode
		_, err = z.client.SubscribePrivateZoneServiceWithContext(ctx, privatedns.NewSubscribePrivateZoneServiceRequest())
	}
	return err
}
