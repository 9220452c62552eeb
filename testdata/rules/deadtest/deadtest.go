package deadtest

import (
	"errors"
	"fmt"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.com/rules/lib"
)

func prefixFirst(err error) string {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	switch {
	case !ok:
		return "other"
	case strings.HasPrefix(e.Code, "InvalidInstanceId"):
		return "instance"
	case e.Code == "InvalidInstanceId.NotFound": // want `deadtest: "InvalidInstanceId.NotFound" never gets here`
		return "gone"
	case e.Code == "InvalidHostId.NotFound":
		return "host"
	}
	return "unknown"
}

func switchAfter(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.HasPrefix(err, "RequestLimitExceeded") {
		return fmt.Errorf("slow down: %w", err)
	}
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		switch e.Code {
		case "RequestLimitExceeded", // want `deadtest: "RequestLimitExceeded" never gets here`
			"RequestLimitExceeded.UinLimitExceeded", // want `deadtest: "RequestLimitExceeded.UinLimitExceeded" never gets here`
			"InternalError":
			return fmt.Errorf("again: %w", err)
		}
	}
	return err
}

func same(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if err != nil {
		return err
	}
	_, err = client.DescribeImages(cvm.NewDescribeImagesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidImageId.NotFound" { // want `deadtest: whether this matches or not, the same happens`
			return err
		}
		return err
	}
	return err
}

func alive(err error) string {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	switch {
	case !ok:
		return "other"
	case e.Code == "InvalidInstanceId.NotFound":
		return "gone"
	case strings.HasPrefix(e.Code, "InvalidInstanceId"):
		return "instance"
	}
	return "unknown"
}

// Another error is another matter.
func another(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if lib.HasPrefix(err, "InvalidInstanceId") {
		return err
	}
	_, err = client.DescribeImages(cvm.NewDescribeImagesRequest())
	if lib.Is(err, "InvalidInstanceId.NotFound") {
		return fmt.Errorf("gone: %w", err)
	}
	return err
}

// The message tells the same code apart.
func narrowed(err error) string {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if ok && strings.HasPrefix(e.Code, "InvalidInstanceId") && strings.Contains(e.Message, "deleted") {
		return "gone"
	}
	if ok && e.Code == "InvalidInstanceId.NotFound" {
		return "not yet there"
	}
	return ""
}
