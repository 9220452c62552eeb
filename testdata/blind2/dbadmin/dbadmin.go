// Package dbadmin has the nightly jobs around MySQL and Redis.
package dbadmin

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	cdb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdb/v20170320"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdk "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"
	"golang.org/x/sync/errgroup"
)

type apiError = *sdk.TencentCloudSDKError

// ErrGone is what callers test with errors.Is.
var ErrGone = errors.New("instance is gone")

// ErrDenied is another.
var ErrDenied = errors.New("not allowed")

// mapped makes errors of this package of the API's.
func mapped(err error) error {
	e, ok := errors.AsType[apiError](err)
	if !ok {
		return err
	}
	switch {
	case slices.Contains(goneCodes, e.Code):
		return fmt.Errorf("%w (%s)", ErrGone, e.RequestId)
	case strings.HasPrefix(e.Code, "AuthFailure") || strings.HasPrefix(e.Code, "UnauthorizedOperation"):
		return fmt.Errorf("%w: %w", ErrDenied, e)
	}
	return e
}

var goneCodes = []string{
	"ResourceNotFound.CdbInstanceNotFoundError",
	"ResourceNotFound.InstanceNotFoundError",
	"InvalidParameter.InstanceNotFound",
	"ResourceNotFound.InstanceNotExists",
	"ResourceNotFound.InstanceNotFound",
}

// Clients makes clients with the SDK's own retries for throttling.
func Clients(id, key, region string) (*cdb.Client, *redis.Client, error) {
	p := profile.NewClientProfile()
	p.RateLimitExceededMaxRetries = 5
	p.RateLimitExceededRetryDuration = profile.ExponentialBackoff
	cred := common.NewCredential(id, key)
	m, err := cdb.NewClient(cred, region, p)
	if err != nil {
		return nil, nil, err
	}
	r, err := redis.NewClient(cred, region, p)
	return m, r, err
}

// Admin runs the jobs.
type Admin struct {
	my *cdb.Client
	re *redis.Client
	*slog.Logger
}

// Backup starts a backup unless one is running.
func (a *Admin) Backup(ctx context.Context, id string) (started bool, err error) {
	req := cdb.NewCreateBackupRequest()
	req.InstanceId, req.BackupMethod = &id, common.StringPtr("physical")
	_, err = a.my.CreateBackupWithContext(ctx, req)
	if e, ok := errors.AsType[apiError](err); ok && (e.Code == cdb.OPERATIONDENIED_ACTIONINPROCESS || e.Code == cdb.OPERATIONDENIED_INSTANCETASKRUNNING) {
		return false, nil
	}
	return err == nil, mapped(err)
}

// Nightly runs backups of many, a few at a time, and forgets those that went away meanwhile.
func (a *Admin) Nightly(ctx context.Context, ids []string) ([]string, error) {
	var mu sync.Mutex
	var kept []string
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(3)
	for _, id := range ids {
		g.Go(func() error {
			_, err := a.Backup(ctx, id)
			if errors.Is(err, ErrGone) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			mu.Lock()
			defer mu.Unlock()
			kept = append(kept, id)
			return nil
		})
	}
	err := g.Wait()
	return kept, err
}

// Instance is sql.ErrNoRows for one that is not there.
func (a *Admin) Instance(id string) (*cdb.InstanceInfo, error) {
	req := cdb.NewDescribeDBInstancesRequest()
	req.InstanceIds = []*string{&id}
	resp, err := a.my.DescribeDBInstances(req)
	if err := mapped(err); errors.Is(err, ErrGone) {
		return nil, sql.ErrNoRows
	} else if err != nil {
		return nil, err
	}
	if len(resp.Response.Items) == 0 {
		return nil, sql.ErrNoRows
	}
	return resp.Response.Items[0], nil
}

// Task polls an asynchronous task.
func (a *Admin) Task(ctx context.Context, id string) error {
	req := cdb.NewDescribeAsyncRequestInfoRequest()
	req.AsyncRequestId = &id
	for {
		resp, err := a.my.DescribeAsyncRequestInfoWithContext(ctx, req)
		if err != nil {
			return mapped(err)
		}
		switch *resp.Response.Status {
		case "SUCCESS":
			return nil
		case "FAILED", "KILLED", "REMOVED":
			return errors.New(*resp.Response.Info)
		}
		select {
		case <-time.After(3 * time.Second):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Isolate and offline: each step may have been done by an earlier run.
func (a *Admin) Isolate(ctx context.Context, id string) error {
	steps := []struct {
		name string
		run  func() error
		ok   []string
	}{
		{"isolate", func() error {
			req := cdb.NewIsolateDBInstanceRequest()
			req.InstanceId = &id
			_, err := a.my.IsolateDBInstanceWithContext(ctx, req)
			return err
		}, []string{"OperationDenied.InstanceStatusError"}},
		{"offline", func() error {
			req := cdb.NewOfflineIsolatedInstancesRequest()
			req.InstanceIds = []*string{&id}
			_, err := a.my.OfflineIsolatedInstancesWithContext(ctx, req)
			return err
		}, []string{"ResourceNotFound.InstanceNotFoundError", "ResourceNotFound.CdbInstanceNotFoundError"}},
	}
	for _, s := range steps {
		err := s.run()
		if err == nil {
			continue
		}
		var e apiError
		if errors.As(err, &e) && slices.Contains(s.ok, e.Code) {
			a.Info("done before", "step", s.name, "id", id)
			continue
		}
		return fmt.Errorf("%s: %w", s.name, err)
	}
	return nil
}

// Destroy is the same for Redis.
func (a *Admin) Destroy(ctx context.Context, id string) error {
	req := redis.NewDestroyPostpaidInstanceRequest()
	req.InstanceId = &id
	_, err := a.re.DestroyPostpaidInstanceWithContext(ctx, req)
	if e, ok := err.(apiError); ok {
		switch e.Code {
		case redis.RESOURCENOTFOUND_INSTANCENOTEXISTS, redis.RESOURCEUNAVAILABLE_INSTANCEDELETED, "ResourceNotFound.InstanceNotFound":
			return nil
		case redis.RESOURCEUNAVAILABLE_INSTANCELOCKEDERROR:
			return fmt.Errorf("locked, try tomorrow: %w", e)
		}
	}
	return err
}

// Locked is a retry that its name does not give away.
func (a *Admin) Locked(ctx context.Context, f func(context.Context) error) error {
	const attempts = 10
	for left := attempts; left > 0; left-- {
		err := f(ctx)
		e, ok := err.(apiError)
		if !ok {
			return err
		}
		if e.Code != "ResourceUnavailable.InstanceLockedError" && !strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return e
		}
		time.Sleep(time.Second)
	}
	return fmt.Errorf("still locked after %d attempts", attempts)
}

// Resize uses it.
func (a *Admin) Resize(ctx context.Context, req *redis.UpgradeInstanceRequest) error {
	return a.Locked(ctx, func(ctx context.Context) error {
		_, err := a.re.UpgradeInstanceWithContext(ctx, req)
		return err
	})
}

// Dump writes what it gets; a page that is refused ends the dump with the reason.
func (a *Admin) Dump(w io.Writer) (n int64, err error) {
	for page := uint64(0); ; page++ {
		req := redis.NewDescribeInstancesRequest()
		req.Offset, req.Limit = common.Uint64Ptr(page*50), common.Uint64Ptr(50)
		resp, err := a.re.DescribeInstances(req)
		if err != nil {
			fmt.Fprintf(w, "! %v\n", err)
			return n, err
		}
		for _, i := range resp.Response.InstanceSet {
			fmt.Fprintln(w, *i.InstanceId, *i.InstanceName)
			n++
		}
		if n >= *resp.Response.TotalCount {
			return n, nil
		}
	}
}

// Slow logs: the type of the instance decides whether there are any.
func (a *Admin) Slow(id string) (rows []*redis.InstanceSlowlogDetail, err error) {
	req := redis.NewDescribeSlowLogRequest()
	req.InstanceId = &id
	resp, err := a.re.DescribeSlowLog(req)
	var e apiError
	if errors.As(err, &e) {
		if e.GetCode() == redis.RESOURCEUNAVAILABLE_INSTANCENOTSUPPORTOPERATION {
			return nil, errors.ErrUnsupported
		}
		return nil, e
	}
	if err != nil {
		return nil, err
	}
	return resp.Response.InstanceSlowlogDetail, nil
}

// Restart again and again.
func (a *Admin) Restart(req *cdb.RestartDBInstancesRequest) error {
	var err error
	for n := 0; n < 8; n++ {
		if n > 0 {
			time.Sleep(time.Duration(n) * time.Second)
		}
		_, err = a.my.RestartDBInstances(req)
		if err == nil {
			break
		}
		var e apiError
		if errors.As(err, &e) && slices.Contains(goneCodes, e.Code) { // WANT missingcritical
			break
		}
	}
	return err
}

// Rename lost its type on the way.
func (a *Admin) Rename(req *cdb.ModifyDBInstanceNameRequest) error {
	_, err := a.my.ModifyDBInstanceName(req)
	if e, ok := errors.AsType[apiError](err); ok { // WANT dropped
		switch e.Code {
		case "InvalidParameter.InstanceNotFound":
			return ErrGone
		default:
			return e
		}
	}
	return nil
}

// Accounts: an old constant.
func (a *Admin) Accounts(req *cdb.DeleteAccountsRequest) error {
	_, err := a.my.DeleteAccounts(req)
	e, ok := err.(apiError)
	if ok && slices.Contains([]string{"ResourceNotFound.CdbInstanceNotFoundError", "InvalidParameter.InstanceNotFoundError"}, e.Code) { // WANT unknowncode
		return nil
	}
	return err
}

// Params resets parameters; the second code is Redis'.
func (a *Admin) Params(req *cdb.ModifyInstanceParamRequest) error {
	_, err := a.my.ModifyInstanceParam(req)
	var e apiError
	if !errors.As(err, &e) {
		return err
	}
	if e.Code == cdb.OPERATIONDENIED_INSTANCETASKRUNNING || e.Code == redis.RESOURCEUNAVAILABLE_INSTANCELOCKEDERROR { // WANT wrongservice
		return fmt.Errorf("busy: %w", e)
	}
	return e
}

// Firewall reads no permission as no rule.
func (a *Admin) Firewall(id string) (groups []string, err error) {
	req := redis.NewDescribeDBSecurityGroupsRequest()
	req.InstanceId, req.Product = &id, common.StringPtr("redis")
	resp, err := a.re.DescribeDBSecurityGroups(req)
	if errors.Is(mapped(err), ErrDenied) { // WANT criticalsuccess
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, g := range resp.Response.Groups {
		groups = append(groups, *g.SecurityGroupId)
	}
	return groups, nil
}

// Maintenance swallows in a helper.
func (a *Admin) Maintenance(req *redis.DescribeMaintenanceWindowRequest) (from string, err error) {
	resp, err := a.re.DescribeMaintenanceWindow(req)
	if err = a.soften(err); err != nil || resp == nil || resp.Response == nil {
		return "", err
	}
	return *resp.Response.StartTime, nil
}

// soften keeps only what is the service's own fault.
func (a *Admin) soften(err error) error {
	var e apiError
	if errors.As(err, &e) && !strings.HasPrefix(e.Code, "InternalError") && !strings.HasPrefix(e.Code, "FailedOperation") { // WANT missingcritical
		return nil
	}
	return err
}

func (a *Admin) clear(id string) error {
	req := redis.NewClearInstanceRequest()
	req.InstanceId = &id
	if _, err := a.re.ClearInstance(req); err != nil {
		return errors.Join(fmt.Errorf("clear %s", id), err)
	}
	return nil
}

// Clear looks for the type where it cannot be.
func (a *Admin) Clear(ids ...string) error {
	for _, id := range ids {
		if err := a.clear(id); err != nil {
			if e, ok := err.(apiError); ok && e.Code == redis.RESOURCENOTFOUND_INSTANCENOTEXISTS { // WANT deadassert
				continue
			}
			return err
		}
	}
	return nil
}

// Audit returns the pointer as it is.
func (a *Admin) Audit(req *cdb.DescribeAuditConfigRequest) (err error) {
	_, cerr := a.my.DescribeAuditConfig(req)
	if cerr == nil {
		return nil
	}
	e, ok := cerr.(apiError)
	if ok && e.Code == cdb.FAILEDOPERATION_AUDITCONFIGNOTEXIST {
		return nil
	}
	if !ok {
		return mapped(e) // WANT typednil
	}
	return e
}
