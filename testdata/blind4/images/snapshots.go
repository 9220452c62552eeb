// Package images keeps snapshots of disks, and the images of clusters.
package images

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	tc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.org/blind4/images/clouderr"
)

// Snapshots works on snapshots.
type Snapshots struct {
	client *cbs.Client
	log    *slog.Logger
}

var (
	diskGone = clouderr.Of("InvalidDiskId.NotFound", "InvalidDisk.Expire")
	diskBusy = clouderr.Of("InvalidDisk.Busy", "ResourceBusy", "InvalidDisk.SnapshotCreating", cbs.RESOURCEUNAVAILABLE_TOOMANYCREATINGSNAPSHOT)
)

// Create makes a snapshot of a disk.
func (s *Snapshots) Create(ctx context.Context, disk string) (string, error) {
	request := cbs.NewCreateSnapshotRequest()
	request.DiskId = common.StringPtr(disk)
	response, err := s.client.CreateSnapshotWithContext(ctx, request)
	switch {
	case err == nil:
		return *response.Response.SnapshotId, nil
	case diskGone.Match(err):
		return "", fmt.Errorf("disk %s is gone: %w", disk, err)
	case clouderr.OneOf(err, "InsufficientSnapshotQuota", "ResourceInsufficient.OverQuota"):
		return "", fmt.Errorf("no more snapshots: %w", err)
	}
	return "", err
}

// CreateSoon waits for the disk.
func (s *Snapshots) CreateSoon(ctx context.Context, disk string) (id string, err error) {
	for attempt := 0; attempt < 6; attempt++ {
		id, err = s.Create(ctx, disk)
		if err == nil || !diskBusy.Match(err) && !clouderr.Under(err, "RequestLimitExceeded") {
			return id, err
		}
		time.Sleep(20 * time.Second)
	}
	return "", err
}

// CreateIfBusy waits for the disk as well, in the old way.
func (s *Snapshots) CreateIfBusy(ctx context.Context, disk string) (id string, err error) {
	for attempt := 0; attempt < 6; attempt++ {
		id, err = s.Create(ctx, disk)
		if err == nil || !diskBusy.Match(err) { // WANT missingcritical
			return id, err
		}
		time.Sleep(20 * time.Second)
	}
	return "", err
}

// Delete removes snapshots at once.
func (s *Snapshots) Delete(ctx context.Context, ids ...string) error {
	request := cbs.NewDeleteSnapshotsRequest()
	request.SnapshotIds = common.StringPtrs(ids)
	_, err := s.client.DeleteSnapshotsWithContext(ctx, request)
	if clouderr.SnapshotGone(err) {
		return nil
	}
	return err
}

// DeleteEach removes snapshots one by one and joins what failed.
func (s *Snapshots) DeleteEach(ctx context.Context, ids []string) error {
	errs := make([]error, 0, len(ids))
	for _, id := range ids {
		err := s.Delete(ctx, id)
		if clouderr.Denied(err) {
			return errors.Join(append(errs, err)...)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("snapshot %s: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

// DeleteParallel removes snapshots at the same time.
func (s *Snapshots) DeleteParallel(ctx context.Context, ids []string) error {
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		joined error
	)
	for _, id := range ids {
		wg.Go(func() {
			if err := s.Delete(ctx, id); err != nil {
				mu.Lock()
				defer mu.Unlock()
				joined = errors.Join(joined, err)
			}
		})
	}
	wg.Wait()
	return joined
}

// DeleteJoined looks at the joined errors.
func (s *Snapshots) DeleteJoined(ctx context.Context, ids []string) error {
	err := s.DeleteEach(ctx, ids)
	if e, ok := err.(*tc.TencentCloudSDKError); ok && e.Code == cbs.UNSUPPORTEDOPERATION_SNAPHASSHARED { // WANT deadassert
		return fmt.Errorf("one snapshot is shared: %w", err)
	}
	return err
}

// DeleteUnused leaves snapshots alone that images are made of.
func (s *Snapshots) DeleteUnused(ctx context.Context, id string) error {
	err := s.Delete(ctx, id)
	if clouderr.OneOf(err, "UnsupportedOperation.SnapshotHasBindedImage", "InvalidImageId.InShared") { // WANT wrongservice
		s.log.Info("snapshot is in use", "snapshot", id)
		return nil
	}
	return err
}

// Exists asks for a snapshot.
func (s *Snapshots) Exists(ctx context.Context, id string) (bool, error) {
	request := cbs.NewDescribeSnapshotsRequest()
	request.SnapshotIds = common.StringPtrs([]string{id})
	response, err := s.client.DescribeSnapshotsWithContext(ctx, request)
	if e, ok := clouderr.First[*tc.TencentCloudSDKError](err); ok && e.Code == "InvalidSnapshotId.NotFound" {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return len(response.Response.SnapshotSet) > 0, nil
}

// Copy copies snapshots to other regions.
func (s *Snapshots) Copy(ctx context.Context, id string, regions []string) error {
	request := cbs.NewCopySnapshotCrossRegionsRequest()
	request.SnapshotId = common.StringPtr(id)
	request.DestinationRegions = common.StringPtrs(regions)
	_, err := s.client.CopySnapshotCrossRegionsWithContext(ctx, request) // WANT uncheckedstatus
	if clouderr.OneOf(err, "ResourceInUse.CopySnapshotConflict") {
		return fmt.Errorf("%s is being copied: %w", id, err)
	}
	return err
}

// CopyChecked copies and looks at each region.
func (s *Snapshots) CopyChecked(ctx context.Context, id string, regions []string) error {
	request := cbs.NewCopySnapshotCrossRegionsRequest()
	request.SnapshotId = common.StringPtr(id)
	request.DestinationRegions = common.StringPtrs(regions)
	response, err := s.client.CopySnapshotCrossRegionsWithContext(ctx, request)
	if err != nil {
		return err
	}
	var failed error
	for _, result := range response.Response.SnapshotCopyResultSet {
		if *result.Code != "Success" {
			failed = errors.Join(failed, fmt.Errorf("%s: %s", *result.DestinationRegion, *result.Message))
		}
	}
	return failed
}

// Rollback puts a disk back.
func (s *Snapshots) Rollback(ctx context.Context, disk, id string) error {
	request := cbs.NewApplySnapshotRequest()
	request.DiskId = common.StringPtr(disk)
	request.SnapshotId = common.StringPtr(id)
	_, err := s.client.ApplySnapshotWithContext(ctx, request)
	return clouderrOr(err, map[string]string{
		"UnsupportedOperation.InstanceNotStopped": "stop the machine first",
		"ResourceInUse.DiskRollbacking":           "the disk is being put back",
		"InvalidDisk.NotSuported":                 "this disk cannot be put back", // WANT unknowncode
	})
}

// clouderrOr puts words to some codes.
func clouderrOr(err error, words map[string]string) error {
	e, ok := clouderr.First[*tc.TencentCloudSDKError](err)
	if !ok {
		return err
	}
	if word, known := words[e.Code]; known {
		return fmt.Errorf("%s: %w", word, err)
	}
	return err
}

// Detach takes a disk from its machine.
func (s *Snapshots) Detach(ctx context.Context, disk string) error {
	request := cbs.NewDetachDisksRequest()
	request.DiskIds = common.StringPtrs([]string{disk})
	_, err := s.client.DetachDisksWithContext(ctx, request)
	return clouderrOr(err, map[string]string{
		"InvalidDisk.NotPortable":      "this disk stays with its machine",
		"InvalidDiskId.NotFound":       "the disk is gone",
		"ResourceUnavailable.Expire":   "the disk is not paid for",
		"InvalidInstance.NotSupported": "this machine keeps its disks",
	})
}

// Prune keeps the newest snapshots.
func (s *Snapshots) Prune(ctx context.Context, disk string, keep int) (removed int, err error) {
	request := cbs.NewDescribeSnapshotsRequest()
	request.Filters = []*cbs.Filter{{Name: common.StringPtr("disk-id"), Values: common.StringPtrs([]string{disk})}}
	response, err := s.client.DescribeSnapshotsWithContext(ctx, request)
	if err != nil {
		return 0, fmt.Errorf("list: %w", err)
	}
	for i, snapshot := range response.Response.SnapshotSet {
		if i < keep {
			continue
		}
		if err := s.Delete(ctx, *snapshot.SnapshotId); err != nil {
			s.log.Error("prune", "snapshot", *snapshot.SnapshotId, "error", err)
			continue
		}
		removed++
	}
	return removed, nil
}
