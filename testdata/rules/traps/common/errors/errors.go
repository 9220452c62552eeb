// Package errors has the name of the SDK's package, not its path.
package errors

type TencentCloudSDKError struct{ Code, Message string }

func (e *TencentCloudSDKError) Error() string   { return e.Code }
func (e *TencentCloudSDKError) GetCode() string { return e.Code }
