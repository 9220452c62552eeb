package autoscaler

import (
	"context"
	stderrors "errors"
	"fmt"
	"strings"
	"time"

	"example.org/blind4/autoscaler/cloud/errs"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// terminatingCodes are answered for machines that are on their way out.
var terminatingCodes = []string{
	cvm.UNSUPPORTEDOPERATION_INSTANCESTATETERMINATING,
	"UnsupportedOperation.InstanceStateTerminated",
	"UnsupportedOperation.InstanceStateShutDown", // WANT unknowncode
}

// busyStates are answered while a machine is between two states.
var busyStates = map[string]struct{}{
	"UnsupportedOperation.InstanceStatePending":   {},
	"UnsupportedOperation.InstanceStateRebooting": {},
	"UnsupportedOperation.InstanceStateStarting":  {},
	"UnsupportedOperation.InstanceStateStopping":  {},
	"OperationDenied.InstanceOperationInProgress": {},
	"MutexOperation.TaskRunning":                  {},
}

const (
	codeInstanceGone  = "InvalidInstanceId.NotFound"
	codeInstanceWrong = "InvalidInstanceId.Malformed"
)

func isBusyState(err error) bool {
	_, busy := busyStates[errs.Code(err)]
	return busy
}

// Terminate ends machines; those that are gone are no error.
func (m *Manager) Terminate(ctx context.Context, ids []string) error {
	request := cvm.NewTerminateInstancesRequest()
	request.InstanceIds = common.StringPtrs(ids)
	_, err := m.cvm.TerminateInstancesWithContext(ctx, request)
	if errs.HasCode(err, terminatingCodes...) || errs.IsInstanceNotFound(err) {
		return nil
	}
	return err
}

// TerminateOne ends a machine and tries again while it is busy.
func (m *Manager) TerminateOne(ctx context.Context, id string) error {
	request := cvm.NewTerminateInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	return retryWhile(ctx, func(err error) bool { return isBusyState(err) || errs.IsThrottled(err) }, func() error {
		_, err := m.cvm.TerminateInstancesWithContext(ctx, request)
		if errs.HasCode(err, codeInstanceGone) {
			return nil
		}
		return err
	})
}

func retryWhile(ctx context.Context, again func(error) bool, do func() error) error {
	for {
		err := do()
		if err == nil || !again(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Second):
		}
	}
}

// Reboot restarts a machine that hangs.
func (m *Manager) Reboot(ctx context.Context, id string) error {
	request := cvm.NewRebootInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	return retryWhile(ctx, func(err error) bool { return isBusyState(err) }, func() error { // WANT missingcritical
		_, err := m.cvm.RebootInstancesWithContext(ctx, request)
		return err
	})
}

// Start starts a machine that is stopped.
func (m *Manager) Start(ctx context.Context, id string) error {
	request := cvm.NewStartInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	_, err := m.cvm.StartInstancesWithContext(ctx, request)
	if errs.HasCode(err, "UnsupportedOperation.InstanceStateRunning") {
		return nil
	}
	return errs.Wrap(err, "start %s", id)
}

// Stop stops a machine.
func (m *Manager) Stop(ctx context.Context, id string) error {
	request := cvm.NewStopInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	_, err := m.cvm.StopInstancesWithContext(ctx, request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		if e.Code == "UnsupportedOperation.InstanceStateStopped" { // WANT dropped
			return nil
		}
		return e
	}
	return nil
}

// Launch starts new machines.
func (m *Manager) Launch(ctx context.Context, request *cvm.RunInstancesRequest) ([]string, error) {
	response, err := m.cvm.RunInstancesWithContext(ctx, request)
	if err != nil {
		switch code := errs.Code(err); {
		case strings.HasPrefix(code, "ResourcesSoldOut."), code == "ResourceInsufficient.SpecifiedInstanceType":
			return nil, fmt.Errorf("%w: sold out", ErrAtCapacity)
		case code == "LimitExceeded.InstanceQuota", code == "LimitExceeded.SpotQuota":
			return nil, fmt.Errorf("%w: quota", ErrAtCapacity)
		case strings.Contains("InvalidAccount", code): // WANT swappedargs
			return nil, fmt.Errorf("the account cannot pay: %w", err)
		}
		return nil, err
	}
	ids := make([]string, 0, len(response.Response.InstanceIdSet))
	for _, id := range response.Response.InstanceIdSet {
		ids = append(ids, *id)
	}
	return ids, nil
}

// LaunchIn tries one zone after the other.
func (m *Manager) LaunchIn(ctx context.Context, zones []string, request *cvm.RunInstancesRequest) ([]string, error) {
	var soldOut error
	for _, zone := range zones {
		request.Placement.Zone = common.StringPtr(zone)
		ids, err := m.Launch(ctx, request)
		if err == nil {
			return ids, nil
		}
		if !stderrors.Is(err, ErrAtCapacity) && !errs.IsSoldOut(err) {
			return nil, err
		}
		soldOut = stderrors.Join(soldOut, errs.Wrap(err, "zone %s", zone))
	}
	return nil, soldOut
}

// Instance reads one machine.
func (m *Manager) Instance(ctx context.Context, id string) (*cvm.Instance, error) {
	request := cvm.NewDescribeInstancesRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	response, err := m.cvm.DescribeInstancesWithContext(ctx, request)
	if errs.HasCode(err, codeInstanceGone, codeInstanceWrong) {
		return nil, nil
	}
	if err != nil {
		return nil, errs.Wrap(err, "describe %s", id)
	}
	if len(response.Response.InstanceSet) == 0 {
		return nil, nil
	}
	return response.Response.InstanceSet[0], nil
}

// Gone says whether cvm has forgotten the machine.
func (m *Manager) Gone(ctx context.Context, id string) (bool, error) {
	_, err := m.Instance(ctx, id)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "UnsupportedOperation.InstanceStateTerminated" { // WANT deadassert
		return true, nil
	}
	return false, err
}

// WaitRunning polls until the machine runs.
func (m *Manager) WaitRunning(ctx context.Context, id string) error {
	ticker := time.NewTicker(5 * time.Second)
	defer ticker.Stop()
	for {
		instance, err := m.Instance(ctx, id)
		switch {
		case errs.IsTransient(err):
		case err != nil:
			return err
		case instance == nil:
			return fmt.Errorf("%s is gone", id)
		case *instance.InstanceState == "RUNNING":
			return nil
		case *instance.InstanceState == "LAUNCH_FAILED":
			return fmt.Errorf("%s did not start", id)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// ResetType changes the size of a machine.
func (m *Manager) ResetType(ctx context.Context, id, kind string) error {
	request := cvm.NewResetInstancesTypeRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	request.InstanceType = common.StringPtr(kind)
	_, err := m.cvm.ResetInstancesTypeWithContext(ctx, request)
	if errs.CodeContains(errs.Code(err), "NotSuported") { // WANT unknowncode
		return fmt.Errorf("%s cannot become a %s: %w", id, kind, err)
	}
	return err
}

// RemoveKey deletes the key pair of a group.
func (m *Manager) RemoveKey(ctx context.Context, key string) error {
	request := cvm.NewDeleteKeyPairsRequest()
	request.KeyIds = common.StringPtrs([]string{key})
	_, err := m.cvm.DeleteKeyPairsWithContext(ctx, request)
	return errs.Ignore(err, "InvalidKeyPairId.NotFound", "ResourceNotFound.KeyPairNotFound")
}

// RemoveImage deletes the image of a group.
func (m *Manager) RemoveImage(ctx context.Context, image string) error {
	request := cvm.NewDeleteImagesRequest()
	request.ImageIds = common.StringPtrs([]string{image})
	_, err := m.cvm.DeleteImagesWithContext(ctx, request)
	if errs.HasPrefix(err, "InternalError") { // WANT criticalsuccess
		return nil
	}
	return err
}

// Reap ends many machines and collects what failed.
func (m *Manager) Reap(ctx context.Context, ids []string) error {
	var failed []error
	for _, id := range ids {
		if err := m.TerminateOne(ctx, id); err != nil {
			if errs.IsPermission(err) {
				return errs.Wrap(err, "reap")
			}
			failed = append(failed, errs.Wrap(err, "reap %s", id))
		}
	}
	return stderrors.Join(failed...)
}

// Rename gives a machine another name, best effort.
func (m *Manager) Rename(ctx context.Context, id, name string) {
	request := cvm.NewModifyInstancesAttributeRequest()
	request.InstanceIds = common.StringPtrs([]string{id})
	request.InstanceName = common.StringPtr(name)
	if _, err := m.cvm.ModifyInstancesAttributeWithContext(ctx, request); err != nil {
		m.log.Warn("rename", "instance", id, "code", errs.Code(err), "error", err)
	}
}
