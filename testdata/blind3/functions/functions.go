// Package functions deploys to SCF.
package functions

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	scf "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/scf/v20180416"
)

const (
	codeNoFunction  = "ResourceNotFound.Function"
	codeNoName      = "ResourceNotFound.FunctionName"
	codeNoNamespace = "ResourceNotFound.Namespaces"
	codeUsed        = "ResourceInUse.FunctionName"
	codeUpdating    = "FailedOperation.UpdateFunctionCode"
	codeStatus      = "FailedOperation.FunctionStatusError"
)

type deployer struct {
	api       *scf.Client
	namespace string
}

// apiError is the SDK's error behind an interface, as it is in our mocks.
type apiError interface {
	error
	GetCode() string
	GetRequestId() string
}

func code(err error) string {
	if e, ok := err.(apiError); ok {
		return e.GetCode()
	}
	return ""
}

func (d *deployer) exists(name string) (bool, error) {
	req := scf.NewGetFunctionRequest()
	req.FunctionName, req.Namespace = &name, &d.namespace
	_, err := d.api.GetFunction(req)
	if c := code(err); c == codeNoFunction || c == codeNoName {
		return false, nil
	}
	return err == nil, err
}

func (d *deployer) namespaceExists() (bool, error) {
	req := scf.NewListFunctionsRequest()
	req.Namespace = &d.namespace
	_, err := d.api.ListFunctions(req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok && e.Code == codeNoNamespace { // WANT unknowncode
		return false, nil
	}
	return err == nil, err
}

func (d *deployer) create(name string, zip []byte) error {
	req := scf.NewCreateFunctionRequest()
	req.FunctionName, req.Namespace = &name, &d.namespace
	req.Code = &scf.Code{ZipFile: common.StringPtr(string(zip))}
	_, err := d.api.CreateFunction(req)
	if e, ok := err.(*sdkerr.TencentCloudSDKError); ok {
		switch e.Code {
		case codeUsed, "ResourceInUse.Function":
			return d.update(name, zip)
		case "LimitExceeded.Functions": // WANT unknowncode
			return fmt.Errorf("quota of functions: %w", err)
		case "ResourceUnavailable.InsufficientBalance", "FailedOperation.InsufficientBalance":
			return fmt.Errorf("no money: %w", err)
		}
	}
	return err
}

func (d *deployer) update(name string, zip []byte) error {
	req := scf.NewUpdateFunctionCodeRequest()
	req.FunctionName, req.Namespace = &name, &d.namespace
	req.ZipFile = common.StringPtr(string(zip))
	var err error
	for i := range 10 {
		if _, err = d.api.UpdateFunctionCode(req); err == nil {
			return nil
		}
		if !again(err) {
			return err
		}
		time.Sleep(time.Duration(i+1) * time.Second)
	}
	return err
}

// again is asked after each failure of an update.
func again(err error) bool {
	var e *sdkerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	switch {
	case e.Code == codeUpdating, e.Code == codeStatus:
		return true
	case strings.HasPrefix(e.Code, "RequestLimitExceeded"), strings.HasPrefix(e.Code, "InternalError"):
		return true
	}
	return false
}

func (d *deployer) configure(name string, mem int64) error {
	req := scf.NewUpdateFunctionConfigurationRequest()
	req.FunctionName, req.Namespace, req.MemorySize = &name, &d.namespace, &mem
	for {
		_, err := d.api.UpdateFunctionConfiguration(req)
		var e *sdkerr.TencentCloudSDKError
		if !errors.As(err, &e) || e.Code != codeStatus { // WANT missingcritical
			return err
		}
		time.Sleep(time.Second)
	}
}

func (d *deployer) remove(name string) error {
	req := scf.NewDeleteFunctionRequest()
	req.FunctionName, req.Namespace = &name, &d.namespace
	_, err := d.api.DeleteFunction(req)
	switch code(err) {
	case "ResourceNotFound.Function", "ResourceNotFound.FunctionName":
		return nil
	}
	return err
}

func (d *deployer) trigger(name, cron string) error {
	req := scf.NewCreateTriggerRequest()
	req.FunctionName, req.TriggerName, req.Type, req.TriggerDesc = &name, common.StringPtr("cron"), common.StringPtr("timer"), &cron
	_, err := d.api.CreateTrigger(req)
	if c := code(err); c == "ResourceInUse.Trigger" || c == "ResourceInUse.TriggerNames" { // WANT unknowncode
		return nil
	}
	return err
}

func (d *deployer) untrigger(name string) error {
	req := scf.NewDeleteTriggerRequest()
	req.FunctionName, req.TriggerName, req.Type = &name, common.StringPtr("cron"), common.StringPtr("timer")
	_, err := d.api.DeleteTrigger(req)
	if err == nil || code(err) == "ResourceNotFound.Trigger" {
		return nil
	}
	return fmt.Errorf("trigger of %s: %w", name, err)
}

func (d *deployer) alias(name, alias, version string) error {
	req := scf.NewUpdateAliasRequest()
	req.FunctionName, req.Name, req.FunctionVersion = &name, &alias, &version
	_, err := d.api.UpdateAlias(req)
	if code(err) != "ResourceNotFound.Alias" {
		return err
	}
	create := scf.NewCreateAliasRequest()
	create.FunctionName, create.Name, create.FunctionVersion = &name, &alias, &version
	_, err = d.api.CreateAlias(create)
	if code(err) == "ResourceInUse.Alias" {
		return nil
	}
	return err
}

func (d *deployer) unalias(name, alias string) error {
	req := scf.NewDeleteAliasRequest()
	req.FunctionName, req.Name = &name, &alias
	_, err := d.api.DeleteAlias(req)
	if code(err) == "InvalidParameter.LocationNotFound" { // WANT wrongservice
		return nil
	}
	return err
}

func (d *deployer) publish(name string) (version string, err error) {
	req := scf.NewPublishVersionRequest()
	req.FunctionName, req.Namespace = &name, &d.namespace
	resp, err := d.api.PublishVersion(req)
	if err != nil {
		if c := code(err); strings.HasPrefix(c, "LimitExceeded") {
			return "", fmt.Errorf("drop old versions first: %w", err)
		}
		return "", err
	}
	return *resp.Response.FunctionVersion, nil
}

func (d *deployer) makeNamespace() error {
	req := scf.NewCreateNamespaceRequest()
	req.Namespace = &d.namespace
	_, err := d.api.CreateNamespace(req)
	if code(err) == scf.RESOURCEINUSE_NAMESPACE {
		return nil
	}
	return err
}

func (d *deployer) layer(name string) (int64, error) {
	req := scf.NewListLayerVersionsRequest()
	req.LayerName = &name
	resp, err := d.api.ListLayerVersions(req)
	if err != nil {
		switch e := err.(type) {
		case *sdkerr.TencentCloudSDKError:
			if e.Code == "ResourceNotFound.Layer" {
				return 0, nil
			}
			return 0, fmt.Errorf("layer %s (%s): %w", name, e.RequestId, err)
		default:
			return 0, err
		}
	}
	return int64(len(resp.Response.LayerVersions)), nil
}

func (d *deployer) dropLayer(name string, version int64) error {
	req := scf.NewDeleteLayerVersionRequest()
	req.LayerName, req.LayerVersion = &name, &version
	_, err := d.api.DeleteLayerVersion(req)
	switch e := err.(type) {
	case nil:
		return nil
	case *sdkerr.TencentCloudSDKError:
		if e.Code == "ResourceNotFound.LayerVersion" { // WANT missingcritical
			return err
		}
		return nil
	default:
		return err
	}
}

// invoke runs a function and gives what it returned.
func (d *deployer) invoke(name string, event string) (string, error) {
	req := scf.NewInvokeRequest()
	req.FunctionName, req.ClientContext = &name, &event
	resp, err := d.api.Invoke(req)
	if code(err) == "ResourceUnavailable.InsufficientBalances" { // WANT unknowncode
		return "", errors.New("no money")
	}
	if err != nil {
		return "", err
	}
	if r := resp.Response.Result; *r.InvokeResult != 0 {
		return "", fmt.Errorf("%s: %s", name, *r.ErrMsg)
	}
	return *resp.Response.Result.RetMsg, nil
}

// concurrency sets a limit; functions that are being updated take it later.
func (d *deployer) concurrency(name string, n uint64) error {
	req := scf.NewPutReservedConcurrencyConfigRequest()
	req.FunctionName, req.ReservedConcurrencyMem = &name, &n
	_, err := d.api.PutReservedConcurrencyConfig(req)
	if c := code(err); strings.HasPrefix("FailedOperation.ReservedInProgress", c) && c != "" { // WANT swappedargs
		return nil
	}
	return err
}

// deploy is the command.
func (d *deployer) deploy(ctx context.Context, name, file string) error {
	zip, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	ok, err := d.exists(name)
	if err != nil {
		return err
	}
	if ok {
		err = d.update(name, zip)
	} else {
		err = d.create(name, zip)
	}
	if c := code(err); strings.HasPrefix(c, "UnauthorizedOperation") || strings.HasPrefix(c, "AuthFailure") {
		return fmt.Errorf("no right to deploy to %s: %w", d.namespace, err)
	}
	if err != nil {
		return err
	}
	return ctx.Err()
}
