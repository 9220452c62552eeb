// Package stock has mistakes that only facts about other packages show: it does
// not import the SDK's error type.
package stock

import (
	"example.com/shop/api"
	"example.com/shop/mid"
	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"
)

// Count has a misspelled code, one of another service, and one that is meant.
func Count(client *cvm.Client) (int, error) {
	err := api.Describe(client)
	if api.Is(err /* 错误 */, "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFuond") {
		return 0, nil
	}
	err = mid.List(client)
	if mid.Has(err, "ResourceNotFound.CdnHostNotExists") {
		return 1, nil
	}
	//tcerrlint:ignore unknowncode the proxy in front of the API answers it
	if mid.Has(err, "ResourceNotFuond") {
		return 2, nil
	}
	return 3, err
}
