// Package classifiers decides by what classifiers answer.
package classifiers

import (
	"errors"
	"fmt"
	"net/http"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	"example.com/everyday/classifiers/kind"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func byKind(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kind.Of(err) {
	case kind.Busy: // want `missingcritical: .* are swallowed`
		return err
	default:
		return nil
	}
}

func byKindRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kind.Of(err) {
	case kind.Absent:
		return nil
	case kind.Busy:
		return fmt.Errorf("later: %w", err)
	}
	return err
}

func byName(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kind.Name(err) == "busy" { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}

func byNameRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kind.Name(err) == "absent" {
		return nil
	}
	return err
}

func byStatus(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kind.Status(err) == http.StatusForbidden { // want `missingcritical: .* swallowed`
		return err
	}
	return nil
}

func byStatusRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kind.Status(err) {
	case http.StatusOK, http.StatusNotFound:
		return nil
	}
	return err
}

func bySentinel(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if errors.Is(kind.Translate(err), kind.ErrDenied) { // want `missingcritical: .* swallowed`
		return err
	}
	return nil
}

func bySentinelRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err = kind.Translate(err); errors.Is(err, kind.ErrAbsent) {
		return nil
	}
	return err
}

func byLook(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kind.Look(err) == kind.Busy { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}

func byLookRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if kind.Look(err) == kind.Absent {
		return nil
	}
	return err
}

// local kinds.
type action string

const (
	again action = "again"
	stop  action = "stop"
	skip  action = "skip"
)

var actions = map[string]action{
	"InternalServerError":       again,
	"InvalidInstanceId.NotFond": skip, // want `unknowncode: "InvalidInstanceId.NotFond"`
	"UnauthorizedOperation":     stop,
}

func act(err error) action {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return stop
	}
	return actions[e.Code]
}

func byAction(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch act(err) {
	case again:
		_, err = c.StopInstances(r)
		return err
	case skip:
		return nil
	}
	return err
}

func byMap(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	if actions[e.Code] == stop { // want `missingcritical: .* swallowed`
		return err
	}
	return nil
}

func byMapRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	if actions[e.Code] == skip {
		return nil
	}
	return err
}

// A classifier with a second answer.
func judge(err error) (kind string, retry bool) {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return "network", true
	}
	switch e.Code {
	case "InternalServerError", "RequestLimitExceded": // want `unknowncode: "RequestLimitExceded"`
		return "server", true
	case "InvalidInstanceId.NotFound":
		return "absent", false
	}
	return "client", false
}

func judged(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err == nil {
		return nil
	}
	if what, _ := judge(err); what == "absent" {
		return nil
	}
	return err
}

func judgedWrong(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err == nil {
		return nil
	}
	if what, _ := judge(err); what == "absent" { // want `missingcritical: .* are swallowed`
		return err
	}
	return nil
}
