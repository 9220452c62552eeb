package forms

import (
	"errors"
	"log"
	"slices"
	"strings"
	"time"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Literals that are called where they are written, in the middle of a function.

func spotHead(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		switch head := func(code string) string {
			before, _, _ := strings.Cut(code, ".")
			return before
		}(e.Code); head {
		case "UnauthorizedOperation": // want `criticalsuccess: "UnauthorizedOperation" says that the call failed`
			return nil
		}
	}
	return err
}

func spotTwice(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil && !func(err error, codes ...string) bool {
		var e *sdkerrors.TencentCloudSDKError
		return errors.As(err, &e) && func(one string, all []string) bool {
			return slices.Contains(all, one)
		}(e.Code, codes)
	}(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond") { // want `unknowncode: "InvalidInstanceId.NotFond"`
		return err
	}
	return nil
}

func spotRetry(c *cvm.Client, r *cvm.StopInstancesRequest) {
	err := func(tries int, call func() error, final func(error) bool) error {
		var err error
		for range tries {
			if err = call(); err == nil || final(err) {
				return err
			}
			time.Sleep(time.Second)
		}
		return err
	}(3, func() error { _, err := c.StopInstances(r); return err }, func(err error) bool {
		var e *sdkerrors.TencentCloudSDKError
		return errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" // want `missingcritical: AuthFailure and UnauthorizedOperation are retried`
	})
	if err != nil {
		log.Println(err)
	}
}

func spotDeferred(c *cvm.Client, r *cvm.StopInstancesRequest) (err error) {
	defer func(done func(error)) { done(err) }(func(err error) {
		var e *sdkerrors.TencentCloudSDKError
		if errors.As(err, &e) && e.Code == "ResourceNotFond" { // want `unknowncode: "ResourceNotFond"`
			log.Println("gone")
		}
	})
	_, err = c.StopInstances(r)
	return err
}

func spotGo(c *cvm.Client, r *cvm.StopInstancesRequest) {
	go func(c *cvm.Client, r *cvm.StopInstancesRequest) {
		_, err := c.StopInstances(r)
		var e *sdkerrors.TencentCloudSDKError
		if errors.As(err, &e) && e.Code != "InvalidInstanceId.NotFound" && e.Code != "ResourceNotFound.CdnHostNotExists" { // want `wrongservice: no API of cvm`
			log.Println(err)
		} else if err != nil && e == nil {
			log.Println(err)
		}
	}(c, r)
}

// Their twins are right.

func spotHeadRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		switch head := func(code string) string {
			before, _, _ := strings.Cut(code, ".")
			return before
		}(e.Code); head {
		case "InvalidInstanceId":
			return nil
		}
	}
	return err
}

func spotTwiceRight(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if err != nil && func(err error, codes ...string) bool {
		var e *sdkerrors.TencentCloudSDKError
		return errors.As(err, &e) && func(one string, all []string) bool {
			return slices.Contains(all, one)
		}(e.Code, codes)
	}(err, "InvalidInstanceId.NotFound", "InvalidInstanceId.Malformed") {
		return nil
	}
	return err
}

func spotRetryRight(c *cvm.Client, r *cvm.StopInstancesRequest) {
	err := func(tries int, call func() error, again func(error) bool) error {
		var err error
		for range tries {
			if err = call(); err == nil || !again(err) {
				return err
			}
			time.Sleep(time.Second)
		}
		return err
	}(3, func() error { _, err := c.StopInstances(r); return err }, func(err error) bool {
		var e *sdkerrors.TencentCloudSDKError
		return errors.As(err, &e) && strings.HasPrefix(e.Code, "RequestLimitExceeded")
	})
	if err != nil {
		log.Println(err)
	}
}

// spotOther is given what the function around it alone knows.
func spotOther(c *cvm.Client, r *cvm.StopInstancesRequest, own map[string]bool) error {
	_, err := c.StopInstances(r)
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && func(code string) bool { return own[code] }(e.Code) {
		return nil
	}
	return err
}
