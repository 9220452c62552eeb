// Package cvmpool keeps a pool of spot instances at its size.
package cvmpool

import (
	"context"
	"errors"
	"fmt"
	"log"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/blind2/sdkerr"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkErrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// API is the part of the client that the pool needs.
type API interface {
	RunInstancesWithContext(context.Context, *cvm.RunInstancesRequest) (*cvm.RunInstancesResponse, error)
	DescribeInstancesWithContext(context.Context, *cvm.DescribeInstancesRequest) (*cvm.DescribeInstancesResponse, error)
	TerminateInstancesWithContext(context.Context, *cvm.TerminateInstancesRequest) (*cvm.TerminateInstancesResponse, error)
}

// Pool is safe for use by many.
type Pool struct {
	api   API
	zones []string
	mu    sync.Mutex
	dead  map[string]time.Time
	stats struct{ soldOut, refused int }
}

// Launch tries the zones in turn as long as they are sold out.
func (p *Pool) Launch(ctx context.Context, kind string) (string, error) {
	var last error
	for _, zone := range p.zones {
		req := cvm.NewRunInstancesRequest()
		req.InstanceType = &kind
		req.Placement = &cvm.Placement{Zone: common.StringPtr(zone)}
		resp, err := p.api.RunInstancesWithContext(ctx, req)
		if err == nil {
			return *resp.Response.InstanceIdSet[0], nil
		}
		var sdk *sdkErrors.TencentCloudSDKError
		if !errors.As(err, &sdk) {
			return "", err
		}
		switch sdk.Code {
		case cvm.RESOURCESSOLDOUT_SPECIFIEDINSTANCETYPE, cvm.RESOURCEINSUFFICIENT_ZONESOLDOUTFORSPECIFIEDINSTANCE:
			p.mu.Lock()
			p.stats.soldOut++
			p.mu.Unlock()
			last = err
			continue
		}
		return "", fmt.Errorf("launch %s in %s: %w", kind, zone, err)
	}
	return "", fmt.Errorf("%s is sold out everywhere: %w", kind, last)
}

// Terminate is idempotent.
func (p *Pool) Terminate(ctx context.Context, ids ...string) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = common.StringPtrs(ids)
	_, err := p.api.TerminateInstancesWithContext(ctx, req)
	return sdkerr.Ignore(err, cvm.INVALIDINSTANCEID_NOTFOUND, "UnsupportedOperation.InstanceStateTerminating")
}

// Alive says whether an instance is there at all.
func (p *Pool) Alive(ctx context.Context, id string) (alive bool, err error) {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = []*string{&id}
	resp, err := p.api.DescribeInstancesWithContext(ctx, req)
	switch e := err.(type) {
	case nil:
		return len(resp.Response.InstanceSet) > 0, nil
	case *sdkErrors.TencentCloudSDKError:
		if e.Code == "InvalidInstanceId.NotFound" || e.Code == "InvalidInstanceId.Malformed" {
			return false, nil
		}
		return false, e
	default:
		return false, err
	}
}

var passing = map[string]bool{
	"InternalError":                                     true,
	"InternalServerError":                               true,
	"RequestLimitExceeded":                              true,
	"RequestLimitExceeded.IPLimitExceeded":              true,
	"RequestLimitExceeded.UinLimitExceeded":             true,
	"RequestLimitExceeded.GlobalRegionUinLimitExceeded": true,
	"OperationDenied.InstanceOperationInProgress":       true,
	"MutexOperation.TaskRunning":                        true,
}

func transient(err error) bool {
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok {
		return passing[e.Code]
	}
	return false
}

// Drain terminates with patience.
func (p *Pool) Drain(ctx context.Context, ids []string) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = common.StringPtrs(ids)
	for attempt := 0; ; attempt++ {
		_, err := p.api.TerminateInstancesWithContext(ctx, req)
		switch {
		case err == nil:
			return nil
		case !transient(err), attempt == 9:
			return err
		}
		log.Printf("drain: attempt %d: %v", attempt, err)
		time.Sleep(time.Duration(1<<attempt) * 100 * time.Millisecond)
	}
}

// Sweep marks instances that are not there any more. What it cannot ask about
// stays as it is; the next round tries again, and the caller sees the errors.
func (p *Pool) Sweep(ctx context.Context, ids []string) (errs []error) {
	for _, id := range ids {
		alive, err := p.Alive(ctx, id)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if !alive {
			p.dead[id] = time.Now()
		}
	}
	return errs
}

// Count pages through everything.
func (p *Pool) Count(ctx context.Context) (n int, err error) {
	defer func() {
		if sdkerr.Denied(err) {
			p.stats.refused++
			err = fmt.Errorf("count: ask the owner of the account for cvm:DescribeInstances: %w", err)
		}
	}()
	const page = 100
	for offset := int64(0); ; offset += page {
		req := cvm.NewDescribeInstancesRequest()
		req.Offset, req.Limit = common.Int64Ptr(offset), common.Int64Ptr(page)
		resp, err := p.api.DescribeInstancesWithContext(ctx, req)
		if err != nil {
			return n, err
		}
		n += len(resp.Response.InstanceSet)
		if len(resp.Response.InstanceSet) < page {
			return n, nil
		}
	}
}

// WaitRunning polls; what the API says about unknown ids right after a launch is not final.
func (p *Pool) WaitRunning(ctx context.Context, id string, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = []*string{&id}
	for {
		resp, err := p.api.DescribeInstancesWithContext(ctx, req)
		if err != nil {
			e, ok := errors.AsType[*sdkErrors.TencentCloudSDKError](err)
			soon := ok && (e.Code == "InvalidInstanceId.NotFound" || strings.HasPrefix(e.Code, "RequestLimitExceeded"))
			if !soon {
				return err
			}
		} else if set := resp.Response.InstanceSet; len(set) == 1 && *set[0].InstanceState == "RUNNING" {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Why explains a failed launch to the ticket system.
func Why(err error) string {
	code := sdkerr.Code(err)
	switch true {
	case slices.Contains([]string{"LimitExceeded.InstanceQuota", "LimitExceeded.CvmInstanceQuota"}, code):
		return "quota"
	case strings.HasPrefix(code, "ResourcesSoldOut"), strings.HasPrefix(code, "ResourceInsufficient"):
		return "stock"
	case strings.HasSuffix(code, ".NotFound"):
		return "reference"
	case code == "":
		return "other"
	}
	return "api"
}

// Replace starts a new instance before the old one is let go.
func (p *Pool) Replace(ctx context.Context, old, kind string) (fresh string, err error) {
	if fresh, err = p.Launch(ctx, kind); err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			if undo := p.Terminate(ctx, fresh); undo != nil {
				err = errors.Join(err, undo)
			}
		}
	}()
	if err = p.WaitRunning(ctx, fresh, time.Second); err != nil {
		return "", err
	}
	return fresh, p.Terminate(ctx, old)
}

// Exists is asked by the reconciler before it forgets an instance.
func (p *Pool) Exists(ctx context.Context, id string) bool {
	ok, err := p.Alive(ctx, id)
	return ok || err != nil // not knowing is not knowing that it is gone
}

// Reap removes what is idle.
func (p *Pool) Reap(ctx context.Context, id string) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := p.api.TerminateInstancesWithContext(ctx, req)
	if err == nil {
		return nil
	}
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok { // WANT missingcritical
		if strings.HasPrefix(e.Code, "InternalError") || strings.HasPrefix(e.Code, "UnsupportedOperation") {
			return fmt.Errorf("reap %s: %w", id, err)
		}
		return nil
	}
	return err
}

// StopAll is what the big red button does.
func StopAll(client *cvm.Client, ids []string) error {
	req := cvm.NewStopInstancesRequest()
	req.InstanceIds = common.StringPtrs(ids)
	for try := 0; try < 20; try++ {
		_, err := client.StopInstances(req) // WANT retryall
		if err == nil {
			return nil
		}
		log.Println("stop:", err)
		time.Sleep(3 * time.Second)
	}
	return errors.New("stop: giving up")
}

// Reboot goes on while the instance is busy.
func Reboot(client *cvm.Client, id string) error {
	req := cvm.NewRebootInstancesRequest()
	req.InstanceIds = []*string{&id}
	backoff := time.Second
	for {
		_, err := client.RebootInstances(req)
		if err == nil {
			return nil
		}
		e, ok := err.(*sdkErrors.TencentCloudSDKError)
		if !ok || backoff > time.Minute {
			return err
		}
		if e.Code == "InvalidInstanceId.NotFound" || e.Code == "InvalidInstanceId.Malformed" { // WANT missingcritical
			return err
		}
		time.Sleep(backoff)
		backoff *= 2
	}
}

// Resize retries what is known to pass.
func Resize(client *cvm.Client, id, kind string) (err error) {
	req := cvm.NewResetInstancesTypeRequest()
	req.InstanceIds = []*string{&id}
	req.InstanceType = &kind
	for range 5 {
		if _, err = client.ResetInstancesType(req); err == nil {
			return nil
		}
		var e *sdkErrors.TencentCloudSDKError
		if !errors.As(err, &e) {
			return err
		}
		if e.Code != "InternalServerError" && e.Code != "MutexOperation.TaskRunning" { // WANT missingcritical
			return err
		}
		time.Sleep(5 * time.Second)
	}
	return err
}

// Rename ignores machines that are on their way out.
func Rename(client *cvm.Client, id, name string) error {
	req := cvm.NewModifyInstancesAttributeRequest()
	req.InstanceIds = []*string{&id}
	req.InstanceName = &name
	_, err := client.ModifyInstancesAttribute(req)
	if e, ok := err.(*sdkErrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceState.Terminating" { // WANT unknowncode
		return nil
	}
	return err
}

// DropKey removes a key pair.
func DropKey(client *cvm.Client, key string) error {
	req := cvm.NewDeleteKeyPairsRequest()
	req.KeyIds = []*string{&key}
	_, err := client.DeleteKeyPairs(req)
	var e *sdkErrors.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.GetCode() {
		case "InvalidKeyPairId.NotFound":
			return nil
		case "ResourceNotFound.ClusterNotFound": // WANT wrongservice
			return nil
		}
	}
	return err
}

// Images lists, and takes a missing permission for an empty list.
func Images(client *cvm.Client) ([]*cvm.Image, error) {
	resp, err := client.DescribeImages(cvm.NewDescribeImagesRequest())
	if err != nil {
		if sdkerr.Is(err, "UnauthorizedOperation.PermissionDenied") { // WANT criticalsuccess
			return nil, nil
		}
		return nil, err
	}
	return resp.Response.ImageSet, nil
}
