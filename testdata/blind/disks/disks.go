// Package disks snapshots and detaches disks.
package disks

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"example.com/blind/tcapi"
	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Keeper keeps snapshots.
type Keeper struct{ client *cbs.Client }

// Copy copies a snapshot and forgets the regions' codes.
func (k *Keeper) Copy(request *cbs.CopySnapshotCrossRegionsRequest) error {
	_, err := k.client.CopySnapshotCrossRegions(request) // WANT uncheckedstatus
	return tcapi.Wrap("copy", err)
}

// CopyChecked looks at the regions' codes.
func (k *Keeper) CopyChecked(request *cbs.CopySnapshotCrossRegionsRequest) error {
	response, err := k.client.CopySnapshotCrossRegions(request)
	if err != nil {
		return err
	}
	var failed []string
	for _, r := range response.Response.SnapshotCopyResultSet {
		if *r.Code != "Success" {
			failed = append(failed, *r.DestinationRegion)
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("no copy in %s", strings.Join(failed, ", "))
	}
	return nil
}

// Free deletes a snapshot.
func (k *Keeper) Free(request *cbs.DeleteSnapshotsRequest) error {
	_, err := k.client.DeleteSnapshots(request)
	if tcapi.Is(err, "FailedOperation.ResourceInOperating") { // WANT wrongservice
		return fmt.Errorf("busy: %w", err)
	}
	return err
}

// FreeGone deletes a snapshot, or finds it gone.
func (k *Keeper) FreeGone(request *cbs.DeleteSnapshotsRequest) error {
	_, err := k.client.DeleteSnapshots(request)
	if tcapi.Is(err, cbs.INVALIDSNAPSHOTID_NOTFOUND) {
		return nil
	}
	return err
}

// Detach takes the category for the whole.
func (k *Keeper) Detach(request *cbs.DetachDisksRequest) (login bool, err error) {
	_, err = k.client.DetachDisks(request)
	if code, ok := tcapi.Code(err); ok && strings.HasPrefix(code, "UnauthorizedOperation.") { // WANT partialcategory
		return true, err
	}
	return false, err
}

// Attach waits for the disk.
func (k *Keeper) Attach(ctx context.Context, request *cbs.AttachDisksRequest) error {
	return tcapi.Retry(ctx, 10, func(err error) bool {
		return tcapi.Throttled(err) || tcapi.Is(err, "InvalidDisk.Busy", "ResourceBusy")
	}, func() error {
		_, err := k.client.AttachDisksWithContext(ctx, request)
		return err
	})
}

func busy(err error) bool {
	return tcapi.Is(err, "InvalidDisk.Busy", "ResourceBusy", "RequestLimitExceeded") // WANT partialcategory
}

// AttachBusy waits for the disk.
func (k *Keeper) AttachBusy(ctx context.Context, request *cbs.AttachDisksRequest) error {
	return tcapi.Retry(ctx, 10, busy, func() error {
		_, err := k.client.AttachDisksWithContext(ctx, request)
		return err
	})
}

// Resize has the arguments the wrong way round.
func (k *Keeper) Resize(request *cbs.ResizeDiskRequest) error {
	_, err := k.client.ResizeDisk(request)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	if ok && strings.HasPrefix("ResourceUnavailable", e.GetCode()) { // WANT swappedargs
		return fmt.Errorf("later: %w", err)
	}
	return err
}

// Terminate returns the nil of a failed errors.As.
func (k *Keeper) Terminate(request *cbs.TerminateDisksRequest) error {
	_, err := k.client.TerminateDisks(request)
	if err == nil {
		return nil
	}
	var e *tcerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidDiskId.NotFound" {
		return nil
	}
	return e // WANT typednil
}

// TerminateAll goes through disks slowly.
func (k *Keeper) TerminateAll(ids []string) (errs map[string]error) {
	errs = make(map[string]error)
	for _, id := range ids {
		request := cbs.NewTerminateDisksRequest()
		request.DiskIds = []*string{&id}
		_, err := k.client.TerminateDisks(request)
		if err != nil && !tcapi.Is(err, "InvalidDiskId.NotFound") {
			errs[id] = err
		}
		time.Sleep(time.Second)
	}
	return errs
}

// Apply reads the error of a wrapper of its own, asserted as the SDK's.
func (k *Keeper) Apply(request *cbs.ApplySnapshotRequest) error {
	_, err := k.client.ApplySnapshot(request)
	if err = tcapi.Wrap("apply", err); err == nil {
		return nil
	}
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceInUse.DiskRollbacking" { // WANT deadassert
		log.Print("a rollback runs")
		return nil
	}
	return err
}

// ApplyUnwrapped asserts what was wrapped.
func (k *Keeper) ApplyUnwrapped(request *cbs.ApplySnapshotRequest) error {
	_, err := k.client.ApplySnapshot(request)
	wrapped := tcapi.Wrap("apply", err)
	if e, ok := errors.Unwrap(wrapped).(*tcerr.TencentCloudSDKError); ok && e.Code == "ResourceInUse.DiskRollbacking" {
		log.Print("a rollback runs")
		return nil
	}
	return wrapped
}

// Same compares with an error made here, which is never the same.
func (k *Keeper) Same(request *cbs.DescribeDisksRequest) (bool, error) {
	_, err := k.client.DescribeDisks(request)
	if errors.Is(err, &tcerr.TencentCloudSDKError{Code: "InvalidDiskId.NotFound"}) { // WANT deadassert
		return false, nil
	}
	return err == nil, err
}

// Snapshot tells whether to try tomorrow.
func (k *Keeper) Snapshot(request *cbs.CreateSnapshotRequest) (string, error) {
	_, err := k.client.CreateSnapshot(request)
	code, _ := tcapi.Code(err)
	switch {
	case strings.Contains(code, "Snapshot"):
		return "skip", err
	case code == "InsufficientSnapshotQuota": // WANT deadtest
		return "quota", err
	}
	return "", err
}

// SnapshotState has the narrow test first.
func (k *Keeper) SnapshotState(request *cbs.CreateSnapshotRequest) (string, error) {
	_, err := k.client.CreateSnapshot(request)
	code, _ := tcapi.Code(err)
	switch {
	case code == "InsufficientSnapshotQuota":
		return "quota", err
	case strings.Contains(code, "Snapshot"):
		return "skip", err
	}
	return "", err
}

// Policy deletes a policy and drops what is no answer.
func (k *Keeper) Policy(request *cbs.DeleteAutoSnapshotPoliciesRequest) error {
	if _, err := k.client.DeleteAutoSnapshotPolicies(request); err != nil {
		if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code != "InvalidAutoSnapshotPolicyId.NotFound" { // WANT dropped
			return err
		}
	}
	return nil
}
