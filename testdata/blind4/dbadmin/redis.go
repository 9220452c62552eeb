package dbadmin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"example.org/blind4/dbadmin/dberr"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	redis "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/redis/v20180412"
)

type caches interface {
	DestroyPostpaidInstance(request *redis.DestroyPostpaidInstanceRequest) (*redis.DestroyPostpaidInstanceResponse, error)
	CleanUpInstance(request *redis.CleanUpInstanceRequest) (*redis.CleanUpInstanceResponse, error)
	DescribeInstances(request *redis.DescribeInstancesRequest) (*redis.DescribeInstancesResponse, error)
	CreateInstanceAccount(request *redis.CreateInstanceAccountRequest) (*redis.CreateInstanceAccountResponse, error)
	DeleteInstanceAccount(request *redis.DeleteInstanceAccountRequest) (*redis.DeleteInstanceAccountResponse, error)
	ManualBackupInstance(request *redis.ManualBackupInstanceRequest) (*redis.ManualBackupInstanceResponse, error)
	ClearInstance(request *redis.ClearInstanceRequest) (*redis.ClearInstanceResponse, error)
	DescribeTaskInfo(request *redis.DescribeTaskInfoRequest) (*redis.DescribeTaskInfoResponse, error)
	RenewInstance(request *redis.RenewInstanceRequest) (*redis.RenewInstanceResponse, error)
	ModifyInstance(request *redis.ModifyInstanceRequest) (*redis.ModifyInstanceResponse, error)
}

var _ caches = (*redis.Client)(nil)

// Caches looks after redis.
type Caches struct {
	client caches
	log    *slog.Logger
}

// throttledOrBusy waits while the cloud or the instance is busy.
func throttledOrBusy(do func() error) error {
	var err error
	for wait := time.Second; wait < time.Minute; wait *= 2 {
		if err = do(); err == nil || !dberr.Retriable(err) {
			return err
		}
		time.Sleep(wait)
	}
	return err
}

// Destroy returns a cache.
func (c *Caches) Destroy(id string) error {
	req := redis.NewDestroyPostpaidInstanceRequest()
	req.InstanceId = common.StringPtr(id)
	err := throttledOrBusy(func() error {
		_, err := c.client.DestroyPostpaidInstance(req)
		return err
	})
	if dberr.CacheGone(err) {
		return nil
	}
	return dberr.From("destroy", id, err)
}

// CleanUp removes an isolated cache.
func (c *Caches) CleanUp(id string) error {
	req := redis.NewCleanUpInstanceRequest()
	req.InstanceId = common.StringPtr(id)
	_, err := c.client.CleanUpInstance(req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		if e.Code == "ResourceNotFound.InstanceNotExists" { // WANT dropped
			return nil
		}
		return dberr.From("clean up", id, e)
	}
	c.log.Info("cleaned up", "instance", id)
	return nil
}

// Get returns a cache.
func (c *Caches) Get(id string) (*redis.InstanceSet, error) {
	req := redis.NewDescribeInstancesRequest()
	req.InstanceId = common.StringPtr(id)
	resp, err := c.client.DescribeInstances(req)
	if err != nil {
		return nil, dberr.From("read", id, dberr.Translate(err, "ResourceNotFound.InstanceNotExists"))
	}
	if len(resp.Response.InstanceSet) == 0 {
		return nil, fmt.Errorf("%s: %w", id, dberr.ErrNotFound)
	}
	return resp.Response.InstanceSet[0], nil
}

// Ready tells whether a cache can be used.
func (c *Caches) Ready(id string) (bool, error) {
	set, err := c.Get(id)
	if err != nil {
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == redis.RESOURCEUNAVAILABLE_INSTANCEISOLATED { // WANT deadassert
			return false, nil
		}
		return false, err
	}
	return *set.Status == 2, nil
}

// Isolated tells whether a cache waits for its end.
func (c *Caches) Isolated(id string) (bool, error) {
	set, err := c.Get(id)
	switch {
	case dberr.Has(err, redis.RESOURCEUNAVAILABLE_INSTANCEISOLATED):
		return true, nil
	case errors.Is(err, dberr.ErrNotFound):
		return false, nil
	case err != nil:
		return false, err
	}
	return *set.Status == -2, nil
}

// AddAccount makes an account.
func (c *Caches) AddAccount(req *redis.CreateInstanceAccountRequest) error {
	_, err := c.client.CreateInstanceAccount(req)
	if dberr.Has(err, "InvalidParameterValue.AccountHostRuleError") { // WANT wrongservice
		return errors.New("the name of the account is not allowed")
	}
	return err
}

// DropAccount removes an account.
func (c *Caches) DropAccount(id, name string) error {
	req := redis.NewDeleteInstanceAccountRequest()
	req.InstanceId = common.StringPtr(id)
	req.AccountName = common.StringPtr(name)
	_, err := c.client.DeleteInstanceAccount(req)
	if err != nil {
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if !ok {
			return err
		}
		if e.Code == "ResourceNotFound.AccountDoesNotExists" {
			return nil
		}
		return dberr.From("drop "+name, id, e)
	}
	return nil
}

// Backup makes a backup while nobody has the cache.
func (c *Caches) Backup(ctx context.Context, id string) error {
	req := redis.NewManualBackupInstanceRequest()
	req.InstanceId = common.StringPtr(id)
	for {
		_, err := c.client.ManualBackupInstance(req)
		code := dberr.CodeOf(err)
		switch {
		case err == nil:
			return nil
		case code == "RequestLimitExceeded", code == "ResourceUnavailable.BackupLockedError": // WANT partialcategory
			c.log.Info("backup waits", "instance", id)
		default:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Second):
		}
	}
}

// Flush empties a cache.
func (c *Caches) Flush(id, password string) error {
	req := redis.NewClearInstanceRequest()
	req.InstanceId = common.StringPtr(id)
	req.Password = common.StringPtr(password)
	_, err := c.client.ClearInstance(req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && strings.HasPrefix("InvalidParameterValue.PasswordError", e.Code) { // WANT swappedargs
		return errors.New("the password is wrong")
	}
	return err
}

// Task tells how a task is going.
func (c *Caches) Task(id uint64) (string, error) {
	req := redis.NewDescribeTaskInfoRequest()
	req.TaskId = common.Uint64Ptr(id)
	resp, err := c.client.DescribeTaskInfo(req)
	if err != nil {
		if dberr.Has(err, "FailedOperation.FlowNotExists") {
			return "unknown", nil
		}
		return "", err
	}
	return *resp.Response.Status, nil
}

// Renew renews a cache.
func (c *Caches) Renew(id string, months uint64) error {
	req := redis.NewRenewInstanceRequest()
	req.InstanceId = common.StringPtr(id)
	req.Period = common.Uint64Ptr(months)
	_, err := c.client.RenewInstance(req)
	if err != nil && dberr.CodeOf(err) == "InternalError.DbOperationFailed" { // WANT criticalsuccess
		return nil
	}
	return dberr.From("renew", id, err)
}

// Rename renames a cache.
func (c *Caches) Rename(id, name string) error {
	req := redis.NewModifyInstanceRequest()
	req.Operation = common.StringPtr("rename")
	req.InstanceId = common.StringPtr(id)
	req.InstanceName = common.StringPtr(name)
	_, err := c.client.ModifyInstance(req)
	var ce *dberr.CloudError
	if !errors.As(dberr.From("rename", id, err), &ce) {
		return nil
	}
	switch ce.Code {
	case "InvalidParameterValue.InstanceNameRuleError":
		return fmt.Errorf("%q cannot be a name", name)
	case "ResourceUnavailable.InstanceIsolated":
		return dberr.ErrNotFound
	}
	return ce
}
