// Package dbadmin looks after databases and caches.
package dbadmin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"example.org/blind4/dbadmin/dberr"
	pkgerrors "github.com/pkg/errors"
	cdb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdb/v20170320"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// MySQL is what is needed of cdb's client.
type MySQL interface {
	IsolateDBInstanceWithContext(ctx context.Context, request *cdb.IsolateDBInstanceRequest) (*cdb.IsolateDBInstanceResponse, error)
	OfflineIsolatedInstancesWithContext(ctx context.Context, request *cdb.OfflineIsolatedInstancesRequest) (*cdb.OfflineIsolatedInstancesResponse, error)
	DescribeDBInstancesWithContext(ctx context.Context, request *cdb.DescribeDBInstancesRequest) (*cdb.DescribeDBInstancesResponse, error)
	CreateAccountsWithContext(ctx context.Context, request *cdb.CreateAccountsRequest) (*cdb.CreateAccountsResponse, error)
	DeleteAccountsWithContext(ctx context.Context, request *cdb.DeleteAccountsRequest) (*cdb.DeleteAccountsResponse, error)
	DescribeAccountsWithContext(ctx context.Context, request *cdb.DescribeAccountsRequest) (*cdb.DescribeAccountsResponse, error)
	RestartDBInstancesWithContext(ctx context.Context, request *cdb.RestartDBInstancesRequest) (*cdb.RestartDBInstancesResponse, error)
	ModifyDBInstanceNameWithContext(ctx context.Context, request *cdb.ModifyDBInstanceNameRequest) (*cdb.ModifyDBInstanceNameResponse, error)
	CreateBackupWithContext(ctx context.Context, request *cdb.CreateBackupRequest) (*cdb.CreateBackupResponse, error)
	ModifyAccountPasswordWithContext(ctx context.Context, request *cdb.ModifyAccountPasswordRequest) (*cdb.ModifyAccountPasswordResponse, error)
}

var _ MySQL = (*cdb.Client)(nil)

type code string

const (
	accountRule  code = "InvalidParameterValue.AccountHostRuleError"
	passwordRule code = "InvalidParameterValue.AccountPasswordRuleError"
	passwordLong code = "InvalidParameterValue.AccountPasswordLenghtError"
)

// Admin looks after databases.
type Admin struct {
	db  MySQL
	log *slog.Logger
}

// Isolate stops a database; one that is gone is fine.
func (a *Admin) Isolate(ctx context.Context, id string) error {
	req := cdb.NewIsolateDBInstanceRequest()
	req.InstanceId = common.StringPtr(id)
	_, err := a.db.IsolateDBInstanceWithContext(ctx, req)
	if dberr.InstanceGone(err) {
		return nil
	}
	return dberr.From("isolate", id, err)
}

// Offline removes isolated databases.
func (a *Admin) Offline(ctx context.Context, ids ...string) error {
	req := cdb.NewOfflineIsolatedInstancesRequest()
	req.InstanceIds = common.StringPtrs(ids)
	for i := 0; i < 12; i++ {
		_, err := a.db.OfflineIsolatedInstancesWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if !dberr.Retriable(err) {
			return dberr.From("offline", strings.Join(ids, ","), err)
		}
		time.Sleep(5 * time.Second)
	}
	return errors.New("dbadmin: still locked")
}

// Restart restarts databases.
func (a *Admin) Restart(ctx context.Context, ids ...string) error {
	req := cdb.NewRestartDBInstancesRequest()
	req.InstanceIds = common.StringPtrs(ids)
	for i := 0; i < 12; i++ {
		_, err := a.db.RestartDBInstancesWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if !dberr.Locked(err) { // WANT missingcritical
			return dberr.From("restart", strings.Join(ids, ","), err)
		}
		time.Sleep(5 * time.Second)
	}
	return errors.New("dbadmin: still locked")
}

// Get returns a database.
func (a *Admin) Get(ctx context.Context, id string) (*cdb.InstanceInfo, error) {
	req := cdb.NewDescribeDBInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	resp, err := a.db.DescribeDBInstancesWithContext(ctx, req)
	if err != nil {
		return nil, dberr.Translate(err, "ResourceNotFound.CdbInstanceNotFoundError", "InvalidParameter.ResourceNotExists")
	}
	if len(resp.Response.Items) == 0 {
		return nil, dberr.ErrNotFound
	}
	return resp.Response.Items[0], nil
}

// Find is Get for names.
func (a *Admin) Find(ctx context.Context, name string) (*cdb.InstanceInfo, error) {
	req := cdb.NewDescribeDBInstancesRequest()
	req.InstanceNames = common.StringPtrs([]string{name})
	resp, err := a.db.DescribeDBInstancesWithContext(ctx, req)
	if err != nil {
		return nil, dberr.Translate(err, "InvalidParameter.InstanceNameNotFond") // WANT unknowncode
	}
	for _, item := range resp.Response.Items {
		return item, nil
	}
	return nil, dberr.ErrNotFound
}

// Exists tells whether there is a database.
func (a *Admin) Exists(ctx context.Context, id string) (bool, error) {
	_, err := a.Get(ctx, id)
	if errors.Is(err, dberr.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Rename renames a database.
func (a *Admin) Rename(ctx context.Context, id, name string) error {
	req := cdb.NewModifyDBInstanceNameRequest()
	req.InstanceId = common.StringPtr(id)
	req.InstanceName = common.StringPtr(name)
	_, err := a.db.ModifyDBInstanceNameWithContext(ctx, req)
	if err != nil {
		if dberr.CacheGone(err) { // WANT wrongservice
			return fmt.Errorf("rename %s: %w", id, dberr.ErrNotFound)
		}
		return dberr.From("rename", id, err)
	}
	return nil
}

// AddAccount makes an account.
func (a *Admin) AddAccount(ctx context.Context, req *cdb.CreateAccountsRequest) error {
	_, err := a.db.CreateAccountsWithContext(ctx, req)
	switch {
	case err == nil:
		return nil
	case dberr.Has(err, accountRule, passwordRule):
		return fmt.Errorf("choose another name or password: %w", err)
	case dberr.Has(err, passwordLong): // WANT unknowncode
		return fmt.Errorf("choose a longer password: %w", err)
	}
	return err
}

// DropAccounts removes accounts.
func (a *Admin) DropAccounts(ctx context.Context, id string, accounts []*cdb.Account) error {
	req := cdb.NewDeleteAccountsRequest()
	req.InstanceId = common.StringPtr(id)
	req.Accounts = accounts
	_, err := a.db.DeleteAccountsWithContext(ctx, req)
	var ce *dberr.CloudError
	if wrapped := dberr.From("drop accounts", id, err); errors.As(wrapped, &ce) {
		if ce.Code == "InvalidParameterValue.UserNotExistError" {
			return nil
		}
		if ce.Throttled() {
			a.log.Warn("slow down", "instance", id)
		}
		return ce
	}
	return nil
}

// Accounts lists accounts.
func (a *Admin) Accounts(ctx context.Context, id string) ([]string, error) {
	req := cdb.NewDescribeAccountsRequest()
	req.InstanceId = common.StringPtr(id)
	resp, err := a.db.DescribeAccountsWithContext(ctx, req)
	if err != nil {
		err = pkgerrors.Wrapf(err, "accounts of %s", id)
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == cdb.RESOURCENOTFOUND_INSTANCENOTFOUNDERROR { // WANT deadassert
			return nil, dberr.ErrNotFound
		}
		return nil, err
	}
	var names []string
	for _, item := range resp.Response.Items {
		names = append(names, *item.User)
	}
	return names, nil
}

// Root tells whether the root account may come from anywhere.
func (a *Admin) Root(ctx context.Context, id string) (bool, error) {
	names, err := a.Accounts(ctx, id)
	if err != nil {
		cause := pkgerrors.Cause(err)
		if e, ok := cause.(*sdkerr.TencentCloudSDKError); ok && e.Code == "OperationDenied.UserHasNoStrategy" {
			return false, nil
		}
		return false, err
	}
	for _, n := range names {
		if n == "root" {
			return true, nil
		}
	}
	return false, nil
}

// Password sets a password.
func (a *Admin) Password(ctx context.Context, req *cdb.ModifyAccountPasswordRequest) error {
	_, err := a.db.ModifyAccountPasswordWithContext(ctx, req)
	if err == nil {
		return nil
	}
	var e *sdkerr.TencentCloudSDKError
	if ok := errors.As(err, &e); !ok {
		return e // WANT typednil
	}
	if strings.HasPrefix(e.Code, "InvalidParameterValue") {
		return fmt.Errorf("password refused: %s", e.Message)
	}
	return e
}

// Backup makes a backup.
func (a *Admin) Backup(ctx context.Context, id string) (uint64, error) {
	req := cdb.NewCreateBackupRequest()
	req.InstanceId = common.StringPtr(id)
	req.BackupMethod = common.StringPtr("physical")
	resp, err := a.db.CreateBackupWithContext(ctx, req)
	if err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if ok && strings.Contains(e.Code, "Backup") {
			return 0, fmt.Errorf("another backup runs: %w", err)
		}
		if ok && e.Code == "CdbError.BackupError" { // WANT deadtest
			return 0, fmt.Errorf("the backup failed: %w", err)
		}
		return 0, err
	}
	return *resp.Response.BackupId, nil
}

// Compare tells whether the account is refused in the same way as before.
func (a *Admin) Compare(ctx context.Context, id string) (bool, error) {
	req := cdb.NewDescribeAccountsRequest()
	req.InstanceId = common.StringPtr(id)
	_, err := a.db.DescribeAccountsWithContext(ctx, req)
	if errors.Is(err, &sdkerr.TencentCloudSDKError{Code: "OperationDenied.WrongStatus"}) { // WANT deadassert
		return false, nil
	}
	return err == nil, err
}
