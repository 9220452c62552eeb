package deadtest

import (
	"errors"
	"fmt"
	"log"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

func sameWrapped(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		if e.Code == "InvalidInstanceId.NotFound" { // want `deadtest: whether this matches or not, the same happens`
			return fmt.Errorf("describe: %w", err)
		}
		return fmt.Errorf("describe: %w", err)
	}
	return err
}

func otherWrapped(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) {
		if e.Code == "InvalidInstanceId.NotFound" {
			return fmt.Errorf("describe: %w", err)
		}
		return fmt.Errorf("describe %s: %w", e.RequestId, err)
	}
	return err
}

type result struct {
	done bool
	text string
}

func judge(err error, again bool) (result, error) {
	return result{text: err.Error(), done: !again}, err
}

func sameCall(client *cvm.Client) (result, error) {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" { // want `deadtest: whether this matches or not, the same happens`
		return judge(err, true)
	}
	return judge(err, true)
}

func otherCall(client *cvm.Client) (result, error) {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	var e *sdkerrors.TencentCloudSDKError
	if errors.As(err, &e) && e.Code == "InvalidInstanceId.NotFound" {
		return judge(err, false)
	}
	return judge(err, true)
}

func sameMade(client *cvm.Client) (r result, err error) {
	_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidInstanceId.NotFound": // want `deadtest: whether this matches or not, the same happens`
			log.Printf("describe: %s", e.Code)
			return result{text: e.Message}, err
		default:
			log.Printf("describe: %s", e.Code)
			return result{text: e.Message}, err
		}
	}
	return result{done: true}, err
}

func otherMade(client *cvm.Client) (r result, err error) {
	_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidInstanceId.NotFound":
			log.Printf("describe: %s", e.Code)
			return result{text: e.Code}, err
		default:
			log.Printf("describe: %s", e.Code)
			return result{text: e.Message}, err
		}
	}
	return result{done: true}, err
}

func sameDone(client *cvm.Client, done map[string]int) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" { // want `deadtest: whether this matches or not, the same happens`
			done[e.RequestId]++
		} else {
			done[e.RequestId]++
		}
		return err
	}
	return err
}

func otherDone(client *cvm.Client, done map[string]int) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			done[e.RequestId]++
		} else {
			done[e.RequestId]--
		}
		return err
	}
	return err
}

func sameText(client *cvm.Client) (text string, err error) {
	_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" { // want `deadtest: whether this matches or not, the same happens`
			text = "gone: " + e.Message
		} else {
			text = "gone: " + e.Message
		}
	}
	return text, err
}

func otherText(client *cvm.Client) (text string, err error) {
	_, err = client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			text = "gone: " + e.Message
		} else {
			text = "failed: " + e.Message
		}
	}
	return text, err
}
