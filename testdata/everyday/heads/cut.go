package heads

import (
	"errors"
	"fmt"
	"strings"
	"time"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

// Category is the first segment, as a code.
func (c Code) Category() Code {
	if i := strings.IndexByte(string(c), '.'); i > 0 {
		return c[:i]
	}
	return c
}

// In reports whether the code is of one of the categories.
func (c Code) In(categories ...Code) bool {
	for _, one := range categories {
		if c.Category() == one {
			return true
		}
	}
	return false
}

const (
	throttled Code = "RequestLimitExceeded"
	denied    Code = "UnauthorizedOperation"
	wrong     Code = "AuthFailur"
)

func byIn(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if Of(err).In(throttled, "InternalError") { // want `missingcritical: AuthFailure and UnauthorizedOperation of StopInstances are swallowed`
		return err
	}
	return nil
}

func byInRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if Of(err).In("InvalidInstanceId", "ResourceNotFound") {
		return nil
	}
	return err
}

func byCategory(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	switch Of(err).Category() {
	case denied: // want `criticalsuccess: "UnauthorizedOperation" says`
		return nil
	case wrong: // want `unknowncode: "AuthFailur"`
		return fmt.Errorf("keys: %w", err)
	}
	return err
}

// What is cut where a text is found tells whether the text was there.

func cutPrefix(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if why, ok := strings.CutPrefix(string(Of(err)), "UnauthorizedOperation."); ok { // want `partialcategory: `
		fmt.Println(why)
		return nil
	}
	return err
}

func cutPrefixRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if why, ok := strings.CutPrefix(string(Of(err)), "InvalidInstanceId."); ok {
		return errors.New("no such machine: " + why)
	}
	return err
}

func cutSuffix(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	if _, gone := strings.CutSuffix(e.Code, ".NotFond"); gone { // want `unknowncode: .*".NotFond"`
		return nil
	}
	return err
}

func cutRetry(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	left := 5
again:
	_, err := c.StopInstances(r)
	if head, _, ok := strings.Cut(string(Of(err)), "."); ok && head != "InvalidInstanceId" && left > 0 { // want `missingcritical: AuthFailure and UnauthorizedOperation are retried until the retry gives up`
		left--
		time.Sleep(time.Second)
		goto again
	}
	return err
}

func cutRetryRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	left := 5
again:
	_, err := c.StopInstances(r)
	if head, _, ok := strings.Cut(string(Of(err)), "."); ok && head == "RequestLimitExceeded" && left > 0 {
		left--
		time.Sleep(time.Second)
		goto again
	}
	return err
}

func cutRetryFirst(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	left := 5
again:
	_, err := c.StopInstances(r)
	if strings.HasPrefix(string(Of(err)), "RequestLimitExceeded") && left > 0 {
		left--
		time.Sleep(time.Second)
		goto again
	}
	return err
}
