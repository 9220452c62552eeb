// Package heads decides by the first segment of codes, as helpers give it.
package heads

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Code is a code, as a type of its own.
type Code string

// Of returns the code of an error.
func Of(err error) Code {
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		return Code(e.Code)
	}
	return ""
}

// Head is what stands before the first dot.
func (c Code) Head() string {
	head, _, _ := strings.Cut(string(c), ".")
	return head
}

// Passing reports whether the call may pass a moment later.
func (c Code) Passing() bool {
	switch c {
	case "RequestLimitExceeded", "InternalError":
		return true
	}
	return strings.HasPrefix(string(c), "ResourceBuzy") // want `unknowncode: .*"ResourceBuzy"`
}

func byPassing(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if Of(err).Passing() { // want `missingcritical: AuthFailure and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}

func byPassingRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if Of(err).Passing() {
		return fmt.Errorf("later: %w", err)
	}
	return err
}

func byHead(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch Of(err).Head() {
	case "ResourceNotFound", "UnauthorizedOperation": // want `criticalsuccess: "UnauthorizedOperation" says that the call failed`
		return nil
	}
	return err
}

func byHeadRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch Of(err).Head() {
	case "ResourceNotFound", "InvalidInstanceId":
		return nil
	}
	return err
}

func byHeadEmpty(c *cvm.Client, r *cvm.DescribeImagesRequest) (int64, error) {
	resp, err := c.DescribeImages(r)
	switch Of(err).Head() {
	case "UnauthorizedOperation": // want `criticalsuccess: "UnauthorizedOperation" says that the call failed`
		return 0, nil
	case "":
		if err != nil {
			return 0, err
		}
		return *resp.Response.TotalCount, nil
	}
	return 0, err
}

func byHeadEmptyRight(c *cvm.Client, r *cvm.DescribeImagesRequest) (int64, error) {
	resp, err := c.DescribeImages(r)
	switch Of(err).Head() {
	case "ResourceNotFound":
		return 0, nil
	case "":
		if err != nil {
			return 0, err
		}
		return *resp.Response.TotalCount, nil
	}
	return 0, err
}

// kept asks as long as the head is not one of the caller's mistakes.
func kept(c *cvm.Client, r *cvm.RenewInstancesRequest) error {
	for i := range 6 {
		_, err := c.RenewInstances(r)
		if err == nil || Of(err) == "" {
			return err
		}
		if h := Of(err).Head(); slices.Contains([]string{"InvalidParameter", "MissingParameter"}, h) { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
			return err
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	return errors.New("not renewed")
}

func keptRight(c *cvm.Client, r *cvm.RenewInstancesRequest) error {
	for i := range 6 {
		_, err := c.RenewInstances(r)
		if err == nil || Of(err) == "" {
			return err
		}
		if h := Of(err).Head(); !slices.Contains([]string{"RequestLimitExceeded", "InternalError"}, h) {
			return err
		}
		time.Sleep(time.Duration(i) * time.Second)
	}
	return errors.New("not renewed")
}

// The first segment, taken in other ways.

func split(code string) string { return strings.Split(code, ".")[0] }

func splitN(err error) string {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return ""
	}
	return strings.SplitN(e.GetCode(), ".", 2)[0]
}

func sliced(err error) string {
	code := string(Of(err))
	if i := strings.IndexByte(code, '.'); i >= 0 {
		return code[:i]
	}
	return code
}

func slicedAt(code string) string {
	i := strings.Index(code, ".")
	if i < 0 {
		return code
	}
	return code[:i]
}

func cut(code string) string {
	head, _, found := strings.Cut(code, ".")
	if !found {
		return code
	}
	return head
}

func bySplit(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch split(e.Code) {
		case "AuthFailur": // want `unknowncode: "AuthFailur"`
			return fmt.Errorf("keys: %w", err)
		}
	}
	return err
}

func bySplitN(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if splitN(err) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation" says that the call failed`
		return nil
	}
	return err
}

func bySplitNRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if splitN(err) == "InvalidInstanceId" {
		return nil
	}
	return err
}

func bySlice(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if sliced(err) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation" says that the call failed`
		return nil
	}
	return err
}

func bySliceRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if sliced(err) == "InvalidInstanceId" {
		return nil
	}
	return err
}

func bySliceAt(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if slicedAt(e.Code) == "UnauthorizedOperation" { // want `criticalsuccess: "UnauthorizedOperation" says that the call failed`
			return nil
		}
	}
	return err
}

func byCut(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch cut(e.Code) {
		case "LimitExceeded", "UnauthorizedOperation": // want `criticalsuccess: "UnauthorizedOperation" says that the call failed`
			return nil
		}
	}
	return err
}

func byCutRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch cut(e.Code) {
		case "InvalidInstanceId", "ResourceNotFound":
			return nil
		}
	}
	return err
}

// Classifiers that switch on it.

type kind string

const (
	throttle kind = "throttle"
	refused  kind = "refused"
	gone     kind = "gone"
	conflict kind = "conflict"
	other    kind = "other"
)

func kindOf(err error) kind {
	e, ok := errors.AsType[*sdkerrors.TencentCloudSDKError](err)
	if !ok {
		return other
	}
	switch head, _, _ := strings.Cut(e.Code, "."); head {
	case "RequestLimitExceeded":
		return throttle
	case "AuthFailure", "UnauthorizedOperation":
		return refused
	case "ResourceNotFound":
		return gone
	}
	switch e.Code {
	case "InvalidInstanceId.NotFound":
		return gone
	case "MutexOperation.TaskRunning":
		return conflict
	}
	return other
}

func byKind(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kindOf(err) {
	case conflict: // want `missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of StopInstances are swallowed`
		return err
	default:
		return nil
	}
}

func byKindRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kindOf(err) {
	case gone:
		return nil
	case throttle:
		return fmt.Errorf("later: %w", err)
	}
	return err
}

func byKindRefused(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch kindOf(err) {
	case gone, refused: // want `criticalsuccess: "AuthFailure" says` `criticalsuccess: "UnauthorizedOperation" says`
		return nil
	}
	return err
}
