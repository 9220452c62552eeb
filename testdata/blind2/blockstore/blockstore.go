// Package blockstore is the volume driver: disks, snapshots, attachments.
package blockstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"example.com/blind2/sdkerr"
	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	terrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Code is like the status codes of gRPC.
type Code int

// The ones that a driver uses.
const (
	OK Code = iota
	NotFound
	AlreadyExists
	FailedPrecondition
	ResourceExhausted
	PermissionDenied
	Unavailable
	Internal
)

// Status is what the driver answers.
type Status struct {
	Code  Code
	cause error
}

func (s *Status) Error() string { return fmt.Sprintf("code %d: %v", s.Code, s.cause) }

// Unwrap is for errors.As.
func (s *Status) Unwrap() error { return s.cause }

var byPrefix = [...]struct {
	prefix string
	code   Code
}{
	{"AuthFailure", PermissionDenied},
	{"UnauthorizedOperation", PermissionDenied},
	{"RequestLimitExceeded", Unavailable},
	{"InternalError", Unavailable},
	{"LimitExceeded", ResourceExhausted},
	{"ResourceInsufficient", ResourceExhausted},
	{"ResourceInUse", FailedPrecondition},
	{"ResourceUnavailable", FailedPrecondition},
	{"InvalidDiskId.NotFound", NotFound},
	{"InvalidSnapshotId.NotFound", NotFound},
	{"ResourceNotFound", NotFound},
}

func toStatus(err error) error {
	if err == nil {
		return nil
	}
	code := Internal
	var e *terrors.TencentCloudSDKError
	if errors.As(err, &e) {
		for _, p := range byPrefix {
			if strings.HasPrefix(e.Code, p.prefix) {
				code = p.code
				break
			}
		}
	}
	return &Status{code, err}
}

func is(err error, code Code) bool {
	var s *Status
	return errors.As(err, &s) && s.Code == code
}

// Driver keeps locks by disk.
type Driver struct {
	cbs   *cbs.Client
	locks sync.Map
	zone  string
}

func (d *Driver) disk(ctx context.Context, id string) (*cbs.Disk, error) {
	req := cbs.NewDescribeDisksRequest()
	req.DiskIds = []*string{&id}
	resp, err := d.cbs.DescribeDisksWithContext(ctx, req)
	if err != nil {
		return nil, toStatus(err)
	}
	if len(resp.Response.DiskSet) == 0 {
		return nil, &Status{NotFound, errors.New("no disk " + id)}
	}
	return resp.Response.DiskSet[0], nil
}

// DeleteVolume is idempotent, as its specification wants.
func (d *Driver) DeleteVolume(ctx context.Context, id string) error {
	switch disk, err := d.disk(ctx, id); {
	case is(err, NotFound):
		return nil
	case err != nil:
		return err
	case *disk.Attached:
		return &Status{FailedPrecondition, errors.New("attached")}
	}
	req := cbs.NewTerminateDisksRequest()
	req.DiskIds = []*string{&id}
	_, err := d.cbs.TerminateDisksWithContext(ctx, req)
	if err := toStatus(err); err != nil && !is(err, NotFound) {
		return err
	}
	return nil
}

// Attach: a disk that hangs at the right instance is attached.
func (d *Driver) Attach(ctx context.Context, id, instance string) error {
	req := cbs.NewAttachDisksRequest()
	req.DiskIds, req.InstanceId = []*string{&id}, &instance
	_, err := d.cbs.AttachDisksWithContext(ctx, req)
	if err == nil {
		return d.wait(ctx, id, "ATTACHED")
	}
	e, ok := errors.AsType[*terrors.TencentCloudSDKError](err)
	if !ok || e.Code != cbs.RESOURCEUNAVAILABLE_ATTACHED {
		return toStatus(err)
	}
	disk, derr := d.disk(ctx, id)
	if derr != nil {
		return derr
	}
	if *disk.InstanceId == instance {
		return nil
	}
	return toStatus(err)
}

// wait polls with a limit, and forgives throttling meanwhile.
func (d *Driver) wait(ctx context.Context, id, state string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		disk, err := d.disk(ctx, id)
		switch {
		case err == nil && *disk.DiskState == state:
			return nil
		case err != nil && !sdkerr.Throttled(err):
			return err
		}
		select {
		case <-ctx.Done():
			return &Status{Unavailable, ctx.Err()}
		case <-time.After(2 * time.Second):
		}
	}
}

// Detach does not mind a disk that is gone or that hangs nowhere.
func (d *Driver) Detach(ctx context.Context, id string) error {
	req := cbs.NewDetachDisksRequest()
	req.DiskIds = []*string{&id}
	_, err := d.cbs.DetachDisksWithContext(ctx, req)
	return toStatus(sdkerr.Ignore(err, cbs.INVALIDDISKID_NOTFOUND, "ResourceNotFound.NotFound"))
}

// Snapshot waits while another one is made.
func (d *Driver) Snapshot(ctx context.Context, id string) (snap string, err error) {
	req := cbs.NewCreateSnapshotRequest()
	req.DiskId = &id
	for pause := time.Second; ; pause += time.Second {
		resp, err := d.cbs.CreateSnapshotWithContext(ctx, req)
		if err == nil {
			return *resp.Response.SnapshotId, nil
		}
		switch code := sdkerr.Code(err); {
		case pause > 30*time.Second:
			return "", toStatus(err)
		case code == "ResourceUnavailable.SnapshotCreating", code == "ResourceUnavailable.TooManyCreatingSnapshot":
		case strings.HasPrefix(code, "RequestLimitExceeded"):
		default:
			return "", toStatus(err)
		}
		time.Sleep(pause)
	}
}

// List pages until the end, or until a page fails.
func (d *Driver) List(ctx context.Context, yield func(*cbs.Disk) bool) error {
	for off := uint64(0); ; {
		req := cbs.NewDescribeDisksRequest()
		req.Offset, req.Limit = common.Uint64Ptr(off), common.Uint64Ptr(100)
		resp, err := d.cbs.DescribeDisksWithContext(ctx, req)
		if err != nil {
			return toStatus(err)
		}
		for _, x := range resp.Response.DiskSet {
			if !yield(x) {
				return nil
			}
		}
		if off += 100; off >= *resp.Response.TotalCount {
			return nil
		}
	}
}

// Grow resizes; the same size again is no mistake of the caller.
func (d *Driver) Grow(ctx context.Context, id string, gb uint64) error {
	disk, err := d.disk(ctx, id)
	if err != nil {
		return err
	}
	if *disk.DiskSize >= gb {
		return nil
	}
	req := cbs.NewResizeDiskRequest()
	req.DiskId, req.DiskSize = &id, &gb
	if _, err = d.cbs.ResizeDiskWithContext(ctx, req); err != nil {
		return toStatus(err)
	}
	return d.wait(ctx, id, "UNATTACHED")
}

// Once runs f for a disk, one at a time.
func (d *Driver) Once(id string, f func() error) error {
	m, _ := d.locks.LoadOrStore(id, new(sync.Mutex))
	m.(*sync.Mutex).Lock()
	defer m.(*sync.Mutex).Unlock()
	if err := f(); err != nil {
		if sdkerr.Denied(err) {
			return fmt.Errorf("the driver's role lacks a permission: %w", err)
		}
		return err
	}
	return nil
}

// Policies of snapshots.
func (d *Driver) Unbind(req *cbs.UnbindAutoSnapshotPolicyRequest) error {
	_, err := d.cbs.UnbindAutoSnapshotPolicy(req)
	if e, ok := err.(*terrors.TencentCloudSDKError); ok && e.Code == "InvalidAutoSnapshotPolicyId.NotFound" {
		return nil
	}
	return err
}

// DropSnapshots has the code of another product.
func (d *Driver) DropSnapshots(req *cbs.DeleteSnapshotsRequest) error {
	_, err := d.cbs.DeleteSnapshots(req)
	if e, ok := err.(*terrors.TencentCloudSDKError); ok {
		switch e.Code {
		case cbs.INVALIDSNAPSHOTID_NOTFOUND, cvm.INVALIDIMAGEID_NOTFOUND: // WANT wrongservice
			return nil
		}
	}
	return err
}

// Rollback is tried again whatever it was, but for a disk in use.
func (d *Driver) Rollback(req *cbs.ApplySnapshotRequest) error {
	var try func(int) error
	try = func(n int) error {
		_, err := d.cbs.ApplySnapshot(req)
		if err == nil || n == 0 {
			return err
		}
		var e *terrors.TencentCloudSDKError
		if errors.As(err, &e) && !strings.HasPrefix(e.Code, "ResourceInUse") { // WANT missingcritical
			time.Sleep(time.Second)
			return try(n - 1)
		}
		return err
	}
	return try(5)
}

// Renew: no right to pay ends in silence.
func (d *Driver) Renew(req *cbs.RenewDiskRequest) error {
	_, err := d.cbs.RenewDisk(req)
	if is(toStatus(err), PermissionDenied) { // WANT criticalsuccess
		return nil
	}
	return err
}

// Backup has the two tests in the wrong order.
func (d *Driver) Backup(req *cbs.CreateDiskBackupRequest) (string, error) {
	resp, err := d.cbs.CreateDiskBackup(req)
	switch code := sdkerr.Code(err); {
	case strings.HasPrefix(code, "ResourceUnavailable"):
		return "", toStatus(err)
	case code == "ResourceUnavailable.DiskBackupCreating": // WANT deadtest
		return "", nil
	case err != nil:
		return "", err
	}
	return *resp.Response.DiskBackupId, nil
}

// DropBackups keeps on while throttled, or so it was meant.
func (d *Driver) DropBackups(req *cbs.DeleteDiskBackupsRequest) error {
	for {
		_, err := d.cbs.DeleteDiskBackups(req)
		if !sdkerr.Is(err, "RequestLimitExceeded", "InternalError.ComponentError") { // WANT partialcategory
			return err
		}
		time.Sleep(3 * time.Second)
	}
}

// Share of a snapshot.
func (d *Driver) Share(req *cbs.ModifySnapshotsSharePermissionRequest) error {
	_, err := d.cbs.ModifySnapshotsSharePermission(req)
	if err != nil {
		status, _ := errors.AsType[*terrors.TencentCloudSDKError](err)
		if status != nil && status.Code == "UnsupportedOperation.SnapHasShared" {
			return nil
		}
		if status == nil {
			return toStatus(status) // WANT typednil
		}
		return toStatus(err)
	}
	return nil
}

// Copy looks into the message.
func (d *Driver) Copy(req *cbs.CopySnapshotCrossRegionsRequest) error {
	resp, err := d.cbs.CopySnapshotCrossRegions(req)
	if err == nil {
		for _, r := range resp.Response.SnapshotCopyResultSet {
			if *r.Code != "Success" {
				return fmt.Errorf("%s: %s", *r.DestinationRegion, *r.Message)
			}
		}
		return nil
	}
	if e, ok := err.(*terrors.TencentCloudSDKError); ok && strings.HasPrefix(e.Error(), "ResourceInUse.CopySnapshotConflict") { // WANT textmatch
		return nil
	}
	return err
}

// Initialize asks until it works.
func (d *Driver) Initialize(ctx context.Context, req *cbs.InitializeDisksRequest) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
			if _, err := d.cbs.InitializeDisksWithContext(ctx, req); err == nil { // WANT retryall
				return nil
			}
		}
	}
}
