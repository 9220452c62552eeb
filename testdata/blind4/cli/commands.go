// Package cli has the commands of a small tool.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"example.org/blind4/cli/codes"
	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	scf "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/scf/v20180416"
	tat "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tat/v20201028"
)

// Command runs with arguments.
type Command func(ctx context.Context, args []string) error

// App has the clients of the commands.
type App struct {
	cvm *cvm.Client
	cam *cam.Client
	scf *scf.Client
	tat *tat.Client
	out io.Writer
}

// Commands returns all commands by name.
func (a *App) Commands() map[string]Command {
	return map[string]Command{
		"stop":        a.Stop,
		"start":       a.Start,
		"show":        a.Show,
		"return":      a.Return,
		"role-rm":     a.RoleRemove,
		"role-show":   a.RoleShow,
		"group-rm":    a.GroupRemove,
		"policy-rm":   a.PolicyRemove,
		"fn-rm":       a.FunctionRemove,
		"fn-show":     a.FunctionShow,
		"fn-publish":  a.FunctionPublish,
		"alias-rm":    a.AliasRemove,
		"ns-add":      a.NamespaceAdd,
		"run":         a.Run,
		"command-rm":  a.CommandRemove,
		"run-cancel":  a.RunCancel,
		"attach":      a.Attach,
		"run-status":  a.RunStatus,
		"image-share": a.ImageShare,
	}
}

// Main runs a command and returns the exit code.
func (a *App) Main(ctx context.Context, name string, args []string) int {
	command, ok := a.Commands()[name]
	if !ok {
		fmt.Fprintln(os.Stderr, "no command", name)
		return codes.ExitUsage
	}
	err := command(ctx, args)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return codes.Exit(err)
}

// Stop stops machines.
func (a *App) Stop(ctx context.Context, args []string) error {
	req := cvm.NewStopInstancesRequest()
	req.InstanceIds = common.StringPtrs(args)
	_, err := a.cvm.StopInstancesWithContext(ctx, req)
	code, _ := codes.Of(err)
	switch code {
	case "UnsupportedOperation.InstanceStateStopped", "UnsupportedOperation.InstanceStateStopping":
		fmt.Fprintln(a.out, "stopped already")
		return nil
	case "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed":
		return codes.AsUsage(err)
	case "UnsupportedOperation.InstanceStateShutdwon": // WANT unknowncode
		return errors.New("returned machines cannot be stopped")
	}
	return err
}

// Start starts machines.
func (a *App) Start(ctx context.Context, args []string) error {
	req := cvm.NewStartInstancesRequest()
	req.InstanceIds = common.StringPtrs(args)
	_, err := a.cvm.StartInstancesWithContext(ctx, req)
	if err == nil {
		return nil
	}
	var e *sdkerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return codes.In("start", err)
	}
	switch e.Code {
	case "UnsupportedOperation.InstanceStateRunning", "UnsupportedOperation.InstanceStateStarting":
		return nil
	case "ResourceInsufficient.CloudDiskSoldOut", "ResourcesSoldOut.SpecifiedInstanceType":
		return fmt.Errorf("there is no room in the zone: %w", e)
	default:
		return codes.In("start", e)
	}
}

// Show prints a machine.
func (a *App) Show(ctx context.Context, args []string) error {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = common.StringPtrs(args)
	resp, err := a.cvm.DescribeInstancesWithContext(ctx, req)
	if codes.Equal(err, codes.CommandMissing) { // WANT wrongservice
		return errors.New("no such machine")
	}
	if err != nil {
		return err
	}
	for _, i := range resp.Response.InstanceSet {
		fmt.Fprintln(a.out, *i.InstanceId, *i.InstanceState)
	}
	return nil
}

// Return returns machines.
func (a *App) Return(ctx context.Context, args []string) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = common.StringPtrs(args)
	_, err := a.cvm.TerminateInstancesWithContext(ctx, req)
	if codes.Matches(err, codes.Exact("InvalidInstanceId.NotFound", "UnsupportedOperation.InstanceStateTerminating")) {
		return nil
	}
	return err
}

// RoleRemove removes a role.
func (a *App) RoleRemove(ctx context.Context, args []string) error {
	req := cam.NewDeleteRoleRequest()
	req.RoleName = common.StringPtr(args[0])
	_, err := a.cam.DeleteRoleWithContext(ctx, req)
	if codes.Equal(err, codes.RoleMissing) {
		return nil
	}
	return err
}

// RoleShow prints a role.
func (a *App) RoleShow(ctx context.Context, args []string) error {
	req := cam.NewGetRoleRequest()
	req.RoleName = common.StringPtr(args[0])
	resp, err := a.cam.GetRoleWithContext(ctx, req)
	if err != nil {
		if code, ok := codes.Of(err); ok && code == codes.RoleMissing {
			return fmt.Errorf("no role %s", args[0])
		}
		return err
	}
	fmt.Fprintln(a.out, *resp.Response.RoleInfo.PolicyDocument)
	return nil
}

// GroupRemove removes a group of users.
func (a *App) GroupRemove(ctx context.Context, args []string) error {
	req := cam.NewDeleteGroupRequest()
	_, err := a.cam.DeleteGroupWithContext(ctx, req)
	if codes.Equal(err, codes.GroupMissing) { // WANT unknowncode
		return nil
	}
	return codes.AsUsage(err)
}

// PolicyRemove removes policies.
func (a *App) PolicyRemove(ctx context.Context, args []string) error {
	req := cam.NewDeletePolicyRequest()
	_, err := a.cam.DeletePolicyWithContext(ctx, req)
	e, ok := err.(*sdkerr.TencentCloudSDKError)
	if !ok {
		return err
	}
	if e.Code == "InvalidParameter.AttachmentFull" { // WANT missingcritical
		return fmt.Errorf("detach the policy first: %w", err)
	}
	return nil
}

// Attach gives a user a policy.
func (a *App) Attach(ctx context.Context, args []string) error {
	req := cam.NewAttachUserPolicyRequest()
	_, err := a.cam.AttachUserPolicyWithContext(ctx, req)
	code, ok := codes.Of(err)
	switch {
	case !ok:
		return err
	case code == "FailedOperation.PolicyFull":
		return errors.New("the user has too many policies")
	case strings.HasPrefix(code, "InvalidParameter"), strings.HasPrefix(code, "ResourceNotFound"):
		return codes.AsUsage(err)
	case code == "InvalidParameter.UserNotExist": // WANT deadtest
		return errors.New("no such user")
	}
	return err
}

// FunctionRemove removes a function.
func (a *App) FunctionRemove(ctx context.Context, args []string) error {
	req := scf.NewDeleteFunctionRequest()
	req.FunctionName = common.StringPtr(args[0])
	_, err := a.scf.DeleteFunctionWithContext(ctx, req)
	if codes.Matches(err, codes.Exact(codes.FunctionMissing, "ResourceNotFound.FunctionName")) {
		return nil
	}
	return err
}

// FunctionShow prints a function.
func (a *App) FunctionShow(ctx context.Context, args []string) error {
	req := scf.NewGetFunctionRequest()
	req.FunctionName = common.StringPtr(args[0])
	resp, err := a.scf.GetFunctionWithContext(ctx, req)
	if err != nil {
		if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
			switch e.Code {
			case codes.FunctionMissing:
				return fmt.Errorf("no function %s", args[0])
			case "ResourceNotFound.Namespace":
				return errors.New("no such namespace")
			}
		}
		return err
	}
	fmt.Fprintln(a.out, *resp.Response.Handler)
	return nil
}

// FunctionPublish makes a version.
func (a *App) FunctionPublish(ctx context.Context, args []string) error {
	req := scf.NewPublishVersionRequest()
	req.FunctionName = common.StringPtr(args[0])
	for i := 0; ; i++ {
		_, err := a.scf.PublishVersionWithContext(ctx, req)
		code, ok := codes.Of(err)
		if !ok {
			return err
		}
		switch code { // WANT missingcritical
		case "FailedOperation.FunctionStatusError", "FailedOperation.FunctionVersionStatusNotActive":
			if i == 20 {
				return err
			}
			time.Sleep(3 * time.Second)
		default:
			return err
		}
	}
}

// AliasRemove removes an alias.
func (a *App) AliasRemove(ctx context.Context, args []string) error {
	req := scf.NewDeleteAliasRequest()
	req.FunctionName = common.StringPtr(args[0])
	req.Name = common.StringPtr(args[1])
	_, err := a.scf.DeleteAliasWithContext(ctx, req)
	if codes.Contains("ResourceNotFound.Alias", codeOf(err)) { // WANT swappedargs
		return nil
	}
	return err
}

func codeOf(err error) string {
	code, _ := codes.Of(err)
	return code
}

// NamespaceAdd makes a namespace.
func (a *App) NamespaceAdd(ctx context.Context, args []string) error {
	req := scf.NewCreateNamespaceRequest()
	req.Namespace = common.StringPtr(args[0])
	_, err := a.scf.CreateNamespaceWithContext(ctx, req)
	switch codeOf(err) {
	case "ResourceInUse.Namespace":
		fmt.Fprintln(a.out, "it is there already")
		return nil
	case "LimitExceeded.Namespace":
		return fmt.Errorf("no room for %s: %w", args[0], err)
	}
	return err
}

// Run runs a command on machines.
func (a *App) Run(ctx context.Context, args []string) error {
	req := tat.NewRunCommandRequest()
	req.Content = common.StringPtr(args[0])
	req.InstanceIds = common.StringPtrs(args[1:])
	resp, err := a.tat.RunCommandWithContext(ctx, req)
	if err != nil {
		switch codeOf(err) {
		case "ResourceUnavailable.AgentNotInstalled", "ResourceUnavailable.AgentStatusNotOnline":
			return fmt.Errorf("install the agent: %w", err)
		case codes.Expired:
			return fmt.Errorf("set the clock: %w", err)
		}
		return codes.In("run", err)
	}
	fmt.Fprintln(a.out, *resp.Response.InvocationId)
	return nil
}

// CommandRemove removes a command.
func (a *App) CommandRemove(ctx context.Context, args []string) error {
	req := tat.NewDeleteCommandRequest()
	req.CommandId = common.StringPtr(args[0])
	_, err := a.tat.DeleteCommandWithContext(ctx, req)
	if codes.Equal(err, codes.CommandMissing) {
		return nil
	}
	if codes.Equal(err, codes.FunctionMissing) { // WANT wrongservice
		return fmt.Errorf("%s is a function", args[0])
	}
	return err
}

// RunCancel stops a run.
func (a *App) RunCancel(ctx context.Context, args []string) error {
	req := tat.NewCancelInvocationRequest()
	req.InvocationId = common.StringPtr(args[0])
	_, err := a.tat.CancelInvocationWithContext(ctx, req)
	if err != nil {
		err = codes.In("run-cancel", err)
	}
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok { // WANT deadassert
		return fmt.Errorf("cancel: %s (request %s)", e.Message, e.RequestId)
	}
	return err
}

// RunStatus prints how a run is going.
func (a *App) RunStatus(ctx context.Context, args []string) error {
	req := tat.NewDescribeInvocationsRequest()
	req.InvocationIds = common.StringPtrs(args)
	resp, err := a.tat.DescribeInvocationsWithContext(ctx, req)
	if codes.Matches(err, codes.Prefix("ResourceNotFound")) {
		fmt.Fprintln(a.out, "unknown")
		return nil
	}
	if err != nil {
		return err
	}
	for _, i := range resp.Response.InvocationSet {
		fmt.Fprintln(a.out, *i.InvocationId, *i.InvocationStatus)
	}
	return nil
}

// ImageShare gives an image to other accounts.
func (a *App) ImageShare(ctx context.Context, args []string) error {
	req := cvm.NewModifyImageSharePermissionRequest()
	req.ImageId = common.StringPtr(args[0])
	req.AccountIds = common.StringPtrs(args[1:])
	_, err := a.cvm.ModifyImageSharePermissionWithContext(ctx, req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && strings.HasPrefix(e.Message, "AuthFailure") { // WANT textmatch
		return errors.New("log in again")
	}
	//tcerrlint:ignore wrongservce the console's proxy has codes of its own // WANT directive
	if codes.Equal(err, "InvalidAccountId.NotFound") {
		return errors.New("no such account")
	}
	return err
}
