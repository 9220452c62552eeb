// Package nightly takes snapshots of all disks, drops the old ones and tags what it made.
package nightly

import (
	"context"
	"fmt"
	"log"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pkg/errors"
	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdk "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tag "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tag/v20180813"
	"golang.org/x/sync/errgroup"

	"example.org/blind3/tcerr"
)

type Job struct {
	cbs     *cbs.Client
	tag     *tag.Client
	skipped atomic.Int64
	mu      sync.Mutex
	failed  map[string]error
}

type outcome struct {
	disk, snapshot string
	err            error
}

func (j *Job) disks(ctx context.Context) ([]string, error) {
	req := cbs.NewDescribeDisksRequest()
	req.Limit = common.Uint64Ptr(100)
	var ids []string
	for offset := uint64(0); ; offset += 100 {
		req.Offset = &offset
		resp, err := j.cbs.DescribeDisksWithContext(ctx, req)
		if err != nil {
			return nil, errors.Wrapf(err, "disks from %d", offset)
		}
		for _, d := range resp.Response.DiskSet {
			ids = append(ids, *d.DiskId)
		}
		if len(ids) >= int(*resp.Response.TotalCount) {
			return ids, nil
		}
	}
}

// snap takes one snapshot.
func (j *Job) snap(ctx context.Context, disk string) (string, error) {
	req := cbs.NewCreateSnapshotRequest()
	req.DiskId = &disk
	req.SnapshotName = common.StringPtr("nightly-" + time.Now().Format("2006-01-02"))
	resp, err := j.cbs.CreateSnapshotWithContext(ctx, req)
	if err != nil {
		return "", err
	}
	return *resp.Response.SnapshotId, nil
}

func (j *Job) snapOrSkip(ctx context.Context, disk string) (string, error) {
	id, err := j.snap(ctx, disk)
	if e, ok := err.(*sdk.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidDisk.SnapshotCreating", "ResourceUnavailable.SnapshotCreating", "InvalidDisk.NotSupportSnapshot":
			j.skipped.Add(1)
			return "", nil
		case "InsufficientSnapshotQuota":
			return "", errors.Wrap(err, "buy more quota")
		}
	}
	return id, err
}

func (j *Job) snapPatiently(ctx context.Context, disk string) (id string, err error) {
	for try := 0; try < 8; try++ {
		id, err = j.snap(ctx, disk)
		e, ok := err.(*sdk.TencentCloudSDKError)
		if !ok {
			return id, err
		}
		if e.Code != "ResourceBusy" && !strings.HasPrefix(e.Code, "RequestLimitExceeded") && !strings.HasPrefix(e.Code, "InternalError") {
			return "", err
		}
		time.Sleep(time.Duration(try) * time.Second)
	}
	return "", errors.Wrap(err, "eight attempts")
}

func (j *Job) snapForever(ctx context.Context, disk string) (string, error) {
	for ctx.Err() == nil {
		req := cbs.NewCreateSnapshotRequest()
		req.DiskId = &disk
		resp, err := j.cbs.CreateSnapshotWithContext(ctx, req) // WANT retryall
		if err == nil {
			return *resp.Response.SnapshotId, nil
		}
		time.Sleep(3 * time.Second)
	}
	return "", ctx.Err()
}

func (j *Job) drop(ctx context.Context, ids []string) error {
	req := cbs.NewDeleteSnapshotsRequest()
	req.SnapshotIds = common.StringPtrs(ids)
	_, err := j.cbs.DeleteSnapshotsWithContext(ctx, req)
	switch e := errors.Cause(err).(type) {
	case nil:
		return nil
	case *sdk.TencentCloudSDKError:
		if e.Code == "InvalidSnapshotId.NotFound" {
			return nil
		}
		return errors.WithMessage(err, e.RequestId)
	default:
		return err
	}
}

func (j *Job) dropOne(ctx context.Context, id string) error {
	req := cbs.NewDeleteSnapshotsRequest()
	req.SnapshotIds = []*string{&id}
	_, err := j.cbs.DeleteSnapshotsWithContext(ctx, req)
	if e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == "InvalidSnapshot.NotFound" { // WANT unknowncode
		return nil
	}
	return errors.Wrap(err, id)
}

func (j *Job) dropShared(ctx context.Context, id string) error {
	err := j.dropOne(ctx, id)
	if e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == "UnsupportedOperation.SnapHasShared" { // WANT deadassert
		log.Printf("%s is shared, kept", id)
		return nil
	}
	return err
}

func (j *Job) dropImaged(ctx context.Context, id string) error {
	err := j.dropOne(ctx, id)
	if e, ok := errors.Cause(err).(*sdk.TencentCloudSDKError); ok && e.Code == "UnsupportedOperation.SnapshotHasBindedImage" {
		log.Printf("%s has an image, kept", id)
		return nil
	}
	return err
}

// purge drops in parallel and stops at the first error.
func (j *Job) purge(ctx context.Context, ids []string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(5)
	for _, id := range ids {
		g.Go(func() error {
			req := cbs.NewDeleteSnapshotsRequest()
			req.SnapshotIds = []*string{&id}
			_, err := j.cbs.DeleteSnapshotsWithContext(ctx, req)
			if e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == "InvalidSnapshotId.NotFound" {
				return nil
			}
			return err
		})
	}
	return g.Wait()
}

func (j *Job) purgeQuietly(ctx context.Context, ids []string) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		g.Go(func() error {
			req := cbs.NewDeleteSnapshotsRequest()
			req.SnapshotIds = []*string{&id}
			_, err := j.cbs.DeleteSnapshotsWithContext(ctx, req)
			if e, ok := err.(*sdk.TencentCloudSDKError); ok {
				if e.Code == "ResourceInUse" { // WANT missingcritical
					return err
				}
				return nil
			}
			return err
		})
	}
	return g.Wait()
}

// work runs the snapshots over n workers.
func (j *Job) work(ctx context.Context, n int, disks []string) <-chan outcome {
	in, out := make(chan string), make(chan outcome)
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			defer wg.Done()
			for d := range in {
				id, err := j.snapOrSkip(ctx, d)
				out <- outcome{d, id, err}
			}
		}()
	}
	go func() {
		for _, d := range disks {
			in <- d
		}
		close(in)
		wg.Wait()
		close(out)
	}()
	return out
}

// collect sorts the outcomes by what must be done.
func (j *Job) collect(results <-chan outcome) (again []string) {
	for r := range results {
		switch {
		case r.err == nil:
		case tcerr.Transient(r.err):
			again = append(again, r.disk)
		case tcerr.Code(r.err) == "InvalidDiskId.NotFound":
			log.Printf("%s vanished", r.disk)
		default:
			j.mu.Lock()
			j.failed[r.disk] = r.err
			j.mu.Unlock()
		}
	}
	return again
}

// Run is the whole night.
func (j *Job) Run(ctx context.Context) error {
	j.failed = map[string]error{}
	todo, err := j.disks(ctx)
	if err != nil {
		return err
	}
	for round := 0; len(todo) > 0 && round < 3; round++ {
		todo = j.collect(j.work(ctx, 8, todo))
	}
	if n := len(j.failed) + len(todo); n > 0 {
		return fmt.Errorf("%d disks without a snapshot", n)
	}
	return nil
}

func (j *Job) label(ctx context.Context, res, key, value string) error {
	req := tag.NewAddResourceTagRequest()
	req.Resource, req.TagKey, req.TagValue = &res, &key, &value
	_, err := j.tag.AddResourceTagWithContext(ctx, req)
	if e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == tag.FAILEDOPERATION_TAGATTACHEDRESOURCE {
		return nil
	}
	return err
}

func (j *Job) createTag(ctx context.Context, key, value string) error {
	req := tag.NewCreateTagRequest()
	req.TagKey, req.TagValue = &key, &value
	_, err := j.tag.CreateTagWithContext(ctx, req)
	if e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == "ResourceInUse.TagDuplicated" { // WANT unknowncode
		return nil
	}
	return err
}

func (j *Job) unlabel(ctx context.Context, res, key string) error {
	req := tag.NewDeleteResourceTagRequest()
	req.Resource, req.TagKey = &res, &key
	_, err := j.tag.DeleteResourceTagWithContext(ctx, req)
	if e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CamTagKeyNotExist" { // WANT wrongservice
		return nil
	}
	return err
}

func (j *Job) deleteTag(ctx context.Context, key, value string) error {
	req := tag.NewDeleteTagRequest()
	req.TagKey, req.TagValue = &key, &value
	_, err := j.tag.DeleteTagWithContext(ctx, req)
	return errors.Wrap(ignore(err, "ResourceNotFound.TagNonExist"), "delete tag")
}

// ignore is nil for errors with one of the codes.
func ignore(err error, codes ...string) error {
	e, ok := err.(*sdk.TencentCloudSDKError)
	if !ok {
		return err
	}
	for _, c := range codes {
		if e.Code == c {
			return nil
		}
	}
	return err
}

func (j *Job) resize(ctx context.Context, disk string, gb uint64) error {
	req := cbs.NewResizeDiskRequest()
	req.DiskId, req.DiskSize = &disk, &gb
	_, err := j.cbs.ResizeDiskWithContext(ctx, req)
	return ignore(err, "InvalidParameter.DiskSizeNotMatched") // WANT unknowncode
}

func (j *Job) attach(ctx context.Context, disk, instance string) error {
	req := cbs.NewAttachDisksRequest()
	req.DiskIds, req.InstanceId = []*string{&disk}, &instance
	_, err := j.cbs.AttachDisksWithContext(ctx, req)
	return ignore(err, cbs.INVALIDDISK_ALREADYBOUND, cbs.RESOURCEUNAVAILABLE_ATTACHED)
}

func (j *Job) detach(ctx context.Context, disk string) error {
	req := cbs.NewDetachDisksRequest()
	req.DiskIds = []*string{&disk}
	_, err := j.cbs.DetachDisksWithContext(ctx, req)
	return ignore(err, "InvalidDiskId.NotFound", "InvalidDisk.NotPortable")
}

// settled polls until no snapshot of the disk is being made.
func (j *Job) settled(ctx context.Context, id string) error {
	req := cbs.NewDescribeSnapshotsRequest()
	req.SnapshotIds = []*string{&id}
	for {
		resp, err := j.cbs.DescribeSnapshotsWithContext(ctx, req)
		if e, ok := err.(*sdk.TencentCloudSDKError); ok && e.Code == "UnauthorizedOperation" {
			return errors.Wrap(err, "no right to look")
		}
		if err != nil {
			return err
		}
		if len(resp.Response.SnapshotSet) == 0 || *resp.Response.SnapshotSet[0].SnapshotState == "NORMAL" {
			return nil
		}
		time.Sleep(5 * time.Second)
	}
}

// report mails the failures by category.
func (j *Job) report() map[string]int {
	out := map[string]int{}
	for _, err := range j.failed {
		e, ok := errors.Cause(err).(*sdk.TencentCloudSDKError)
		if !ok {
			out["other"]++
			continue
		}
		switch {
		case strings.HasPrefix(e.Code, "AuthFailure"), strings.HasPrefix(e.Code, "UnauthorizedOperation"):
			out["denied"]++
		case strings.HasPrefix(e.Code, "ResourceInsufficients"): // WANT unknowncode
			out["quota"]++
		default:
			out[e.Code]++
		}
	}
	return out
}
