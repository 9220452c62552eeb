// Package mid passes on what package api knows.
package mid

import (
	"example.com/shop/api"
	tcerr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Has reports whether err has the code.
func Has(err error, code string) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == code
}

// List asks for the instances.
func List(client *cvm.Client) error { return api.Describe(client) }
