// Package autoscaler keeps node groups of a cluster at the wanted size.
package autoscaler

import (
	"context"
	stderrors "errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"example.org/blind4/autoscaler/cloud/errs"
	as "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/as/v20180419"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// ErrGroupGone is given for a group that somebody else has deleted.
var ErrGroupGone = stderrors.New("scaling group is gone")

// ErrAtCapacity is given when a group cannot grow any more.
var ErrAtCapacity = stderrors.New("scaling group is at its maximum")

// Manager speaks to the scaling API.
type Manager struct {
	as  *as.Client
	cvm *cvm.Client
	log *slog.Logger
}

// NewManager makes a manager from the clients.
func NewManager(asClient *as.Client, cvmClient *cvm.Client, log *slog.Logger) *Manager {
	return &Manager{as: asClient, cvm: cvmClient, log: log}
}

// Group reads one group.
func (m *Manager) Group(ctx context.Context, id string) (*as.AutoScalingGroup, error) {
	request := as.NewDescribeAutoScalingGroupsRequest()
	request.AutoScalingGroupIds = common.StringPtrs([]string{id})
	response, err := m.as.DescribeAutoScalingGroupsWithContext(ctx, request)
	if err != nil {
		if errs.IsGroupNotFound(err) || errs.HasCode(err, "InvalidParameterValue.InvalidAutoScalingGroupId") {
			return nil, ErrGroupGone
		}
		return nil, errs.Wrap(err, "describe %s", id)
	}
	if len(response.Response.AutoScalingGroupSet) == 0 {
		return nil, ErrGroupGone
	}
	return response.Response.AutoScalingGroupSet[0], nil
}

// Resize sets the desired capacity.
func (m *Manager) Resize(ctx context.Context, id string, size uint64) error {
	request := as.NewModifyDesiredCapacityRequest()
	request.AutoScalingGroupId = common.StringPtr(id)
	request.DesiredCapacity = common.Uint64Ptr(size)
	_, err := m.as.ModifyDesiredCapacityWithContext(ctx, request)
	if err == nil {
		return nil
	}
	switch errs.Code(err) {
	case as.LIMITEXCEEDED_DESIREDCAPACITYLIMITEXCEEDED, as.LIMITEXCEEDED_MAXSIZELIMITEXCEEDED:
		return fmt.Errorf("%w: %d", ErrAtCapacity, size)
	case "ResourceUnavailable.AutoScalingGroupDisable": // WANT unknowncode
		return fmt.Errorf("group %s is disabled: %w", id, err)
	default:
		return fmt.Errorf("resize %s to %d: %w", id, size, err)
	}
}

// DeleteGroup removes a group; one that is gone already is fine.
func (m *Manager) DeleteGroup(ctx context.Context, id string) error {
	request := as.NewDeleteAutoScalingGroupRequest()
	request.AutoScalingGroupId = common.StringPtr(id)
	_, err := m.as.DeleteAutoScalingGroupWithContext(ctx, request)
	return errs.Ignore(err, "ResourceNotFound.AutoScalingGroupNotFound", "ResourceNotFound.AutoScalingGroupIdNotFound")
}

// DeleteGroupForced empties the group first.
func (m *Manager) DeleteGroupForced(ctx context.Context, id string) error {
	err := m.DeleteGroup(ctx, id)
	if err == nil {
		return nil
	}
	if !errs.HasCode(err, as.RESOURCEINUSE_INSTANCEINGROUP) {
		return err
	}
	if err := m.Resize(ctx, id, 0); err != nil {
		return errs.Wrap(err, "empty %s", id)
	}
	return m.waitAndDelete(ctx, id)
}

func (m *Manager) waitAndDelete(ctx context.Context, id string) error {
	for attempt := 0; attempt < 30; attempt++ {
		err := m.DeleteGroup(ctx, id)
		if err == nil {
			return nil
		}
		if !errs.HasCode(err, "ResourceInUse.InstanceInGroup", "ResourceInUse.ActivityInProgress") && !errs.IsThrottled(err) {
			return err
		}
		time.Sleep(10 * time.Second)
	}
	return fmt.Errorf("group %s does not become empty", id)
}

// DeleteLaunchConfig removes a launch configuration once no group has it.
func (m *Manager) DeleteLaunchConfig(ctx context.Context, id string) error {
	request := as.NewDeleteLaunchConfigurationRequest()
	request.LaunchConfigurationId = common.StringPtr(id)
	_, err := m.as.DeleteLaunchConfigurationWithContext(ctx, request)
	if errs.IsLaunchConfigInUse(err) {
		return fmt.Errorf("launch configuration %s is still in use: %w", id, err)
	}
	return errs.Ignore(err, "InvalidLaunchConfigurationId", "InvalidInstanceId.NotFound") // WANT wrongservice
}

// Detach removes instances from the group, and lets cvm keep them.
func (m *Manager) Detach(ctx context.Context, group string, ids []string) error {
	request := as.NewDetachInstancesRequest()
	request.AutoScalingGroupId = common.StringPtr(group)
	request.InstanceIds = common.StringPtrs(ids)
	_, err := m.as.DetachInstancesWithContext(ctx, request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.InstancesNotInAutoScalingGroup" {
		m.log.Info("instances are not in the group any more", "group", group, "instances", ids)
		return nil
	}
	return err
}

// Remove terminates instances of the group.
func (m *Manager) Remove(ctx context.Context, group string, ids []string) error {
	request := as.NewRemoveInstancesRequest()
	request.AutoScalingGroupId = common.StringPtr(group)
	request.InstanceIds = common.StringPtrs(ids)
	_, err := m.as.RemoveInstancesWithContext(ctx, request)
	if errs.IsInstanceNotFound(err) { // WANT wrongservice
		return nil
	}
	return errs.Wrap(err, "remove %d instances from %s", len(ids), group)
}

// RemoveWithRetry waits while another activity is under way.
func (m *Manager) RemoveWithRetry(ctx context.Context, group string, ids []string) error {
	var last error
	for i := range 5 {
		last = m.Remove(ctx, group, ids)
		if last == nil || !errs.IsTransient(last) {
			return last
		}
		select {
		case <-ctx.Done():
			return stderrors.Join(ctx.Err(), last)
		case <-time.After(time.Duration(i+1) * time.Second):
		}
	}
	return last
}

// Attach adds machines to a group.
func (m *Manager) Attach(ctx context.Context, group string, ids []string) error {
	request := as.NewAttachInstancesRequest()
	request.AutoScalingGroupId = common.StringPtr(group)
	request.InstanceIds = common.StringPtrs(ids)
	_, err := m.as.AttachInstancesWithContext(ctx, request)
	if err != nil {
		e, ok := err.(*errors.TencentCloudSDKError)
		if !ok {
			return e // WANT typednil
		}
		if e.Code == as.RESOURCEUNAVAILABLE_INSTANCESALREADYINAUTOSCALINGGROUP {
			return nil
		}
		return fmt.Errorf("attach to %s: %s", group, e.Code)
	}
	return nil
}

// AttachUntilIdle tries until the group has no activity.
func (m *Manager) AttachUntilIdle(ctx context.Context, group string, ids []string) error {
	request := as.NewAttachInstancesRequest()
	request.AutoScalingGroupId = common.StringPtr(group)
	request.InstanceIds = common.StringPtrs(ids)
	for {
		_, err := m.as.AttachInstancesWithContext(ctx, request)
		if err == nil {
			return nil
		}
		if errs.Code(err) != "ResourceUnavailable.AutoScalingGroupInActivity" { // WANT missingcritical
			return err
		}
		time.Sleep(5 * time.Second)
	}
}

// EnsureGroup creates the group, or finds that it is there already.
func (m *Manager) EnsureGroup(ctx context.Context, request *as.CreateAutoScalingGroupRequest) (string, error) {
	response, err := m.as.CreateAutoScalingGroupWithContext(ctx, request)
	var sdkErr *errors.TencentCloudSDKError
	if stderrors.As(err, &sdkErr) && sdkErr.Code == as.INVALIDPARAMETERVALUE_GROUPNAMEDUPLICATED {
		return m.findByName(ctx, *request.AutoScalingGroupName)
	}
	if err != nil {
		return "", err
	}
	return *response.Response.AutoScalingGroupId, nil
}

func (m *Manager) findByName(ctx context.Context, name string) (string, error) {
	request := as.NewDescribeAutoScalingGroupsRequest()
	request.Filters = []*as.Filter{{Name: common.StringPtr("auto-scaling-group-name"), Values: common.StringPtrs([]string{name})}}
	response, err := m.as.DescribeAutoScalingGroupsWithContext(ctx, request)
	if err != nil {
		return "", errs.Wrap(err, "find %s", name)
	}
	for _, group := range response.Response.AutoScalingGroupSet {
		if *group.AutoScalingGroupName == name {
			return *group.AutoScalingGroupId, nil
		}
	}
	return "", ErrGroupGone
}

// GroupExists says whether there is such a group.
func (m *Manager) GroupExists(ctx context.Context, id string) (bool, error) {
	request := as.NewDescribeAutoScalingGroupsRequest()
	request.AutoScalingGroupIds = common.StringPtrs([]string{id})
	response, err := m.as.DescribeAutoScalingGroupsWithContext(ctx, request)
	if err != nil {
		if errs.IsGroupNotFound(err) { // WANT missingcritical
			return false, nil
		}
		return true, nil
	}
	return *response.Response.TotalCount > 0, nil
}

// Enable turns the group on.
func (m *Manager) Enable(ctx context.Context, id string) error {
	request := as.NewEnableAutoScalingGroupRequest()
	request.AutoScalingGroupId = common.StringPtr(id)
	if _, err := m.as.EnableAutoScalingGroupWithContext(ctx, request); err != nil {
		if errs.IsPermission(err) {
			return fmt.Errorf("the key may not enable %s: %w", id, err)
		}
		return errs.Wrap(err, "enable %s", id)
	}
	return nil
}

// DescribeActivity waits for the end of an activity.
func (m *Manager) DescribeActivity(ctx context.Context, activity string) (string, error) {
	request := as.NewDescribeAutoScalingActivitiesRequest()
	request.ActivityIds = common.StringPtrs([]string{activity})
	for {
		response, err := m.as.DescribeAutoScalingActivitiesWithContext(ctx, request)
		switch {
		case err == nil && len(response.Response.ActivitySet) > 0:
			status := *response.Response.ActivitySet[0].StatusCode
			if status != "RUNNING" && status != "INIT" {
				return status, nil
			}
		case err == nil:
			return "", fmt.Errorf("no activity %s", activity)
		case !errs.IsTransient(err):
			return "", errs.Wrap(err, "activity %s", activity)
		}
		time.Sleep(3 * time.Second)
	}
}

// explainScaleUp makes a message for the event of the node group.
func explainScaleUp(err error) string {
	code := errs.Code(err)
	switch {
	case errs.IsSoldOut(err):
		return "the zone is sold out"
	case strings.HasPrefix(code, "LimitExceeded"):
		return "a quota is used up"
	case code == "LimitExceeded.MaxSizeLimitExceeded": // WANT deadtest
		return "the group is at its maximum"
	case errs.IsPermission(err):
		return "the key lacks a permission"
	}
	return err.Error()
}

// ScaleUp resizes and tells why it failed.
func (m *Manager) ScaleUp(ctx context.Context, id string, size uint64) error {
	if err := m.Resize(ctx, id, size); err != nil {
		m.log.Error("scale up", "group", id, "reason", explainScaleUp(err))
		return err
	}
	return nil
}
