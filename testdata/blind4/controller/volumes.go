package controller

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"example.org/blind4/controller/reason"
	cbs "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs/v20170312"
	clb "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb/v20180317"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
	"k8s.io/apimachinery/pkg/util/wait"
)

// Backoff of attachments.
var attachBackoff = wait.Backoff{Duration: time.Second, Factor: 2, Steps: 6}

// Attach gives a machine a disk.
func (n *Network) Attach(ctx context.Context, disk, machine string) error {
	req := cbs.NewAttachDisksRequest()
	req.DiskIds = common.StringPtrs([]string{disk})
	req.InstanceId = common.StringPtr(machine)
	return wait.ExponentialBackoffWithContext(ctx, attachBackoff, func(ctx context.Context) (bool, error) {
		_, err := n.cbs.AttachDisksWithContext(ctx, req)
		code := reason.Code(err)
		switch {
		case err == nil, code == "InvalidDisk.AlreadyBound":
			return true, nil
		case slices.Contains(busyDisk, code), strings.HasPrefix(code, "RequestLimitExceeded"):
			return false, nil
		}
		return false, err
	})
}

// Detach takes a disk from its machine.
func (n *Network) Detach(ctx context.Context, disk string) error {
	req := cbs.NewDetachDisksRequest()
	req.DiskIds = common.StringPtrs([]string{disk})
	again := []string{
		"ResourceBusy",
		"RequestLimitExceeded", // WANT partialcategory
	}
	for i := 0; i < 10; i++ {
		_, err := n.cbs.DetachDisksWithContext(ctx, req)
		if err == nil {
			return nil
		}
		if !slices.Contains(again, reason.Code(err)) {
			return err
		}
		time.Sleep(3 * time.Second)
	}
	return errors.New("the disk stays")
}

// Deregister takes machines out of a balancer.
func (n *Network) Deregister(ctx context.Context, req *clb.DeregisterTargetsRequest) error {
	_, err := n.clb.DeregisterTargetsWithContext(ctx, req)
	e, ok := err.(*sdkerr.TencentCloudSDKError)
	if ok && e.Code == cvm.INVALIDINSTANCEID_NOTFOUND { // WANT wrongservice
		return nil
	}
	return err
}

// Register puts machines into a balancer.
func (n *Network) Register(ctx context.Context, req *clb.RegisterTargetsRequest) (Result, error) {
	_, err := n.clb.RegisterTargetsWithContext(ctx, req)
	if err != nil {
		if reason.Is(err, "FailedOperation.ResourceInOperating", "FailedOperation.InvalidLBStatus") || reason.Transient(err) {
			return Result{RequeueAfter: 5 * time.Second}, nil
		}
		return Result{}, reason.Because("register", err)
	}
	return Result{}, nil
}

// Unbind takes an address from its machine.
func (n *Network) Unbind(ctx context.Context, id string) error {
	req := vpc.NewDisassociateAddressRequest()
	req.AddressId = common.StringPtr(id)
	_, err := n.vpc.DisassociateAddressWithContext(ctx, req)
	if err == nil {
		return nil
	}
	var e *sdkerr.TencentCloudSDKError
	if !errors.As(err, &e) {
		return err
	}
	if e.Code == "OperationDenied.AddressInArrears" { // WANT missingcritical
		return fmt.Errorf("address %s is not paid for", id)
	}
	return nil
}

// Free takes an address away and tells whether that was possible.
func (n *Network) Free(ctx context.Context, id string) (bool, error) {
	req := vpc.NewDisassociateAddressRequest()
	req.AddressId = common.StringPtr(id)
	_, err := n.vpc.DisassociateAddressWithContext(ctx, req)
	var e *sdkerr.TencentCloudSDKError
	if errors.As(err, &e) && (e.Code == "InvalidAddressId.NotFound" || strings.HasPrefix(e.Code, "InvalidAddressIdStat")) {
		return false, nil
	}
	return err == nil, err
}
