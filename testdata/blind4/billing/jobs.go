// Package billing renews and cleans up what costs money.
package billing

import (
	"context"
	"errors"
	"fmt"
	"log"
	"sync"
	"time"

	"example.org/blind4/billing/batch"
	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	cdb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdb/v20170320"
	ckafka "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ckafka/v20190819"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	lighthouse "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/lighthouse/v20200324"
	"golang.org/x/sync/errgroup"
)

// Clients are the clients of an account.
type Clients struct {
	CVM    *cvm.Client
	Light  *lighthouse.Client
	CDB    *cdb.Client
	CAM    *cam.Client
	Kafka  *ckafka.Client
	Report *batch.Report
}

var skippable = batch.Codes(
	"InvalidInstanceId.NotFound",
	"UnsupportedOperation.InstanceChargeType",
	"InvalidInstanceNotSupportedPrepaidInstance",
)

var frozen = map[string]bool{
	cvm.UNSUPPORTEDOPERATION_INSTANCESTATEFREEZING: true,
	"UnsupportedOperation.InstanceStateBaning":     true, // WANT unknowncode
	"UnsupportedOperation.InstanceStateIsolating":  true,
}

// RenewAll renews machines and counts what failed.
func (c *Clients) RenewAll(ctx context.Context, ids []string) error {
	for _, id := range ids {
		req := cvm.NewRenewInstancesRequest()
		req.InstanceIds = common.StringPtrs([]string{id})
		_, err := c.CVM.RenewInstancesWithContext(ctx, req)
		if _, skip := skippable[batch.Code(err)]; skip {
			c.Report.Skip()
			continue
		}
		if err != nil && !batch.Paid(err) {
			return fmt.Errorf("no money for %s: %w", id, err)
		}
		c.Report.Add(err)
	}
	return nil
}

// RenewLive renews machines that are not frozen.
func (c *Clients) RenewLive(ctx context.Context, ids []string) error {
	req := cvm.NewRenewInstancesRequest()
	req.InstanceIds = common.StringPtrs(ids)
	_, err := c.CVM.RenewInstancesWithContext(ctx, req)
	if frozen[batch.Code(err)] {
		return fmt.Errorf("some of %d machines are frozen: %w", len(ids), err)
	}
	return err
}

// Workers returns small machines with eight workers.
func (c *Clients) Workers(ctx context.Context, ids []string) error {
	jobs := make(chan string)
	errs := make(chan error, len(ids))
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for id := range jobs {
				req := lighthouse.NewTerminateInstancesRequest()
				req.InstanceIds = common.StringPtrs([]string{id})
				_, err := c.Light.TerminateInstancesWithContext(ctx, req)
				if err != nil && !batch.Any(err, "ResourceNotFound.InstanceIdNotFound", "ResourceNotFound.InstanceNotFound") {
					errs <- fmt.Errorf("%s: %w", id, err)
				}
			}
		}()
	}
	for _, id := range ids {
		jobs <- id
	}
	close(jobs)
	wg.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

// Snapshots makes snapshots side by side.
func (c *Clients) Snapshots(ctx context.Context, ids []string) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for _, id := range ids {
		group.Go(func() error {
			req := lighthouse.NewCreateInstanceSnapshotRequest()
			req.InstanceId = common.StringPtr(id)
			_, err := c.Light.CreateInstanceSnapshotWithContext(ctx, req)
			if batch.Any(err, "ResourceNotFound.InstanceNotFnd") { // WANT unknowncode
				c.Report.Skip()
				return nil
			}
			return err
		})
	}
	return group.Wait()
}

// DropSnapshots removes snapshots side by side.
func (c *Clients) DropSnapshots(ctx context.Context, ids []string) error {
	var group errgroup.Group
	for _, id := range ids {
		group.Go(func() error {
			req := lighthouse.NewDeleteSnapshotsRequest()
			req.SnapshotIds = common.StringPtrs([]string{id})
			_, err := c.Light.DeleteSnapshotsWithContext(ctx, req)
			if batch.UserGone(err) { // WANT wrongservice
				return nil
			}
			return err
		})
	}
	return group.Wait()
}

// DropImages removes images with patience.
func (c *Clients) DropImages(ctx context.Context, ids []string) error {
	req := cvm.NewDeleteImagesRequest()
	req.ImageIds = common.StringPtrs(ids)
	return batch.Retry(ctx, 5, batch.Passing, func() error {
		_, err := c.CVM.DeleteImagesWithContext(ctx, req)
		return err
	})
}

// DropKeys removes key pairs with patience.
func (c *Clients) DropKeys(ctx context.Context, ids []string) error {
	req := cvm.NewDeleteKeyPairsRequest()
	req.KeyIds = common.StringPtrs(ids)
	busy := func(err error) bool {
		return batch.Any(err, "MutexOperation.TaskRunning") // WANT missingcritical
	}
	return batch.Retry(ctx, 5, busy, func() error {
		_, err := c.CVM.DeleteKeyPairsWithContext(ctx, req)
		return err
	})
}

// RenewDatabase renews a database; it waits until other tasks are over.
func (c *Clients) RenewDatabase(ctx context.Context, id string, months int64) error {
	req := cdb.NewRenewDBInstanceRequest()
	req.InstanceId = common.StringPtr(id)
	req.TimeSpan = common.Int64Ptr(months)
	again := func(err error) bool {
		return batch.Passing(err) || batch.Any(err, "OperationDenied.ActionInProcess")
	}
	err := batch.Retry(ctx, 10, again, func() error {
		_, err := c.CDB.RenewDBInstanceWithContext(ctx, req)
		return err
	})
	if batch.Any(err, "ResourceNotFound.CdbInstanceNotFoundError") {
		return fmt.Errorf("no database %s", id)
	}
	return err
}

// RenewDatabases renews many; those that are gone are left out.
func (c *Clients) RenewDatabases(ctx context.Context, ids []string) (renewed int, err error) {
	for _, id := range ids {
		req := cdb.NewRenewDBInstanceRequest()
		req.InstanceId = common.StringPtr(id)
		_, err := c.CDB.RenewDBInstanceWithContext(ctx, req)
		e, ok := err.(*sdkerr.TencentCloudSDKError)
		if ok && e.Code == "InvalidParameter.InstanceNotFound" {
			continue
		}
		if err != nil {
			return renewed, err
		}
		renewed++
	}
	return renewed, nil
}

// Cheapest asks for the price of another month.
func (c *Clients) Cheapest(ctx context.Context, id string) (*cvm.Price, error) {
	req := cvm.NewInquiryPriceRenewInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	resp, err := batch.Must[*cvm.InquiryPriceRenewInstancesResponse]("price")(c.CVM.InquiryPriceRenewInstancesWithContext(ctx, req))
	if err != nil {
		if batch.Any(err, "InvalidInstanceId.NotFound") {
			return nil, fmt.Errorf("no machine %s: %w", id, err)
		}
		return nil, err
	}
	return resp.Response.Price, nil
}

// DropUser removes a user that has left.
func (c *Clients) DropUser(ctx context.Context, name string) error {
	req := cam.NewDeleteUserRequest()
	req.Name = common.StringPtr(name)
	_, err := c.CAM.DeleteUserWithContext(ctx, req)
	if batch.UserGone(err) {
		return nil
	}
	if batch.Any(err, "OperationDenied.HaveKeys") {
		return fmt.Errorf("%s still has keys: %w", name, err)
	}
	return err
}

// DropUsers removes many users.
func (c *Clients) DropUsers(ctx context.Context, names []string) error {
	for _, name := range names {
		req := cam.NewDeleteUserRequest()
		req.Name = common.StringPtr(name)
		_, err := c.CAM.DeleteUserWithContext(ctx, req)
		if err == nil {
			continue
		}
		e := batch.AsAPI(err)
		if e == nil {
			return err
		}
		if e.Code == "OperationDenied.HaveKeys" { // WANT missingcritical
			return fmt.Errorf("%s has keys", name)
		}
	}
	return nil
}

// Audit checks that users are there.
func (c *Clients) Audit(ctx context.Context, names []string) (missing []string, err error) {
	for _, name := range names {
		req := cam.NewGetUserRequest()
		req.Name = common.StringPtr(name)
		_, err := c.CAM.GetUserWithContext(ctx, req)
		switch {
		case err == nil:
		case batch.UserGone(err):
			missing = append(missing, name)
		default:
			return missing, fmt.Errorf("user %s: %w", name, err)
		}
	}
	return missing, nil
}

// DropTopic removes a topic.
func (c *Clients) DropTopic(ctx context.Context, instance, topic string) error {
	req := ckafka.NewDeleteTopicRequest()
	req.InstanceId = common.StringPtr(instance)
	req.TopicName = common.StringPtr(topic)
	_, err := c.Kafka.DeleteTopicWithContext(ctx, req) // WANT uncheckedstatus
	if batch.Any(err, "ResourceNotFound") {
		return nil
	}
	return err
}

// AddUser makes a user of the queue.
func (c *Clients) AddUser(ctx context.Context, instance, name, password string) error {
	req := ckafka.NewCreateUserRequest()
	req.InstanceId = common.StringPtr(instance)
	req.Name = common.StringPtr(name)
	req.Password = common.StringPtr(password)
	resp, err := c.Kafka.CreateUserWithContext(ctx, req)
	if err != nil {
		return err
	}
	if r := resp.Response.Result; r != nil && *r.ReturnCode != "0" {
		return fmt.Errorf("user %s: %s", name, *r.ReturnMessage)
	}
	return nil
}

// DropQueueUser removes a user of the queue.
func (c *Clients) DropQueueUser(ctx context.Context, instance, name string) error {
	req := ckafka.NewDeleteUserRequest()
	req.InstanceId = common.StringPtr(instance)
	req.Name = common.StringPtr(name)
	resp, err := c.Kafka.DeleteUserWithContext(ctx, req) // WANT uncheckedstatus
	if err != nil {
		return fmt.Errorf("user %s: %w", name, err)
	}
	log.Printf("user %s is gone, request %s", name, *resp.Response.RequestId)
	return nil
}

// Pay renews one machine until that worked.
func (c *Clients) Pay(ctx context.Context, id string) error {
	req := cvm.NewRenewInstancesRequest()
	req.InstanceIds = common.StringPtrs([]string{id})
	for i := 0; i < 30; i++ {
		if _, err := c.CVM.RenewInstancesWithContext(ctx, req); err == nil { // WANT retryall
			return nil
		}
		time.Sleep(time.Minute)
	}
	return errors.New("billing: not renewed")
}
