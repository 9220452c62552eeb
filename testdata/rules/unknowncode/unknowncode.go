package unknowncode

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	cvm "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm/v20170312"

	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"

	"example.com/rules/lib"
)

const misspelled = "InvalidInstanceId.NotFuond"

var gone = []string{
	"InvalidInstanceId.NotFound",
	"InvalidInstanceId.NotFund", // want `unknowncode: "InvalidInstanceId.NotFund" is not a Tencent Cloud error code; did you mean "InvalidInstanceId.NotFound"\?`
}

var retryable = map[string]bool{
	"ResourceUnavailable": true,
	"RequestLimitExceded": true, // want `unknowncode: "RequestLimitExceded" is not a Tencent Cloud error code; did you mean "RequestLimitExceeded`
	"NoSuchThing":         false,
}

var pattern = regexp.MustCompile(`^InvalidInstanceID\.`) // want `unknowncode: "\^InvalidInstanceID\\\\." matches no Tencent Cloud error code`

func forms(client *cvm.Client) error {
	_, err := client.DescribeInstances(cvm.NewDescribeInstancesRequest())
	e, ok := err.(*sdkerrors.TencentCloudSDKError)
	if !ok {
		return err
	}
	if e.Code == "InvalidInstanceId.NotFuond" { // want `unknowncode: "InvalidInstanceId.NotFuond" is not a Tencent Cloud error code; did you mean "InvalidInstanceId.NotFound"\?`
		return nil
	}
	if e.Code == misspelled || // want `unknowncode: "InvalidInstanceId.NotFuond"`
		e.Code == lib.Misspelled { // want `unknowncode: "ResourceNotFuond" is not a Tencent Cloud error code; did you mean "ResourceNotFound"\?`
		return nil
	}
	switch e.GetCode() {
	case "invalidinstanceid.notfound": // want `did you mean "InvalidInstanceId.NotFound"`
		return nil
	case "InvalidInstance" + "IdNotFound": // want `did you mean "InvalidInstanceId.NotFound"\?`
		return nil
	}
	if slices.Contains(gone, e.Code) || retryable[e.Code] || pattern.MatchString(e.Code) {
		return nil
	}
	if strings.HasPrefix(e.Code, "AuthFalure.") || // want `unknowncode: "AuthFalure." begins no Tencent Cloud error code`
		strings.HasSuffix(e.Code, ".NotFuond") || // want `unknowncode: ".NotFuond" ends no Tencent Cloud error code`
		strings.Contains(e.Code, "NotFuond") || // want `unknowncode: "NotFuond" is in no Tencent Cloud error code`
		strings.Split(e.Code, ".")[0] == "AuthFalure" || // want `unknowncode: "AuthFalure" is not a category of Tencent Cloud error codes`
		strings.Split(e.Code, ".")[0] == "AuthFailure.SignatureFailure" { // want `unknowncode: "AuthFailure.SignatureFailure" never matches: only the first segment`
		return nil
	}
	if strings.ToLower(e.Code) == "InvalidInstanceId.NotFound" || // want `unknowncode: "InvalidInstanceId.NotFound"`
		strings.ToLower(e.Code) == "invalidimageid.notfound" {
		return nil
	}
	return err
}

// Whatever an extension of the SDK calls a code of its own is unknown too, but
// only the service's documents could tell.
func unresolved(err error) bool {
	var e *sdkerrors.TencentCloudSDKError
	return errors.As(err, &e) && (e.Code == "OwnProduct.OwnCode" ||
		e.Code == "AuthFailure.SignatureExpired") // want `unknowncode: "AuthFailure.SignatureExpired" is not a Tencent Cloud error code; did you mean "AuthFailure.SignatureExpire"`
}

// What the catalog knows is right, however it looks.
func right(err error) bool {
	var e *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case "InternalError.UnexceptedInternal", "OperationDenied.OtherOderInProcess", "ClientError.NetworkError",
		"ClientError.HttpStatusCodeError", "DesOperation.MutexTaskRunning", "RequestLimitExceeded.UinLimitExceeded",
		"ServiceUnavailable", "IpInBlacklist", "", cvm.INVALIDINSTANCEID_NOTFOUND:
		return true
	}
	return e.Code != "" && strings.Contains(e.Code, ".")
}

// Strange is for others to use as well: of which service its codes are is not known.
var Strange = []string{"Quota.Quux"}

func strange(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && slices.Contains(Strange, e.Code) {
		return nil
	}
	return err
}

var stranger = []string{"Quota.Quux"} // want `unknowncode: "Quota.Quux"`

func strangers(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*sdkerrors.TencentCloudSDKError); ok && slices.Contains(stranger, e.Code) {
		return nil
	}
	return err
}
