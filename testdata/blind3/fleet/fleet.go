// Package fleet runs commands on many machines by TAT.
package fleet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	tat "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tat/v20201028"
)

// Action is what to do with a machine that failed.
type Action int

const (
	Fail Action = iota
	Skip
	Again
)

// actions by code; what is not in here fails.
var actions = map[string]Action{
	"ResourceUnavailable.AgentNotInstalled":             Skip,
	"ResourceUnavailable.AgentStatusNotOnline":          Skip,
	"ResourceUnavailable.InstanceStateNotRuning":        Skip, // WANT unknowncode
	"ResourceNotFound.InstanceNotFound":                 Skip,
	"RequestLimitExceeded":                              Again,
	"RequestLimitExceeded.UinLimitExceeded":             Again,
	"RequestLimitExceeded.IPLimitExceeded":              Again,
	"RequestLimitExceeded.GlobalRegionUinLimitExceeded": Again,
	"InternalError": Again,
}

// call is a method of a client.
type call[Req, Resp any] func(context.Context, Req) (Resp, error)

// do calls f, and again where the table says so.
func do[Req, Resp any](ctx context.Context, f call[Req, Resp], req Req) (Resp, error) {
	for i := 1; ; i++ {
		resp, err := f(ctx, req)
		if err == nil || i == 5 || decide(err) != Again {
			return resp, err
		}
		select {
		case <-ctx.Done():
			return resp, errors.Join(ctx.Err(), err)
		case <-time.After(time.Duration(i) * time.Second):
		}
	}
}

func decide(err error) Action {
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) {
		return actions[e.Code]
	}
	return Fail
}

// has is true for errors of the API with a code of the set.
func has[S ~[]string](err error, set S) bool {
	e, ok := err.(*sdkerr.TencentCloudSDKError)
	return ok && slices.Contains(set, e.Code)
}

// orNil forgets an error that has one of the codes.
func orNil[T any](v T, err error, codes ...string) (T, error) {
	var zero T
	if has(err, codes) {
		return zero, nil
	}
	return v, err
}

type Fleet struct {
	tat *tat.Client
	cvm *cvm.Client
}

func (f *Fleet) command(ctx context.Context, name, content string) (string, error) {
	req := tat.NewCreateCommandRequest()
	req.CommandName, req.Content = &name, &content
	resp, err := do(ctx, f.tat.CreateCommandWithContext, req)
	switch {
	case err == nil:
		return *resp.Response.CommandId, nil
	case has(err, []string{"InvalidParameterValue.CommandNameDuplicated"}):
		return f.find(ctx, name)
	case has(err, []string{"InvalidParameterValue.CommandContentInvalid", "InvalidParameterValue.InvalidContents"}): // WANT unknowncode
		return "", errors.New("the script is not base64")
	}
	return "", err
}

func (f *Fleet) find(ctx context.Context, name string) (string, error) {
	req := tat.NewDescribeCommandsRequest()
	req.Filters = []*tat.Filter{{Name: common.StringPtr("command-name"), Values: common.StringPtrs([]string{name})}}
	resp, err := orNil(f.tat.DescribeCommandsWithContext(ctx, req))
	if err != nil {
		return "", err
	}
	if len(resp.Response.CommandSet) == 0 {
		return "", fmt.Errorf("no command %s", name)
	}
	return *resp.Response.CommandSet[0].CommandId, nil
}

func (f *Fleet) drop(ctx context.Context, id string) error {
	req := tat.NewDeleteCommandRequest()
	req.CommandId = &id
	resp, err := f.tat.DeleteCommandWithContext(ctx, req)
	_, err = orNil(resp, err, "ResourceNotFound.CommandNotFound")
	return err
}

func (f *Fleet) dropInvoker(ctx context.Context, id string) error {
	req := tat.NewDeleteInvokerRequest()
	req.InvokerId = &id
	resp, err := f.tat.DeleteInvokerWithContext(ctx, req)
	_, err = orNil(resp, err, "ResourceNotFound.InvocationNotFounds") // WANT unknowncode
	return err
}

func (f *Fleet) cancel(ctx context.Context, id string) error {
	req := tat.NewCancelInvocationRequest()
	req.InvocationId = &id
	_, err := f.tat.CancelInvocationWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		if e.Code == "ResourceNotFound.InvocationNotFound" { // WANT dropped
			return nil
		}
		return fmt.Errorf("cancel %s: %w", id, e)
	}
	return nil
}

// run starts a command on one machine.
func (f *Fleet) run(ctx context.Context, command, instance string) error {
	req := tat.NewInvokeCommandRequest()
	req.CommandId, req.InstanceIds = &command, []*string{&instance}
	_, err := do(ctx, f.tat.InvokeCommandWithContext, req)
	return err
}

// Report is what came of a run.
type Report struct {
	Done, Skipped []string
	Failed        map[string]error
}

// Run starts a command everywhere.
func (f *Fleet) Run(ctx context.Context, command string, instances []string) *Report {
	rep := &Report{Failed: map[string]error{}}
	var mu sync.Mutex
	var wg sync.WaitGroup
	sem := make(chan struct{}, 16)
	for _, id := range instances {
		sem <- struct{}{}
		wg.Go(func() {
			defer func() { <-sem }()
			err := f.run(ctx, command, id)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				rep.Done = append(rep.Done, id)
			case decide(err) == Skip:
				rep.Skipped = append(rep.Skipped, id)
			default:
				rep.Failed[id] = err
			}
		})
	}
	wg.Wait()
	return rep
}

// RunQuick stops at the first machine that fails for a reason we know.
func (f *Fleet) RunQuick(ctx context.Context, command string, instances []string) error {
	for _, id := range instances {
		req := tat.NewInvokeCommandRequest()
		req.CommandId, req.InstanceIds = &command, []*string{&id}
		_, err := f.tat.InvokeCommandWithContext(ctx, req)
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
			if e.Code == "ResourceNotFound.CommandNotFound" { // WANT missingcritical
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// agents tells on which machines the agent is up.
func (f *Fleet) agents(ctx context.Context, ids []string) (map[string]bool, error) {
	req := tat.NewDescribeAutomationAgentStatusRequest()
	req.InstanceIds = common.StringPtrs(ids)
	resp, err := do(ctx, f.tat.DescribeAutomationAgentStatusWithContext, req)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, a := range resp.Response.AutomationAgentSet {
		out[*a.InstanceId] = *a.AgentStatus == "Online"
	}
	return out, nil
}

// wait polls an invocation. A machine may take a while to show up.
func (f *Fleet) wait(ctx context.Context, id string) error {
	req := tat.NewDescribeInvocationsRequest()
	req.InvocationIds = []*string{&id}
	for {
		resp, err := f.tat.DescribeInvocationsWithContext(ctx, req)
		switch e := (*sdkerr.TencentCloudSDKError)(nil); {
		case err == nil:
			if len(resp.Response.InvocationSet) > 0 && *resp.Response.InvocationSet[0].InvocationStatus == "SUCCESS" {
				return nil
			}
		case errors.As(err, &e) && (e.Code == "ResourceNotFound.InvocationNotFound" || strings.HasPrefix(e.Code, "RequestLimitExceeded")):
		default:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Second):
		}
	}
}

// waitCode waits for one task and gives its status.
func (f *Fleet) waitCode(ctx context.Context, task string) (int64, error) {
	req := tat.NewDescribeInvocationTasksRequest()
	req.InvocationTaskIds = []*string{&task}
	for n := 0; n < 100; n++ {
		resp, err := f.tat.DescribeInvocationTasksWithContext(ctx, req)
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == "InvalidParameterValue.InvalidInvocationTaskId" { // WANT missingcritical
			return -1, err
		}
		if err == nil && len(resp.Response.InvocationTaskSet) == 1 {
			return *resp.Response.InvocationTaskSet[0].TaskResult.ExitCode, nil
		}
		time.Sleep(time.Second)
	}
	return -1, errors.New("timeout")
}

// pages walks over all machines.
func (f *Fleet) pages(ctx context.Context) iter.Seq2[*cvm.Instance, error] {
	return func(yield func(*cvm.Instance, error) bool) {
		req := cvm.NewDescribeInstancesRequest()
		req.Limit = common.Int64Ptr(100)
		for offset := int64(0); ; offset += 100 {
			req.Offset = &offset
			resp, err := do(ctx, f.cvm.DescribeInstancesWithContext, req)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, in := range resp.Response.InstanceSet {
				if !yield(in, nil) {
					return
				}
			}
			if offset+100 >= *resp.Response.TotalCount {
				return
			}
		}
	}
}

// names collects them.
func (f *Fleet) names(ctx context.Context) ([]string, error) {
	set := map[string]bool{}
	for in, err := range f.pages(ctx) {
		if err != nil {
			return nil, fmt.Errorf("list machines: %w", err)
		}
		set[*in.InstanceName] = true
	}
	return slices.Sorted(maps.Keys(set)), nil
}

// restart reboots one machine; one that is off is left alone.
func (f *Fleet) restart(ctx context.Context, id string) error {
	req := cvm.NewRebootInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := do(ctx, f.cvm.RebootInstancesWithContext, req)
	if has(err, []string{cvm.UNSUPPORTEDOPERATION_INSTANCESTATESTOPPED, cvm.UNSUPPORTEDOPERATION_INSTANCESTATESHUTDOWN}) {
		return nil
	}
	return err
}

func (f *Fleet) halt(ctx context.Context, id string) error {
	req := cvm.NewStopInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := f.cvm.StopInstancesWithContext(ctx, req)
	if has(err, []string{"ResourceUnavailable.InstanceStateNotRunning"}) { // WANT wrongservice
		return nil
	}
	return err
}

func (f *Fleet) boot(ctx context.Context, id string) error {
	req := cvm.NewStartInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := f.cvm.StartInstancesWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Code, "UnsupportedOperation.InstanceStateRun") {
		return nil
	}
	return err
}

// register makes a code for machines elsewhere.
func (f *Fleet) register(ctx context.Context) (string, error) {
	req := tat.NewCreateRegisterCodeRequest()
	resp, err := f.tat.CreateRegisterCodeWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "UnauthorizedOperation.MFANotFounds" { // WANT unknowncode
		return "", errors.New("set up a second factor")
	}
	if err != nil {
		return "", err
	}
	return *resp.Response.RegisterCodeId, nil
}

// matcher answers for one error what many tests ask.
type matcher struct{ e *sdkerr.TencentCloudSDKError }

func match(err error) matcher {
	var m matcher
	errors.As(err, &m.e)
	return m
}

func (m matcher) code(c string) bool { return m.e != nil && m.e.Code == c }

func (m matcher) category(c string) bool {
	return m.e != nil && (m.e.Code == c || strings.HasPrefix(m.e.Code, c+"."))
}

func (f *Fleet) unregister(ctx context.Context, id string) error {
	req := tat.NewDeleteRegisterInstanceRequest()
	req.InstanceId = &id
	_, err := f.tat.DeleteRegisterInstanceWithContext(ctx, req)
	m := match(err)
	if m.code("ResourceNotFound.RegisterInstanceNotFoundCode") {
		return nil
	}
	if m.category("UnauthorizedOperation") || m.category("AuthFailure") {
		return fmt.Errorf("no right to unregister %s: %w", id, err)
	}
	return err
}
