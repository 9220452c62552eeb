// Package common sends requests by the SDK's common client.
package common

import (
	"encoding/json"
	"errors"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	tchttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

type answer struct {
	Response struct {
		Error *struct{ Code, Message string }
		Total int
	}
}

func known(client *common.Client) error {
	request := tchttp.NewCommonRequest("cdn", "2018-06-06", "DescribeDomains")
	response := tchttp.NewCommonResponse()
	err := client.Send(request, response)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok {
		switch e.Code {
		case "ResourceNotFound.CdnHostNotExists":
			return nil
		case "InvalidInstanceId.NotFound": // want `wrongservice: no API of cdn answers "InvalidInstanceId.NotFound"`
			return nil
		}
	}
	return err
}

func unknown(client *common.Client, request tchttp.Request) error {
	err := client.Send(request, tchttp.NewCommonResponse())
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}

func either(client *cvm.Client, request tchttp.Request, describe *cvm.DescribeZonesRequest) error {
	_, err := client.DescribeZones(describe)
	if err == nil {
		err = client.Send(request, tchttp.NewCommonResponse())
	}
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CdnHostNotExists" {
		return nil
	}
	return err
}

// The SDK has looked at the Error of what it hands on.
func total(client *common.Client) (int, error) {
	response := tchttp.NewCommonResponse()
	if err := client.Send(tchttp.NewCommonRequest("cdn", "2018-06-06", "DescribeDomains"), response); err != nil {
		return 0, err
	}
	var a answer
	if err := json.Unmarshal(response.GetBody(), &a); err != nil {
		return 0, err
	}
	return a.Response.Total, nil
}

func code(response *tchttp.CommonResponse) (int, error) {
	var a answer
	if err := json.Unmarshal(response.GetBody(), &a); err != nil {
		return 0, err
	}
	if e := a.Response.Error; e != nil && e.Code == "ResourceNotFond" { // want `unknowncode: .* did you mean "ResourceNotFound"`
		return 0, errors.New("gone")
	} else if e != nil {
		return 0, errors.New(e.Message)
	}
	return a.Response.Total, nil
}
