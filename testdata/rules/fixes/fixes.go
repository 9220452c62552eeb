// Package fixes has each mistake that is fixed, and some that are not because
// the fix would not be certain.
package fixes

import (
	"fmt"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.com/rules/lib"
)

// Others may use the constant.
const misspelled = "InvalidInstanceId.NotFuond"

var gone = []string{
	"InvalidInstanceId.NotFuond", // want "unknowncode: "
	`InvalidHostId.NotFuond`,     // want "unknowncode: "
}

func fixed(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	if e.Code == "InvalidInstanceId.NotFuond" { // want "unknowncode: "
		return nil
	}
	switch e.Code {
	case "invalidimageid.notfound", // want "unknowncode: "
		(`InvalidHostId.NotFuond`), // want "unknowncode: "
		"InvalidKeyPairIdNotFound": // want "unknowncode: "
		return nil
	}
	if lib.IsAny(err, gone...) ||
		lib.IsAny(err, "ResourceNotFound", "ResourceInUze") { // want "unknowncode: "
		return nil
	}
	if strings.Contains("LimitExceeded", e.Code) || // want "swappedargs: "
		strings.HasPrefix("Auth"+"Failure", e.GetCode()) { // want "swappedargs: "
		return fmt.Errorf("once more: %w", err)
	}
	return err
}

func notFixed(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	if e.Code == misspelled || // want "unknowncode: "
		e.Code == "InvalidInstanceId."+"NotFuond" || // want "unknowncode: "
		strings.ToLower(e.Code) == "invalidinstanceid.notfuond" || // want "unknowncode: "
		e.Code == "InvalidInstnceId.NtFuond" { // want "unknowncode: "
		return nil
	}
	return err
}

// Of an error from who knows where, what is near need not be what is meant.
func unresolved(err error) bool {
	return lib.Is(err, "InvalidInstanceId.NotFuond") // want "unknowncode: "
}
