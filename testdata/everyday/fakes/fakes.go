// Package fakes is tested with errors that its tests make.
package fakes

import (
	"errors"

	ssm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ssm/v20190923"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
)

type api interface {
	GetSecretValue(*ssm.GetSecretValueRequest) (*ssm.GetSecretValueResponse, error)
}

func get(c api, r *ssm.GetSecretValueRequest) (string, error) {
	out, err := c.GetSecretValue(r)
	if gone(err) || is(err, "ResourceNotFound.CdnHostNotExists") { // want `wrongservice: no API of ssm`
		return "", errors.New("gone")
	}
	if err != nil {
		return "", err
	}
	return *out.Response.SecretString, nil
}

func gone(err error) bool {
	var e *sdkerrors.TencentCloudSDKError
	return errors.As(err, &e) && (e.Code == "ResourceNotFound.SecretNotExist" ||
		e.Code == "FailedOperation.ResourceNotFound" || // want `wrongservice: no API of ssm`
		e.Code == "ResourceNotFound.SecretNotFound") // want `unknowncode: "ResourceNotFound.SecretNotFound"`
}

func is(err error, code string) bool {
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	return ok && e.Code == code
}
