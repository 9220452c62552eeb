// Package aws has the shape of another cloud's errors.
package aws

type Error interface {
	error
	Code() string
	GetCode() string
	Message() string
}

type TencentCloudSDKError struct{ Code string }

func (e *TencentCloudSDKError) Error() string   { return e.Code }
func (e *TencentCloudSDKError) GetCode() string { return e.Code }
