// Package twosites runs the same jobs on the domestic and the international site.
package twosites

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	intlerr "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/common/errors"
	intlcvm "github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/cvm/v20170312"
	cnerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// coded is what the errors of both editions have.
type coded interface {
	error
	GetCode() string
}

func codeOf(err error) string {
	if c, ok := errors.AsType[coded](err); ok {
		return c.GetCode()
	}
	return ""
}

// Site is one of the two.
type Site interface {
	Terminate(ctx context.Context, id string) error
	State(ctx context.Context, id string) (string, error)
}

type domestic struct{ *cvm.Client }

type international struct {
	client *intlcvm.Client
	log    *slog.Logger
}

var (
	_ Site = domestic{}
	_ Site = (*international)(nil)
)

func (d domestic) Terminate(ctx context.Context, id string) error {
	req := cvm.NewTerminateInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := d.TerminateInstancesWithContext(ctx, req)
	var e *cnerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func (i *international) Terminate(ctx context.Context, id string) error {
	req := intlcvm.NewTerminateInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := i.client.TerminateInstancesWithContext(ctx, req)
	var e *intlerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		i.log.InfoContext(ctx, "gone", "id", id)
		return nil
	}
	return err
}

func (d domestic) State(ctx context.Context, id string) (string, error) {
	req := cvm.NewDescribeInstancesRequest()
	req.InstanceIds = []*string{&id}
	resp, err := d.DescribeInstancesWithContext(ctx, req)
	if code := codeOf(err); strings.HasPrefix(code, "InvalidInstanceId.") {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for _, x := range resp.Response.InstanceSet {
		return *x.InstanceState, nil
	}
	return "", nil
}

func (i *international) State(ctx context.Context, id string) (state string, err error) {
	req := intlcvm.NewDescribeInstancesRequest()
	req.InstanceIds = []*string{&id}
	resp, err := i.client.DescribeInstancesWithContext(ctx, req)
	switch e := err.(type) {
	case nil:
	case *intlerr.TencentCloudSDKError:
		switch e.GetCode() {
		case "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed":
			return "", nil
		}
		return "", fmt.Errorf("state: %w", e)
	default:
		return "", err
	}
	for _, x := range resp.Response.InstanceSet {
		state = *x.InstanceState
	}
	return state, nil
}

// Both does the same on both sites, and remembers what failed.
func Both(ctx context.Context, id string, sites ...Site) (err error) {
	for n, s := range sites {
		if terr := s.Terminate(ctx, id); terr != nil {
			err = errors.Join(err, fmt.Errorf("site %d: %w", n, terr))
		}
	}
	return err
}

// Await polls a site until the instance is gone; both editions throttle alike.
func Await(ctx context.Context, s Site, id string) error {
	for {
		state, err := s.State(ctx, id)
		if err != nil && !strings.HasPrefix(codeOf(err), "RequestLimitExceeded") {
			return err
		}
		if err == nil && state == "" {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// Start says which edition an error is of.
func Edition(err error) string {
	var cn *cnerr.TencentCloudSDKError
	var intl *intlerr.TencentCloudSDKError
	switch {
	case errors.As(err, &cn):
		return "cn:" + cn.Code
	case errors.As(err, &intl):
		return "intl:" + intl.Code
	}
	return "?"
}

// Start an instance; one that runs is fine.
func (d domestic) Start(ctx context.Context, id string) error {
	req := cvm.NewStartInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := d.StartInstancesWithContext(ctx, req)
	if e, ok := err.(coded); ok && e.GetCode() == cvm.UNSUPPORTEDOPERATION_INSTANCESTATERUNNING {
		return nil
	}
	return err
}

// Start was copied from the other edition.
func (i *international) Start(ctx context.Context, id string) error {
	req := intlcvm.NewStartInstancesRequest()
	req.InstanceIds = []*string{&id}
	_, err := i.client.StartInstancesWithContext(ctx, req)
	if e, ok := err.(*cnerr.TencentCloudSDKError); ok && e.Code == "UnsupportedOperation.InstanceStateRunning" { // WANT deadassert
		return nil
	}
	return err
}

// Stop on the international site.
func (i *international) Stop(ctx context.Context, id string) error {
	req := intlcvm.NewStopInstancesRequest()
	req.InstanceIds = []*string{&id}
	if _, err := i.client.StopInstancesWithContext(ctx, req); err != nil {
		if e, ok := err.(*intlerr.TencentCloudSDKError); ok { // WANT missingcritical
			switch e.Code {
			case "InternalServerError", "InternalError", "MutexOperation.TaskRunning":
				return e
			}
		} else {
			return err
		}
	}
	return nil
}

// Reset: a code that both editions write otherwise.
func (i *international) Reset(ctx context.Context, id string) error {
	req := intlcvm.NewResetInstanceRequest()
	req.InstanceId = &id
	_, err := i.client.ResetInstanceWithContext(ctx, req)
	var e *intlerr.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "UnsupportedOperation.InstanceStateIsRebooting" { // WANT unknowncode
		return nil
	}
	return err
}

// Again goes on while one of the editions is unwell.
func Again(ctx context.Context, s Site, id string) error {
	for tries := 5; ; tries-- {
		err := s.Terminate(ctx, id)
		if err == nil || tries == 0 {
			return err
		}
		switch code := codeOf(err); {
		case code == "":
			return err
		case strings.HasPrefix(code, "Invalid"), strings.HasPrefix(code, "LimitExceeded"): // WANT missingcritical
			return err
		}
		time.Sleep(time.Second)
	}
}

// Zones asks both; the second answer is not looked at for errors of other kinds.
func (i *international) Zones(ctx context.Context) ([]string, error) {
	resp, err := i.client.DescribeZonesWithContext(ctx, intlcvm.NewDescribeZonesRequest())
	if err != nil {
		var e *intlerr.TencentCloudSDKError
		if !errors.As(err, &e) { // WANT dropped
			return nil, nil
		}
		return nil, e
	}
	var out []string
	for _, z := range resp.Response.ZoneSet {
		out = append(out, *z.Zone)
	}
	return out, nil
}
